//! In which format records are written.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// A format of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
pub(in super::super) enum Format {
    /// A line of JSON for each record, as the server sent it.
    #[default]
    #[value(name = "jsonl")]
    #[serde(rename = "jsonl")]
    JsonLines,
}

impl Format {
    /// The word for it in `--to`.
    pub(in super::super) fn name(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
        }
    }
}
