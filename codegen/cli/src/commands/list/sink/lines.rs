//! JSON lines: each record as the server sent it.

use super::text::Fields;
use super::text::Pieces;
use super::{Format, Pointers, TextFormat};
use pagesmith_interpret::{Record, field_text, one_line};
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::iter;

/// A piece ends after the record that fills this many bytes.
const PIECE: usize = 256 << 10;

/// Records as lines of JSON.
pub(super) struct Lines;

impl TextFormat for Lines {
    fn format(&self) -> Format {
        Format::JsonLines
    }

    fn encode(&mut self, records: &[Record], _first: u64) -> Result<String, String> {
        Ok(pieces(records).collect())
    }

    fn pieces<'r>(&'r mut self, records: &'r [Record], _first: u64) -> Result<Pieces<'r>, String> {
        Ok(Box::new(pieces(records)))
    }

    fn first_fields<'t>(
        &self,
        text: &'t [u8],
        (key, field): Pointers<'_>,
    ) -> Option<(Fields, &'t [u8])> {
        let end = text.iter().position(|byte| *byte == b'\n')?;
        let record: &RawValue = serde_json::from_slice(&text[..end]).ok()?;
        Some(((field_text(record, key), field_text(record, field)), &text[end + 1..]))
    }

    fn is_cut_off(&self, text: &[u8]) -> bool {
        let mut lines = text.split_inclusive(|byte| *byte == b'\n');
        lines.all(|line| is_json(line) || (!line.ends_with(b"\n") && begins_json(line)))
    }
}

/// Records as lines, in pieces of whole lines.
fn pieces(records: &[Record]) -> impl Iterator<Item = String> {
    let mut records = records.iter();
    iter::from_fn(move || {
        let mut lines = String::new();
        while lines.len() < PIECE
            && let Some(record) = records.next()
        {
            lines.push_str(&one_line(record.get()));
            lines.push('\n');
        }
        (!lines.is_empty()).then_some(lines)
    })
}

fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(text).is_ok()
}

fn begins_json(text: &[u8]) -> bool {
    let ends_early = |text: &[u8]| match serde_json::from_slice::<IgnoredAny>(text) {
        Ok(_) => true,
        Err(error) => error.is_eof(),
    };
    // The parser refuses a number that ends in `.`, `e` or `-`.
    ends_early(text) || ends_early(&[text, b"0"].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_may_be_cut_off_anywhere() {
        let lines = "{\"sid\":\"é\",\"n\":[1.5e3,true]}\n12\n\"text\"\n".as_bytes();
        for at in 0..=lines.len() {
            assert!(Lines.is_cut_off(&lines[..at]), "{at}");
        }
    }

    #[test]
    fn foreign_text_is_not_a_record() {
        for text in
            ["mine", "mine\n", "{\"sid\":1}\n\n", "{\"sid\":\n", "{\"sid\":1}\nsid,body\n", "a\0b"]
        {
            assert!(!Lines.is_cut_off(text.as_bytes()), "{text:?}");
        }
    }
}
