//! Times without an offset: what they mean is said by a spec, as UTC or a fixed
//! offset.

use super::fill;
use super::read::{Array, Key, Object, ReadError, Token};
use super::slot::{Required, Shape, Slot, Value};
use serde_core::Deserializer;
use serde_core::de::Error;
use std::borrow::Cow;

/// The error of a time without an offset, if no zone is set for it.
pub(crate) const NO_OFFSET: &str = "it has no UTC offset; if the server means UTC, write `{type: datetime, zone: UTC}` in the spec, or `deserialize_with = \"pagesmith::assume_utc\"` at a field of your own";

/// The same of a value whose type is in a spec.
pub(crate) const NO_OFFSET_BY_SPEC: &str = "it has no UTC offset; if the server means UTC, write `{type: datetime, zone: UTC}` in the spec";

/// Reads times that may have no offset, and are in UTC then: a
/// [`DateTime`](crate::DateTime), or an `Option`, a `Vec` or a `BTreeMap` of them.
/// In a spec, `zone` says it of a field.
///
/// ```
/// use pagesmith::DateTime;
///
/// #[derive(serde::Deserialize)]
/// struct Message {
///     #[serde(default, deserialize_with = "pagesmith::assume_utc")]
///     date_sent: Option<DateTime>,
/// }
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let message: Message = serde_json::from_str(r#"{"date_sent": "2024-05-01 10:00:00"}"#)?;
/// assert_eq!(message.date_sent, "2024-05-01T10:00:00Z".parse().ok());
/// # Ok(()) }
/// ```
///
/// # Errors
/// When it can't be read, or is refused.
pub fn assume_utc<'de, T: Value, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut value = Required::empty();
    fill::read_into(from, &mut Zoned::new(&mut value, "Z"))?;
    value.taken().map_err(D::Error::custom)
}

/// Whether a text is a day and a time without an offset, as `2024-05-01T10:00:00`
/// and `2024-05-01 10:00` are.
pub(crate) fn is_local(text: &str) -> bool {
    // Times of RFC 2822, which begin with a weekday, take no further look.
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    let has_form = |text: &str, form: &str| {
        text.len() == form.len()
            && text.bytes().zip(form.bytes()).all(|(byte, form)| match form {
                b'0' => byte.is_ascii_digit(),
                form => byte == form,
            })
    };
    let Some((day, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let (clock, fraction) = time.split_once(['.', ',']).unwrap_or((time, "0"));
    has_form(day, "0000-00-00")
        && (has_form(clock, "00:00:00") || (has_form(clock, "00:00") && clock == time))
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// A time as RFC 3339 writes it, with this offset where it has none.
fn with_offset<'t>(text: &'t str, offset: &str) -> Cow<'t, str> {
    let trimmed = text.trim();
    if !is_local(trimmed) {
        return text.into();
    }
    let (day, time) = trimmed.split_at(10);
    let time = time[1..].replace(',', ".");
    let seconds = if time.len() == 5 { ":00" } else { "" };
    format!("{day}T{time}{seconds}{offset}").into()
}

/// The text of a moment as the time at this offset, without the offset.
///
/// # Errors
/// When it has another offset, and the feature `jiff` is not on.
pub(crate) fn without_offset(text: &str, offset: &str) -> Result<String, String> {
    if is_local(text) {
        return Ok(text.to_owned());
    }
    #[cfg(feature = "jiff")]
    if let (Ok(moment), Some(offset)) = (text.parse::<super::DateTime>(), parsed(offset)) {
        return Ok(offset.to_datetime(moment.timestamp()).to_string());
    }
    let same = if offset == "Z" { &["Z", "z", "+00:00"][..] } else { &[offset] };
    let local = same.iter().find_map(|offset| text.strip_suffix(offset));
    local.filter(|local| is_local(local)).map(str::to_owned).ok_or_else(|| {
        format!(
            "the server takes times at the offset `{offset}`: give them with it, or turn on the feature `jiff` of pagesmith"
        )
    })
}

/// The offset that a text such as `+02:00` or `Z` says.
#[cfg(feature = "jiff")]
fn parsed(offset: &str) -> Option<jiff::tz::Offset> {
    if offset == "Z" {
        return Some(jiff::tz::Offset::UTC);
    }
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    jiff::tz::Offset::from_seconds(sign * seconds).ok()
}

/// A place whose times have this offset where they have none: those that come
/// alone, and those in arrays and objects.
#[expect(missing_debug_implementations, reason = "it holds a place for values")]
pub struct Zoned<'s> {
    slot: &'s mut dyn Slot,
    offset: &'s str,
}

impl<'s> Zoned<'s> {
    /// Around this place.
    pub fn new(slot: &'s mut dyn Slot, offset: &'s str) -> Self {
        Self { slot, offset }
    }
}

impl Slot for Zoned<'_> {
    fn shape(&self) -> Shape {
        self.slot.shape()
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        let offset = self.offset;
        match token {
            Token::Text(text) => self.slot.put(Token::Text(&with_offset(text, offset))),
            Token::Array(inner) => self.slot.put(Token::Array(&mut Inner { inner, offset })),
            Token::Object(inner) => self.slot.put(Token::Object(&mut Inner { inner, offset })),
            token => self.slot.put(token),
        }
    }
}

/// An array or an object whose times have this offset where they have none.
struct Inner<'t, T: ?Sized> {
    inner: &'t mut T,
    offset: &'t str,
}

impl<T: Array + ?Sized> Array for Inner<'_, T> {
    fn elements(&mut self, most: usize, slot: &mut dyn Slot) -> Result<usize, ReadError> {
        self.inner.elements(most, &mut Zoned::new(slot, self.offset))
    }

    fn skip_rest(&mut self) -> Result<usize, ReadError> {
        self.inner.skip_rest()
    }
}

impl<T: Object + ?Sized> Object for Inner<'_, T> {
    fn find(&mut self, keys: &[Key<'_>], expected: usize) -> Result<Option<usize>, ReadError> {
        self.inner.find(keys, expected)
    }

    fn value(&mut self, slot: &mut dyn Slot) -> Result<(), ReadError> {
        self.inner.value(&mut Zoned::new(slot, self.offset))
    }

    fn skip(&mut self) -> Result<(), ReadError> {
        self.inner.skip()
    }

    fn entry(&mut self, slot: &mut dyn Slot) -> Result<Option<String>, ReadError> {
        self.inner.entry(&mut Zoned::new(slot, self.offset))
    }
}
