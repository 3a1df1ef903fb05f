//! The secrets within credentials: the value as sent, and each part that must not be shown.

use crate::secret::{Mask, Secret, WORD};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::HeaderValue;

/// Shorter passwords are placeholders: the user name is the key.
const MIN_PASSWORD: usize = 8;

/// Placeholder passwords in the documentation of APIs whose key is the user name.
const PLACEHOLDERS: [&str; 6] =
    ["api_token", "anything", "anystring", "password", "unspecified", "x-oauth-basic"];

/// A mask for the secrets in a header of credentials.
pub(super) fn of_header(value: &HeaderValue) -> Mask {
    let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
    let key = value.split_once(' ').map_or(value.as_str(), |(_, key)| key).trim().to_owned();
    let is_basic = value.get(..6).is_some_and(|begin| begin.eq_ignore_ascii_case("basic "));
    let pair = BASE64_STANDARD.decode(&key).ok().and_then(|pair| text(pair, is_basic));
    let parts = pair.as_deref().and_then(|pair| pair.split_once(':'));
    let (user, password) = parts.unzip();
    let user = user.filter(|user| is_key(user, password.unwrap_or_default()));
    let secrets = [Some(key.as_str()), password, user, pair.as_deref(), Some(value.as_str())];
    Mask::of(secrets.into_iter().flatten().chain(parameters(&value)).map(Secret::from))
}

/// The values of `name=value` in a header, as cookies and the parameters of
/// `Authorization` have them (RFC 6265, 4.2.1; RFC 9110, 11.4).
fn parameters(value: &str) -> impl Iterator<Item = &str> {
    let values = value.split([';', ',']).filter_map(|part| part.split_once('='));
    values.map(|(_, value)| value.trim().trim_matches('"')).filter(|value| value.len() >= WORD)
}

/// The text of a pair. That of basic auth may be Latin-1, if it was made elsewhere.
fn text(pair: Vec<u8>, is_basic: bool) -> Option<String> {
    match String::from_utf8(pair) {
        Ok(pair) => Some(pair),
        Err(pair) if is_basic => Some(pair.as_bytes().iter().copied().map(char::from).collect()),
        Err(_) => None,
    }
}

/// Whether the user name of basic auth is the key, as with Stripe: the password is
/// missing or a placeholder, or the user name looks like a key.
fn is_key(user: &str, password: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphabetic() || b"@. ".contains(&byte);
    password.chars().count() < MIN_PASSWORD
        || PLACEHOLDERS.contains(&password.to_ascii_lowercase().as_str())
        || (user.len() >= 2 * MIN_PASSWORD && !user.bytes().all(is_word))
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
    fn a_user_is_shown_beside_a_password_of_eight_letters_whichever_they_are() {
        let text = "bad alice.smith end";
        for password in ["pw space", "pässwört", "пароль12"] {
            assert!(!hides("alice.smith", password, text), "{password}");
            assert!(hides("alice.smith", password, &format!("bad {password}")), "{password}");
        }
        for placeholder in ["xyzw", "äöüß", "пароль"] {
            assert!(hides("alice.smith", placeholder, text), "{placeholder}");
        }
    }

    #[test]
    fn a_password_in_latin_1_is_hidden_too() {
        // As in a header that was made elsewhere (RFC 7617, section 2).
        let pair = BASE64_STANDARD.encode(b"alice.smith:p\xe4ssw\xf6rt");
        for scheme in ["Basic", "basic"] {
            let mask = of_header(&HeaderValue::try_from(format!("{scheme} {pair}")).unwrap());
            assert_eq!(mask.hide("bad pässwört of alice.smith"), "bad [redacted] of alice.smith");
        }
        let bearer = of_header(&HeaderValue::try_from(format!("Bearer {pair}")).unwrap());
        assert_eq!(bearer.hide("bad pässwört"), "bad pässwört");
    }

    #[test]
    fn values_of_cookies_and_parameters_are_hidden() {
        for header in [
            "session=S3cretTok; b=Xyzabc12",
            r#"OAuth b="Xyzabc12", oauth_token="S3cretTok""#,
            "Digest b=Xyzabc12,response=S3cretTok",
        ] {
            let mask = of_header(&HeaderValue::from_static(header));
            assert_eq!(
                mask.hide("<S3cretTok> <Xyzabc12>"),
                "<[redacted]> <[redacted]>",
                "{header}"
            );
        }
        let short = of_header(&HeaderValue::from_static("a=1; theme=dark"));
        assert_eq!(short.hide("1 of dark matter"), "1 of [redacted] matter");
    }

    #[test]
    fn a_value_is_hidden_with_and_without_its_scheme() {
        for text in ["Bearer abcdef", "bearer abcdef", "abcdef"] {
            let mask = of_header(&HeaderValue::from_static("Bearer abcdef"));
            assert!(!mask.hide(text).contains("abcdef"), "{text}");
        }
    }
}
