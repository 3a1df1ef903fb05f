//! What a walk tells `tracing` of itself, in lines that say which list it is of.

use crate::error::Error;
use crate::walk::driver::Driver;

/// What was told of a walk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Told {
    #[default]
    Nothing,
    Begun,
    Ended,
}

impl Driver {
    /// Tells once that the walk begins, as the spec writes the path of its list.
    #[inline]
    pub(super) fn tell_beginning(&mut self) {
        if self.told != Told::Nothing {
            return;
        }
        self.told = Told::Begun;
        if let Ok(walk) = &self.walk {
            tracing::info!(path = &*walk.plan.list.path, "a walk begins");
        }
    }

    /// Tells once what the walk came to, where it has ended.
    pub(super) fn tell_end(&mut self) {
        if self.told != Told::Begun || !self.is_done() {
            return;
        }
        self.told = Told::Ended;
        if tracing::enabled!(tracing::Level::INFO)
            && let (Ok(walk), Some(outcome)) = (&self.walk, self.outcome())
        {
            tracing::info!(path = &*walk.plan.list.path, %outcome, "the walk has ended");
        }
    }

    /// Tells that the walk failed.
    pub(super) fn tell_failure(&mut self, error: &Error) {
        self.told = Told::Ended;
        if let Ok(walk) = &self.walk {
            let (path, items, pages) = (&*walk.plan.list.path, self.items, self.pages);
            tracing::info!(path, items, pages, %error, "the walk failed");
        }
    }
}
