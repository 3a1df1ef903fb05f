//! Shows the progress of a walk: on a terminal that does not show the records, a status
//! line that keeps counting while the walk waits; elsewhere a line for each long wait;
//! and with `-v` a line for each request.

use super::requests::{Requests, Sent};
use super::waiting::Waits;
use crate::terminal::{self, Format};
use pagesmith::__private::Activity;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// The shortest time between two updates of the line.
const INTERVAL: Duration = Duration::from_millis(100);

/// The progress of a walk; clones share it.
#[derive(Clone)]
pub(super) struct Progress(Arc<Mutex<State>>);

/// How waits are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Display {
    /// A status line that is overwritten.
    Line,
    /// A line for each long wait.
    Notices,
}

struct State {
    display: Display,
    verbose: u8,
    /// The path of the list, as the spec writes it.
    path: String,
    /// When the line was last written; `None` while no line is shown.
    last: Option<Instant>,
    pages: u64,
    records: u64,
    total: Option<u64>,
    waits: Waits,
    requests: Requests,
    screen: Box<dyn Screen>,
}

/// Where the progress is shown.
pub(super) trait Screen: Send {
    /// Overwrites the line; an empty text clears it.
    fn line(&mut self, text: &str);
    /// Reports a long wait: `text` for people, `name` and `seconds` for programs.
    fn notice(&mut self, text: &str, name: &str, seconds: f64);
    /// Reports a request and its result.
    fn request(&mut self, sent: &Sent, path: &str, with_size: bool);
}

/// Standard error.
struct Stderr;

impl Screen for Stderr {
    fn line(&mut self, text: &str) {
        terminal::progress(text);
    }

    fn notice(&mut self, text: &str, name: &str, seconds: f64) {
        terminal::waiting(text, name, seconds);
    }

    fn request(&mut self, sent: &Sent, path: &str, with_size: bool) {
        match terminal::format() {
            Format::Text => terminal::note(sent.line(path, with_size)),
            Format::Json => terminal::machine_note(&sent.json(path)),
        }
    }
}

impl Progress {
    /// Progress of a walk of the list at this path, whose records go to a file or
    /// to standard output.
    pub(super) fn new(path: &str, verbose: u8, to_file: bool) -> Self {
        let records_on_terminal = !to_file && io::stdout().is_terminal();
        let is_text = terminal::format() == Format::Text;
        let has_line = is_text && io::stderr().is_terminal() && !records_on_terminal;
        let display = if has_line { Display::Line } else { Display::Notices };
        Self::on(Box::new(Stderr), display, path, verbose)
    }

    fn on(screen: Box<dyn Screen>, display: Display, path: &str, verbose: u8) -> Self {
        Self(Arc::new(Mutex::new(State {
            display,
            verbose,
            path: path.to_owned(),
            last: None,
            pages: 0,
            records: 0,
            total: None,
            waits: Waits::default(),
            requests: Requests::default(),
            screen,
        })))
    }

    /// Records an activity of the client.
    pub(super) fn note(&self, activity: &Activity<'_>) {
        self.state().note(activity, Instant::now());
    }

    /// Counts a page with this many records, of a list with this total, and updates the line
    /// if it is due.
    pub(super) fn page(&self, records: u64, total: Option<u64>) {
        let mut state = self.state();
        state.pages += 1;
        state.records += records;
        state.total = total;
        let now = Instant::now();
        if state.last.is_none_or(|last| now.saturating_duration_since(last) >= INTERVAL) {
            state.show(now);
        }
    }

    /// Shows how long the walk has been waiting.
    pub(super) fn tick(&self) {
        self.state().show(Instant::now());
    }

    /// Clears the line at the end of the walk, and shows the requests that are still open.
    pub(super) fn finish(&self) {
        let mut state = self.state();
        state.clear();
        for sent in state.requests.take_open() {
            state.request(&sent);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn note(&mut self, activity: &Activity<'_>, now: Instant) {
        self.waits.note(activity, now);
        if self.verbose == 0 {
            return;
        }
        if let Some(sent) = self.requests.note(activity, now) {
            self.request(&sent);
        }
    }

    fn request(&mut self, sent: &Sent) {
        self.clear();
        self.screen.request(sent, &self.path, self.verbose > 1);
    }

    fn show(&mut self, now: Instant) {
        if self.display == Display::Notices {
            if let Some(notice) = self.waits.notice(now) {
                self.screen.notice(&notice.text(), notice.name(), notice.time.as_secs_f64());
            }
            return;
        }
        self.last = Some(now);
        let mut line = counted(self.records, "record");
        // Writing to a string can't fail.
        let _ = self.total.map(|total| write!(line, " of {total}"));
        let _ = write!(line, ", {}", counted(self.pages, "page"));
        let _ = self.waits.text(now).map(|wait| write!(line, "; {wait}"));
        self.screen.line(&line);
    }

    fn clear(&mut self) {
        if self.last.take().is_some() {
            self.screen.line("");
        }
    }
}

fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
#[path = "progress/tests.rs"]
mod tests;
