//! The JSON body of a request: the list gives its initial value, and a walk sets values
//! in it by pointer. Digits and the order of fields do not change.

use crate::json::lexer::check_depth;
use serde_core::Deserialize;
use serde_core::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// A JSON value in which fields of objects can be set.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    Object(Vec<(String, Self)>),
    Value(Box<RawValue>),
}

/// Why a value can't be set at a pointer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SetError {
    /// The pointer is not a JSON Pointer.
    NotAPointer,
    /// The pointer passes through a value that is not an object.
    NotAnObject,
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
    /// created; a pointer can't lead into an array.
    pub(crate) fn set(&mut self, pointer: &str, value: Self) -> Result<(), SetError> {
        if pointer.is_empty() {
            *self = value;
            return Ok(());
        }
        let tokens = pointer.strip_prefix('/').ok_or(SetError::NotAPointer)?;
        let mut at = self;
        for token in tokens.split('/') {
            let key = token.replace("~1", "/").replace("~0", "~");
            at = at.entry(key).ok_or(SetError::NotAnObject)?;
        }
        *at = value;
        Ok(())
    }

    /// The value at this key of an object; null is inserted if the key is missing.
    fn entry(&mut self, key: String) -> Option<&mut Self> {
        if matches!(self, Self::Value(value) if value.get() == "null") {
            *self = Self::empty();
        }
        let Self::Object(entries) = self else { return None };
        let known = entries.iter().position(|(known, _)| *known == key);
        let index = known.unwrap_or(entries.len());
        if known.is_none() {
            entries.push((key, Self::Value(RawValue::NULL.to_owned())));
        }
        entries.get_mut(index).map(|(_, value)| value)
    }

    /// The text that is sent.
    pub(crate) fn to_json(&self) -> String {
        let mut json = String::new();
        self.write(&mut json);
        json
    }

    fn write(&self, json: &mut String) {
        let entries = match self {
            Self::Value(value) => return json.push_str(value.get()),
            Self::Object(entries) => entries,
        };
        json.push('{');
        for (index, (key, value)) in entries.iter().enumerate() {
            if index > 0 {
                json.push(',');
            }
            json.push_str(&quoted(key));
            json.push(':');
            value.write(json);
        }
        json.push('}');
    }
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
    fn a_pointer_leads_only_through_objects() {
        assert_eq!(set("[1]", "/0", "2"), Err(SetError::NotAnObject));
        assert_eq!(set(r#"{"a":"text"}"#, "/a/b", "2"), Err(SetError::NotAnObject));
        assert_eq!(set("{}", "a", "2"), Err(SetError::NotAPointer));
    }
}
