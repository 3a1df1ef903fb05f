//! A value of a reply, as far as a walk reads it.

use crate::paging::Text;
use crate::protocol::response::envelope::ReplyKey;
use serde_json::value::RawValue;

/// The longest text of a way to the next page, or of a count, which are kept.
const LONGEST: usize = 1 << 20;

/// What stood at a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stated {
    #[default]
    Absent,
    Null,
    Bool(bool),
    /// A number, as its literal text.
    Number(Box<str>),
    Text(Box<str>),
    /// An array, as it is written.
    Array(Box<str>),
    /// An object, as it is written.
    Object(Box<str>),
    /// More bytes than a way to the next page or a count takes.
    TooLong,
    /// What can't be read: a header that breaks its grammar.
    Unreadable,
    /// A header that comes several times, and not always with the same value.
    Ambiguous,
    /// What was found in place of a value, in words.
    Faulty(&'static str),
}

impl Stated {
    /// What stood at the key of this index.
    pub(crate) fn read_at(key: usize, raw: &RawValue) -> Result<Self, serde_json::Error> {
        if raw.get().len() > LONGEST && !ReplyKey::is_of_error(key) {
            return Ok(Self::TooLong);
        }
        Self::read(raw)
    }

    pub(crate) fn read(raw: &RawValue) -> Result<Self, serde_json::Error> {
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'"') => Self::Text(serde_json::from_str(text)?),
            Some(b'[') => Self::Array(text.into()),
            Some(b'{') => Self::Object(text.into()),
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
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
            Self::TooLong => "more than 1 MiB",
            Self::Unreadable => "an unreadable value",
            Self::Ambiguous => "two different values",
            Self::Faulty(found) => found,
        }
    }

    /// A text, or a number as its literal text; `None` for null, `""` and a missing key.
    pub(in crate::protocol) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// A flag: true and false, also as texts or as 1 and 0.
    pub(in crate::protocol) fn flag(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            _ => match self.text()? {
                "true" | "True" | "1" => Some(true),
                "false" | "False" | "0" => Some(false),
                _ => None,
            },
        }
    }

    /// Whether it is one of these values, as a text: `"0"` is `"0"` and 0.
    pub(in crate::protocol) fn is_one_of(&self, values: &[Text]) -> bool {
        let text = match self {
            Self::Bool(flag) => {
                if *flag {
                    "true"
                } else {
                    "false"
                }
            }
            Self::Text(text) | Self::Number(text) => text,
            _ => return false,
        };
        values.iter().any(|value| *value == text)
    }

    /// Whether there is anything but null, `false`, 0, `""`, `[]` and `{}`.
    pub(in crate::protocol) fn is_something(&self) -> bool {
        match self {
            Self::Absent | Self::Null => false,
            Self::Bool(flag) => *flag,
            Self::Number(text) => text.parse() != Ok(0.0),
            Self::Text(text) => !matches!(&**text, "" | "0" | "false"),
            Self::Array(json) | Self::Object(json) => {
                json.get(1..json.len() - 1).is_some_and(|inside| !inside.trim().is_empty())
            }
            Self::TooLong | Self::Unreadable | Self::Ambiguous | Self::Faulty(_) => true,
        }
    }

    /// Whether an API's own code is one of a failure: zero, 2xx and words of
    /// success are not.
    pub(in crate::protocol) fn is_failure_code(&self) -> bool {
        match self {
            Self::Absent
            | Self::Null
            | Self::Bool(_)
            | Self::Unreadable
            | Self::Ambiguous
            | Self::Faulty(_) => false,
            Self::Array(json) => **json != *"[]",
            Self::Object(json) => **json != *"{}",
            Self::TooLong => true,
            Self::Number(_) | Self::Text(_) => self.is_failure_word(),
        }
    }

    /// Whether a text or a number can name a failure: one that says that nothing
    /// failed, or that nothing was found, does not.
    pub(crate) fn is_failure_word(&self) -> bool {
        let Some(text) = self.text() else { return false };
        let is_zero = text.bytes().all(|byte| byte == b'0');
        let is_2xx = text.len() == 3 && text.starts_with('2') && text.parse::<u16>().is_ok();
        let word = text.trim().to_ascii_lowercase();
        let is_good = matches!(&*word, "ok" | "none" | "no" | "false" | "null" | "")
            || word.contains("success")
            || ["no ", "0 "].iter().any(|nothing| word.starts_with(nothing));
        !(is_zero || is_2xx || is_good)
    }

    /// A count, as a number or a text; a negative one says that it is unknown.
    pub(in crate::protocol) fn count(&self) -> Result<Option<u64>, ()> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(json: &str) -> Stated {
        Stated::read(serde_json::from_str(json).unwrap()).unwrap()
    }

    #[test]
    fn numbers_keep_their_literal_text() {
        assert_eq!(
            slot("12345678901234567890123"),
            Stated::Number("12345678901234567890123".into())
        );
        assert_eq!(slot(r#""aé""#), Stated::Text("aé".into()));
    }

    #[test]
    fn a_value_is_one_of_others_by_its_text() {
        let values = ["0", "OK", "true"].map(Text::Borrowed);
        for same in ["0", r#""0""#, r#""OK""#, "true", r#""true""#] {
            assert!(slot(same).is_one_of(&values), "{same}");
        }
        for other in ["1", r#""ok""#, "false", "null", "[0]", r#""""#, "0.0"] {
            assert!(!slot(other).is_one_of(&values), "{other}");
        }
    }

    #[test]
    fn nothing_differs_from_something() {
        for nothing in ["null", "false", "0", "0.0", r#""""#, r#""0""#, "[]", "{}", "[ ]", "{\n}"] {
            assert!(!slot(nothing).is_something(), "{nothing}");
        }
        for something in ["true", "1", r#""x""#, "[0]", r#"{"a":null}"#] {
            assert!(slot(something).is_something(), "{something}");
        }
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
