//! The scanner gives a type what `serde_json` gives it, call by call.
//!
//! Types and documents are drawn by chance: `PAGESMITH_DOCUMENTS` says how many.

use super::RAW;
use crate::json::scanner::Scanner;
use fastrand::Rng;
use serde_core::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use std::fmt;

mod documents;

use documents::{Asks, mutated};

/// What a format gave, in words.
struct Given<'a>(&'a Asks);

impl<'de> DeserializeSeed<'de> for Given<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<String, D::Error> {
        match self.0 {
            Asks::Any => from.deserialize_any(self),
            Asks::Bool => from.deserialize_bool(self),
            Asks::Small => from.deserialize_u8(self),
            Asks::Signed => from.deserialize_i64(self),
            Asks::Unsigned => from.deserialize_u32(self),
            Asks::Huge => from.deserialize_i128(self),
            Asks::HugeUnsigned => from.deserialize_u128(self),
            Asks::Float => from.deserialize_f64(self),
            Asks::ShortFloat => from.deserialize_f32(self),
            Asks::Char => from.deserialize_char(self),
            Asks::Text => from.deserialize_string(self),
            Asks::Bytes => from.deserialize_byte_buf(self),
            Asks::Unit => from.deserialize_unit(self),
            Asks::Ignored => from.deserialize_ignored_any(self),
            Asks::Raw => from.deserialize_newtype_struct(RAW, self),
            Asks::Optional(_) => from.deserialize_option(self),
            Asks::Newtype(_) => from.deserialize_newtype_struct("Newtype", self),
            Asks::List(_) => from.deserialize_seq(self),
            Asks::Pair(_) => from.deserialize_tuple(2, self),
            Asks::Map(_) => from.deserialize_map(self),
            Asks::Struct(_) => from.deserialize_struct("Struct", &[], self),
            Asks::Enum(_) => from.deserialize_enum("Enum", &[], self),
            Asks::Forgiving(inner) => {
                Ok(Given(inner).deserialize(from).unwrap_or_else(|_| "forgiven".to_owned()))
            }
            Asks::Quoting(inner) => {
                Ok(Given(inner).deserialize(from).unwrap_or_else(|error| error.to_string()))
            }
        }
    }
}

impl<'de> Visitor<'de> for Given<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what was asked for")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<String, E> {
        Ok(format!("bool {value}"))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<String, E> {
        match self.0 {
            Asks::Small if value > 255 => Err(E::custom("too large")),
            _ => Ok(format!("u64 {value}")),
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<String, E> {
        Ok(format!("i64 {value}"))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<String, E> {
        Ok(format!("u128 {value}"))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<String, E> {
        Ok(format!("i128 {value}"))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<String, E> {
        Ok(format!("f64 {:x}", value.to_bits()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<String, E> {
        match self.0 {
            Asks::Char if value.chars().count() != 1 => Err(E::custom("no character")),
            _ => Ok(format!("str {value:?}")),
        }
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<String, E> {
        Ok(format!("borrowed {}", self.visit_str(value)?))
    }

    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<String, E> {
        Ok(format!("bytes {value:?}"))
    }

    fn visit_borrowed_bytes<E: Error>(self, value: &'de [u8]) -> Result<String, E> {
        Ok(format!("borrowed {value:?}"))
    }

    fn visit_unit<E: Error>(self) -> Result<String, E> {
        Ok("unit".to_owned())
    }

    fn visit_none<E: Error>(self) -> Result<String, E> {
        Ok("none".to_owned())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<String, D::Error> {
        let Asks::Optional(inner) = self.0 else { return Err(D::Error::custom("some")) };
        Ok(format!("some {}", Given(inner).deserialize(from)?))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<String, D::Error> {
        let Asks::Newtype(inner) = self.0 else { return Err(D::Error::custom("newtype")) };
        Ok(format!("newtype {}", Given(inner).deserialize(from)?))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<String, A::Error> {
        let mut given = vec!["seq".to_owned()];
        match self.0 {
            Asks::Pair(two) => {
                for asks in &**two {
                    let value = seq.next_element_seed(Given(asks))?;
                    given.push(value.ok_or_else(|| A::Error::custom("too few"))?);
                }
            }
            Asks::Struct(fields) => {
                for (_, asks) in fields {
                    let value = seq.next_element_seed(Given(asks))?;
                    given.push(value.ok_or_else(|| A::Error::custom("too few"))?);
                }
            }
            Asks::List(inner) => {
                while let Some(value) = seq.next_element_seed(Given(inner))? {
                    given.push(value);
                }
            }
            _ => {
                while let Some(value) = seq.next_element_seed(Given(&Asks::Any))? {
                    given.push(value);
                }
            }
        }
        given.push(format!("{:?}", seq.size_hint()));
        Ok(format!("{given:?}"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<String, A::Error> {
        let mut given = vec!["map".to_owned()];
        let (key, value) = match self.0 {
            Asks::Map(two) => (&two[0], &two[1]),
            _ => (&Asks::Text, &Asks::Any),
        };
        while let Some(key) = map.next_key_seed(Given(key))? {
            let asks = match self.0 {
                Asks::Struct(fields) => {
                    if given.contains(&key) {
                        return Err(A::Error::custom("duplicate field"));
                    }
                    let known = |name: &str| key.ends_with(&format!("str {name:?}"));
                    fields
                        .iter()
                        .find(|(name, _)| known(name))
                        .map_or(&Asks::Ignored, |field| &field.1)
                }
                _ => value,
            };
            given.push(key);
            given.push(map.next_value_seed(Given(asks))?);
        }
        Ok(format!("{given:?}"))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, from: A) -> Result<String, A::Error> {
        let Asks::Enum(inner) = self.0 else { return Err(A::Error::custom("enum")) };
        let (name, variant) = from.variant_seed(Given(&Asks::Text))?;
        let value = match &**inner {
            Asks::Unit => variant.unit_variant().map(|()| "unit".to_owned())?,
            Asks::Pair(_) => variant.tuple_variant(2, Given(inner))?,
            Asks::Struct(_) => variant.struct_variant(&[], Given(inner))?,
            inner => variant.newtype_variant_seed(Given(inner))?,
        };
        Ok(format!("enum {name} {value}"))
    }
}

/// Whether the scanner takes a document; `serde_json` then gives the same.
fn is_taken(asks: &Asks, document: &str) -> bool {
    let mut json = Scanner::new(document);
    let ours = json.sure(|json| Given(asks).deserialize(json), |given| given);
    let mut theirs = serde_json::Deserializer::from_str(document);
    let given = Given(asks).deserialize(&mut theirs);
    let is_taken = ours.is_some();
    if let Some(ours) = ours {
        assert_eq!(Some(ours), given.ok(), "{asks:?} of {document}");
        let length = theirs.into_iter::<IgnoredAny>().byte_offset();
        assert_eq!(json.at(), length, "{asks:?} of {document}");
    }
    is_taken
}

#[test]
fn types_of_any_shape_are_given_what_serde_json_gives() {
    let documents =
        std::env::var("PAGESMITH_DOCUMENTS").map_or(20_000, |count| count.parse().unwrap());
    let (mut taken, mut accepted) = (0, 0);
    for seed in 0..documents {
        let mut rng = Rng::with_seed(seed);
        let asks = Asks::random(&mut rng, 3);
        let mut document = String::new();
        asks.document(&mut rng, &mut document);
        accepted += u64::from(
            Given(&asks).deserialize(&mut serde_json::Deserializer::from_str(&document)).is_ok(),
        );
        taken += u64::from(is_taken(&asks, &document));
        is_taken(&asks, &mutated(&mut rng, &document));
    }
    assert!(accepted > documents / 3, "{accepted}");
    assert!(taken > accepted / 2, "{taken} of {accepted}");
}
