//! JSON, straight from a page's text into slots: how rows are read.
//!
//! Servers write most things plainly: keys in the order of their docs, strings
//! without escapes, short whole numbers. These are read from the text
//! unchanged. If this reader refuses a text, `serde_json` reads it from its
//! beginning and decides. So this reader accepts nothing that `serde_json` refuses.

use super::fill;
use super::read::{Array, Key, Object, ReadError, Token, complete};
#[cfg(any(test, fuzzing))]
use super::slot::{Required, Value};
use super::slot::{Shape, Slot};
use crate::json::checked::Checked;
use crate::json::error::JsonError;
use crate::json::scanner::{Doubt, Number, Scanner};

#[cfg(test)]
mod tests;

/// Reads the value that a JSON text begins with into a slot; how many bytes it
/// takes.
pub(crate) fn read_json(text: &str, slot: &mut dyn Slot) -> serde_json::Result<usize> {
    let mut json = Scanner::new(text);
    if is_read(&mut json, slot) { Ok(json.at()) } else { fill::read_json(text, slot) }
}

/// Reads the value that comes into a slot, without `serde_json`; if it is not read,
/// `serde_json` has to decide.
pub(crate) fn is_read(json: &mut Scanner<'_>, slot: &mut dyn Slot) -> bool {
    let form = slot.shape();
    value(json, slot, form).is_ok()
}

/// Reads a whole text, which `serde_json` took for JSON, into a slot.
pub(super) fn fill(text: &str, slot: &mut dyn Slot) -> Result<(), ReadError> {
    let (mut json, form) = (Scanner::new(text), slot.shape());
    let Err(fault) = value(&mut json, slot, form) else { return Ok(()) };
    let blame = json.blame.or_else(|| {
        let error = serde_json::from_str::<Checked>(text).err()?;
        Some(JsonError::of(text, &error))
    });
    Err(blame.map_or(fault, |blame| ReadError::Message(Box::new(blame))))
}

/// Why this slot refuses a text; `None` if it does not. The error has the reader's
/// place, or is `serde_json`'s.
pub(crate) fn fault_in(text: &str, slot: &mut dyn Slot) -> Option<JsonError> {
    let mut json = Scanner::new(text);
    if is_read(&mut json, slot) {
        return None;
    }
    json.blame.or_else(|| Some(JsonError::of(text, &fill::read_json(text, slot).err()?)))
}

/// Whether a text is taken without `serde_json`, which then has to take it, too,
/// as the same value; and has to refuse what a type refuses.
#[cfg(any(test, fuzzing))]
pub(crate) fn is_taken<T: Value + PartialEq + std::fmt::Debug>(text: &str) -> bool {
    let (mut ours, mut theirs) = (Required::<T>::empty(), Required::<T>::empty());
    let mut json = Scanner::new(text);
    let is_taken = is_read(&mut json, &mut ours);
    let read = fill::read_json(text, &mut theirs).map_err(|error| error.to_string());
    let streamed: Result<T, _> =
        fill::read(&mut serde_json::Deserializer::from_reader(text.as_bytes()));
    if is_taken {
        assert_eq!(read, Ok(json.at()), "{text}");
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

/// Here it means that `serde_json` decides.
impl From<Doubt> for ReadError {
    fn from(_: Doubt) -> Self {
        Self::Source
    }
}

fn value(json: &mut Scanner<'_>, slot: &mut dyn Slot, form: Shape) -> Result<(), ReadError> {
    json.peek();
    let began = json.at();
    match put(json, slot, form) {
        Ok(()) => Ok(()),
        Err(fault) => Err(blamed(json, began, fault)),
    }
}

#[inline]
fn put(json: &mut Scanner<'_>, slot: &mut dyn Slot, form: Shape) -> Result<(), ReadError> {
    if form == Shape::Literal {
        let (rest, began) = (json.rest(), json.at());
        json.skip()?;
        return slot.put(match &rest[..json.at() - began] {
            "null" => Token::Null,
            literal => Token::Literal(literal),
        });
    }
    match json.peek() {
        Some(b'"') => slot.put(Token::Text(json.string_here()?)),
        Some(b'{') => inside(json, b'}', |inside| slot.put(Token::Object(inside))),
        Some(b'[') => inside(json, b']', |inside| slot.put(Token::Array(inside))),
        Some(b'n') => {
            json.word("null")?;
            slot.put(Token::Null)
        }
        Some(b't') => {
            json.word("true")?;
            slot.put(Token::Boolean(true))
        }
        Some(b'f') => {
            json.word("false")?;
            slot.put(Token::Boolean(false))
        }
        _ => slot.put(match json.number()? {
            Number::Whole(whole) => Token::Integer(whole.into()),
            Number::Digits(digits) => Token::Number(digits),
        }),
    }
}

/// Notes what a type said of the value at this byte. Errors that follow
/// from it come later, and are ignored.
#[cold]
fn blamed(json: &mut Scanner<'_>, byte: usize, fault: ReadError) -> ReadError {
    let ReadError::Message(fault) = fault else { return ReadError::Source };
    let blame = JsonError { byte: byte + fault.byte, ..*fault };
    json.blame.get_or_insert(blame);
    ReadError::Source
}

/// Reads an array or an object, which begins here.
fn inside<'t>(
    json: &mut Scanner<'t>,
    end: u8,
    read: impl FnOnce(&mut Inside<'_, 't>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    json.enter()?;
    read(&mut Inside { json, is_begun: false })?;
    json.leave(end)?;
    Ok(())
}

/// An array or an object, up to its next element.
struct Inside<'j, 't> {
    json: &'j mut Scanner<'t>,
    is_begun: bool,
}

impl Inside<'_, '_> {
    #[inline]
    fn has_next(&mut self, end: u8) -> Result<bool, Doubt> {
        self.json.has_next(end, &mut self.is_begun)
    }

    /// Passes the key that comes: which of these it is. `marks` are those of the keys, as
    /// soon as one was not expected.
    #[expect(clippy::inline_always, reason = "it is found for each value")]
    #[inline(always)]
    fn key_among(
        &mut self,
        keys: &[Key<'_>],
        expected: usize,
        marks: &mut Option<u64>,
    ) -> Result<usize, Doubt> {
        if let Some(Key { quoted, is_plain: true, .. }) = keys.get(expected)
            && self.json.pass_text(quoted)
        {
            return Ok(expected);
        }
        let marks = *marks.get_or_insert_with(|| Key::marks(keys));
        let name = self.json.string()?;
        let is_known = marks & Key::mark(name) != 0;
        let found = if is_known { Key::among(keys, expected, name) } else { keys.len() };
        self.json.expect(b':')?;
        Ok(found)
    }
}

impl Array for Inside<'_, '_> {
    fn elements(&mut self, most: usize, slot: &mut dyn Slot) -> Result<usize, ReadError> {
        let form = slot.shape();
        for seen in 0..most {
            if !self.has_next(b']')? {
                return Ok(seen);
            }
            value(self.json, slot, form)?;
        }
        Ok(most)
    }

    fn skip_rest(&mut self) -> Result<usize, ReadError> {
        let mut seen = 0;
        while self.has_next(b']')? {
            self.json.skip()?;
            seen += 1;
        }
        Ok(seen)
    }
}

impl Object for Inside<'_, '_> {
    /// As for any format, in one loop: most values of a page are read here.
    fn fields(
        &mut self,
        keys: &[Key<'_>],
        slots: &mut [Option<&mut dyn Slot>],
    ) -> Result<(), ReadError> {
        let (mut expected, mut filled, mut marks) = (0, 0, None);
        while self.has_next(b'}')? {
            let found = self.key_among(keys, expected, &mut marks)?;
            match slots.get_mut(found).map(Option::take) {
                Some(Some(slot)) => {
                    let form = slot.shape();
                    value(self.json, slot, form)?;
                    filled += 1;
                }
                Some(None) => return Err(ReadError::twice(keys[found].name)),
                None => {
                    self.json.skip()?;
                    continue;
                }
            }
            expected = found + 1;
        }
        if filled < slots.len() { complete(keys, slots) } else { Ok(()) }
    }

    fn find(&mut self, keys: &[Key<'_>], expected: usize) -> Result<Option<usize>, ReadError> {
        if self.has_next(b'}')? {
            Ok(Some(self.key_among(keys, expected, &mut Some(u64::MAX))?))
        } else {
            Ok(None)
        }
    }

    fn value(&mut self, slot: &mut dyn Slot) -> Result<(), ReadError> {
        let form = slot.shape();
        value(self.json, slot, form)
    }

    fn skip(&mut self) -> Result<(), ReadError> {
        Ok(self.json.skip()?)
    }

    fn entry(&mut self, slot: &mut dyn Slot) -> Result<Option<String>, ReadError> {
        if !self.has_next(b'}')? {
            return Ok(None);
        }
        let (key, form) = (self.json.string()?.to_owned(), slot.shape());
        self.json.expect(b':')?;
        value(self.json, slot, form)?;
        Ok(Some(key))
    }
}
