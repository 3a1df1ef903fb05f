//! Keys of objects as the types that they are read as.

use super::RAW;
use crate::json::number;
use crate::json::scanner::{Doubt, Scanner, Text};
use serde_core::de::{Deserializer, Visitor};
use serde_core::forward_to_deserialize_any;

/// The key of an entry: a string, which may hold a number or a boolean.
pub(super) struct MapKey<'s, 'de>(pub(super) &'s mut Scanner<'de>);

impl<'de> MapKey<'_, 'de> {
    fn visit_number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Doubt> {
        let read = match self.0.text() {
            Ok(Text::Plain(text)) => match number::plain(text.as_bytes()) {
                Some(value) => match u64::try_from(value) {
                    Ok(value) => visitor.visit_u64(value),
                    Err(_) => visitor.visit_i64(value),
                },
                None => Err(Doubt),
            },
            _ => Err(Doubt),
        };
        self.0.checked(read)
    }
}

macro_rules! keys {
    ($($method:ident)* => $visit:ident) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Doubt> {
                self.$visit(visitor)
            }
        )*
    };
}

impl<'de> Deserializer<'de> for MapKey<'_, 'de> {
    type Error = Doubt;

    keys! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_f32 deserialize_f64 => visit_number
    }

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Doubt> {
        self.0.visit_text(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Doubt> {
        let read = match self.0.text() {
            Ok(Text::Plain("true")) => visitor.visit_bool(true),
            Ok(Text::Plain("false")) => visitor.visit_bool(false),
            _ => Err(Doubt),
        };
        self.0.checked(read)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Doubt> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Doubt> {
        if name == RAW { self.0.visit_raw(visitor) } else { visitor.visit_newtype_struct(self) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Doubt> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_i128<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Doubt> {
        self.0.doubt()
    }

    fn deserialize_u128<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Doubt> {
        self.0.doubt()
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Doubt> {
        self.0.deserialize_bytes(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Doubt> {
        self.0.deserialize_bytes(visitor)
    }

    forward_to_deserialize_any! {
        char str string unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
