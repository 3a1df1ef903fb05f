//! The report of an import as text: the counts, then what a person should look at, then the rest.

use super::report::{ImportedList, Note, Report, SkippedOperation, groups};
use pagesmith_codegen::diag::escape;
use std::fmt::{self, Write as _};

/// How many names of lists a note shows, unless all are asked for.
const SHOWN: usize = 3;

impl Report {
    /// The report for people: counts, and what they should look at. With `verbose`, also each list
    /// with the way that it pages, and each operation that was skipped.
    #[must_use]
    pub fn text(&self, verbose: bool) -> String {
        let mut text = String::new();
        // Writing to a text can't fail.
        let _written = self.write(&mut text, verbose);
        text
    }

    fn write(&self, text: &mut String, verbose: bool) -> fmt::Result {
        self.counts(text)?;
        if verbose {
            self.lists(text)?;
        }
        let (near, others): (Vec<&SkippedOperation>, Vec<&SkippedOperation>) =
            self.skipped.iter().partition(|skipped| skipped.may_be_a_list);
        self.notes(text, verbose)?;
        operations(text, "skipped, although it may be a list", &near)?;
        if verbose {
            operations(text, "skipped", &others)?;
        } else if !(self.lists.is_empty() && others.is_empty()) {
            text.push_str("`--verbose` shows each list, and each operation that was skipped\n");
        }
        Ok(())
    }

    fn counts(&self, text: &mut String) -> fmt::Result {
        let is_get = |skipped: &&SkippedOperation| skipped.method == "GET";
        let by = |method: &str| self.lists.iter().filter(|list| list.method == method).count();
        let by_get = by("get");
        let ones = self.lists.iter().filter(|list| list.one.is_some()).count();
        let all = by_get + ones + self.skipped.iter().filter(is_get).count();
        write!(text, "{}: {by_get} of {all} GET operations became lists", escape(&self.name))?;
        for (method, count) in [("POST", by("post")), ("QUERY", by("query"))] {
            if count > 0 {
                write!(text, ", and {count} by {method}")?;
            }
        }
        match ones {
            0 => {}
            1 => text.push_str("; 1 requests a single record"),
            ones => write!(text, "; {ones} request a single record")?,
        }
        if self.unselected > 0 {
            write!(text, "; {} were not selected", self.unselected)?;
        }
        writeln!(text)
    }

    fn lists(&self, text: &mut String) -> fmt::Result {
        let width = self.lists.iter().map(|list| list.resource.chars().count()).max().unwrap_or(0);
        for (paging, lists) in groups(&self.lists, |list| &list.paging) {
            writeln!(text, "{}", escape(paging))?;
            for ImportedList { path, resource, one, .. } in lists {
                writeln!(text, "  {resource:width$}  {}", escape(path))?;
                if let Some(one) = one {
                    writeln!(text, "  {:width$}  {}, a single record", "", escape(one))?;
                }
            }
        }
        Ok(())
    }

    fn notes(&self, text: &mut String, verbose: bool) -> fmt::Result {
        if !self.notes.is_empty() {
            writeln!(text, "please check")?;
        }
        for (note, notes) in groups(&self.notes, |note| &note.text) {
            writeln!(text, "  {}: {}", escape(&about(&notes, verbose)), escape(note))?;
        }
        Ok(())
    }
}

/// What a note is about: the names of its lists.
fn about(notes: &[&Note], verbose: bool) -> String {
    let names: Vec<&str> = notes
        .iter()
        .map(|note| if note.about.is_empty() { "the API" } else { note.about.as_str() })
        .collect();
    if verbose || names.len() <= SHOWN + 1 {
        return names.join(", ");
    }
    format!("{} and {} more", names[..SHOWN].join(", "), names.len() - SHOWN)
}

fn operations(text: &mut String, title: &str, skipped: &[&SkippedOperation]) -> fmt::Result {
    for (why, skipped) in groups(skipped, |skipped| &skipped.why) {
        writeln!(text, "{title}: {}", escape(why))?;
        for SkippedOperation { method, path, .. } in skipped {
            let method = if method == "GET" { String::new() } else { format!("{method} ") };
            writeln!(text, "  {method}{}", escape(path))?;
        }
    }
    Ok(())
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(true))
    }
}
