//! Where records come from: the pages of one list, or the children of each parent.

use super::children::ChildSource;
use super::state::State;
use pagesmith::{Error, Outcome, Pages};
use pagesmith_interpret::Record;

/// Where records come from.
pub(super) enum Source {
    Pages(Box<Pages<Record>>),
    Children(Box<ChildSource>),
}

/// Records that are committed together.
pub(super) struct Batch {
    /// As the server sent them.
    pub(super) records: Vec<Record>,
    /// As they are written, if that differs.
    pub(super) written: Option<Vec<Record>>,
    /// How many records the list has, as the server counts.
    pub(super) total: Option<u64>,
}

impl Source {
    /// The next records; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Batch>, Error> {
        match self {
            Self::Pages(pages) => {
                let page = pages.try_next().await?;
                Ok(page.map(|page| {
                    let total = page.total();
                    Batch { records: page.into_items(), written: None, total }
                }))
            }
            Self::Children(children) => children.next().await,
        }
    }

    /// How far the walk is; `None` if the call was refused.
    pub(super) fn state(&self) -> Option<State> {
        match self {
            Self::Pages(pages) => pages.position().as_ref().map(State::at),
            Self::Children(children) => children.state(),
        }
    }

    /// The warnings so far, and how many were left out.
    pub(super) fn warnings(&self) -> (Vec<String>, u64) {
        match self {
            Self::Pages(pages) => {
                let warnings = pages.warnings().iter().map(ToString::to_string);
                (warnings.collect(), pages.more_warnings())
            }
            Self::Children(children) => children.warnings(),
        }
    }

    /// What the walk can show at its end.
    pub(super) fn outcome(&self) -> Option<Outcome> {
        match self {
            Self::Pages(pages) => pages.outcome(),
            Self::Children(children) => children.outcome(),
        }
    }
}
