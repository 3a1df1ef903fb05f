//! Constant query parameters, as they are sent.

use super::List;
use std::fmt::Write as _;

impl List {
    /// The constant query parameters as they are sent; `None` without any.
    #[must_use]
    pub fn encoded_query(&self) -> Option<String> {
        encoded_pairs(&self.query)
    }
}

/// Names and values as they are sent; `None` without any.
pub(super) fn encoded_pairs(pairs: &[(String, String)]) -> Option<String> {
    let pairs = pairs.iter().map(|(name, value)| {
        let mut pair = encoded(name);
        pair.push('=');
        pair.push_str(&encoded(value));
        pair
    });
    let pairs: Vec<String> = pairs.collect();
    (!pairs.is_empty()).then(|| pairs.join("&"))
}

/// A text as a part of a query: all bytes but the unreserved ones of RFC 3986 are
/// percent-encoded.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            byte => {
                // Writing to a string can't fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
        encoded
    })
}
