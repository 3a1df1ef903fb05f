//! Shows how a walk comes along: on a terminal that does not show the records,
//! a line that counts on while the walk waits; elsewhere a line for each long
//! wait; and with `-v` a line for each request.

use super::requests::{Requests, Sent};
use super::waiting::Waits;
use crate::terminal::{self, Format};
use pagesmith::__private::Activity;
use pagesmith::Page;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How often the line changes, at most.
const INTERVAL: Duration = Duration::from_millis(100);

/// What is shown of a walk. Clones show the same.
#[derive(Clone)]
pub(super) struct Progress(Arc<Mutex<State>>);

/// How waits are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    /// A line that is written over.
    Line,
    /// A line for each long one.
    Notices,
}

struct State {
    shows: Shows,
    verbose: u8,
    /// The path of the list, as the spec writes it.
    path: String,
    /// When the line was last written; none while it is not there.
    last: Option<Instant>,
    pages: u64,
    records: u64,
    total: Option<u64>,
    waits: Waits,
    requests: Requests,
    screen: Box<dyn Screen>,
}

/// Where it is shown.
pub(super) trait Screen: Send {
    /// Writes over the line; an empty text takes it away.
    fn line(&mut self, text: &str);
    /// Says something of a wait, for people or by this name for machines.
    fn notice(&mut self, text: &str, name: &str, seconds: f64);
    /// Says what came of a request.
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
        let records_there = !to_file && io::stdout().is_terminal();
        let is_text = terminal::format() == Format::Text;
        let has_line = is_text && io::stderr().is_terminal() && !records_there;
        let shows = if has_line { Shows::Line } else { Shows::Notices };
        Self::on(Box::new(Stderr), shows, path, verbose)
    }

    fn on(screen: Box<dyn Screen>, shows: Shows, path: &str, verbose: u8) -> Self {
        Self(Arc::new(Mutex::new(State {
            shows,
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

    /// Takes over what the client does.
    pub(super) fn note(&self, activity: &Activity<'_>) {
        self.state().note(activity, Instant::now());
    }

    /// Counts a page, and shows it now and then.
    pub(super) fn page<T>(&self, page: &Page<T>) {
        let mut state = self.state();
        state.pages += 1;
        state.records += page.items().len() as u64;
        state.total = page.total();
        let now = Instant::now();
        if state.last.is_none_or(|last| now.saturating_duration_since(last) >= INTERVAL) {
            state.show(now);
        }
    }

    /// Shows how long the walk has been waiting.
    pub(super) fn tick(&self) {
        self.state().show(Instant::now());
    }

    /// Takes the line away, at the end of the walk, and shows what is left to show.
    pub(super) fn finish(&self) {
        let mut state = self.state();
        state.clear();
        for sent in state.requests.rest() {
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
        if self.shows == Shows::Notices {
            if let Some(notice) = self.waits.notice(now) {
                self.screen.notice(&notice.text(), notice.name(), notice.time.as_secs_f64());
            }
            return;
        }
        self.last = Some(now);
        let mut line = format!("{} records", self.records);
        // Writing to a string can't fail.
        let _ = self.total.map(|total| write!(line, " of {total}"));
        let _ = write!(line, ", {} pages", self.pages);
        let _ = self.waits.text(now).map(|wait| write!(line, "; {wait}"));
        self.screen.line(&line);
    }

    fn clear(&mut self) {
        if self.last.take().is_some() {
            self.screen.line("");
        }
    }
}

#[cfg(test)]
#[path = "progress/tests.rs"]
mod tests;
