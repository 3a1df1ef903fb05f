//! Problems of an input, and how they are collected.
//!
//! Each stage collects its problems in a [`Reporter`] and stops the pipeline
//! with [`Reporter::finish`]. The resulting [`Diagnostics`] know their places
//! and can be shown as a snippet, as one line, or as a `syn::Error`.

mod hidden;
#[cfg(feature = "yaml")]
mod lines;
#[cfg(feature = "yaml")]
mod render;
mod reporter;
mod suggest;

use std::panic::Location;

use crate::source_map::{Path, SourceMap, Span};

pub use hidden::{escape, escape_json, escape_lines, is_hidden};
#[cfg(feature = "yaml")]
pub use lines::{Lines, position};
#[cfg(feature = "yaml")]
pub use render::{Look, Source};
pub use reporter::Reporter;
pub use suggest::did_you_mean;
pub(crate) use suggest::{Known, either, excerpt};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nothing is generated.
    Error,
    /// The code is generated, but the spec may be wrong.
    Warning,
}

/// Which part of an entry a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryPart {
    /// Its key.
    Key,
    /// Its value.
    Value,
}

/// A mistake, its place, and how to correct it.
#[derive(Clone, Debug)]
#[must_use = "a problem is reported only when it is pushed"]
pub struct Problem {
    /// How bad it is.
    pub level: Level,
    /// The entry that it is about.
    pub path: Path,
    /// The part of the entry.
    pub on: EntryPart,
    /// What is wrong, naming what was written.
    pub message: String,
    /// A few words below the underline; may be empty.
    pub label: String,
    /// What is allowed, and what to write instead.
    pub helps: Vec<String>,
    /// The name that was meant.
    pub suggestion: Option<Suggestion>,
    /// Other places that are involved.
    pub related: Vec<Related>,
    /// The span of that part; set when the problem is pushed.
    pub span: Option<Span>,
    /// Whether the source must not be shown, because it contains a secret.
    pub is_secret: bool,
    /// Which check found it, as a location in the generator's source: a test
    /// asserts that each check has a case.
    pub check: &'static Location<'static>,
    /// The name to suggest a correction for, once it is certain that the problem is
    /// shown.
    lookup: Option<Lookup>,
}

/// An unknown name, and the many known ones.
#[derive(Clone, Debug)]
struct Lookup {
    written: String,
    known: Known,
    /// Whether to list all known names if none is close.
    or_all: bool,
    /// How many helps come before the suggestion.
    at: usize,
}

/// An unknown name, and the known one that is close to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// As it was written.
    pub written: String,
    /// What to write instead.
    pub known: String,
}

/// A second place of a problem.
#[derive(Clone, Debug)]
pub struct Related {
    /// The entry.
    pub path: Path,
    /// A few words below the underline.
    pub label: String,
    /// The span of its key; set when the problem is pushed.
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
            on: EntryPart::Value,
            message: message.into(),
            label: String::new(),
            helps: Vec::new(),
            suggestion: None,
            related: Vec::new(),
            span: None,
            is_secret: false,
            check,
            lookup: None,
        }
    }

    /// A warning about the value at this path.
    #[track_caller]
    pub fn warning(path: &Path, message: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::error(path, message) }
    }

    /// Underlines the key of the entry and not its value.
    pub fn on_key(mut self) -> Self {
        self.on = EntryPart::Key;
        self
    }

    /// Underlines this span, for a problem that has no path.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// A few words below the underline.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// What is allowed, or what to write instead.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.helps.push(help.into());
        self
    }

    /// Adds "did you mean" if a known name is close to the written one.
    pub fn suggest<'a>(mut self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let Some(known) = did_you_mean(written, known) else { return self };
        self.suggestion = Some(Suggestion { written: written.to_owned(), known: known.to_owned() });
        self.help(format!("did you mean `{known}`?"))
    }

    /// As [`suggest`](Self::suggest), for any number of names: they are compared only
    /// if the problem is shown.
    pub(crate) fn suggest_later(mut self, written: &str, known: Known, or_all: bool) -> Self {
        let at = self.helps.len();
        self.lookup = Some(Lookup { written: written.to_owned(), known, or_all, at });
        self
    }

    /// Finds the name that was meant.
    fn looked_up(mut self) -> Self {
        let Some(Lookup { written, known, or_all, at }) = self.lookup.take() else { return self };
        let behind = self.helps.split_off(at);
        self = self.suggest(&written, known.iter());
        if self.suggestion.is_none() && or_all && known.iter().next().is_some() {
            self = self.help(format!("expected {}", either(known.iter())));
        }
        self.helps.extend(behind);
        self
    }

    /// Underlines the key of another entry too.
    pub fn related(mut self, path: &Path, label: impl Into<String>) -> Self {
        self.related.push(Related { path: path.clone(), label: label.into(), span: None });
        self
    }

    /// Shows the place without its source, which contains a secret.
    pub fn secret(mut self) -> Self {
        self.is_secret = true;
        self
    }

    /// Does the same if the written text is masked.
    pub(crate) fn secret_if(self, is_masked: bool) -> Self {
        if is_masked { self.secret() } else { self }
    }

    fn located(mut self, source_map: &SourceMap) -> Self {
        self.span = self.span.or_else(|| find(source_map, &self.path, self.on));
        for related in &mut self.related {
            related.span =
                related.span.take().or_else(|| find(source_map, &related.path, EntryPart::Key));
        }
        self
    }

    /// Escapes control characters: text of a spec could move a terminal's
    /// cursor or start another line of a build script's output.
    fn escape(mut self) -> Self {
        let texts = [&mut self.message, &mut self.label];
        let related = self.related.iter_mut().map(|related| &mut related.label);
        for text in texts.into_iter().chain(&mut self.helps).chain(related) {
            if text.contains(is_hidden) {
                *text = escape(text);
            }
        }
        self
    }

    /// Where it starts, to sort problems in the order of the document.
    fn start(&self) -> usize {
        match &self.span {
            Some(Span::Bytes(bytes)) => bytes.start,
            _ => 0,
        }
    }
}

fn find(source_map: &SourceMap, path: &Path, on: EntryPart) -> Option<Span> {
    let exact = source_map.get(path);
    let place = exact.or_else(|| source_map.nearest(path))?;
    // A missing entry is reported at the key of the entry that lacks it.
    let key = place.key.as_ref().filter(|_| on == EntryPart::Key || exact.is_none());
    Some(key.unwrap_or(&place.value).clone())
}

/// The problems of a finished stage, in the order of the document.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    /// The problems, with their spans.
    pub problems: Vec<Problem>,
}

impl Diagnostics {
    /// A single problem, found before or after all stages.
    #[must_use]
    pub fn of(problem: Problem) -> Self {
        Self { problems: vec![problem.looked_up().escape()] }
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
        let source_map = SourceMap::default();
        Reporter::new(&source_map).push(Problem::warning(&Path::default(), "odd"));
    }

    #[test]
    fn warnings_stop_nothing_and_errors_do() {
        let source_map = SourceMap::default();
        let stage = Reporter::new(&source_map);
        stage.push(Problem::warning(&Path::default(), "odd"));
        let (value, warnings) = stage.finish(7).unwrap();
        assert_eq!((value, warnings.problems.len()), (7, 1));

        let stage = Reporter::new(&source_map);
        for _ in 0..150 {
            stage.push(Problem::warning(&Path::default(), "odd"));
            stage.push(Problem::error(&Path::default(), "wrong"));
        }
        let problems = stage.finish(7).unwrap_err().problems;
        assert!(problems.iter().all(|problem| problem.level == Level::Error));
        assert_eq!((problems.len(), problems[99].message.as_str()), (101, "wrong"));
        assert_eq!(problems[100].message, "50 more problems not shown");

        let stage = Reporter::new(&source_map);
        stage.push(Problem::error(&Path::default(), "line\nbreak \u{1b}[2J"));
        let problems = stage.finish(7).unwrap_err().problems;
        assert_eq!(problems[0].message, r"line\nbreak \u{1b}[2J");
    }
}
