//! A value as JSON writes it, out of any format.

use crate::Json;
use serde_core::de::value::MapDeserializer;
use serde_core::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Reads a value as JSON: from JSON as it stands there, from another format as
/// JSON would write it.
pub(super) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Box<RawValue>, D::Error> {
    Box::<RawValue>::deserialize(Source(from))
}

/// A format that is asked for a raw value, which `serde_json` gives by a name
/// of its own, and others for what any newtype holds.
struct Source<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Source<D> {
    type Error = D::Error;

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, Answer { name, visitor })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    serde_core::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Answer<V> {
    name: &'static str,
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Answer<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(map)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<V::Value, D::Error> {
        let json = Json::deserialize(from)?.to_string();
        self.visitor.visit_map(MapDeserializer::new([(self.name, json)].into_iter()))
    }
}
