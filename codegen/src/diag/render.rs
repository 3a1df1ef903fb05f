//! Draws problems of a text as rustc does.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level as Title, Origin, Renderer, Snippet,
};

use crate::credentials;
use std::borrow::Cow;

use super::lines::{Lines, position};
use super::{Diagnostics, Level, Problem, escape};
use crate::source_map::Span;

/// Longest line in bytes that is drawn; of a longer one only the place is
/// shown.
const LONGEST_LINE: usize = 4096;

/// Marks that are farther apart in bytes are drawn separately.
const FARTHEST: usize = 16 << 10;

/// A text, and the name of its file.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Its file name, as the user gave it.
    pub name: &'a str,
    /// The text itself.
    pub text: &'a str,
}

/// How a problem is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Text alone.
    Plain,
    /// With colours for a terminal.
    Coloured,
}

impl Diagnostics {
    /// All problems, each with its line of the source underlined.
    #[must_use]
    pub fn render(&self, source: &Source<'_>, look: Look) -> String {
        let renderer = match look {
            Look::Plain => Renderer::plain(),
            Look::Coloured => Renderer::styled(),
        };
        let source = &Source { name: &escape(source.name), ..*source };
        let lines = &Lines::of(source.text);
        let drawn =
            self.problems.iter().map(|problem| renderer.render(&[group(problem, source, lines)]));
        drawn.map(|text| text + "\n").collect::<Vec<_>>().join("\n")
    }
}

impl Problem {
    /// The problem in one line: `file:line:column: message; help`.
    #[must_use]
    pub fn one_line(&self, source: &Source<'_>) -> String {
        let name = escape(source.name);
        let place = match &self.span {
            Some(Span::Bytes(bytes)) => {
                let (line, column) = position(source.text, bytes.start);
                format!("{name}:{line}:{column}")
            }
            _ => name,
        };
        let helps = self.helps.iter().flat_map(|help| ["; ", help]).collect::<String>();
        format!("{place}: {}{helps}", self.message)
    }
}

fn group<'a>(problem: &'a Problem, source: &Source<'a>, lines: &Lines<'_>) -> Group<'a> {
    let level = match problem.level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
    };
    let title = level.primary_title(problem.message.as_str());
    let helps = problem.helps.iter().map(|help| Title::HELP.message(help.as_str()));
    let Some(Span::Bytes(bytes)) = &problem.span else {
        return title.element(Origin::path(source.name)).elements(helps);
    };
    let line = lines_around(source.text, &first_line(source.text, bytes));
    let spans = problem.related.iter().filter_map(|also| match &also.span {
        Some(Span::Bytes(bytes)) => Some(bytes),
        _ => None,
    });
    let is_secret = |span: &Range<usize>| {
        let lines = &source.text[lines_around(source.text, &first_line(source.text, span))];
        matches!(credentials::hidden(lines), Cow::Owned(_))
    };
    let too_long = line.len() > LONGEST_LINE;
    if problem.is_secret || too_long || spans.chain([bytes]).any(is_secret) {
        let (line, column) = lines.position(bytes.start);
        let origin = Origin::path(source.name).line(line).char_column(column);
        return title.element(origin).elements(helps);
    }
    let label = Some(problem.label.as_str()).filter(|label| !label.is_empty());
    let mut marks = vec![(AnnotationKind::Primary, first_line(source.text, bytes), label)];
    for also in &problem.related {
        if let Some(Span::Bytes(bytes)) = &also.span {
            let label = Some(also.label.as_str());
            marks.push((AnnotationKind::Context, first_line(source.text, bytes), label));
        }
    }
    // Rendering reads the lines between two marks, so far marks are separate.
    let first = marks.iter().map(|(_, span, _)| span.start).min().unwrap_or(0);
    let is_far = marks.iter().any(|(_, span, _)| span.start - first > FARTHEST);
    let together =
        if is_far { marks.into_iter().map(|mark| vec![mark]).collect() } else { vec![marks] };
    let snippets = together.into_iter().map(|marks| snippet(source, lines, marks));
    title.elements(snippets).elements(helps)
}

type Mark<'a> = (AnnotationKind, Range<usize>, Option<&'a str>);

/// Only the lines with marks: drawing takes time for each line that it is
/// given.
fn snippet<'a>(
    source: &Source<'a>,
    lines: &Lines<'_>,
    marks: Vec<Mark<'a>>,
) -> Snippet<'a, Annotation<'a>> {
    let first = marks.iter().map(|(_, span, _)| span.start).min().unwrap_or(0);
    let last = marks.iter().map(|(_, span, _)| span.end).max().unwrap_or(0);
    let Range { start, end } = lines_around(source.text, &(first..last));
    let (line, _) = lines.position(start);
    let annotations = marks
        .into_iter()
        .map(|(kind, span, label)| kind.span(span.start - start..span.end - start).label(label));
    Snippet::source(&source.text[start..end])
        .path(source.name)
        .line_start(line)
        .annotations(annotations)
}

/// The whole lines that a span covers.
fn lines_around(text: &str, span: &Range<usize>) -> Range<usize> {
    let (before, behind) = (text.get(..span.start), text.get(span.end..));
    let start = before.and_then(|text| text.rfind('\n')).map_or(0, |end| end + 1);
    let end = behind.and_then(|text| text.find('\n')).map_or(text.len(), |end| span.end + end);
    start..end
}

/// The part of a span on its first line: the first of a hundred lines
/// identifies a map.
fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let Some(shown) = text.get(span.clone()) else { return 0..0 };
    let line = shown.lines().next().unwrap_or_default().trim_end();
    span.start..span.start + line.len()
}
