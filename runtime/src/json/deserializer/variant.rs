//! Enums: a string, or an object with one entry.

use super::map_key::MapKey;
use crate::json::scanner::{Doubt, Scanner};
use serde_core::de::{DeserializeSeed, Deserializer, EnumAccess, VariantAccess, Visitor};

/// A variant that is written as a string.
pub(super) struct UnitVariant<'s, 't>(pub(super) &'s mut Scanner<'t>);

impl<'t> EnumAccess<'t> for UnitVariant<'_, 't> {
    type Error = Doubt;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'t>>(self, seed: S) -> Result<(S::Value, Self), Doubt> {
        let variant = seed.deserialize(&mut *self.0)?;
        Ok((variant, self))
    }
}

impl<'t> VariantAccess<'t> for UnitVariant<'_, 't> {
    type Error = Doubt;

    fn unit_variant(self) -> Result<(), Doubt> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'t>>(self, _: S) -> Result<S::Value, Doubt> {
        self.0.doubt()
    }

    fn tuple_variant<V: Visitor<'t>>(self, _: usize, _: V) -> Result<V::Value, Doubt> {
        self.0.doubt()
    }

    fn struct_variant<V: Visitor<'t>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Doubt> {
        self.0.doubt()
    }
}

/// A variant that is the key of an object with one entry.
pub(super) struct Variant<'s, 't>(pub(super) &'s mut Scanner<'t>);

impl<'t> EnumAccess<'t> for Variant<'_, 't> {
    type Error = Doubt;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'t>>(self, seed: S) -> Result<(S::Value, Self), Doubt> {
        if self.0.peek() != Some(b'"') {
            return self.0.doubt();
        }
        let variant = seed.deserialize(MapKey(self.0))?;
        let colon = self.0.expect(b':');
        self.0.checked(colon)?;
        Ok((variant, self))
    }
}

impl<'t> VariantAccess<'t> for Variant<'_, 't> {
    type Error = Doubt;

    fn unit_variant(self) -> Result<(), Doubt> {
        self.0.visit_null(|| Ok(()))
    }

    fn newtype_variant_seed<S: DeserializeSeed<'t>>(self, seed: S) -> Result<S::Value, Doubt> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'t>>(self, _: usize, visitor: V) -> Result<V::Value, Doubt> {
        self.0.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'t>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Doubt> {
        self.0.deserialize_struct("", fields, visitor)
    }
}
