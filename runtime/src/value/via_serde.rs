//! Values that are read as their own `Deserialize` says.

use super::kind::Kind;
use super::read::{ReadError, Token};
use super::slot::{Shape, Value};
use crate::json::deserializer::read_whole;
use crate::json::error::JsonError;
use crate::json::lexer::check_depth;
use serde_core::de::{DeserializeOwned, Deserializer, Visitor};

/// A value of a type that is not ours.
#[derive(Debug)]
pub struct ViaSerde<T>(pub T);

impl<T: DeserializeOwned> Value for ViaSerde<T> {
    const SHAPE: Shape = Shape::Literal;
    const EMPTY_IS_VALUE: bool = true;
    const KIND: Kind = Kind::Own(|token| Self::take(token).map(drop));

    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        let json = |text| {
            let read = check_depth(text).and_then(|()| read_whole(text));
            read.map_err(|error| ReadError::Message(Box::new(JsonError::of(text, &error))))
        };
        match token {
            Token::Missing(key) => T::deserialize(Absent(key)),
            Token::Null => json("null"),
            Token::Literal(literal) => json(literal),
            token => Err(token.refused("JSON")),
        }
        .map(Self)
    }
}

/// Deserialises a missing value, if its type allows that.
struct Absent<'k>(&'k str);

impl<'de> Deserializer<'de> for Absent<'_> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, ReadError> {
        Err(ReadError::missing(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_none()
    }

    serde_core::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
