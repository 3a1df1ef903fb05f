//! HTTP basic credentials.

use crate::call::Call;

/// Whether the request carries the credentials of `user`. The name of the scheme may be written in
/// any case (RFC 9110, section 11.1).
pub(crate) fn accepts(call: &Call, user: &str, password: &str) -> bool {
    let expected = base64(format!("{user}:{password}").as_bytes());
    let given = call.authorization.as_deref().and_then(|header| header.split_once(' '));
    given.is_some_and(|(scheme, sent)| scheme.eq_ignore_ascii_case("basic") && sent == expected)
}

/// Writes bytes in the standard alphabet of RFC 4648, section 4, with padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let sextet = (bits >> (18 - 6 * at)) & 0x3f;
            let letter = ALPHABET[sextet as usize];
            text.push(if at > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn examples_of_the_rfc() {
        let encoded = ["", "f", "fo", "foo", "foob"].map(|text| base64(text.as_bytes()));
        assert_eq!(encoded, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }
}
