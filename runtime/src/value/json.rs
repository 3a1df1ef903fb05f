//! JSON, straight from a page's text into slots: how rows are read.
//!
//! Servers write most things plainly: keys in the order of their docs, strings
//! without escapes, short whole numbers. These are read from the text
//! unchanged. If this reader refuses a text, `serde_json` reads it from its
//! beginning and decides. So this reader accepts nothing that `serde_json` refuses.

use super::read::{Array, Key, Object, ReadError, Token};
#[cfg(any(test, fuzzing))]
use super::slot::{Required, Value};
use super::slot::{Shape, Slot};
use super::{fill, number};
use crate::json::checked::Checked;
use crate::json::error::JsonError;
use crate::json::lexer::{DEEPEST, Lexer, has_controls};
use memchr::memchr2;

#[cfg(test)]
mod tests;

/// Reads the value that a JSON text begins with into a slot; how many bytes it
/// takes.
pub(crate) fn read_json(text: &str, slot: &mut dyn Slot) -> serde_json::Result<usize> {
    match taken(text, slot) {
        Some(bytes) => Ok(bytes),
        None => fill::read_json(text, slot),
    }
}

/// The same without `serde_json`; `None` if `serde_json` has to decide.
fn taken(text: &str, slot: &mut dyn Slot) -> Option<usize> {
    let (mut json, form) = (Json::new(text), slot.shape());
    json.value(slot, form).ok().map(|()| json.lexer.at())
}

/// Reads a whole text, which `serde_json` took for JSON, into a slot.
pub(super) fn fill(text: &str, slot: &mut dyn Slot) -> Result<(), ReadError> {
    let (mut json, form) = (Json::new(text), slot.shape());
    let Err(fault) = json.value(slot, form) else { return Ok(()) };
    let blame = json.blame.or_else(|| {
        let error = serde_json::from_str::<Checked>(text).err()?;
        Some(JsonError::of(text, &error))
    });
    Err(blame.map_or(fault, |blame| ReadError::Message(Box::new(blame))))
}

/// Why this slot refuses a text; `None` if it does not. The error has the reader's
/// place, or is `serde_json`'s.
pub(crate) fn fault_in(text: &str, slot: &mut dyn Slot) -> Option<JsonError> {
    let (mut json, form) = (Json::new(text), slot.shape());
    json.value(slot, form).err()?;
    json.blame.or_else(|| Some(JsonError::of(text, &fill::read_json(text, slot).err()?)))
}

/// Whether a text is taken without `serde_json`, which then has to take it, too,
/// as the same value; and has to refuse what a type refuses.
#[cfg(any(test, fuzzing))]
pub(crate) fn is_taken<T: Value + PartialEq + std::fmt::Debug>(text: &str) -> bool {
    let (mut ours, mut theirs) = (Required::<T>::empty(), Required::<T>::empty());
    let mut json = Json::new(text);
    let is_taken = json.value(&mut ours, T::SHAPE).is_ok();
    let read = fill::read_json(text, &mut theirs).map_err(|error| error.to_string());
    let streamed: Result<T, _> =
        fill::read(&mut serde_json::Deserializer::from_reader(text.as_bytes()));
    if is_taken {
        assert_eq!(read, Ok(json.lexer.at()), "{text}");
    } else if let Some(blame) = json.blame {
        assert!(read.is_err(), "{text}: {blame:?}");
    }
    let (ours, theirs) = (ours.taken().ok(), theirs.taken().ok());
    if let (Ok(value), Ok(_)) = (streamed, &read) {
        assert_eq!(theirs, Some(value), "{text}");
    }
    assert!(!is_taken || ours == theirs, "{text}: {ours:?}, {theirs:?}");
    is_taken
}

/// A text that is being read. [`ReadError::Source`] means that `serde_json` decides.
struct Json<'t> {
    lexer: Lexer<'t>,
    /// How many arrays and objects are open.
    depth: usize,
    /// Whether a string may hold control characters, which have to be escaped.
    has_controls: bool,
    /// The last string with escapes, resolved.
    resolved: String,
    /// What a type said first, and of which place.
    blame: Option<JsonError>,
}

impl<'t> Json<'t> {
    fn new(text: &'t str) -> Self {
        // Without breaks between its lines, a page is seen to have none at all.
        let has_controls = has_controls(text);
        Self {
            lexer: Lexer::new(text),
            depth: 0,
            has_controls,
            resolved: String::new(),
            blame: None,
        }
    }

    fn value(&mut self, slot: &mut dyn Slot, form: Shape) -> Result<(), ReadError> {
        self.lexer.peek();
        let began = self.lexer.at();
        match self.put(slot, form) {
            Ok(()) => Ok(()),
            Err(fault) => Err(self.blamed(began, fault)),
        }
    }

    #[inline]
    fn put(&mut self, slot: &mut dyn Slot, form: Shape) -> Result<(), ReadError> {
        if form == Shape::Literal {
            let began = self.lexer;
            self.skip()?;
            return slot.put(match began.until(&self.lexer) {
                "null" => Token::Null,
                literal => Token::Literal(literal),
            });
        }
        match self.lexer.peek() {
            Some(b'"') => slot.put(Token::Text(self.string()?)),
            Some(b'{') => self.inside(|inside| slot.put(Token::Object(inside))),
            Some(b'[') => self.inside(|inside| slot.put(Token::Array(inside))),
            Some(b'n') => self.word("null").and_then(|()| slot.put(Token::Null)),
            Some(b't') => self.word("true").and_then(|()| slot.put(Token::Boolean(true))),
            Some(b'f') => self.word("false").and_then(|()| slot.put(Token::Boolean(false))),
            _ => slot.put(self.number()?),
        }
    }

    /// Notes what a type said of the value at this byte. Errors that follow
    /// from it come later, and are ignored.
    #[cold]
    fn blamed(&mut self, byte: usize, fault: ReadError) -> ReadError {
        let ReadError::Message(fault) = fault else { return ReadError::Source };
        let blame = JsonError { byte: byte + fault.byte, ..*fault };
        self.blame.get_or_insert(blame);
        ReadError::Source
    }

    /// Passes a value by.
    fn skip(&mut self) -> Result<(), ReadError> {
        match self.lexer.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'{') => self.inside(|inside| {
                while inside.is_next(b'}')? {
                    inside.json.key()?;
                    inside.json.skip()?;
                }
                Ok(())
            }),
            Some(b'[') => self.inside(|inside| inside.skip_rest().map(drop)),
            Some(b'n') => self.word("null"),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            _ => self.number().map(drop),
        }
    }

    /// Reads an array or an object, which begins here.
    fn inside(
        &mut self,
        read: impl FnOnce(&mut Inside<'_, 't>) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        // `serde_json` says so in its words.
        if self.depth + 1 == DEEPEST {
            return Err(ReadError::Source);
        }
        self.lexer.go(self.lexer.at() + 1);
        self.depth += 1;
        read(&mut Inside { json: self, is_begun: false })?;
        self.depth -= 1;
        Ok(())
    }

    /// The key of an entry; its colon is passed, too.
    fn key(&mut self) -> Result<&str, ReadError> {
        if self.lexer.peek() != Some(b'"') {
            return Err(ReadError::Source);
        }
        let plain = self.lexer.plain(self.has_controls);
        if plain.is_none() {
            self.resolve().ok_or(ReadError::Source)?;
        }
        if self.lexer.eat(b':') {
            Ok(plain.unwrap_or(&self.resolved))
        } else {
            Err(ReadError::Source)
        }
    }

    /// The string that begins here.
    #[expect(clippy::inline_always, reason = "most values of a row are strings")]
    #[inline(always)]
    fn string(&mut self) -> Result<&str, ReadError> {
        match self.lexer.plain(self.has_controls) {
            Some(plain) => Ok(plain),
            None => self.resolve().ok_or(ReadError::Source),
        }
    }

    /// Resolves the escapes (RFC 8259, 7) of the string that begins here.
    fn resolve(&mut self) -> Option<&str> {
        self.resolved.clear();
        let mut rest = self.lexer.rest().strip_prefix('"')?;
        loop {
            let (plain, special) = rest.split_at(memchr2(b'"', b'\\', rest.as_bytes())?);
            if self.has_controls && has_controls(plain) {
                return None;
            }
            self.resolved.push_str(plain);
            let Some(escape) = special.strip_prefix('\\') else {
                self.lexer.go(self.lexer.at() + self.lexer.rest().len() - special.len() + 1);
                return Some(&self.resolved);
            };
            let (escape, behind) = escape.split_at_checked(1)?;
            rest = behind;
            self.resolved.push(match escape {
                "\"" | "\\" | "/" => escape.chars().next()?,
                "b" => '\u{8}',
                "f" => '\u{c}',
                "n" => '\n',
                "r" => '\r',
                "t" => '\t',
                "u" => character(&mut rest)?,
                _ => return None,
            });
        }
    }

    fn word(&mut self, word: &str) -> Result<(), ReadError> {
        if self.lexer.pass_text(word) { Ok(()) } else { Err(ReadError::Source) }
    }

    /// The number that begins here.
    fn number(&mut self) -> Result<Token<'t>, ReadError> {
        let rest = self.lexer.rest();
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        let end = rest.bytes().position(|byte| !is_part(&byte)).unwrap_or(rest.len());
        self.lexer.go(self.lexer.at() + end);
        let text = &rest[..end];
        match number::plain(text.as_bytes()) {
            Some(whole) => Ok(Token::Integer(whole.into())),
            None if number::is_number(text.as_bytes()) => Ok(Token::Number(text)),
            None => Err(ReadError::Source),
        }
    }
}

/// The character behind `\u`: one code unit of UTF-16, or two of them.
fn character(rest: &mut &str) -> Option<char> {
    fn unit(rest: &mut &str) -> Option<u16> {
        let (digits, behind) = rest.split_at_checked(4)?;
        *rest = behind;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
    }
    let first = unit(rest)?;
    char::from_u32(first.into()).or_else(|| {
        *rest = rest.strip_prefix("\\u")?;
        char::decode_utf16([first, unit(rest)?]).next()?.ok()
    })
}

/// An array or an object, up to its next element.
struct Inside<'j, 't> {
    json: &'j mut Json<'t>,
    is_begun: bool,
}

impl Inside<'_, '_> {
    /// Whether an element comes, and not this bracket.
    #[inline]
    fn is_next(&mut self, end: u8) -> Result<bool, ReadError> {
        let lexer = &mut self.json.lexer;
        if !std::mem::replace(&mut self.is_begun, true) {
            Ok(!lexer.eat(end))
        } else if lexer.eat(b',') {
            Ok(true)
        } else if lexer.eat(end) {
            Ok(false)
        } else {
            Err(ReadError::Source)
        }
    }
}

impl Array for Inside<'_, '_> {
    fn elements(&mut self, most: usize, slot: &mut dyn Slot) -> Result<usize, ReadError> {
        let form = slot.shape();
        for seen in 0..most {
            if !self.is_next(b']')? {
                return Ok(seen);
            }
            self.json.value(slot, form)?;
        }
        Ok(most)
    }

    fn skip_rest(&mut self) -> Result<usize, ReadError> {
        let mut seen = 0;
        while self.is_next(b']')? {
            self.json.skip()?;
            seen += 1;
        }
        Ok(seen)
    }
}

impl Object for Inside<'_, '_> {
    fn find(&mut self, keys: &[Key<'_>], expected: usize) -> Result<Option<usize>, ReadError> {
        if !self.is_next(b'}')? {
            return Ok(None);
        }
        if let Some(Key { quoted, is_plain: true, .. }) = keys.get(expected)
            && self.json.lexer.pass_text(quoted)
        {
            return Ok(Some(expected));
        }
        Ok(Some(Key::among(keys, expected, self.json.key()?)))
    }

    fn value(&mut self, slot: &mut dyn Slot) -> Result<(), ReadError> {
        let form = slot.shape();
        self.json.value(slot, form)
    }

    fn skip(&mut self) -> Result<(), ReadError> {
        self.json.skip()
    }

    fn entry(&mut self, slot: &mut dyn Slot) -> Result<Option<String>, ReadError> {
        if !self.is_next(b'}')? {
            return Ok(None);
        }
        let (key, form) = (self.json.key()?.to_owned(), slot.shape());
        self.json.value(slot, form)?;
        Ok(Some(key))
    }
}
