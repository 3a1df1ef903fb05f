//! `--report`: a picture of the walk, as one HTML file without scripts and without anything from
//! elsewhere.

mod chart;
mod page;
mod scale;

use crate::outcome::{CommandResult, Failure};
use crate::terminal;
use pagesmith::{Outcome, Timeline};
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

/// A report that is written when the walk ends.
pub(super) struct Report {
    file: PathBuf,
    list: Listed,
    pub(super) timeline: Timeline,
}

/// What is listed.
pub(super) struct Listed {
    /// The resource of the spec.
    pub(super) resource: String,
    /// The path of its list.
    pub(super) path: String,
    /// The resource of the parents, if the list is read for each of them.
    pub(super) parents: Option<String>,
}

/// How a walk ended.
pub(super) struct Summary {
    pub(super) outcome: Option<Outcome>,
    /// Why it failed.
    pub(super) failure: Option<String>,
    pub(super) warnings: Vec<String>,
    /// How many warnings were left out.
    pub(super) more_warnings: u64,
}

impl Report {
    /// A report in this file, which must be one that can be written and no other file of the run.
    pub(super) fn new(
        file: &Path,
        others: [Option<&Path>; 2],
        list: Listed,
    ) -> Result<Self, Failure> {
        let shown = file.display();
        if others.into_iter().flatten().any(|other| other == file) {
            let message = format!(
                "--report and another file of this run are both {shown}; name another file for the report"
            );
            return Err(Failure::Misuse(message));
        }
        let is_new = !file.exists();
        OpenOptions::new().create(true).append(true).open(file).map_err(|error| {
            Failure::Misuse(format!("the report {shown} can't be written: {error}"))
        })?;
        if is_new {
            // Nothing is left of it if the call is refused. If that fails, the file is empty.
            let _ = fs::remove_file(file);
        }
        Ok(Self { file: file.to_owned(), list, timeline: Timeline::new() })
    }

    /// Writes the report of a walk that ended like this. The records are written whatever
    /// becomes of the report.
    pub(super) fn write(self, ended: CommandResult, mut summary: Summary) -> CommandResult {
        summary.failure = match &ended {
            Ok(_) => None,
            Err(failure) => Some(failure.message().to_owned()),
        };
        let html = page::html(&self.list, &self.timeline, &summary);
        match fs::write(&self.file, html) {
            Ok(()) => ended,
            Err(error) => {
                let why = format!("the report {} can't be written: {error}", self.file.display());
                if ended.is_err() {
                    terminal::warning(&why);
                    return ended;
                }
                Err(Failure::Failed(why))
            }
        }
    }
}
