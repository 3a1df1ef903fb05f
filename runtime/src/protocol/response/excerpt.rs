//! What a server said, for an error: on one line, short, and without what may
//! be a secret.

use crate::protocol::response::envelope::Slot;
use crate::secret::Secret;
use serde_json::value::RawValue;

/// How much of a text is shown, in characters.
const SHOWN: usize = 200;
/// How many keys of an object are shown.
const KEYS: usize = 12;

/// What must not be shown: the credentials of the request and its page token.
#[derive(Default)]
pub(in crate::protocol) struct Mask(Vec<String>);

impl Mask {
    pub(in crate::protocol) fn new(credentials: &[Secret], token: Option<&str>) -> Self {
        let texts = credentials.iter().map(Secret::expose).chain(token);
        // A shorter one would blot out ordinary words.
        Self(texts.filter(|text| text.len() >= 4).map(str::to_owned).collect())
    }

    /// A sentence of the server.
    pub(in crate::protocol) fn said(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.0 {
            text = text.replace(secret, "[redacted]");
        }
        let mut shown = String::new();
        let mut run = String::new();
        for c in text.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }) {
            if c.is_ascii_alphanumeric() || "-_+/=%.~".contains(c) {
                run.push(c);
            } else {
                shown.push_str(masked(&run));
                run.clear();
                shown.push(c);
            }
        }
        shown.push_str(masked(&run));
        if text.chars().nth(SHOWN).is_some() {
            shown.push_str(" …");
        }
        shown
    }

    /// The beginning of a body: of an object its keys and the types of their
    /// values, of anything else the text.
    pub(in crate::protocol) fn excerpt(&self, body: &[u8]) -> String {
        let text = std::str::from_utf8(body).unwrap_or_default();
        if let Ok(object) = serde_json::from_str::<Pairs<'_>>(text) {
            let keys = object.0.iter().take(KEYS).map(|(key, value)| {
                let slot = Slot::read(value).unwrap_or_default();
                format!("{}: {}", self.said(key), slot.describe())
            });
            let more = if object.0.len() > KEYS { ", …" } else { "" };
            return format!("is an object of {{{}{more}}}", keys.collect::<Vec<_>>().join(", "));
        }
        let begins = String::from_utf8_lossy(&body[..body.len().min(8 * SHOWN)]);
        format!("begins with `{}`", self.said(&begins))
    }
}

/// A run that could be a token, a key or a signature: 12 and more of the
/// characters that they are made of, one of them a digit.
fn masked(run: &str) -> &str {
    let could_be_secret = run.len() >= 12 && run.bytes().any(|byte| byte.is_ascii_digit());
    if could_be_secret { "[redacted]" } else { run }
}

/// The entries of an object, in order.
struct Pairs<'t>(Vec<(String, &'t RawValue)>);

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
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        from.deserialize_map(Entries)
    }
}

#[cfg(test)]
mod tests {
    use super::Mask;

    #[test]
    fn what_may_be_a_secret_is_left_out() {
        let mask = Mask::new(&["opensesame".into()], Some("tok1"));
        assert_eq!(
            mask.said("no 'opensesame' for\ncursor tok1, nor YjMmVjZzImY5QWfi"),
            "no '[redacted]' for cursor [redacted], nor [redacted]"
        );
        assert_eq!(
            mask.excerpt(br#"{"message": "your PIN is 4821", "rows": [], "tok1": null}"#),
            "is an object of {message: a string, rows: an array, [redacted]: null}"
        );
        assert_eq!(
            mask.excerpt(b"<html>\n<title>Busy</title>"),
            "begins with `<html> <title>Busy</title>`"
        );
        assert!(mask.excerpt(&[b'a'; 300]).ends_with("aaa …`"));
        assert!(mask.excerpt(&[0xff, 0xfe]).contains('\u{fffd}'));
    }
}
