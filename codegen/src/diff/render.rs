//! The report of a comparison, as text for people and as data for JSON.

use super::location::Side;
use super::{Change, Effect, Level, Words, verdict};
use crate::diag::{Lines, Look, Source, escape};
use crate::source_map::SourceMap;
use std::fmt::Write as _;

/// The report: the object that `--format json` prints.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Version of this shape.
    pub format: u32,
    /// The greatest level; `None` if nothing changed.
    pub verdict: Option<Level>,
    /// What changed: the client, its lists, its records.
    pub changes: Vec<ReportedChange>,
}

/// A change in the report.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ReportedChange {
    /// How much it asks of callers.
    pub level: Level,
    /// In which way it is seen.
    pub effect: Effect,
    /// The item, by its Rust name.
    pub item: String,
    /// What has changed.
    pub what: Words,
    /// Why that breaks callers, or not.
    pub why: Words,
    /// Where the spec says so.
    pub place: Option<SourcePosition>,
}

/// A place in one of the two specs.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SourcePosition {
    /// Which of them.
    pub spec: Side,
    /// Its file, as it was given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl ReportedChange {
    fn text(&self, look: Look) -> String {
        let (bold, plain) = if look == Look::Plain { ("", "") } else { (BOLD, PLAIN) };
        // Texts of the specs could hold what a terminal obeys.
        let [item, what, why] = [&*self.item, &self.what, &self.why].map(escape);
        let level = level_label(self.level, look);
        let mut text = format!("{level} {bold}{item}{plain}: {what}\n      {why}\n");
        if let Some(SourcePosition { file, line, column, .. }) = &self.place {
            let file = escape(file);
            // Writing to a string can't fail.
            let _ = writeln!(text, "      --> {file}:{line}:{column}");
        }
        text + "\n"
    }
}

impl Report {
    /// The changes with their places: of the old spec and of the new one.
    #[must_use]
    pub fn new(
        changes: Vec<Change>,
        old: (Source<'_>, &SourceMap),
        new: (Source<'_>, &SourceMap),
    ) -> Self {
        let (of_old, of_new) = (Lines::of(old.0.text), Lines::of(new.0.text));
        let place = |change: &Change| {
            let ((source, source_map), lines) = match change.at.side {
                Side::Old => (old, &of_old),
                Side::New => (new, &of_new),
            };
            let (line, column) = lines.position(change.at.find(source_map)?);
            Some(SourcePosition {
                spec: change.at.side,
                file: source.name.to_owned(),
                line,
                column,
            })
        };
        let verdict = verdict(&changes);
        // Each change is gone when it is reported: there may be hundreds of thousands.
        let reported = |change: Change| {
            let place = place(&change);
            let Change { level, effect, item, what, why, at: _ } = change;
            ReportedChange { level, effect, item, what, why, place }
        };
        Self { format: 1, verdict, changes: changes.into_iter().map(reported).collect() }
    }

    /// The report as a text, greatest changes first.
    #[must_use]
    pub fn text(&self, look: Look) -> String {
        self.parts(look).collect()
    }

    /// The parts of that text: each change, and the verdict.
    pub fn parts(&self, look: Look) -> impl Iterator<Item = String> {
        let of = move |level| {
            let changes = self.changes.iter().filter(move |reported| reported.level == level);
            changes.map(move |reported| reported.text(look))
        };
        let changes = [Level::Major, Level::Minor, Level::Patch].into_iter().flat_map(of);
        changes.chain([self.summary(look) + "\n"])
    }

    /// The verdict in one line.
    fn summary(&self, look: Look) -> String {
        let count = |level| self.changes.iter().filter(|reported| reported.level == level).count();
        let counts = [
            (count(Level::Major), "break callers", "breaks callers"),
            (
                count(Level::Minor),
                "add something, or work differently",
                "adds something, or works differently",
            ),
            (count(Level::Patch), "change text only", "changes text only"),
        ];
        let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
        let counts = counts
            .map(|(count, many, one)| format!("{count} {}", if count == 1 { one } else { many }));
        let level = match self.verdict {
            None => return "no change: the clients are the same".to_owned(),
            Some(level) => level_label(level, look),
        };
        format!("{level}: {}", counts.collect::<Vec<_>>().join(", "))
    }
}

const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

fn level_label(level: Level, look: Look) -> String {
    let (colour, level_label) = match level {
        Level::Major => ("\u{1b}[1;31m", "major"),
        Level::Minor => ("\u{1b}[1;33m", "minor"),
        Level::Patch => ("\u{1b}[1;32m", "patch"),
    };
    match look {
        Look::Plain => level_label.to_owned(),
        Look::Coloured => format!("{colour}{level_label}{PLAIN}"),
    }
}
