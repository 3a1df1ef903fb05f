//! Shows the progress of a walk on a terminal that does not show the records.

use super::sink::Sink;
use crate::terminal::{self, Format};
use pagesmith::Page;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// How often the line changes, at most.
const INTERVAL: Duration = Duration::from_millis(100);

/// A line on standard error that is written over.
pub(super) struct Progress {
    shown: bool,
    last: Option<Instant>,
    pages: u64,
    records: u64,
}

impl Progress {
    pub(super) fn new(sink: &Sink) -> Self {
        let records_there = matches!(sink, Sink::Stdout(stdout) if stdout.is_terminal());
        let text = terminal::format() == Format::Text;
        let shown = text && io::stderr().is_terminal() && !records_there;
        Self { shown, last: None, pages: 0, records: 0 }
    }

    /// Counts a page, and shows it now and then.
    pub(super) fn page<T>(&mut self, page: &Page<T>) {
        self.pages += 1;
        self.records += page.items().len() as u64;
        let now = Instant::now();
        if !self.shown || self.last.is_some_and(|last| now - last < INTERVAL) {
            return;
        }
        self.last = Some(now);
        let mut line = format!("\r\u{1b}[K{} records", self.records);
        // Writing to a string can't fail.
        let _ = page.total().map(|total| write!(line, " of {total}"));
        let _ = write!(line, ", {} pages", self.pages);
        let _closed = io::stderr().write_all(line.as_bytes());
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if self.shown && self.last.take().is_some() {
            let _closed = io::stderr().write_all(b"\r\x1b[K");
        }
    }
}
