//! A record, taken apart: the text of each field, as the server sent it.

use serde_core::de::{DeserializeSeed, Deserializer as _, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Some fields of a record, in the order of their names.
pub(crate) struct Row<'r> {
    /// The last value of each.
    pub(crate) values: Vec<Option<&'r RawValue>>,
    /// One that appears twice.
    pub(crate) twice: Option<usize>,
}

/// The fields of these names; `None` if the record is not an object.
pub(crate) fn split<'r>(record: &'r RawValue, names: &[String]) -> Option<Row<'r>> {
    split_with(record, names, &mut |_| ())
}

/// The same; `other` is called with the name of each other field.
pub(crate) fn split_with<'r>(
    record: &'r RawValue,
    names: &[String],
    other: &mut dyn FnMut(&str),
) -> Option<Row<'r>> {
    serde_json::Deserializer::from_str(record.get()).deserialize_map(Split { names, other }).ok()
}

struct Split<'n> {
    names: &'n [String],
    other: &'n mut dyn FnMut(&str),
}

impl<'de> Visitor<'de> for Split<'_> {
    type Value = Row<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row<'de>, A::Error> {
        let Split { names, other } = self;
        let mut row = Row { values: vec![None; names.len()], twice: None };
        let mut expected = 0;
        while let Some(found) = map.next_key_seed(Find { names, expected, other: &mut *other })? {
            let Some(found) = found else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = map.next_value::<&RawValue>()?;
            if row.values[found].replace(value).is_some() {
                row.twice = Some(found);
            }
            expected = found + 1;
        }
        Ok(row)
    }
}

/// Finds which of the names comes. Most servers write fields in the order of the
/// spec: the one behind the last is tried first.
struct Find<'n> {
    names: &'n [String],
    expected: usize,
    other: &'n mut dyn FnMut(&str),
}

impl<'de> DeserializeSeed<'de> for Find<'_> {
    type Value = Option<usize>;

    fn deserialize<D: serde_core::Deserializer<'de>>(
        self,
        from: D,
    ) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Find<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        if self.names.get(self.expected).is_some_and(|name| name == key) {
            return Ok(Some(self.expected));
        }
        let found = self.names.iter().position(|name| name == key);
        if found.is_none() {
            (self.other)(key);
        }
        Ok(found)
    }
}
