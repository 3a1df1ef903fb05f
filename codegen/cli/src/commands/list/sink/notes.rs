//! What a table does not hold of the records: fields that the spec does not name, and
//! secrets.

use crate::terminal;
use pagesmith_interpret::{Cell, Columns, Record};
use std::collections::BTreeSet;

/// The most names that a report has.
const NAMED: usize = 5;

/// The most names that are kept, to count them.
const COUNTED: usize = 1000;

/// The fields of a run that have no column.
#[derive(Debug, Default)]
pub(super) struct TableNotes {
    /// The number of records, and of those with such a field.
    seen: u64,
    affected: u64,
    names: BTreeSet<String>,
}

impl TableNotes {
    /// The cells of the record of this number; notes its fields without a column.
    ///
    /// # Errors
    /// When the record can't be a row.
    pub(super) fn cells<'r>(
        &mut self,
        columns: &Columns,
        record: &'r Record,
        number: u64,
    ) -> Result<Vec<Cell<'r>>, String> {
        let cells = self.noting(|unknown| columns.row(record, unknown));
        cells.map_err(|why| unwritable(number, &why.to_string()))
    }

    /// Notes the fields without a column of a record that is a row.
    #[cfg(feature = "parquet")]
    pub(super) fn note(&mut self, columns: &Columns, record: &Record) {
        self.noting(|unknown| columns.unknown_fields(record, unknown));
    }

    /// Notes the fields of one record.
    fn noting<R>(&mut self, read: impl FnOnce(&mut dyn FnMut(&str)) -> R) -> R {
        let Self { seen, affected, names } = self;
        let mut is_affected = false;
        let read = read(&mut |name| {
            is_affected = true;
            if names.len() < COUNTED && !names.contains(name) {
                names.insert(name.to_owned());
            }
        });
        *seen += 1;
        *affected += u64::from(is_affected);
        read
    }

    /// Reports what has no column.
    pub(super) fn report(&self, columns: &Columns) {
        self.texts(columns).iter().for_each(terminal::warning);
    }

    fn texts(&self, columns: &Columns) -> Vec<String> {
        let mut texts = Vec::new();
        let secrets = columns.secrets();
        if !secrets.is_empty() {
            texts.push(format!("secrets have no column: {}", named(secrets.into_iter())));
        }
        if self.affected > 0 {
            let Self { seen, affected, names } = self;
            texts.push(format!(
                "{affected} of {seen} records have fields that the spec does not name, which have \
                 no column: {}; add them to the spec, or write JSON lines, which hold everything",
                named(names.iter().map(String::as_str))
            ));
        }
        texts
    }
}

/// Why a record is not written, and with it its page.
pub(super) fn unwritable(number: u64, why: &str) -> String {
    format!("record {number}, {why}; no record of its page was written")
}

/// The first of these names. One that no API would give a field may be data, as the keys of
/// a map are, and is only counted.
fn named<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let is_name = |name: &&str| {
        name.len() <= 60 && name.chars().all(|c| c.is_alphanumeric() || "_-.$@:".contains(c))
    };
    let (names, hidden): (Vec<_>, Vec<_>) = names.partition(is_name);
    let parts: Vec<_> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let last = match (names.len().saturating_sub(NAMED), hidden.len()) {
        (0, 0) => return parts.join(", "),
        (more, 0) => format!("{more} more"),
        (0, hidden) => format!("{hidden} whose names may be data and are not shown"),
        (more, hidden) => {
            format!("{more} more, and {hidden} whose names may be data and are not shown")
        }
    };
    if parts.is_empty() {
        return last;
    }
    format!("{} and {last}", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_names_are_shown_and_data_is_not() {
        let hidden = "1 whose names may be data and are not shown";
        assert_eq!(
            named(["a", "b", "c", "d", "my secret", "e", "f"].into_iter()),
            format!("`a`, `b`, `c`, `d`, `e` and 1 more, and {hidden}")
        );
        assert_eq!(named(["a b", "x"].into_iter()), format!("`x` and {hidden}"));
        assert_eq!(named(["a b"].into_iter()), hidden);
    }
}
