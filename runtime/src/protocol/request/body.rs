//! The JSON body of a request: the list gives its initial value, and a walk sets values
//! in it by pointer. Digits and the order of fields do not change.

use crate::json::lexer::check_depth;
use serde_core::Deserialize;
use serde_core::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::{fmt, mem};

/// A JSON value in which fields of objects and elements of arrays can be set.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    Object(Vec<(String, Self)>),
    /// An array in which something was set; any other is a value.
    Array(Vec<Self>),
    Value(Box<RawValue>),
}

/// Why a value can't be set at a pointer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SetError {
    /// The pointer is not a JSON Pointer.
    NotAPointer,
    /// The pointer passes through a value that is neither an object nor an array.
    NoEntries,
    /// The pointer leads to an element of an array that is beyond the one after its last:
    /// the array, and how many elements it has.
    NoElement { array: String, elements: usize },
    /// The pointer leads to an index of something that is missing here, and may be an array
    /// or an object.
    Ambiguous(String),
}

impl Body {
    /// An empty object.
    pub(crate) fn empty() -> Self {
        Self::Object(Vec::new())
    }

    /// A value as the server or a spec wrote it.
    pub(crate) fn parse(text: &str) -> Result<Self, serde_json::Error> {
        check_depth(text)?;
        serde_json::from_str(text)
    }

    /// Sets the value at this JSON Pointer (RFC 6901). Missing objects on the way are
    /// created, and an array may grow by one element. An array is never created: an index
    /// may be the key of an object, too. Returns the value before, which is null if there was
    /// none.
    pub(crate) fn set(&mut self, pointer: &str, value: Self) -> Result<Self, SetError> {
        if pointer.is_empty() {
            return Ok(mem::replace(self, value));
        }
        let tokens = pointer.strip_prefix('/').ok_or(SetError::NotAPointer)?;
        let (mut at, mut read) = (self, 0);
        for token in tokens.split('/') {
            let key = token.replace("~1", "/").replace("~0", "~");
            let before = || pointer[..read].to_owned();
            at = at.entry(key).map_err(|error| match error {
                SetError::NoElement { elements, .. } => {
                    SetError::NoElement { array: before(), elements }
                }
                SetError::Ambiguous(_) => SetError::Ambiguous(before()),
                other => other,
            })?;
            read += 1 + token.len();
        }
        Ok(mem::replace(at, value))
    }

    /// The value at this key of an object or this index of an array; null is inserted if
    /// it is missing.
    fn entry(&mut self, key: String) -> Result<&mut Self, SetError> {
        self.open(&key)?;
        match self {
            Self::Value(_) => Err(SetError::NoEntries),
            Self::Array(elements) => {
                let index = index(&key).filter(|index| *index <= elements.len());
                let (array, known) = (String::new(), elements.len());
                let index = index.ok_or(SetError::NoElement { array, elements: known })?;
                if index == elements.len() {
                    elements.push(Self::null());
                }
                elements.get_mut(index).ok_or(SetError::NoEntries)
            }
            Self::Object(entries) => {
                let known = entries.iter().position(|(known, _)| *known == key);
                let index = known.unwrap_or(entries.len());
                if known.is_none() {
                    entries.push((key, Self::null()));
                }
                entries.get_mut(index).map(|(_, value)| value).ok_or(SetError::NoEntries)
            }
        }
    }

    /// Takes an array apart, and makes an object of null, unless the key may be an index.
    fn open(&mut self, key: &str) -> Result<(), SetError> {
        let Self::Value(value) = self else { return Ok(()) };
        match value.get() {
            "null" if index(key).is_some() => return Err(SetError::Ambiguous(String::new())),
            "null" => *self = Self::empty(),
            text if text.starts_with('[') => {
                if let Ok(elements) = serde_json::from_str(text) {
                    *self = Self::Array(elements);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn null() -> Self {
        Self::Value(RawValue::NULL.to_owned())
    }

    /// Whether it is null.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Value(value) if value.get() == "null")
    }

    /// The text that is sent.
    pub(crate) fn to_json(&self) -> String {
        let mut json = String::new();
        self.write(&mut json);
        json
    }

    fn write(&self, json: &mut String) {
        match self {
            Self::Value(value) => json.push_str(value.get()),
            Self::Object(entries) => list(json, ('{', '}'), entries, |json, (key, value)| {
                json.push_str(&quoted(key));
                json.push(':');
                value.write(json);
            }),
            Self::Array(elements) => {
                list(json, ('[', ']'), elements, |json, element| element.write(json));
            }
        }
    }
}

/// The index that a token of a pointer is (RFC 6901, 4): digits without a leading zero.
fn index(token: &str) -> Option<usize> {
    let is_plain = token == "0" || !token.starts_with(['0', '+']);
    token.parse().ok().filter(|_| is_plain)
}

/// Writes entries with commas between them.
fn list<T>(
    json: &mut String,
    (open, close): (char, char),
    entries: &[T],
    write: impl Fn(&mut String, &T),
) {
    json.push(open);
    for (index, entry) in entries.iter().enumerate() {
        if index > 0 {
            json.push(',');
        }
        write(json, entry);
    }
    json.push(close);
}

/// A string as JSON.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        let raw = <&'de RawValue>::deserialize(json)?;
        if !raw.get().starts_with('{') {
            return Ok(Self::Value(raw.to_owned()));
        }
        let mut json = serde_json::Deserializer::from_str(raw.get());
        json.deserialize_map(Entries).map_err(D::Error::custom)
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Body;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Body, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Body::Object(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(body: &str, pointer: &str, value: &str) -> Result<String, SetError> {
        let mut body = Body::parse(body).unwrap();
        body.set(pointer, Body::parse(value).unwrap())?;
        Ok(body.to_json())
    }

    #[test]
    fn a_value_is_set_where_the_pointer_leads() {
        let cases = [
            ("{}", "/a", "1", r#"{"a":1}"#),
            (r#"{"b":[1.50, 2],"a":0}"#, "/a", "\"x\"", r#"{"b":[1.50, 2],"a":"x"}"#),
            ("{}", "/a/b~1c/d", "{}", r#"{"a":{"b/c":{"d":{}}}}"#),
            (
                r#"{"a":null}"#,
                "/a/b",
                "12345678901234567890123",
                r#"{"a":{"b":12345678901234567890123}}"#,
            ),
            ("{\"q\u{e9}\\n\":1}", "/a", "null", "{\"q\u{e9}\\n\":1,\"a\":null}"),
            ("{}", "", "[1]", "[1]"),
        ];
        for (body, pointer, value, expected) in cases {
            assert_eq!(set(body, pointer, value).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn a_value_is_limited_to_the_depth_that_serde_json_reads() {
        let nested = |deep: usize| format!("{}1{}", "{\"a\":".repeat(deep), "}".repeat(deep));
        assert!(Body::parse(&nested(127)).is_ok());
        for deep in [128, 100_000] {
            assert!(Body::parse(&nested(deep)).unwrap_err().to_string().contains("recursion"));
        }
    }

    #[test]
    fn a_pointer_leads_through_objects_and_arrays() {
        let params = r#"{"id": 1, "params":["a", [1.50, 2]]}"#;
        for (pointer, expected) in [
            ("/params/0", r#"{"id":1,"params":[7,[1.50, 2]]}"#),
            ("/params/1/2", r#"{"id":1,"params":["a",[1.50,2,7]]}"#),
            ("/params/2", r#"{"id":1,"params":["a",[1.50, 2],7]}"#),
            ("/params/2/before", r#"{"id":1,"params":["a",[1.50, 2],{"before":7}]}"#),
        ] {
            assert_eq!(set(params, pointer, "7").as_deref(), Ok(expected), "{pointer}");
        }
        for beyond in ["/params/3", "/params/-", "/params/01", "/params/+1", "/params/x"] {
            let error = SetError::NoElement { array: "/params".to_owned(), elements: 2 };
            assert_eq!(set(params, beyond, "7"), Err(error), "{beyond}");
        }
        let inner = SetError::NoElement { array: "/params/1".to_owned(), elements: 2 };
        assert_eq!(set(params, "/params/1/3", "7"), Err(inner));
        assert_eq!(set(r#"{"a":"text"}"#, "/a/b", "2"), Err(SetError::NoEntries));
        assert_eq!(set("{}", "a", "2"), Err(SetError::NotAPointer));
    }

    #[test]
    fn an_index_makes_neither_an_array_nor_an_object() {
        for (body, pointer, at) in [
            ("{}", "/params/0", "/params"),
            ("{}", "/params/1/before", "/params"),
            (r#"{"params":null}"#, "/params/0", "/params"),
            (r#"{"params":["a"]}"#, "/params/1/0", "/params/1"),
            ("null", "/0", ""),
        ] {
            let error = SetError::Ambiguous(at.to_owned());
            assert_eq!(set(body, pointer, "7"), Err(error), "{body} {pointer}");
        }
        for (body, pointer, expected) in [
            (r#"{"params":[]}"#, "/params/0", r#"{"params":[7]}"#),
            (r#"{"params":{}}"#, "/params/0", r#"{"params":{"0":7}}"#),
            ("{}", "/0", r#"{"0":7}"#),
            ("{}", "/a/01", r#"{"a":{"01":7}}"#),
            ("{}", "/a/x0", r#"{"a":{"x0":7}}"#),
        ] {
            assert_eq!(set(body, pointer, "7").as_deref(), Ok(expected), "{body} {pointer}");
        }
    }
}
