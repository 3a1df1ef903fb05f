//! The source map of a text, built while its events pass: the spans of each key
//! and value, in bytes.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::source_map::{EntrySpan, PathStep, SourceMap, Span};

/// The spans so far, and the collections that have begun and not ended.
pub(super) struct Spans {
    bytes: ByteOffsets,
    pub(super) source_map: SourceMap,
    open: Vec<Collection>,
}

/// A map or list that has begun and not ended.
enum Collection {
    Map { start: usize, key: Option<Range<usize>>, seen: BTreeMap<String, Range<usize>> },
    List { start: usize, next: usize },
}

impl Spans {
    pub(super) fn new(text: &str) -> Self {
        Self { bytes: ByteOffsets::new(text), source_map: SourceMap::default(), open: Vec::new() }
    }

    /// The bytes between two characters.
    pub(super) fn bytes(&self, start: usize, end: usize) -> Range<usize> {
        self.bytes.range(start, end)
    }

    /// How many collections are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether a key of a map comes next.
    pub(super) fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Collection::Map { key: None, .. }))
    }

    /// How many keys the innermost map has; `None` within a list.
    pub(super) fn keys(&self) -> Option<usize> {
        match self.open.last()? {
            Collection::Map { seen, .. } => Some(seen.len()),
            Collection::List { .. } => None,
        }
    }

    /// How many elements the innermost list has; `None` within a map.
    pub(super) fn elements(&self) -> Option<usize> {
        match self.open.last()? {
            Collection::Map { .. } => None,
            Collection::List { next, .. } => Some(*next),
        }
    }

    /// A map begins, as the value that began last.
    pub(super) fn begin_map(&mut self, start: usize) {
        self.open.push(Collection::Map { start, key: None, seen: BTreeMap::new() });
    }

    /// A list begins, as the value that began last.
    pub(super) fn begin_list(&mut self, start: usize) {
        self.open.push(Collection::List { start, next: 0 });
    }

    /// The innermost collection ends, and with it a value.
    pub(super) fn end_collection(&mut self, end: usize) {
        if let Some(Collection::Map { start, .. } | Collection::List { start, .. }) =
            self.open.pop()
        {
            self.leave(start..end.max(start));
        }
    }

    /// Notes a key of the innermost map; returns its first place if it is a duplicate.
    pub(super) fn note_key(&mut self, text: &str, span: &Range<usize>) -> Option<Range<usize>> {
        let Some(Collection::Map { key, seen, .. }) = self.open.last_mut() else { return None };
        *key = Some(span.clone());
        let first = seen.get(text).cloned();
        seen.entry(text.to_owned()).or_insert_with(|| span.clone());
        first
    }

    /// A value begins: an element of a list gets its step here, an entry of a
    /// map already has it from its key.
    pub(super) fn enter(&mut self) {
        if let Some(Collection::List { next, .. }) = self.open.last_mut() {
            self.source_map.enter(PathStep::Index(*next));
            *next += 1;
        }
    }

    /// A value ends: records its spans and goes back to the value around it.
    pub(super) fn leave(&mut self, value: Range<usize>) {
        let key = match self.open.last_mut() {
            Some(Collection::Map { key, .. }) => key.take().map(Span::Bytes),
            _ => None,
        };
        self.source_map.leave(EntrySpan { key, value: Span::Bytes(value) });
    }
}

/// Converts the parser's markers, which count characters, to bytes.
enum ByteOffsets {
    /// All characters are one byte long.
    Ascii(usize),
    /// The byte that each character starts at, and the end.
    Starts(Vec<usize>),
}

impl ByteOffsets {
    fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Ascii(text.len());
        }
        let starts = text.char_indices().map(|(start, _)| start);
        Self::Starts(starts.chain([text.len()]).collect())
    }

    fn byte(&self, character: usize) -> usize {
        match self {
            Self::Ascii(end) => character.min(*end),
            Self::Starts(starts) => {
                starts.get(character).or(starts.last()).copied().unwrap_or_default()
            }
        }
    }

    fn range(&self, start: usize, end: usize) -> Range<usize> {
        self.byte(start)..self.byte(end)
    }
}
