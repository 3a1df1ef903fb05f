//! The report of an import: the lists, the skipped operations, and why they were skipped.
//! `report_text` writes it for people.

use super::shorten;
use pagesmith_codegen::work::{self, Counted};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The outcome of an import, for people and machines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The API's name.
    pub name: String,
    /// The operations that became lists.
    pub lists: Vec<ImportedList>,
    /// The other operations; those of other servers come last.
    pub skipped: Vec<SkippedOperation>,
    /// What users should check.
    pub notes: Vec<Note>,
    /// How many operations were not looked at, because `--only` or `--without` leaves them out.
    pub unselected: usize,
    /// The same notes as a set, to add each only once.
    pub(super) noted: BTreeSet<(String, String)>,
    /// The parameters that were left out, and of how many lists.
    pub(super) left_out: BTreeMap<LeftOut, BTreeMap<String, usize>>,
}

/// Why a parameter that a list can do without is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LeftOut {
    /// It belongs to another way to page.
    Paging,
    /// It is in a header or a cookie.
    Elsewhere,
}

/// An operation that became a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImportedList {
    /// `get` or `post`.
    pub method: &'static str,
    /// Its path in the description.
    pub path: String,
    /// The resource in the spec.
    pub resource: String,
    /// How it pages, and the reason.
    pub paging: String,
    /// The record of its rows.
    pub record: String,
    /// The path of the operation that requests a single record, if there is one.
    pub one: Option<String>,
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
    /// Whether it may be a list all the same, so that a person should look at it.
    pub may_be_a_list: bool,
}

/// Something that was left out of a list, or guessed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Note {
    /// The resource or path that it is about; empty for the whole API.
    pub about: String,
    /// The note.
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

    /// The operations that request a single record of a list are not skipped.
    pub(super) fn take_ones(&mut self) {
        let paths = self.lists.iter().filter_map(|list| list.one.as_deref());
        let paths: BTreeSet<Counted<String>> = paths.map(|path| Counted(shorten(path))).collect();
        let is_one =
            |it: &SkippedOperation| it.method == "GET" && paths.contains(&Counted(it.path.clone()));
        self.skipped.retain(|skipped| !is_one(skipped));
    }

    /// Counts a parameter that one more list lacks.
    pub(super) fn leave_out(&mut self, why: LeftOut, param: String) {
        *self.left_out.entry(why).or_default().entry(param).or_default() += 1;
    }

    /// Notes the parameters that lists lack.
    pub(super) fn note_left_out(&mut self) {
        for (why, params) in std::mem::take(&mut self.left_out) {
            let why = match why {
                LeftOut::Paging => "parameters of ways to page that no list needs are left out",
                LeftOut::Elsewhere => "optional parameters outside of the query are left out",
            };
            let lists = |count: usize| format!("{count} list{}", if count == 1 { "" } else { "s" });
            let params = params.iter().map(|(name, count)| format!("{name} of {}", lists(*count)));
            self.note("", format!("{why}: {}", params.collect::<Vec<_>>().join(", ")));
        }
    }

    /// The report as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        let Self { name, lists, skipped, notes, unselected, .. } = self;
        json!({
            "reason": "import", "name": name, "taken": lists, "left": skipped, "notes": notes,
            "unselected": unselected,
        })
    }
}

/// Groups values by their text, in the order of the first value of each group.
pub(super) fn groups<'t, T>(
    all: &'t [T],
    text: impl Fn(&'t T) -> &'t str,
) -> Vec<(&'t str, Vec<&'t T>)>
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

#[cfg(test)]
mod tests {
    use super::groups;
    use pagesmith_codegen::work::assert_linear;

    #[test]
    fn texts_are_grouped_without_a_search_for_each() {
        let texts = |count: usize| (0..count).map(|number| format!("why {number}")).collect();
        assert_linear(500, texts, |texts: &Vec<String>| {
            assert_eq!(groups(texts, String::as_str).len(), texts.len());
        });
    }
}
