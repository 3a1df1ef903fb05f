//! Copies the pages of a walk to where its records go, until one of them ends.

use super::cause::{proxy_note, unsent_note, with_cause};
use super::mismatches::Mismatches;
use super::progress::Progress;
use super::proxy::Proxy;
use super::record_shape::RecordShape;
use super::report::{Report, Summary};
use super::since::NewOnly;
use super::sink::{Sink, WriteError};
use super::source::{Batch, Source};
use super::state::{Pages, State};
use crate::outcome::{CommandResult, Failure, Outcome};
use crate::terminal::{self, listing};
use pagesmith::Outcome as WalkOutcome;
use pagesmith::{Error, ErrorKind, Evidence};
use std::pin::pin;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often the display of a waiting walk is updated.
const TICK: Duration = Duration::from_secs(1);

/// A walk, and where its records are written.
pub(super) struct Walk {
    pub(super) source: Source,
    pub(super) sink: Box<dyn Sink>,
    pub(super) shape: RecordShape,
    pub(super) new_only: NewOnly,
    /// The state of a walk that had ended before this run: it stays as it is.
    pub(super) ended: Option<State>,
    pub(super) pages: Option<Pages>,
    pub(super) progress: Progress,
    pub(super) mismatches: Mismatches,
    pub(super) proxy: Option<Proxy>,
    /// A variable with credentials that the spec does not send, and how it would.
    pub(super) unsent: Option<(&'static str, &'static str)>,
    pub(super) report: Option<Report>,
}

impl Walk {
    /// Runs until the end of the list, until the limit, or until the reader stops reading, and
    /// writes the report, if there is one.
    pub(super) async fn run(mut self, required: Evidence) -> CommandResult {
        // If the call was refused, there is no position, and the files stay unchanged.
        if self.source.state().is_some() {
            let state = self.sink.state().clone().with_pages(self.pages);
            self.sink.begin(&state)?;
        }
        let copied = self.copy_pages().await;
        self.progress.finish();
        let (warnings, more) = self.source.warnings();
        warnings.iter().for_each(terminal::warning);
        match more {
            0 => {}
            1 => terminal::warning("and 1 more warning, about another page"),
            more => terminal::warning(format_args!("and {more} more warnings, about other pages")),
        }
        self.mismatches.report();
        self.sink.report();
        let report = self.report.take();
        let summary =
            Summary { outcome: self.outcome(), failure: None, warnings, more_warnings: more };
        let ended = self.end(copied, required);
        match report {
            Some(report) => report.write(ended, summary),
            None => ended,
        }
    }

    /// Ends the output, after the pages were copied.
    fn end(self, copied: Result<End, Failure>, required: Evidence) -> CommandResult {
        let end = copied?;
        let (state, outcome) = (self.state(), self.outcome());
        self.sink.finish(&state, outcome.as_ref())?;
        match end {
            End::Unproven(message) => Err(Failure::Unproven(message)),
            End::Closed if required > Evidence::Unproven => Err(Failure::Unproven(format!(
                "`{required}` was required, but the reader stopped before the end of the list; read all records, or leave out `--require`"
            ))),
            End::Closed => Ok(Outcome::Done),
            End::Ended => {
                outcome.iter().for_each(listing::evidence);
                match outcome.filter(|outcome| outcome.evidence < required) {
                    Some(outcome) => Err(Failure::Unproven(too_little(&outcome, required))),
                    None => Ok(Outcome::Done),
                }
            }
        }
    }

    /// Copies pages until the walk ends, or the reader stops reading.
    async fn copy_pages(&mut self) -> Result<End, Failure> {
        let mut stopped = pin!(tokio::signal::ctrl_c());
        loop {
            let batch = tokio::select! {
                biased;
                _ = &mut stopped => {
                    return Err(Failure::Failed(format!("stopped{}", self.sink.interrupt())));
                }
                batch = next_batch(&mut self.source, &self.progress) => batch,
            };
            let batch = match batch {
                Ok(Some(batch)) => batch,
                Ok(None) => return Ok(End::Ended),
                Err(error)
                    if error.kind() == ErrorKind::Unproven && self.source.outcome().is_some() =>
                {
                    return Ok(End::Unproven(error.to_string()));
                }
                Err(error) => return Err(self.failure(&error)),
            };
            let Batch { records, written, total } = batch;
            let records = self.new_only.keep(records);
            let checked = if self.sink.checks_records() {
                self.mismatches.check_keys(&records)
            } else {
                self.mismatches.check_page(&records)
            };
            checked.map_err(|why| Failure::Failed(format!("{why}{}", self.sink.interrupt())))?;
            match self.sink.write(written.as_ref().unwrap_or(&records), &self.state()) {
                Ok(()) => self.progress.page(records.len() as u64, total),
                Err(WriteError::Closed) => return Ok(End::Closed),
                Err(WriteError::Failed(failure)) => return Err(failure),
                Err(WriteError::Unwritable(why)) => {
                    self.mismatches.forget_page();
                    let why = self.mismatches.check_page(&records).err().unwrap_or(why);
                    self.mismatches.forget_page();
                    return Err(Failure::Failed(format!("{why}{}", self.sink.interrupt())));
                }
            }
        }
    }

    /// How far the walk is.
    fn state(&self) -> State {
        if let Some(ended) = &self.ended {
            return ended.clone();
        }
        let state = self
            .source
            .state()
            .map(|state| state.with_shape(&self.shape).with_pages(self.pages))
            .map(|state| state.with_since(self.new_only.since.as_ref()));
        state.unwrap_or_else(|| self.sink.state().clone())
    }

    /// What the walk can show, and with it the output: nothing, if the output lacks records.
    fn outcome(&self) -> Option<WalkOutcome> {
        let mut outcome = self.source.outcome()?;
        if let Some(why) = self.sink.doubt() {
            outcome.evidence = Evidence::Unproven;
            outcome.evidence_gap = Some(why);
        }
        Some(outcome)
    }

    /// Turns an error of the walk into a failure that says whether a later run can continue.
    fn failure(&mut self, error: &Error) -> Failure {
        let line = with_cause(error);
        match error.kind() {
            // The arguments differ from those of the earlier run.
            ErrorKind::Input | ErrorKind::Position => Failure::Misuse(line),
            ErrorKind::Unproven => Failure::Unproven(error.to_string()),
            kind => {
                let line = line + &proxy_note(self.proxy.as_ref(), kind);
                let line = line + &unsent_note(self.unsent, error.status());
                if error.is_resumable() {
                    Failure::Failed(line + &self.sink.interrupt())
                } else {
                    Failure::Permanent(line + &self.sink.fail(error))
                }
            }
        }
    }
}

/// The failure of a walk that the output makes doubtful.
fn too_little(outcome: &WalkOutcome, required: Evidence) -> String {
    let why = outcome.evidence_gap.as_deref().unwrap_or_default();
    format!(
        "the walk has ended as `{}`, but the call requires `{required}`: {why}",
        outcome.evidence
    )
}

/// How a walk ended.
enum End {
    Ended,
    /// It ended, but its evidence is weaker than was required.
    Unproven(String),
    /// The reader stopped reading.
    Closed,
}

/// Gets the next records. In the meantime, shows what the walk is waiting for.
pub(super) async fn next_batch(
    source: &mut Source,
    progress: &Progress,
) -> Result<Option<Batch>, Error> {
    let (mut batch, mut ticks) = (pin!(source.next()), interval(TICK));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick comes at once.
    ticks.tick().await;
    loop {
        tokio::select! {
            biased;
            batch = &mut batch => return batch,
            _ = ticks.tick() => progress.tick(),
        }
    }
}
