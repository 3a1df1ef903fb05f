//! The report of an import: the lists, the skipped operations, and why they
//! were skipped.

use pagesmith_codegen::work::{self, Counted};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The outcome of an import, for people and machines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The API's name.
    pub name: String,
    /// The operations that became lists.
    pub lists: Vec<ImportedList>,
    /// The others, in the order of the description.
    pub skipped: Vec<SkippedOperation>,
    /// What should be checked in the lists.
    pub notes: Vec<Note>,
    /// The same notes, to add each once.
    pub(super) noted: BTreeSet<(String, String)>,
}

/// An operation that became a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImportedList {
    /// Its path in the description.
    pub path: String,
    /// The resource in the spec.
    pub resource: String,
    /// How it pages, and why so.
    pub paging: String,
    /// The record of its rows.
    pub record: String,
}

/// An operation that was skipped.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SkippedOperation {
    /// Its method, in capitals.
    pub method: String,
    /// Its path in the description.
    pub path: String,
    /// Why it was skipped.
    pub why: String,
}

/// Something that was left out of a list, or guessed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Note {
    /// The resource or path that it is about; empty for the whole API.
    pub about: String,
    /// What it is.
    pub text: String,
}

impl Report {
    pub(super) fn note(&mut self, about: &str, text: impl Into<String>) {
        let note = Note { about: about.to_owned(), text: text.into() };
        work::step();
        if self.noted.insert((note.about.clone(), note.text.clone())) {
            self.notes.push(note);
        }
    }

    /// The report as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        let Self { name, lists, skipped, notes, noted: _ } = self;
        json!({"reason": "import", "name": name, "taken": lists, "left": skipped, "notes": notes})
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reads = |left: &&SkippedOperation| left.method == "GET";
        let (read, written): (Vec<&SkippedOperation>, Vec<&SkippedOperation>) =
            self.skipped.iter().partition(reads);
        let all = self.lists.len() + read.len();
        writeln!(f, "{}: {} of {all} GET operations became lists", self.name, self.lists.len())?;
        let width =
            self.lists.iter().map(|taken| taken.resource.chars().count()).max().unwrap_or(0);
        for (paging, taken) in groups(&self.lists, |taken| &taken.paging) {
            writeln!(f, "{paging}")?;
            for ImportedList { path, resource, .. } in taken {
                writeln!(f, "  {resource:width$}  {path}")?;
            }
        }
        for (why, left) in groups(&read, |left| &left.why) {
            writeln!(f, "skipped, because {why}")?;
            for SkippedOperation { path, .. } in left {
                writeln!(f, "  {path}")?;
            }
        }
        if !written.is_empty() {
            let (count, s) = (written.len(), if written.len() == 1 { "" } else { "s" });
            writeln!(f, "skipped, because a list is read by GET: {count} operation{s}")?;
        }
        if !self.notes.is_empty() {
            writeln!(f, "worth a look")?;
        }
        for Note { about, text } in &self.notes {
            let about = if about.is_empty() { "the API" } else { about };
            writeln!(f, "  {about}: {text}")?;
        }
        Ok(())
    }
}

/// What has the same text in common, in the order of the first of each.
fn groups<'t, T>(all: &'t [T], text: impl Fn(&'t T) -> &'t str) -> Vec<(&'t str, Vec<&'t T>)>
where
    T: 't,
{
    let mut groups: Vec<(&str, Vec<&T>)> = Vec::new();
    let mut by_text: BTreeMap<Counted<&str>, usize> = BTreeMap::new();
    for one in all {
        let index = *by_text.entry(Counted(text(one))).or_insert(groups.len());
        match groups.get_mut(index) {
            Some((_, group)) => group.push(one),
            None => groups.push((text(one), vec![one])),
        }
    }
    groups
}
