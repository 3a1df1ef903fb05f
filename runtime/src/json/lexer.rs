//! JSON, taken apart along its commas and braces; who reads on decides what
//! becomes of the values in between.

use crate::json::checked::Checked;
use crate::json::error::{byte_of, message_of};
use memchr::memchr2;
use serde_core::Deserialize;
use serde_core::de::{DeserializeSeed, IgnoredAny};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A text, and how far it was read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

/// Why a text can't be read on.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// What is wrong.
    what: String,
    /// At which byte.
    pub(crate) at: usize,
    /// Whether it breaks off.
    pub(crate) cut_off: bool,
}

impl<'t> Lexer<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// How far it was read, in bytes.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Reads on from this byte.
    pub(crate) fn go(&mut self, at: usize) {
        self.at = at;
    }

    /// What lies between here and where another one is.
    pub(crate) fn until(&self, end: &Self) -> &'t str {
        &self.text[self.at..end.at]
    }

    /// What was not read yet.
    pub(crate) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// The next byte that is no blank.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            // Nearly every byte is above all blanks.
            if *byte > b' ' || !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    /// Passes this byte, if it is the next one.
    #[inline]
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// Passes this text, if it is what comes next.
    #[inline]
    pub(crate) fn pass_text(&mut self, text: &str) -> bool {
        self.peek();
        let end = self.at + text.len();
        let next = self.text.as_bytes().get(self.at..end);
        let is_next = next.is_some_and(|next| is_same(next, text.as_bytes()));
        self.at = if is_next { end } else { self.at };
        is_next
    }

    /// Passes this byte, which has to be the next one.
    fn expect(&mut self, byte: u8, expected: &str) -> Result<(), Unreadable> {
        if self.eat(byte) { Ok(()) } else { Err(self.wrong(expected)) }
    }

    /// The next value.
    pub(crate) fn value<T: Deserialize<'t>>(&mut self) -> Result<T, Unreadable> {
        let mut json = serde_json::Deserializer::from_str(self.rest()).into_iter();
        match json.next() {
            Some(Ok(value)) => {
                self.at += json.byte_offset();
                Ok(value)
            }
            Some(Err(error)) => Err(self.broken(&error)),
            None => Err(self.wrong("a value")),
        }
    }

    /// The next value, read in this way.
    pub(crate) fn value_by<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, Unreadable> {
        let mut json = serde_json::Deserializer::from_str(self.rest());
        let value = seed.deserialize(&mut json).map_err(|error| self.broken(&error))?;
        self.at += json.into_iter::<IgnoredAny>().byte_offset();
        Ok(value)
    }

    /// The next value, as its text.
    pub(crate) fn raw(&mut self) -> Result<&'t RawValue, Unreadable> {
        self.value()
    }

    /// Visits each entry of an object or an array, whose value `visit` reads;
    /// keys of an array are its indices. Anything else is passed over.
    pub(crate) fn entries(
        &mut self,
        mut visit: impl FnMut(&mut Self, EntryName<'t>) -> Result<(), Unreadable>,
    ) -> Result<(), Unreadable> {
        let (is_object, close) = match self.peek() {
            Some(b'{') => (true, b'}'),
            Some(b'[') => (false, b']'),
            _ => return self.raw().map(drop),
        };
        self.at += 1;
        if self.eat(close) {
            return Ok(());
        }
        for index in 0.. {
            let key =
                if is_object { EntryName::Name(self.name()?) } else { EntryName::Index(index) };
            visit(self, key)?;
            if !self.eat(b',') {
                break;
            }
        }
        self.expect(close, if is_object { "`,` or `}`" } else { "`,` or `]`" })
    }

    /// Passes the next value of a text that was read before: unlike
    /// [`raw`](Self::raw), it is not read again. How deep it is nested.
    pub(crate) fn skip_value(&mut self) -> usize {
        let (mut depth, mut deepest) = (0_usize, 0);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'"' => self.pass_string(),
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                b',' | b':' => {}
                _ => {
                    let rest = &self.text.as_bytes()[self.at..];
                    let is_end = |byte: &u8| matches!(byte, b',' | b']' | b'}' | ..=b' ');
                    self.at += rest.iter().position(is_end).unwrap_or(rest.len());
                }
            }
            if depth == 0 {
                break;
            }
            deepest = deepest.max(depth);
        }
        deepest
    }

    /// Passes the rest of a string, with the quote that ends it.
    fn pass_string(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(end) = memchr2(b'"', b'\\', &bytes[self.at..]) {
            self.at += end + 1;
            if bytes[self.at - 1] == b'"' {
                return;
            }
            // What a backslash takes with it.
            self.at = (self.at + 1).min(bytes.len());
        }
        self.at = bytes.len();
    }

    /// Passes the string that begins here, where nothing in it has to be
    /// resolved, or refused for a control character; its text.
    #[inline(never)]
    pub(crate) fn plain(&mut self) -> Option<&'t str> {
        let text = self.text.get(self.at + 1..)?;
        match special_in_blocks(text.as_bytes()) {
            Ok(length) => self.pass_plain(text, length),
            Err(at) => self.plain_near_the_end(text, at),
        }
    }

    #[cold]
    #[inline(never)]
    fn plain_near_the_end(&mut self, text: &'t str, at: usize) -> Option<&'t str> {
        self.pass_plain(text, special_in_rest(text.as_bytes(), at))
    }

    /// Passes a string of this length, if it ends there.
    #[inline]
    fn pass_plain(&mut self, text: &'t str, length: usize) -> Option<&'t str> {
        if text.as_bytes().get(length) != Some(&b'"') {
            return None;
        }
        let plain = text.get(..length)?;
        self.at += length + 2;
        Some(plain)
    }

    /// The key of an entry, with its colon.
    fn name(&mut self) -> Result<Cow<'t, str>, Unreadable> {
        if self.peek() != Some(b'"') {
            return Err(self.wrong("a key"));
        }
        let began = *self;
        let name = match self.plain() {
            Some(name) => Cow::Borrowed(name),
            None => Cow::Owned(
                serde_json::from_str(self.raw()?.get()).map_err(|error| began.broken(&error))?,
            ),
        };
        self.expect(b':', "`:`")?;
        Ok(name)
    }

    /// There has to be nothing more.
    pub(crate) fn end(&mut self) -> Result<(), Unreadable> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(Unreadable::new("trailing characters", self.at)),
        }
    }

    /// Another thing than what was expected here.
    fn wrong(&mut self, expected: &str) -> Unreadable {
        let cut_off = self.peek().is_none();
        let found = if cut_off { ", and the text ends" } else { "" };
        Unreadable { cut_off, ..Unreadable::new(&format!("expected {expected}{found}"), self.at) }
    }

    /// What `serde_json` says of the value that begins here.
    pub(crate) fn broken(&self, error: &serde_json::Error) -> Unreadable {
        let fault = Unreadable::new(&message_of(error), self.at + byte_of(self.rest(), error));
        Unreadable { cut_off: error.is_eof(), ..fault }
    }
}

impl Unreadable {
    pub(crate) fn new(what: &str, at: usize) -> Self {
        Self { what: what.to_owned(), at, cut_off: false }
    }

    /// What is wrong, and at which byte.
    pub(crate) fn why(&self) -> String {
        self.why_at(self.at)
    }

    /// The same where its byte is this one of a longer text.
    pub(crate) fn why_at(&self, byte: usize) -> String {
        format!("{} at byte {byte}", self.what)
    }
}

/// Whether two texts are the same. Keys are short: few words are faster than a call.
#[inline]
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match (
        one.first_chunk::<8>(),
        other.first_chunk::<8>(),
        one.last_chunk::<8>(),
        other.last_chunk::<8>(),
    ) {
        (Some(first), Some(as_first), Some(last), Some(as_last)) => {
            first == as_first
                && last == as_last
                && (one.len() <= 16 || one[8..one.len() - 8] == other[8..other.len() - 8])
        }
        _ => one == other,
    }
}

/// How many bytes a text has before the first that a string of JSON can't have unescaped:
/// a quote, which ends it, a backslash, or a control character (RFC 8259, 7).
pub(crate) fn plain_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    special_in_blocks(bytes).unwrap_or_else(|at| special_in_rest(bytes, at))
}

/// Where the first such byte is; or where blocks of bytes end.
#[inline(always)]
fn special_in_blocks(bytes: &[u8]) -> Result<usize, usize> {
    /// As many bytes as a vector takes.
    const BLOCK: usize = 16;
    let mut at = 0;
    for block in bytes.as_chunks::<BLOCK>().0 {
        // Without an early end, the compiler compares all bytes of a block at once.
        let mut marks = [0; BLOCK];
        for (mark, byte) in marks.iter_mut().zip(block) {
            *mark = if is_special(*byte) { u8::MAX } else { 0 };
        }
        if marks.iter().fold(0, |any, mark| any | mark) != 0 {
            return Ok(at + u128::from_le_bytes(marks).trailing_zeros() as usize / 8);
        }
        at += BLOCK;
    }
    Err(at)
}

/// The same byte by byte, from this one on; the length if no such byte follows.
fn special_in_rest(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().position(|byte| is_special(*byte)).map_or(bytes.len(), |found| from + found)
}

#[expect(clippy::needless_bitwise_bool, reason = "without branches, a block is compared at once")]
const fn is_special(byte: u8) -> bool {
    (byte == b'"') | (byte == b'\\') | (byte < b' ')
}

/// What an entry is called.
#[derive(Debug)]
pub(crate) enum EntryName<'t> {
    Name(Cow<'t, str>),
    Index(usize),
}

/// Refuses a text that is nested deeper than `serde_json` reads at once, for who
/// reads it level by level, and would go on until the stack is full.
pub(crate) fn check_depth(text: &str) -> serde_json::Result<()> {
    let deepest = Lexer::new(text).skip_value();
    // In its words.
    if deepest < DEEPEST { Ok(()) } else { serde_json::from_str::<Checked>(text).map(drop) }
}

/// The depth at which `serde_json` refuses a text.
pub(crate) const DEEPEST: usize = 128;

#[cfg(test)]
mod tests {
    use super::{Lexer, is_same, plain_length};

    #[test]
    fn a_string_ends_at_its_first_special_byte_wherever_the_text_ends() {
        for special in ["\"", "\\", "\u{0}", "\n", "\u{1f}"] {
            for length in 0..40 {
                let before: String = "é😀 a\u{7f}".chars().cycle().take(length).collect();
                for behind in ["", "\"", "a longer text behind it, of more than a block"] {
                    let text = [&before, special, behind].concat();
                    assert_eq!(plain_length(&text), before.len(), "{text:?}");
                    let string = format!("\"{text}");
                    let mut lexer = Lexer::new(&string);
                    let plain = (special == "\"").then_some(before.as_str());
                    assert_eq!(lexer.plain(), plain, "{string:?}");
                    assert_eq!(lexer.at(), plain.map_or(0, |plain| plain.len() + 2), "{string:?}");
                }
            }
        }
        assert_eq!((plain_length(""), plain_length(&"a".repeat(33))), (0, 33));
        assert_eq!(Lexer::new("\"").plain(), None);
        assert_eq!(Lexer::new("\"cut off, whatever its length").plain(), None);
    }

    #[test]
    fn keys_are_the_same_where_each_byte_is() {
        let text: Vec<u8> = (b'a'..=b'z').chain(b'A'..=b'Z').collect();
        for length in 0..=text.len() {
            let one = &text[..length];
            assert!(is_same(one, &Vec::from(one)), "{length}");
            assert!(!is_same(one, &text[1..][..length.min(text.len() - 1)]) || length == 0);
            assert!(!is_same(one, &[one, b"a"].concat()), "{length}");
            for at in 0..length {
                let mut other = one.to_vec();
                other[at] ^= 1;
                assert!(!is_same(one, &other), "{length}, {at}");
            }
        }
    }
}
