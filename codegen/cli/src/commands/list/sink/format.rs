//! In which format records are written.

#[cfg(not(all(feature = "parquet", feature = "sqlite")))]
use crate::outcome::Failure;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use std::ffi::OsStr;
use std::path::Path;

/// A format of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in super::super) enum Format {
    /// A line of JSON for each record, as the server sent it.
    #[default]
    #[value(name = "jsonl")]
    #[serde(rename = "jsonl")]
    JsonLines,
    /// A row for each record, below a header with the names of the fields.
    Csv,
    /// A Parquet file.
    Parquet,
    /// A table of an SQLite database, with the name of the resource.
    Sqlite,
}

impl Format {
    /// The format of a file by its ending; JSON lines for any other, and for standard output.
    pub(in super::super) fn of(out: Option<&Path>) -> Self {
        let ending = out.and_then(Path::extension).map(OsStr::to_ascii_lowercase);
        match ending.as_ref().and_then(|ending| ending.to_str()) {
            Some("csv") => Self::Csv,
            Some("parquet") => Self::Parquet,
            Some("sqlite" | "sqlite3" | "db") => Self::Sqlite,
            _ => Self::JsonLines,
        }
    }

    /// The word for it in `--to`.
    pub(in super::super) fn name(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Sqlite => "sqlite",
        }
    }

    /// Whether each record has to be what the spec says, since a column has one type.
    pub(in super::super) fn has_typed_columns(self) -> bool {
        matches!(self, Self::Parquet | Self::Sqlite)
    }

    /// The failure of a format that this program was built without.
    #[cfg(not(all(feature = "parquet", feature = "sqlite")))]
    pub(super) fn not_built(self) -> Failure {
        let name = self.name();
        Failure::Misuse(format!(
            "this `pagesmith` was built without its feature `{name}`, so it can't write this format; \
             choose another one with `--to`"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_chooses_the_format() {
        for (name, format) in [
            ("a.csv", Format::Csv),
            ("a.CSV", Format::Csv),
            ("b/a.parquet", Format::Parquet),
            ("a.sqlite", Format::Sqlite),
            ("a.sqlite3", Format::Sqlite),
            ("a.db", Format::Sqlite),
            ("a.jsonl", Format::JsonLines),
            ("csv", Format::JsonLines),
            (".csv", Format::JsonLines),
            ("a.csv.txt", Format::JsonLines),
        ] {
            assert_eq!(Format::of(Some(Path::new(name))), format, "{name}");
        }
        assert_eq!(Format::of(None), Format::JsonLines);
    }

    #[test]
    fn each_format_has_one_name() {
        for format in Format::value_variants() {
            let flag = format.to_possible_value().unwrap();
            assert_eq!(flag.get_name(), format.name());
            assert_eq!(serde_json::to_value(format).unwrap(), format.name());
        }
    }
}
