//! What a reply says beside its items.

use crate::error::{ApiError, Error, ErrorKind};
use crate::list::ErrorKeys;
use crate::paging::{More, Next, Paging};
use serde_json::value::RawValue;

/// The keys of an envelope that a walk looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Next,
    More,
    Number,
    Size,
    Pages,
    Total,
    Previous,
    First,
    Success,
    Code,
    Message,
}

const KEYS: usize = Key::Message as usize + 1;

/// What stood at a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Slot {
    #[default]
    Absent,
    Null,
    Bool(bool),
    /// A number, as its literal text.
    Number(Box<str>),
    Text(Box<str>),
    Array,
    Object,
}

impl Slot {
    pub(crate) fn read(raw: &RawValue) -> Result<Self, serde_json::Error> {
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'"') => Self::Text(serde_json::from_str(text)?),
            Some(b'[') => Self::Array,
            Some(b'{') => Self::Object,
            _ => Self::Number(text.into()),
        })
    }

    /// What it is, for a sentence.
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Self::Absent => "nothing",
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }

    /// A text, or a number as its literal text; null, `""` and absent are none.
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// A flag: true and false, also as texts or as 1 and 0.
    fn flag(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            _ => match self.text()? {
                "true" | "True" | "1" => Some(true),
                "false" | "False" | "0" => Some(false),
                _ => None,
            },
        }
    }

    /// A count, as a number or a text; a negative one says that it is unknown.
    fn count(&self) -> Result<Option<u64>, ()> {
        let Some(text) = self.text() else {
            return if matches!(self, Self::Absent | Self::Null | Self::Text(_)) {
                Ok(None)
            } else {
                Err(())
            };
        };
        let text = text.trim();
        if text.starts_with('-') {
            return text.parse::<i64>().map(|_| None).map_err(drop);
        }
        text.strip_suffix(".0").unwrap_or(text).parse().map(Some).map_err(drop)
    }
}

/// Where the keys of an envelope are: pointers, in the order of [`Key`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pointers([Option<&'static str>; KEYS]);

impl Pointers {
    /// That of what identifies an item, within the item; read as the next
    /// position is, by its text.
    pub(crate) fn of_key(pointer: &'static str) -> Self {
        let mut at = [None; KEYS];
        at[Key::Next as usize] = Some(pointer);
        Self(at)
    }

    /// Those of an error alone.
    pub(crate) fn of_error(code: Option<&'static str>, message: &'static str) -> Self {
        let mut at = [None; KEYS];
        at[Key::Code as usize] = code;
        at[Key::Message as usize] = Some(message);
        Self(at)
    }

    pub(crate) fn of(paging: &Paging, errors: &ErrorKeys) -> Self {
        let mut at = [None; KEYS];
        at[Key::Next as usize] = paging.next.map(|Next::Body(pointer)| pointer);
        at[Key::More as usize] =
            paging.more.map(|(More::While(pointer) | More::Until(pointer))| pointer);
        at[Key::Number as usize] = paging.page.number;
        at[Key::Size as usize] = paging.page.size;
        at[Key::Pages as usize] = paging.page.pages;
        at[Key::Total as usize] = paging.page.total;
        at[Key::Previous as usize] = paging.page.previous;
        at[Key::First as usize] = paging.page.first;
        at[Key::Success as usize] = errors.success;
        at[Key::Code as usize] = errors.code;
        at[Key::Message as usize] = errors.message;
        Self(at)
    }

    /// The keys that are somewhere, with their index in an [`Envelope`].
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &'static str)> {
        self.0.iter().enumerate().filter_map(|(key, pointer)| Some((key, (*pointer)?)))
    }

    pub(crate) fn get(&self, key: Key) -> &'static str {
        self.0[key as usize].unwrap_or_default()
    }
}

/// What stood at the keys of a reply.
#[derive(Clone, Debug)]
pub(crate) struct Envelope {
    slots: [Slot; KEYS],
    pointers: Pointers,
}

impl Envelope {
    pub(crate) fn new(pointers: Pointers) -> Self {
        Self { slots: Default::default(), pointers }
    }

    pub(crate) fn slot(&self, key: Key) -> &Slot {
        &self.slots[key as usize]
    }

    /// Where the key is.
    pub(crate) fn pointer(&self, key: Key) -> &'static str {
        self.pointers.get(key)
    }

    /// Fills a key; whether it was empty.
    pub(crate) fn fill(&mut self, key: usize, slot: Slot) -> bool {
        let old = std::mem::replace(&mut self.slots[key], slot);
        old == Slot::Absent
    }

    pub(crate) fn text(&self, key: Key) -> Option<&str> {
        self.slot(key).text()
    }

    /// A flag, if the reply states it.
    pub(crate) fn flag(&self, key: Key) -> Result<Option<bool>, Error> {
        match (self.slot(key), self.slot(key).flag()) {
            (_, Some(flag)) => Ok(Some(flag)),
            (Slot::Absent | Slot::Null, None) => Ok(None),
            (_, None) => Err(self.wrong(key, "true or false")),
        }
    }

    /// A count that decides over the end of a walk.
    pub(crate) fn count(&self, key: Key) -> Result<Option<u64>, Error> {
        self.slot(key).count().map_err(|()| self.wrong(key, "a whole number"))
    }

    /// A number that is only shown: none where it is no number.
    pub(crate) fn shown(&self, key: Key) -> Option<u64> {
        self.slot(key).count().ok().flatten()
    }

    /// Whether any key that pages carry is there, apart from links and tokens.
    pub(crate) fn says_page(&self) -> bool {
        [Key::Number, Key::Size, Key::Pages, Key::Total]
            .into_iter()
            .any(|key| *self.slot(key) != Slot::Absent)
    }

    /// What the reply says of its own failure: none where it says `success`,
    /// or nothing.
    pub(crate) fn failure(&self) -> Result<Option<ApiError>, Error> {
        let failed = self.flag(Key::Success)? == Some(false);
        Ok(failed.then(|| self.api_error()))
    }

    pub(crate) fn api_error(&self) -> ApiError {
        let owned = |key| self.text(key).map(str::to_owned);
        ApiError { code: owned(Key::Code), message: owned(Key::Message) }
    }

    /// The error that this key holds what can't be one.
    pub(crate) fn wrong(&self, key: Key, expected: &str) -> Error {
        let pointer = self.pointer(key);
        let stood = match self.slot(key) {
            Slot::Text(_) | Slot::Number(_) => "what is none",
            slot => slot.describe(),
        };
        Error::new(
            ErrorKind::PagingKey,
            format!(
                "`{pointer}` should hold {expected}, and holds {stood}; correct the pointer if the API means something else there"
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(json: &str) -> Slot {
        Slot::read(serde_json::from_str(json).unwrap()).unwrap()
    }

    #[test]
    fn numbers_keep_their_literal_text() {
        assert_eq!(slot("12345678901234567890123"), Slot::Number("12345678901234567890123".into()));
        assert_eq!(slot(r#""aé""#), Slot::Text("aé".into()));
    }

    #[test]
    fn counts_are_taken_as_numbers_and_as_texts() {
        assert_eq!(slot("3").count(), Ok(Some(3)));
        assert_eq!(slot(r#""3""#).count(), Ok(Some(3)));
        assert_eq!(slot("3.0").count(), Ok(Some(3)));
        assert_eq!(slot("-1").count(), Ok(None));
        assert_eq!(slot(r#""""#).count(), Ok(None));
        assert_eq!(slot("null").count(), Ok(None));
        for odd in [r#""many""#, "3.5", "true", "[]", "{}", "1e400"] {
            assert_eq!(slot(odd).count(), Err(()), "{odd}");
        }
    }
}
