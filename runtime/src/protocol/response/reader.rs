//! A page's body, read in one pass: records by their pointer, the envelope's
//! keys as they come, everything else skipped.

use crate::json::error::JsonError;
use crate::json::lexer::{Lexer, Unreadable};
use crate::list::row_stream::RowStream;
use crate::list::rows::{Decode, Rows};
use crate::paging::Shape;
use crate::protocol::response::envelope::Envelope;
use crate::protocol::response::gathered::{Gathered, NotRows};
use crate::protocol::response::pointer_tree::PointerTree;
use crate::protocol::response::stated::Stated;
use serde_core::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// What a body held.
#[derive(Debug)]
pub(crate) struct Reading<'t> {
    pub(crate) items: Items,
    pub(crate) envelope: Envelope,
    /// The text of the items, as an array.
    pub(crate) text: Cow<'t, str>,
    /// The bytes of the value at the first items pointer, whatever it is.
    pub(crate) at: Option<Range<usize>>,
}

/// What stood at the items pointer.
#[derive(Debug)]
pub(crate) enum Items {
    /// Nothing: the pointer leads nowhere.
    Missing,
    /// Something else than an array.
    Not(&'static str),
    Rows(Rows),
    /// An array of more rows than a page may have: how many they are.
    TooMany(usize),
    /// An array of rows that take more memory than those of a page may.
    TooLarge,
    /// An array of which a row does not decode.
    Broken(Broken),
    /// Rows of another shape than the list's: a sentence.
    Unusable(String),
}

/// A row that does not decode.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) index: usize,
    pub(crate) row: Box<str>,
    pub(crate) fault: JsonError,
}

/// Reads a body, its rows in this way.
pub(crate) fn read<'t>(
    text: &'t str,
    tree: &PointerTree,
    decode: &Decode,
) -> Result<Reading<'t>, Unreadable> {
    read_on(text, tree, decode, None)
}

/// The same where some rows were read while the body arrived.
pub(crate) fn read_on<'t>(
    text: &'t str,
    tree: &PointerTree,
    decode: &Decode,
    early: Option<EarlyRows>,
) -> Result<Reading<'t>, Unreadable> {
    let envelope = Envelope::new(tree.pointers.clone());
    let reading = Reading { items: Items::Missing, envelope, text: "".into(), at: None };
    let gathered = tree.gather.as_ref().map(|rules| Gathered::new(rules, decode.memory()));
    let mut reader = Reader { tree, decode, reading, gathered, early };
    let mut lexer = Lexer::new(text);
    reader.here(&mut lexer, 0)?;
    lexer.end()?;
    reader.finish()
}

struct Reader<'p, 't> {
    tree: &'p PointerTree,
    decode: &'p Decode,
    reading: Reading<'t>,
    /// The rows so far, unless they are one array.
    gathered: Option<Gathered<'p>>,
    /// The rows that were read before.
    early: Option<EarlyRows>,
}

/// Rows that were read while their body arrived, and that may not be in it any more.
pub(crate) struct EarlyRows {
    pub(crate) rows: RowStream,
    /// Where their array begins in what is left of the body.
    pub(crate) array: usize,
    /// Where the last of them ends there.
    pub(crate) end: usize,
    /// How many rows were cut out of it behind the first.
    pub(crate) cut: usize,
}

impl<'t> Reader<'_, 't> {
    /// Reads what is at a node of the tree.
    fn here(&mut self, lexer: &mut Lexer<'t>, at: usize) -> Result<(), Unreadable> {
        let tree = self.tree;
        let node = tree.node(at);
        if let Some(place) = node.items {
            let began = *lexer;
            match &mut self.gathered {
                None => self.items(lexer)?,
                Some(_) => self.gather(lexer, place)?,
            }
            let is_all = node.keys.is_empty() && node.is_leaf();
            // A single record may say in its own keys that the request failed.
            let is_one = tree.gather.as_ref().is_some_and(|it| it.rules.shape == Shape::One);
            if is_all || !(is_one || matches!(self.reading.items, Items::Not(_))) {
                return Ok(());
            }
            // Many APIs answer with an array, or with an object that says what failed.
            lexer.go(began.at());
        }
        let (began, raw) = (*lexer, if node.is_read() { Some(lexer.raw()?) } else { None });
        for key in &node.keys {
            let slot = raw
                .map(|raw| Stated::read_at(*key, raw))
                .transpose()
                .map_err(|error| began.broken(&error))?;
            if !self.reading.envelope.fill(*key, slot.unwrap_or_default()) {
                return Err(Unreadable::new("a paging key appears twice", began.at()));
            }
        }
        if node.is_leaf() {
            return Ok(());
        }
        lexer.go(began.at());
        if let (Some(gathered), Some(b'[')) = (&mut self.gathered, lexer.peek()) {
            let mut inside = *lexer;
            if inside.eat(b'[') && inside.eat(b']') {
                gathered.take_empty(&tree.items_below(at));
            }
        }
        lexer.entries(|lexer, key| match tree.child_at(at, &key) {
            Some(child) => self.here(lexer, child),
            None => lexer.raw().map(drop),
        })
    }

    fn items(&mut self, lexer: &mut Lexer<'t>) -> Result<(), Unreadable> {
        if !matches!(self.reading.items, Items::Missing) {
            return Err(Unreadable::new("the items appear twice", lexer.at()));
        }
        let is_array = lexer.peek() == Some(b'[');
        let began = *lexer;
        self.reading.items = if is_array {
            let early = self.early.take_if(|early| early.array == lexer.at());
            let items = rows(lexer, self.decode, early)?;
            self.reading.text = began.until(lexer).into();
            items
        } else {
            let slot = Stated::read(lexer.raw()?).map_err(|error| began.broken(&error))?;
            Items::Not(slot.describe())
        };
        self.reading.at = Some(began.at()..lexer.at());
        Ok(())
    }
}

impl<'t> Reader<'_, 't> {
    /// Takes the rows at one of several places, or of another shape than an array.
    fn gather(&mut self, lexer: &mut Lexer<'t>, place: usize) -> Result<(), Unreadable> {
        let Some(gathered) = &mut self.gathered else { return Ok(()) };
        if gathered.has(place) {
            return Err(Unreadable::new("the items appear twice", lexer.at()));
        }
        lexer.peek();
        let began = lexer.at();
        let taken = gathered.take(place, lexer.raw()?.get());
        if place == 0 {
            self.reading.at = Some(began..lexer.at());
        }
        self.note(taken)
    }

    /// Keeps why the rows can't be gathered.
    fn note(&mut self, taken: Result<(), NotRows>) -> Result<(), Unreadable> {
        let why = match taken {
            Ok(()) => return Ok(()),
            Err(NotRows::Unreadable(cause)) => return Err(cause),
            Err(NotRows::Not(found)) => Items::Not(found),
            Err(NotRows::Unusable(what)) => Items::Unusable(what),
            Err(NotRows::TooLarge) => Items::TooLarge,
        };
        if matches!(self.reading.items, Items::Missing) {
            self.reading.items = why;
        }
        Ok(())
    }

    /// Reads the rows that were gathered.
    fn finish(mut self) -> Result<Reading<'t>, Unreadable> {
        if let Some(early) = &self.early {
            // Without them, the page would lack rows.
            return Err(Unreadable::new("the items are not where they were", early.array));
        }
        let Some(gathered) = self.gathered.take() else { return Ok(self.reading) };
        match gathered.text() {
            Ok(Some(text)) if matches!(self.reading.items, Items::Missing) => {
                self.reading.items = rows(&mut Lexer::new(&text), self.decode, None)?;
                self.reading.text = text.into();
            }
            Ok(_) => {}
            Err(why) => self.note(Err(why))?,
        }
        Ok(self.reading)
    }
}

/// The rows of the array that comes, of which some may have been read before.
pub(crate) fn rows(
    lexer: &mut Lexer<'_>,
    decode: &Decode,
    early: Option<EarlyRows>,
) -> Result<Items, Unreadable> {
    let began = *lexer;
    let cut = early.as_ref().map_or(0, |early| early.cut);
    let read = match early {
        None => decode.array(began.rest()),
        Some(EarlyRows { rows, end, .. }) => rows.finish(began.rest(), end - began.at()),
    };
    let Some(read) = read else {
        return lexer.raw().map(|_| Items::TooLarge);
    };
    match read {
        Ok((rows, bytes)) => {
            lexer.go(began.at() + bytes);
            let all = rows.len();
            Ok(if all > decode.most() { Items::TooMany(all) } else { Items::Rows(rows) })
        }
        Err(cause) => {
            let to_blame = lexer.value_by(Blame { decode, cut, found: None })?;
            let unreadable = || Unreadable::new(&cause.message, began.at() + cause.byte);
            to_blame.map(Items::Broken).ok_or_else(unreadable)
        }
    }
}

/// Finds the row that is to blame among those that were to be built. An error is
/// one of the text.
struct Blame<'d> {
    decode: &'d Decode,
    /// How many rows were cut out behind the first.
    cut: usize,
    found: Option<Broken>,
}

impl<'t> DeserializeSeed<'t> for Blame<'_> {
    type Value = Option<Broken>;

    fn deserialize<D: Deserializer<'t>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'t> Visitor<'t> for Blame<'_> {
    type Value = Option<Broken>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'t>>(mut self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut index = 0;
        while let Some(row) = seq.next_element::<&RawValue>()? {
            let row = row.get();
            if self.found.is_none() && index < self.decode.built() {
                let broken = |fault| Broken { index, row: row.into(), fault };
                self.found = self.decode.fault(row).map(broken);
            }
            index += if index == 0 { 1 + self.cut } else { 1 };
        }
        Ok(self.found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::ErrorKeys;
    use crate::paging::Paging;
    use crate::protocol::response::envelope::ReplyKey;
    use crate::protocol::response::pointers::Pointers;

    fn tree(items: &'static str, paging: &Paging) -> PointerTree {
        PointerTree::new(
            &[items.into()],
            &Pointers::of(&(*paging).into(), &ErrorKeys::default(), None),
        )
        .unwrap()
    }

    const BYTES: Decode = Decode::of::<u8>();

    fn rows(items: Items) -> Vec<u8> {
        let Items::Rows(rows) = items else { panic!("{items:?}") };
        rows.take().collect()
    }

    #[test]
    fn keys_come_in_any_order() {
        let tree = tree("/data/links", &Paging::SENDSAGE);
        for body in [
            r#"{"data": {"x": [9], "links": [1, 2]}, "next_page_token": 7, "num_records": "2"}"#,
            r#"{"num_records": "2", "next_page_token": 7, "data": {"l\u0069nks": [1, 2], "y": {}}}"#,
        ] {
            let reading = read(body, &tree, &BYTES).unwrap();
            assert_eq!(reading.text, "[1, 2]");
            assert_eq!(rows(reading.items), [1, 2]);
            assert_eq!(reading.envelope.text(ReplyKey::Next), Some("7"));
            assert_eq!(reading.envelope.count(ReplyKey::Total).ok(), Some(Some(2)));
        }
    }

    #[test]
    fn a_value_that_is_not_a_list_is_reported() {
        let tree = tree("/data", &Paging::SENDSAGE);
        let stood = |body| read(body, &tree, &BYTES).unwrap().items;
        assert!(matches!(stood(r#"{"data": null}"#), Items::Not("null")));
        assert!(matches!(stood(r#"{"data": {"a": [1]}}"#), Items::Not("an object")));
        assert!(matches!(stood(r#"{"rows": [1]}"#), Items::Missing));
        assert!(matches!(stood("[1]"), Items::Missing));
    }

    #[test]
    fn rows_that_were_read_elsewhere_are_an_error() {
        let read_at = |array| {
            let mut rows = BYTES.of_page(9, usize::MAX).stream().unwrap();
            let end = array + 1 + rows.read("1,").end;
            let early = EarlyRows { rows, array, end, cut: 0 };
            read_on(r#"{"data": [1, 2]}"#, &tree("/data", &Paging::NONE), &BYTES, Some(early))
        };
        assert_eq!(rows(read_at(9).unwrap().items), [1, 2]);
        for array in [0, 1, 10] {
            assert!(read_at(array).unwrap_err().why().contains("are not where they were"));
        }
    }

    #[test]
    fn the_body_itself_can_be_the_items() {
        let tree = tree("", &Paging::NONE);
        let reading = read(" [1, 2, 3] ", &tree, &BYTES).unwrap();
        assert_eq!(rows(reading.items), [1, 2, 3]);
    }

    #[test]
    fn a_broken_item_is_named() {
        let tree = tree("/data", &Paging::NONE);
        let broken = |body| match read(body, &tree, &BYTES).unwrap().items {
            Items::Broken(Broken { index, row, .. }) => (index, row.into_string()),
            items => panic!("{items:?}"),
        };
        assert_eq!(broken(r#"{"data": [1, 2, "x"]}"#), (2, "\"x\"".to_owned()));
        assert_eq!(broken(r#"{"data": [1, 1e400]}"#), (1, "1e400".to_owned()));
    }

    #[test]
    fn broken_text_is_no_items_fault() {
        let tree = tree("/data", &Paging::NONE);
        for (body, why, cut_off) in [
            (r#"{"data": [1, 2]"#, "expected `,` or `}`, and the text ends at byte 15", true),
            (r#"{"data": ["x", 2"#, "EOF while parsing a list at byte 16", true),
            (r#"{"data": [1]} x"#, "trailing characters at byte 14", false),
            (r#"{"data": [1],}"#, "expected a key at byte 13", false),
            (r#"{"data": [1] "x": 2}"#, "expected `,` or `}` at byte 13", false),
            (r#"{"data" [1]}"#, "expected `:` at byte 8", false),
            (r#"{"data": [1], "data": [2]}"#, "the items appear twice at byte 21", false),
            ("", "expected a value, and the text ends at byte 0", true),
            ("\u{feff}{}", "expected value at byte 1", false),
        ] {
            let broken = read(body, &tree, &BYTES).unwrap_err();
            assert_eq!((broken.why().as_str(), broken.cut_off), (why, cut_off), "{body}");
        }
    }
}
