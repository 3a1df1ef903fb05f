//! The log events of a walk, each with the path of its list.

use crate::error::Error;
use crate::walk::driver::Driver;

/// Which events of a walk were logged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Logged {
    #[default]
    Nothing,
    Start,
    End,
}

impl Driver {
    /// Logs once that the walk begins, with the path as the spec writes it.
    #[inline]
    pub(super) fn log_start(&mut self) {
        if self.logged != Logged::Nothing {
            return;
        }
        self.logged = Logged::Start;
        if let Ok(walk) = &self.walk {
            tracing::info!(path = &*walk.plan.list.path, "a walk begins");
        }
    }

    /// Logs the outcome of the walk once, if it has ended.
    pub(super) fn log_end(&mut self) {
        if self.logged != Logged::Start || !self.is_done() {
            return;
        }
        self.logged = Logged::End;
        if tracing::enabled!(tracing::Level::INFO)
            && let (Ok(walk), Some(outcome)) = (&self.walk, self.outcome())
        {
            tracing::info!(path = &*walk.plan.list.path, %outcome, "the walk has ended");
        }
    }

    /// Logs that the walk failed.
    pub(super) fn log_failure(&mut self, error: &Error) {
        self.logged = Logged::End;
        if let Ok(walk) = &self.walk {
            let (path, items, pages) = (&*walk.plan.list.path, self.items, self.pages);
            tracing::info!(path, items, pages, %error, "the walk failed");
        }
    }
}
