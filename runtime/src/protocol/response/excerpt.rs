//! The beginning of a body, for an error: on one line, short, and without what
//! may be a secret.

use crate::protocol::response::envelope::Stated;
use crate::protocol::response::redact::Redactor;
use serde_core::de::IgnoredAny;
use serde_json::value::RawValue;

/// In how many bytes secrets are looked for: more than a header can hold.
const SEARCHED: usize = 1 << 16;

/// How many keys of an object are shown.
const KEYS: usize = 12;

impl Redactor<'_> {
    /// The beginning of a body: of an object its keys and the types of their
    /// values, of anything else the text.
    pub(in crate::protocol) fn excerpt(&self, body: &[u8]) -> String {
        let text = std::str::from_utf8(body).unwrap_or_default();
        if let Ok(object) = serde_json::from_str::<Pairs<'_>>(text) {
            let keys = object.begins.iter().map(|(key, value)| {
                let slot = Stated::read(value).unwrap_or_default();
                format!("{}: {}", self.redact(key), slot.describe())
            });
            let more = if object.goes_on { ", …" } else { "" };
            return format!("is an object of {{{}{more}}}", keys.collect::<Vec<_>>().join(", "));
        }
        // More than is shown, so that no secret is cut before it is hidden.
        let begins = String::from_utf8_lossy(&body[..body.len().min(SEARCHED)]);
        format!("begins with `{}`", self.redact(&begins))
    }
}

/// The first entries of an object, in order, and whether it has more.
struct Pairs<'t> {
    begins: Vec<(String, &'t RawValue)>,
    goes_on: bool,
}

impl<'de> serde_core::Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: serde_core::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Entries;

        impl<'de> serde_core::de::Visitor<'de> for Entries {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde_core::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Pairs { begins: Vec::new(), goes_on: false };
                while pairs.begins.len() < KEYS {
                    match map.next_entry()? {
                        Some(pair) => pairs.begins.push(pair),
                        None => return Ok(pairs),
                    }
                }
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
                    pairs.goes_on = true;
                }
                Ok(pairs)
            }
        }

        from.deserialize_map(Entries)
    }
}
