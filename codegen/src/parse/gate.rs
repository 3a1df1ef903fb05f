//! Checks the text before serde reads it, in one pass over its events, which
//! builds the source map too.
//!
//! It refuses specs that are too large, and YAML features that specs don't use and that
//! cost memory, hide mistakes, or are ambiguous: aliases, tags, merges, several
//! documents, keys that are not texts or are repeated.

use std::ops::Range;
use std::panic::Location;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::source_map_builder::Spans;
use super::types::MAYBE_OBJECT;
use crate::diag::{Diagnostics, Problem, Related, Reporter};
use crate::input::MAX_SPEC;
use crate::source_map::{Path, PathStep, SourceMap, Span};

/// Deepest nesting; real specs need about eight.
const MAX_DEPTH: usize = 64;
/// Most keys and values: what 10,000 resources with their records have.
const MAX_NODES: usize = 400_000;
/// Most elements of a list, and entries of a map; real ones have a few. Of
/// resources and records there may be any number.
const MAX_ENTRIES: usize = 1000;
/// Longest text in bytes; docs have a few thousand.
const MAX_TEXT: usize = 64 << 10;
/// Longest key in bytes: keys are names.
const MAX_KEY: usize = 256;
/// Most problems that are reported for one text.
const MAX_PROBLEMS: usize = 20;

/// A text that serde can read.
pub(super) struct Passed {
    pub source_map: SourceMap,
    /// Keys that are not strings, and numbers that are too large: each is refused,
    /// and the rest can be read if they are quoted.
    pub refused: Vec<Problem>,
}

/// The source map of a text that passes.
///
/// # Errors
///
/// Everything that is refused, unless serde can read the rest.
pub(super) fn check(text: &str) -> Result<Passed, Diagnostics> {
    if text.len() > MAX_SPEC {
        let message = format!("the spec has {} bytes, and the maximum is {MAX_SPEC}", text.len());
        let problem = Problem::error(&Path::default(), message).help("split it into several specs");
        return Err(Diagnostics::of(problem));
    }
    let Gate { spans, problems, refused, .. } = read(text);
    let source_map = spans.source_map;
    if problems.is_empty() {
        return Ok(Passed { source_map, refused });
    }
    let cx = Reporter::new(&source_map);
    cx.extend(problems.into_iter().chain(refused));
    cx.finish(())?;
    // Unreachable: a problem was reported.
    Err(Diagnostics::default())
}

/// Whether a text is a map that has this key, as far as it can be read.
pub(crate) fn has_key(text: &str, key: &str) -> bool {
    let mut depth = 0_usize;
    let mut expects_key = false;
    let mut events = Parser::new_from_str(text);
    while let Some(Ok((event, _))) = events.next_event() {
        match event {
            Event::MappingStart(..) if depth == 0 => (depth, expects_key) = (1, true),
            Event::Scalar(..) | Event::SequenceStart(..) if depth == 0 => return false,
            Event::Scalar(text, ..) if depth == 1 && expects_key && text == key => return true,
            Event::Scalar(..) | Event::Alias(_) if depth == 1 => expects_key = !expects_key,
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => {
                depth = depth.saturating_sub(1);
                expects_key |= depth == 1;
            }
            Event::DocumentEnd => return false,
            _ => {}
        }
        if depth > MAX_DEPTH {
            return false;
        }
    }
    false
}

fn read(text: &str) -> Gate {
    let spans = Spans::new(text);
    let (problems, refused) = (Vec::new(), Vec::new());
    let mut gate = Gate { spans, problems, refused, nodes: 0, documents: 0 };
    gate.characters(text);
    let mut events = Parser::new_from_str(text);
    while let Some(event) = events.next_event() {
        let stop = match event {
            Ok((event, span)) => {
                let span = gate.spans.bytes(span.start.index(), span.end.index());
                gate.event(event, span)
            }
            Err(error) => gate.syntax_error(text, &error),
        };
        if stop.is_err() || gate.problems.len() + gate.refused.len() >= MAX_PROBLEMS {
            break;
        }
    }
    gate
}

/// Stops: nothing sensible can be reported about the rest.
struct Abort;

struct Gate {
    spans: Spans,
    problems: Vec<Problem>,
    refused: Vec<Problem>,
    nodes: usize,
    documents: usize,
}

impl Gate {
    #[track_caller]
    fn refuse(&mut self, span: &Range<usize>, message: impl Into<String>, help: &str) {
        let problem = Problem::error_by(Location::caller(), &self.spans.source_map.path(), message);
        self.problems.push(problem.at(Span::Bytes(span.clone())).help(help));
    }

    /// Refuses a plain key or value, and continues.
    fn refuse_plain(&mut self, span: &Range<usize>, message: String, help: &str) {
        let problem = Problem::error(&self.spans.source_map.path(), message);
        self.refused.push(problem.at(Span::Bytes(span.clone())).help(help));
    }

    /// Refuses characters that YAML forbids and the parser accepts.
    fn characters(&mut self, text: &str) {
        let odd =
            text.char_indices().filter(|(at, c)| !is_yaml(*c) && (*at, *c) != (0, '\u{feff}'));
        for (at, c) in odd.take(MAX_PROBLEMS) {
            let code = u32::from(c);
            let message = format!("this is not YAML: it contains the character U+{code:04X}");
            let help = format!("remove it, or write `\\u{code:04x}` in double quotes");
            self.refuse(&(at..at + c.len_utf8()), message, &help);
        }
    }

    fn refuse_alias(&mut self, span: &Range<usize>) {
        let help = "repeat the value here";
        self.refuse(span, "a spec can't have aliases (`*name`)", help);
    }

    fn event(&mut self, event: Event<'_>, span: Range<usize>) -> Result<(), Abort> {
        match event {
            Event::DocumentStart(_) => self.document(&span),
            Event::Alias(_) => {
                self.refuse_alias(&span);
                self.scalar("", ScalarStyle::DoubleQuoted, span)
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.node(&span, anchor, tag.is_some())?;
                self.scalar(&text, style, span)
            }
            Event::MappingStart(anchor, tag) => {
                self.node(&span, anchor, tag.is_some())?;
                self.begin_collection(&span)?;
                self.spans.begin_map(span.start);
                Ok(())
            }
            Event::SequenceStart(anchor, tag) => {
                self.node(&span, anchor, tag.is_some())?;
                self.begin_collection(&span)?;
                self.spans.begin_list(span.start);
                Ok(())
            }
            Event::MappingEnd | Event::SequenceEnd => {
                self.spans.end_collection(span.end);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn document(&mut self, span: &Range<usize>) -> Result<(), Abort> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        self.refuse(span, "the file holds more than one YAML document", "write one spec per file");
        Err(Abort)
    }

    /// The rules for every key and value.
    fn node(&mut self, span: &Range<usize>, anchor: usize, tagged: bool) -> Result<(), Abort> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            let message = format!("the spec has more than {MAX_NODES} keys and values");
            self.refuse(span, message, "split it into several specs");
            return Err(Abort);
        }
        if anchor > 0 {
            let help = "remove it, and repeat the value where it is needed";
            self.refuse(span, "a spec can't have anchors (`&name`)", help);
        }
        if tagged {
            let help = "remove the tag: the type of a value follows from its key";
            self.refuse(span, "a spec can't have tags (`!name`)", help);
        }
        Ok(())
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Range<usize>) -> Result<(), Abort> {
        if self.spans.expects_key() {
            return self.key(text, style, span);
        }
        if text.len() > MAX_TEXT {
            let message = format!("a text is longer than {MAX_TEXT} bytes");
            self.refuse(&span, message, "shorten the text");
            return Err(Abort);
        }
        self.enter(&span)?;
        if style == ScalarStyle::Plain && is_too_large(text) {
            let message = format!("the number `{text}` does not fit into 64 bits");
            let help = match self.spans.source_map.path().0.as_slice() {
                [PathStep::Key(key)] if key == "pagesmith" => "write `pagesmith: 1`".to_owned(),
                _ => format!("if it is a text, write it in quotes: `\"{text}\"`"),
            };
            self.refuse_plain(&span, message, &help);
        }
        self.spans.leave(span);
        Ok(())
    }

    fn key(&mut self, text: &str, style: ScalarStyle, span: Range<usize>) -> Result<(), Abort> {
        if text.len() > MAX_KEY {
            let message = format!("a key is longer than {MAX_KEY} bytes");
            self.refuse(&span, message, "choose a shorter name");
            return Err(Abort);
        }
        let plain = style == ScalarStyle::Plain;
        if plain && text == "<<" {
            let help = "repeat the entries here";
            self.refuse(&span, "a spec can't have merge keys (`<<`)", help);
        }
        let is_long = |key: &PathStep| {
            *key == PathStep::Key("resources".into()) || *key == PathStep::Key("records".into())
        };
        if self.spans.keys() == Some(MAX_ENTRIES)
            && !matches!(self.spans.source_map.path().0.as_slice(), [key] if is_long(key))
        {
            let message = format!("a map has more than {MAX_ENTRIES} keys");
            self.refuse(&span, message, "only `resources` and `records` may have more");
            return Err(Abort);
        }
        if let Some(first) = self.spans.note_key(text, &span) {
            self.duplicate_key(text, span.clone(), first);
        }
        self.spans.source_map.enter(PathStep::Key(text.to_owned()));
        if plain && !is_text(text) {
            let message = format!("the key `{text}` is not a string");
            self.refuse_plain(&span, message, &format!("write it in quotes: `\"{text}\"`"));
        }
        Ok(())
    }

    fn duplicate_key(&mut self, key: &str, span: Range<usize>, first: Range<usize>) {
        let first = Related {
            path: self.spans.source_map.path(),
            label: "first here".into(),
            span: Some(Span::Bytes(first)),
        };
        let mut problem =
            Problem::error(&self.spans.source_map.path(), format!("duplicate key `{key}`"))
                .at(Span::Bytes(span))
                .label("and again here")
                .help("remove one of the two");
        problem.related.push(first);
        self.problems.push(problem);
    }

    fn begin_collection(&mut self, span: &Range<usize>) -> Result<(), Abort> {
        if self.spans.expects_key() {
            self.refuse(
                span,
                "a key can't be a list or a map",
                "a key that starts with `{` or `[` needs quotes",
            );
            return Err(Abort);
        }
        if self.spans.depth() == MAX_DEPTH {
            self.too_deep(span);
            return Err(Abort);
        }
        self.enter(span)
    }

    fn too_deep(&mut self, span: &Range<usize>) {
        let message = format!("the spec is nested more than {MAX_DEPTH} deep");
        self.refuse(span, message, "a spec needs about eight levels");
    }

    /// A value begins.
    fn enter(&mut self, span: &Range<usize>) -> Result<(), Abort> {
        if self.spans.elements() == Some(MAX_ENTRIES) {
            let message = format!("a list has more than {MAX_ENTRIES} elements");
            self.refuse(span, message, "shorten the list");
            return Err(Abort);
        }
        self.spans.enter();
        Ok(())
    }

    fn syntax_error(&mut self, text: &str, error: &ScanError) -> Result<(), Abort> {
        // A character that was refused may be the reason.
        if !self.problems.is_empty() && !text.chars().all(is_yaml) {
            return Err(Abort);
        }
        let at = self.spans.bytes(error.marker().index(), error.marker().index()).start;
        if error.info().contains("unknown anchor") {
            self.refuse_alias(&(at..at + 1));
            return Err(Abort);
        }
        if error.info().contains("recursion limit") {
            self.too_deep(&(at..at));
            return Err(Abort);
        }
        let mut problem = Problem::error(
            &self.spans.source_map.path(),
            format!("this is not YAML: {}", error.info()),
        )
        .at(Span::Bytes(at..at))
        .label("noticed here");
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let indent = text[line..].trim_start_matches(' ');
        if indent.starts_with('\t') {
            problem = problem.help("indent with spaces: YAML takes no tabs");
        }
        if text[..at].trim_end().ends_with('}') && text[at..].starts_with('?') {
            problem = problem.help(MAYBE_OBJECT);
        } else if error.info().contains("did not find expected key") {
            problem = problem.help("this line may be indented more or less than its neighbours");
            problem = problem.help("a string that contains `: `, `#`, `{` or `[` needs quotes");
        } else if error.info().contains("mapping") {
            problem = problem.help("a string that contains `: `, `#`, `{` or `[` needs quotes");
        }
        self.problems.push(problem);
        Err(Abort)
    }
}

/// Whether YAML allows this character unescaped.
fn is_yaml(c: char) -> bool {
    !(c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}'))
        || matches!(c, '\t' | '\n' | '\r' | '\u{85}')
}

/// Whether a plain scalar is a whole number that does not fit into 64 bits; the
/// YAML library refuses it whatever it is for.
fn is_too_large(plain: &str) -> bool {
    let digits = plain.trim_start_matches(['+', '-']);
    let radix = [("0x", 16), ("0o", 8), ("0b", 2)];
    let radix =
        radix.iter().find_map(|(prefix, radix)| Some((digits.strip_prefix(prefix)?, *radix)));
    let (digits, radix) = radix.unwrap_or((digits, 10));
    let most = if plain.starts_with('-') { i64::MIN.unsigned_abs() } else { u64::MAX };
    u128::from_str_radix(digits, radix).is_ok_and(|number| number > u128::from(most))
}

/// Whether YAML reads a plain scalar as a text.
fn is_text(plain: &str) -> bool {
    let word = ["", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE"];
    let number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let unsigned = plain.trim_start_matches(['+', '-']);
    let radix = unsigned.starts_with("0x") || unsigned.starts_with("0o");
    !word.contains(&plain) && !(number(unsigned) && (radix || unsigned.parse::<f64>().is_ok()))
}
