//! Deserializes the shapes for which serde has no attribute.
//!
//! All of them pass the map or list on unchanged, so that the path of an error
//! stays known; serde's own untagged enums lose it.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::ast::{Json, Map, Or, Origin, Pointers, Type, Word};

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Map<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Map<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Map<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Map(entries))
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Or<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrMap<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for TextOrMap<T> {
            type Value = Or<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a map")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Or<T>, E> {
                Ok(Or::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Or<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Or::Map)
            }
        }

        deserializer.deserialize_any(TextOrMap(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;

        impl<'de> Visitor<'de> for Written {
            type Value = Type;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string, a list with one type, or a map")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Type, E> {
                Ok(Type::Text(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Type, A::Error> {
                let elements = Vec::<Type>::deserialize(SeqAccessDeserializer::new(seq))?;
                match <[Type; 1]>::try_from(elements) {
                    Ok([element]) => Ok(Type::List(Box::new(element))),
                    Err(_) => Err(Error::custom("a list has one element type: `[string]`")),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Type, A::Error> {
                Map::deserialize(MapAccessDeserializer::new(map)).map(Type::Map)
            }
        }

        deserializer.deserialize_any(Written)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any JSON")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
                Ok(Json::Text(text.to_owned()))
            }

            fn visit_bool<E: Error>(self, flag: bool) -> Result<Json, E> {
                Ok(Json::Literal(flag.to_string()))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
                Ok(Json::Literal(number.to_string()))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
                Ok(Json::Literal(number.to_string()))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Json, E> {
                if number.is_finite() {
                    return Ok(Json::Literal(format!("{number:?}")));
                }
                Err(Error::custom("JSON has no number for this; write it in quotes"))
            }

            fn visit_unit<E: Error>(self) -> Result<Json, E> {
                Ok(Json::Literal("null".to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Json, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Json::List)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Json, A::Error> {
                Map::deserialize(MapAccessDeserializer::new(map)).map(Json::Map)
            }
        }

        deserializer.deserialize_any(Any)
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Scalar;

        impl Visitor<'_> for Scalar {
            type Value = Word;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string, a number or a boolean")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Word, E> {
                Ok(Word(text.to_owned()))
            }

            fn visit_bool<E: Error>(self, flag: bool) -> Result<Word, E> {
                Ok(Word(flag.to_string()))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Word, E> {
                Ok(Word(number.to_string()))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Word, E> {
                Ok(Word(number.to_string()))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Word, E> {
                Ok(Word(format!("{number:?}")))
            }
        }

        deserializer.deserialize_any(Scalar)
    }
}

impl<'de> Deserialize<'de> for Origin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordOrHosts;

        impl<'de> Visitor<'de> for WordOrHosts {
            type Value = Origin;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`same`, `rebase` or a list of hosts")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Origin, E> {
                Ok(Origin::Word(word.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Origin, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Origin::Hosts)
            }
        }

        deserializer.deserialize_any(WordOrHosts)
    }
}

impl<'de> Deserialize<'de> for Pointers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrSeveral;

        impl<'de> Visitor<'de> for OneOrSeveral {
            type Value = Pointers;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON Pointer or a list of them")
            }

            fn visit_str<E: Error>(self, pointer: &str) -> Result<Pointers, E> {
                Ok(Pointers::One(pointer.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Pointers, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Pointers::Several)
            }
        }

        deserializer.deserialize_any(OneOrSeveral)
    }
}
