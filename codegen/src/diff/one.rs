//! Compares how a single record is requested.

use super::list::{ListPair, argument, here};
use super::location::Location;
use super::{Change, code, docs, location};
use crate::model::{One, Record};

/// Why a change of the method's type breaks callers.
const NO_LONGER: &str = "callers of it no longer compile";

impl ListPair<'_> {
    /// The method that requests a single record.
    pub(super) fn one(&self) -> Vec<Change> {
        let at = here(self.is, &["one"]);
        let method = |one: &One| format!("Client::{}", one.method.rust);
        match (&self.was.one, &self.is.one) {
            (None, None) => Vec::new(),
            (Some(was), None) => {
                let at = Location::old_side(location::list(self.was, &["one"]));
                let what = "removed: the spec does not say how a record is requested";
                vec![Change::breaks(&method(was), at, what, NO_LONGER)]
            }
            (None, Some(is)) => {
                let what = "added: it requests a record of the list";
                vec![Change::adds(&method(is), at, what, "nothing else changes")]
            }
            (Some(was), Some(is)) => self.changes_of_one(&method(was), (was, is)),
        }
    }

    fn changes_of_one(&self, item: &str, (was, is): (&One, &One)) -> Vec<Change> {
        let at = || here(self.is, &["one"]);
        let mut changes = Vec::new();
        if was.method.rust != is.method.rust {
            let what = format!("it is {} now", code(&is.method.rust));
            changes.push(Change::breaks(item, at(), what, NO_LONGER));
        }
        let types = |one: &One| one.args.iter().map(|arg| argument(arg.ty)).collect::<Vec<_>>();
        if types(was) != types(is) {
            let names = |one: &One| {
                let names = one.args.iter().map(|arg| code(&arg.name.wire));
                names.collect::<Vec<_>>().join(", ")
            };
            let what = format!("takes {} now, {} before", names(is), names(was));
            changes.push(Change::breaks(item, at(), what, NO_LONGER));
        }
        if was.record != is.record {
            let shown = |record: &Record| match record {
                Record::Own(name) | Record::Rust(name) => code(name),
            };
            let what = format!("it is {} now, {} before", shown(&is.record), shown(&was.record));
            let why = "callers that use the record no longer compile";
            changes.push(Change::breaks(item, at(), what, why));
        }
        let request = |one: &One| {
            let query = one.query.iter().map(|(name, _)| code(name)).collect::<Vec<_>>();
            let query = query.join(", ");
            let with = if query.is_empty() { query } else { format!(" with {query}") };
            format!("{}{with}", code(&one.path))
        };
        if (&was.path, &was.query) != (&is.path, &is.query) {
            let what = format!("requests {} now, {} before", request(is), request(was));
            let why = "callers compile and send another request";
            changes.push(Change::behaves(item, at(), what, why));
        }
        if was.at != is.at {
            let place = |one: &One| match one.at.as_str() {
                "" => "the body itself".to_owned(),
                at => code(at),
            };
            let what = format!("the record is read at {} now, {} before", place(is), place(was));
            let why = "callers compile; replies of the other shape are an error";
            changes.push(Change::behaves(item, at(), what, why));
        }
        changes.extend(docs(item, at(), was.docs.as_deref(), is.docs.as_deref()));
        if changes.is_empty() && was != is {
            changes.push(Change::text(item, at(), "written in another way in the spec"));
        }
        changes
    }
}
