//! What is wrong with an input: problems, and how they are gathered.
//!
//! Each stage gathers its problems in a [`Reporter`] and stops the pipeline
//! with [`Reporter::finish`]. What comes out, [`Diagnostics`], knows its places
//! and can be told as a snippet, as one line, or as a `syn::Error`.

#[cfg(feature = "yaml")]
mod render;
mod suggest;

use std::cell::RefCell;
use std::panic::Location;

use crate::place::{Path, Places, Span};

#[cfg(feature = "yaml")]
pub use render::{Look, Source, position};
pub use suggest::did_you_mean;
#[cfg(feature = "yaml")]
pub(crate) use suggest::escape;
pub(crate) use suggest::{either, excerpt, is_hidden};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nothing is generated.
    Error,
    /// Worth a look.
    Warning,
}

/// Which part of an entry a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// Its key.
    Key,
    /// Its value.
    Value,
}

/// Something wrong, where, and what to do about it.
#[derive(Clone, Debug)]
#[must_use = "a problem is told only when it is pushed"]
pub struct Problem {
    /// How bad it is.
    pub level: Level,
    /// The entry that it is about.
    pub path: Path,
    /// The part of the entry.
    pub on: On,
    /// What is wrong, naming what was written.
    pub message: String,
    /// A few words to stand under the underline; may be empty.
    pub label: String,
    /// What is allowed, and what to write instead.
    pub helps: Vec<String>,
    /// The name that was meant.
    pub meant: Option<Meant>,
    /// Other places that have to do with it.
    pub also: Vec<Also>,
    /// Where the part stood; filled when the problem is pushed.
    pub span: Option<Span>,
    /// Whether the source must not be repeated, since it holds a secret.
    pub is_secret: bool,
    /// Which check found it, as a place in the generator's own source: tests
    /// hold that each of them is tried.
    pub check: &'static Location<'static>,
}

/// A name that was written, and the known one that is close to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// As it was written.
    pub written: String,
    /// What to write instead.
    pub known: String,
}

/// A second place of a problem.
#[derive(Clone, Debug)]
pub struct Also {
    /// The entry.
    pub path: Path,
    /// A few words to stand under the underline.
    pub label: String,
    /// Where its key stood; filled when the problem is pushed.
    pub span: Option<Span>,
}

impl Problem {
    /// An error about the value at this path.
    #[track_caller]
    pub fn error(path: &Path, message: impl Into<String>) -> Self {
        Self::error_by(Location::caller(), path, message)
    }

    /// An error that this check found.
    pub fn error_by(
        check: &'static Location<'static>,
        path: &Path,
        message: impl Into<String>,
    ) -> Self {
        Self {
            level: Level::Error,
            path: path.clone(),
            on: On::Value,
            message: message.into(),
            label: String::new(),
            helps: Vec::new(),
            meant: None,
            also: Vec::new(),
            span: None,
            is_secret: false,
            check,
        }
    }

    /// A warning about the value at this path.
    #[track_caller]
    pub fn warning(path: &Path, message: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::error(path, message) }
    }

    /// Underlines the key of the entry and not its value.
    pub fn on_key(mut self) -> Self {
        self.on = On::Key;
        self
    }

    /// Underlines this, for what stands at no path.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// A few words to stand under the underline.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// What is allowed, or what to write instead.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.helps.push(help.into());
        self
    }

    /// "Did you mean", where something known is close to what was written.
    pub fn suggest<'a>(mut self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let Some(known) = did_you_mean(written, known) else { return self };
        self.meant = Some(Meant { written: written.to_owned(), known: known.to_owned() });
        self.help(format!("did you mean `{known}`?"))
    }

    /// Underlines the key of another entry too.
    pub fn also(mut self, path: &Path, label: impl Into<String>) -> Self {
        self.also.push(Also { path: path.clone(), label: label.into(), span: None });
        self
    }

    /// Tells the place alone: the source there holds a secret.
    pub fn secret(mut self) -> Self {
        self.is_secret = true;
        self
    }

    fn located(mut self, places: &Places) -> Self {
        self.span = self.span.or_else(|| find(places, &self.path, self.on));
        for also in &mut self.also {
            also.span = also.span.take().or_else(|| find(places, &also.path, On::Key));
        }
        self
    }

    /// Texts of a spec may hold what moves a terminal's cursor or starts
    /// another line of a build script's output: told as escapes.
    fn escape(mut self) -> Self {
        let texts = [&mut self.message, &mut self.label];
        let also = self.also.iter_mut().map(|also| &mut also.label);
        for text in texts.into_iter().chain(&mut self.helps).chain(also) {
            if text.contains(suggest::is_hidden) {
                *text = suggest::escape(text);
            }
        }
        self
    }

    /// Where it starts, to tell problems in the order of the document.
    fn start(&self) -> usize {
        match &self.span {
            Some(Span::Bytes(bytes)) => bytes.start,
            _ => 0,
        }
    }
}

fn find(places: &Places, path: &Path, on: On) -> Option<Span> {
    let exact = places.get(path);
    let place = exact.or_else(|| places.nearest(path))?;
    // What is missing is told at the key of what misses it.
    let key = place.key.as_ref().filter(|_| on == On::Key || exact.is_none());
    Some(key.unwrap_or(&place.value).clone())
}

/// Gathers the problems of one stage.
///
/// # Panics
///
/// When it is dropped before [`finish`](Self::finish): a problem that nobody
/// looked at would let a bad input through.
#[derive(Debug)]
pub struct Reporter<'p> {
    places: &'p Places,
    problems: RefCell<Option<Vec<Problem>>>,
}

impl<'p> Reporter<'p> {
    /// Starts a stage over an input that stood at these places.
    #[must_use]
    pub fn new(places: &'p Places) -> Self {
        Self { places, problems: RefCell::new(Some(Vec::new())) }
    }

    /// Notes a problem and goes on.
    pub fn push(&self, problem: Problem) {
        let problem = problem.located(self.places).escape();
        self.problems.borrow_mut().get_or_insert_default().push(problem);
    }

    /// Notes problems that were found where there was no reporter.
    pub fn extend(&self, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            self.push(problem);
        }
    }

    /// Whether an error was told already, so that what follows from it need
    /// not be told too.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        let problems = self.problems.borrow();
        problems.iter().flatten().any(|problem| problem.level == Level::Error)
    }

    /// Ends the stage: what it made, with its warnings.
    ///
    /// # Errors
    ///
    /// All problems of the stage, in the order of the document, when one of
    /// them is an error.
    pub fn finish<T>(self, made: T) -> Result<(T, Diagnostics), Diagnostics> {
        let mut problems = self.problems.take().unwrap_or_default();
        problems.sort_by_key(Problem::start);
        shorten(&mut problems);
        let diagnostics = Diagnostics { problems };
        if diagnostics.has_errors() { Err(diagnostics) } else { Ok((made, diagnostics)) }
    }
}

impl Drop for Reporter<'_> {
    fn drop(&mut self) {
        let unchecked = self.problems.get_mut().is_some();
        assert!(!unchecked || std::thread::panicking(), "a stage was dropped without `finish`");
    }
}

/// Most problems that are told of one stage: nobody reads more at once.
const MAX_TOLD: usize = 100;

/// Keeps the first of too many problems, errors before warnings, and how many
/// more there are.
fn shorten(problems: &mut Vec<Problem>) {
    if problems.len() <= MAX_TOLD {
        return;
    }
    if problems.iter().any(|problem| problem.level == Level::Error) {
        problems.retain(|problem| problem.level == Level::Error);
    }
    let further = problems.len().saturating_sub(MAX_TOLD);
    problems.truncate(MAX_TOLD);
    if let (1.., Some(last)) = (further, problems.last()) {
        let message = format!("{further} further problems are not told");
        let rest = Problem::error(&Path::default(), message).help("mend those above first");
        problems.push(Problem { level: last.level, ..rest });
    }
}

/// The problems of a stage that is over, in the order of the document.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    /// The problems; their places are known.
    pub problems: Vec<Problem>,
}

impl Diagnostics {
    /// One problem alone, for what is wrong before or after all stages.
    #[must_use]
    pub fn of(problem: Problem) -> Self {
        Self { problems: vec![problem.escape()] }
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.level == Level::Error)
    }

    /// All errors as one, each at its tokens; none when there are only warnings.
    #[must_use]
    pub fn into_syn_error(self) -> Option<syn::Error> {
        let errors = self.problems.iter().filter(|problem| problem.level == Level::Error);
        errors.map(syn_error).reduce(|mut all, error| {
            all.combine(error);
            all
        })
    }
}

fn syn_error(problem: &Problem) -> syn::Error {
    let span = match &problem.span {
        Some(Span::Tokens(tokens)) => *tokens,
        _ => proc_macro2::Span::call_site(),
    };
    let mut text = problem.message.clone();
    for help in &problem.helps {
        text.push_str("\n= help: ");
        text.push_str(help);
    }
    syn::Error::new(span, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "without `finish`")]
    fn a_stage_that_nobody_checked_is_noticed() {
        let places = Places::default();
        Reporter::new(&places).push(Problem::warning(&Path::default(), "odd"));
    }

    #[test]
    fn warnings_stop_nothing_and_errors_do() {
        let places = Places::default();
        let stage = Reporter::new(&places);
        stage.push(Problem::warning(&Path::default(), "odd"));
        let (made, warnings) = stage.finish(7).unwrap();
        assert_eq!((made, warnings.problems.len()), (7, 1));

        let stage = Reporter::new(&places);
        for _ in 0..150 {
            stage.push(Problem::warning(&Path::default(), "odd"));
            stage.push(Problem::error(&Path::default(), "wrong"));
        }
        let problems = stage.finish(7).unwrap_err().problems;
        assert!(problems.iter().all(|problem| problem.level == Level::Error));
        assert_eq!((problems.len(), problems[99].message.as_str()), (101, "wrong"));
        assert_eq!(problems[100].message, "50 further problems are not told");

        let stage = Reporter::new(&places);
        stage.push(Problem::error(&Path::default(), "line\nbreak \u{1b}[2J"));
        let problems = stage.finish(7).unwrap_err().problems;
        assert_eq!(problems[0].message, r"line\nbreak \u{1b}[2J");
    }
}
