//! A record, taken apart: the text of each field, as the server sent it.

use serde_core::de::{DeserializeSeed, Deserializer as _, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Some fields of a record, in the order of their names.
pub(super) struct Row<'r> {
    /// The first value of each.
    pub(super) values: Vec<Option<&'r RawValue>>,
    /// One that appears twice.
    pub(super) twice: Option<usize>,
}

/// The fields of these names; `None` if the record is not an object.
pub(super) fn split<'r>(record: &'r RawValue, names: &[String]) -> Option<Row<'r>> {
    serde_json::Deserializer::from_str(record.get()).deserialize_map(Split { names }).ok()
}

struct Split<'n> {
    names: &'n [String],
}

impl<'de> Visitor<'de> for Split<'_> {
    type Value = Row<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row<'de>, A::Error> {
        let names = self.names;
        let mut row = Row { values: vec![None; names.len()], twice: None };
        let mut expected = 0;
        while let Some(found) = map.next_key_seed(Find { names, expected })? {
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
        Ok(self.names.iter().position(|name| name == key))
    }
}
