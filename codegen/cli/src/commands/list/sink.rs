//! Where records go: standard output, or a file that can be gone on with.

use super::checkpoint::Kept;
use pagesmith::Position;
use pagesmith_interpret::Record;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, Stdout, Write as _};

/// Where records go.
pub(super) enum Sink {
    Stdout(Stdout),
    File(Box<Kept>),
}

/// Why no more can be written.
pub(super) enum Broken {
    /// Nobody reads any more.
    Closed,
    Failed(String),
}

impl Sink {
    pub(super) fn stdout() -> Self {
        Self::Stdout(io::stdout())
    }

    /// Writes the records of a page, and where the walk stands behind it.
    pub(super) fn write(
        &mut self,
        records: &[Record],
        position: Option<&Position>,
    ) -> Result<(), Broken> {
        let lines = lines(records);
        match self {
            Self::File(kept) => {
                kept.write(&lines, records.len() as u64, position).map_err(Broken::Failed)
            }
            Self::Stdout(stdout) => {
                let written = stdout.write_all(lines.as_bytes()).and_then(|()| stdout.flush());
                written.map_err(|error| match error.kind() {
                    ErrorKind::BrokenPipe => Broken::Closed,
                    _ => Broken::Failed(format!("standard output can't be written: {error}")),
                })
            }
        }
    }

    /// How to go on after a failure.
    pub(super) fn hint(&self) -> String {
        match self {
            Self::Stdout(_) => String::new(),
            Self::File(kept) => kept.hint(),
        }
    }

    /// Notes that the walk has ended here, and tells it.
    pub(super) fn finish(self, position: Option<&Position>) -> Result<(), String> {
        match self {
            Self::Stdout(_) => Ok(()),
            Self::File(kept) => kept.finish(position),
        }
    }
}

/// Records as lines. A line break within one stands between its values, since
/// texts have theirs escaped.
fn lines(records: &[Record]) -> String {
    records.iter().fold(String::new(), |mut lines, record| {
        // Writing to a string can't fail.
        let _ = record.get().split(['\r', '\n']).try_for_each(|part| lines.write_str(part));
        lines.push('\n');
        lines
    })
}
