//! How the problems of a stage are collected.

use std::cell::RefCell;

use super::{Diagnostics, Level, Problem};
use crate::source_map::{Path, SourceMap};

/// Collects the problems of one stage.
///
/// # Panics
///
/// When it is dropped before [`finish`](Self::finish): a problem that nobody
/// checks would let a bad input through.
#[derive(Debug)]
pub struct Reporter<'p> {
    source_map: &'p SourceMap,
    problems: RefCell<Option<Vec<Problem>>>,
}

impl<'p> Reporter<'p> {
    /// Starts a stage over an input with this source map.
    #[must_use]
    pub fn new(source_map: &'p SourceMap) -> Self {
        Self { source_map, problems: RefCell::new(Some(Vec::new())) }
    }

    /// Records a problem and continues.
    pub fn push(&self, problem: Problem) {
        let holds_credential = problem.path.may_hold_credential();
        let problem = problem.located(self.source_map).secret_if(holds_credential);
        self.problems.borrow_mut().get_or_insert_default().push(problem);
    }

    /// Records problems that were found without a reporter.
    pub fn extend(&self, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            self.push(problem);
        }
    }

    /// Whether an error was already reported, so that its consequences need not
    /// be reported too.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        let problems = self.problems.borrow();
        problems.iter().flatten().any(|problem| problem.level == Level::Error)
    }

    /// Ends the stage: returns its problems for the next stage to report, if they
    /// don't affect it.
    #[cfg(feature = "yaml")]
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems.take().unwrap_or_default()
    }

    /// Ends the stage: returns its result with the warnings.
    ///
    /// # Errors
    ///
    /// All problems of the stage, in the order of the document, when one of
    /// them is an error.
    pub fn finish<T>(self, value: T) -> Result<(T, Diagnostics), Diagnostics> {
        let mut problems = self.problems.take().unwrap_or_default();
        problems.sort_by_key(Problem::start);
        truncate(&mut problems);
        let shown = problems.into_iter().map(|problem| problem.looked_up().escape());
        let diagnostics = Diagnostics { problems: shown.collect() };
        if diagnostics.has_errors() { Err(diagnostics) } else { Ok((value, diagnostics)) }
    }
}

impl Drop for Reporter<'_> {
    fn drop(&mut self) {
        let unchecked = self.problems.get_mut().is_some();
        assert!(!unchecked || std::thread::panicking(), "a stage was dropped without `finish`");
    }
}

/// The most problems that one stage reports: nobody reads more at once.
const MAX_REPORTED: usize = 100;

/// Keeps the first of too many problems, errors before warnings, and adds how
/// many more there are.
fn truncate(problems: &mut Vec<Problem>) {
    if problems.len() <= MAX_REPORTED {
        return;
    }
    if problems.iter().any(|problem| problem.level == Level::Error) {
        problems.retain(|problem| problem.level == Level::Error);
    }
    let more = problems.len().saturating_sub(MAX_REPORTED);
    problems.truncate(MAX_REPORTED);
    if let (1.., Some(last)) = (more, problems.last()) {
        let message = format!("{more} more problems not shown");
        let rest = Problem::error(&Path::default(), message).help("fix those above first");
        problems.push(Problem { level: last.level, ..rest });
    }
}
