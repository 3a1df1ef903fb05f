//! The text of a value: what `serde_json::value::RawValue` asks for.

use crate::json::scanner::{Doubt, Scanner};
use serde_core::de::value::BorrowedStrDeserializer;
use serde_core::de::{DeserializeSeed, MapAccess, Visitor};

/// The name by which `serde_json` is asked for the text of a value.
pub(crate) const RAW: &str = "$serde_json::private::RawValue";

impl<'t> Scanner<'t> {
    /// The text of the value that comes.
    pub(super) fn visit_raw<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, Doubt> {
        self.peek();
        let (rest, begin) = (self.rest(), self.at());
        let read =
            self.skip().and_then(|()| visitor.visit_map(Raw(Some(&rest[..self.at() - begin]))));
        self.checked(read)
    }
}

/// The text of a value, as `serde_json` gives it.
struct Raw<'t>(Option<&'t str>);

impl<'t> MapAccess<'t> for Raw<'t> {
    type Error = Doubt;

    fn next_key_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Doubt> {
        match self.0 {
            Some(_) => seed.deserialize(BorrowedStrDeserializer::new(RAW)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, Doubt> {
        let text = self.0.take().ok_or(Doubt)?;
        seed.deserialize(BorrowedStrDeserializer::new(text))
    }
}
