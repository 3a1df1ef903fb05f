//! What must not be shown of credentials: the value as it is sent, and each
//! secret in it.

use crate::secret::{Mask, Secret};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::HeaderValue;

/// Passwords shorter than this are a filling: the user is the key.
const PASSWORD: usize = 8;

/// Passwords that vendors' documentation gives where the user is the key.
const FILLINGS: [&str; 6] =
    ["api_token", "anything", "anystring", "password", "unspecified", "x-oauth-basic"];

/// What hides a header of credentials.
pub(super) fn of_header(value: &HeaderValue) -> Mask {
    let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
    let key = value.split_once(' ').map_or(value.as_str(), |(_, key)| key).trim().to_owned();
    let pair = BASE64_STANDARD.decode(&key).ok().and_then(|pair| String::from_utf8(pair).ok());
    let parts = pair.as_deref().and_then(|pair| pair.split_once(':'));
    let (user, password) = parts.unzip();
    let user = user.filter(|user| is_key(user, password.unwrap_or_default()));
    let secrets = [Some(key.as_str()), password, user, pair.as_deref(), Some(value.as_str())];
    Mask::of(secrets.into_iter().flatten().map(Secret::from))
}

/// Whether the user of basic auth is what proves who asks, as with Stripe: no
/// password is there, or one that anybody knows; or it looks like a key.
fn is_key(user: &str, password: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphabetic() || b"@. ".contains(&byte);
    password.len() < PASSWORD
        || FILLINGS.contains(&password.to_ascii_lowercase().as_str())
        || (user.len() >= 2 * PASSWORD && !user.bytes().all(is_word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hides(user: &str, password: &str, text: &str) -> bool {
        let pair = BASE64_STANDARD.encode(format!("{user}:{password}"));
        let mask = of_header(&HeaderValue::try_from(format!("Basic {pair}")).unwrap());
        mask.hide(text) != text
    }

    #[test]
    fn the_user_of_basic_auth_is_hidden_where_it_is_the_key() {
        for (user, password) in [
            ("sk_live", ""),
            ("sk_live", "x"),
            ("sk_live", "api_token"),
            ("sk_live_0123456789", "opensesame"),
        ] {
            assert!(hides(user, password, user), "{user}:{password}");
        }
        for user in ["ada", "ada.lovelace@example.com"] {
            assert!(!hides(user, "opensesame", user), "{user}");
        }
    }

    #[test]
    fn a_value_is_hidden_with_and_without_its_scheme() {
        for text in ["Bearer abcdef", "bearer abcdef", "abcdef"] {
            let mask = of_header(&HeaderValue::from_static("Bearer abcdef"));
            assert!(!mask.hide(text).contains("abcdef"), "{text}");
        }
    }
}
