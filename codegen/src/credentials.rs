//! Texts that are credentials by their shape, or by the word before them: what
//! shows a text of others leaves them out, and a spec holds none of them.

use std::borrow::Cow;
use std::ops::Range;

/// Words in the names of what carries a credential.
pub(crate) const WORDS: [&str; 11] = [
    "apikey",
    "auth",
    "authorization",
    "cookie",
    "credential",
    "credentials",
    "key",
    "password",
    "secret",
    "signature",
    "token",
];

/// What the keys of known vendors begin with.
const VENDORS: [&str; 16] = [
    "sk_live_",
    "sk_test_",
    "sk-live-",
    "sk-proj-",
    "rk_live_",
    "whsec_",
    "ghp_",
    "gho_",
    "ghs_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "shpat_",
    "npm_",
    "AKIA",
];

/// The fewest bytes of a vendor's key, without what it begins with.
const KEY: usize = 8;
/// The fewest bytes of a JSON Web Token.
const TOKEN: usize = 20;

/// Whether a name is like that of a credential; rather one too many.
pub(crate) fn is_name(name: &str) -> bool {
    let name: String = name.chars().filter(|c| !matches!(c, '_' | '-')).collect();
    let name = name.to_ascii_lowercase();
    let others = ["passwd", "pwd", "sessionid", "jwt", "bearer"];
    WORDS.iter().chain(&others).any(|word| name.contains(word))
}

/// Whether a text surely holds a credential, by the shape of it.
pub(crate) fn are_in(text: &str) -> bool {
    words(text).any(|word| word.keys().next().is_some())
}

/// Whether a URL holds one, or assigns a value to a name of one.
pub(crate) fn are_in_url(text: &str) -> bool {
    words(text).any(|word| !word.spans().is_empty())
}

/// A text with `…` in place of what may be a credential.
#[must_use]
pub fn hidden(text: &str) -> Cow<'_, str> {
    let (mut shown, mut end) = (String::new(), 0);
    for span in words(text).flat_map(|word| word.spans()) {
        shown.push_str(&text[end..span.start]);
        shown.push('…');
        end = span.end;
    }
    if end == 0 { Cow::Borrowed(text) } else { Cow::Owned(shown + &text[end..]) }
}

/// A word of a text, with the one before it.
struct Word<'t> {
    start: usize,
    text: &'t str,
    before: &'t str,
}

fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let parts = |c: char| c.is_whitespace() || "\"'`(),<>[]".contains(c);
    let (mut before, mut end) = ("", 0);
    text.split_inclusive(parts).filter_map(move |part| {
        let start = end;
        end += part.len();
        let text = part.trim_end_matches(parts);
        let word = Word { start, text, before };
        (!text.is_empty()).then(|| {
            before = text;
            word
        })
    })
}

impl Word<'_> {
    /// The credentials in it, in order.
    fn spans(&self) -> Vec<Range<usize>> {
        let mut spans: Vec<Range<usize>> = self.keys().collect();
        spans.extend(self.value());
        spans.extend(self.assigned());
        spans.sort_by_key(|span| span.start);
        let mut end = 0;
        spans.retain(|span| {
            let is_new = span.start >= end;
            end = end.max(span.end);
            is_new
        });
        spans.into_iter().map(|span| self.start + span.start..self.start + span.end).collect()
    }

    /// Those by their shape: user and password of a URL, the value of a scheme of
    /// HTTP, a JSON Web Token, the key of a vendor or of a bot.
    fn keys(&self) -> impl Iterator<Item = Range<usize>> {
        let keys = [self.user(), self.of_scheme(), self.token(), self.of_vendor(), self.of_bot()];
        keys.into_iter().flatten()
    }

    fn of_scheme(&self) -> Option<Range<usize>> {
        let is_scheme = ["bearer", "basic"].iter().any(|it| it.eq_ignore_ascii_case(self.before));
        (is_scheme && is_mixed(self.text)).then_some(0..self.text.len())
    }

    fn user(&self) -> Option<Range<usize>> {
        let scheme = self.text.find(':')?;
        let start = scheme + self.text[scheme..].find("://")? + 3;
        let rest = &self.text[start..];
        let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
        // A password may have a slash, and a port is digits.
        let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
        let is_user = authority.contains('@')
            || authority.rsplit_once(':').is_some_and(|(_, port)| !is_port(port));
        let end = if is_user { rest.rfind('@')? } else { return None };
        Some(start..start + end)
    }

    fn token(&self) -> Option<Range<usize>> {
        if self.text.len() < TOKEN {
            return None;
        }
        let start = self.begins("eyJ")?;
        let len = run(&self.text[start..], |c| is_of_key(c) || c == '.');
        let token = &self.text[start..start + len];
        (token.matches('.').count() >= 2 && len >= TOKEN).then_some(start..start + len)
    }

    fn of_vendor(&self) -> Option<Range<usize>> {
        // Few words of a text are searched for each vendor.
        let has_digit = self.text.bytes().any(|byte| byte.is_ascii_digit());
        if self.text.len() < KEY || !has_digit {
            return None;
        }
        VENDORS.iter().find_map(|vendor| {
            let start = self.begins(vendor)?;
            let key = start + vendor.len();
            let len = run(&self.text[key..], is_of_key);
            let has_digit = self.text[key..key + len].bytes().any(|byte| byte.is_ascii_digit());
            (len >= KEY && has_digit).then_some(start..key + len)
        })
    }

    /// Digits, a colon and a long key.
    fn of_bot(&self) -> Option<Range<usize>> {
        self.text.match_indices(':').find_map(|(colon, _)| {
            let digits = self.text[..colon].bytes().rev().take_while(u8::is_ascii_digit).count();
            let len = run(&self.text[colon + 1..], is_of_key);
            (digits >= 6 && len >= 20).then_some(colon - digits..colon + 1 + len)
        })
    }

    /// Where this begins, at the beginning of a word.
    fn begins(&self, with: &str) -> Option<usize> {
        let is_inside = |at: usize| self.text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        self.text.match_indices(with).map(|(at, _)| at).find(|at| !is_inside(*at))
    }

    /// What follows the name of a credential and a colon, or an option of `curl`.
    fn value(&self) -> Option<Range<usize>> {
        let name = self.before.strip_suffix(':').is_some_and(is_name);
        let user = ["-u", "--user"].contains(&self.before) && self.text.contains(':');
        (user || (name && is_mixed(self.text))).then_some(0..self.text.len())
    }

    /// The values of `password=…` and `password:…`.
    fn assigned(&self) -> impl Iterator<Item = Range<usize>> {
        self.text.match_indices(['=', ':']).filter_map(|(at, sign)| {
            let name = &self.text[..at];
            let before = name.trim_end_matches(is_of_key);
            let value = at + 1;
            let len = run(&self.text[value..], |c| !matches!(c, '&' | ';' | '#' | '/'));
            let written = &self.text[value..value + len];
            let is_value = if sign == "=" {
                written.starts_with(|c: char| c.is_alphanumeric())
            } else {
                is_mixed(written)
            };
            (is_name(&name[before.len()..]) && is_value).then_some(value..value + len)
        })
    }
}

/// Whether a text is long enough for a key, and no word.
fn is_mixed(text: &str) -> bool {
    let has = |fits: fn(&u8) -> bool| text.as_bytes().iter().any(fits);
    text.len() >= 8
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
}

fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

/// How many bytes at the beginning are of this kind.
fn run(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !fits(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N";

    #[test]
    fn credentials_in_a_text_are_hidden() {
        for (text, shown) in [
            ("curl -u admin:hunter2222 https://a.com/", "curl -u … https://a.com/"),
            ("at https://admin:hunter2222@a.com/x", "at https://…@a.com/x"),
            ("https://me:p/KSECRET@host/a", "https://…@host/a"),
            ("Authorization: Bearer hunter2222", "Authorization: Bearer …"),
            ("by sk_live_4eC39HqLyjWDarjt.", "by …."),
            ("password=hunter AKIAIOSFODNN7EXAMPLE", "password=… …"),
            ("https://a.com/;jsessionid=hunter/x", "https://a.com/;jsessionid=…/x"),
            ("/bot123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11/o", "/bot…/o"),
            ("https://u:pw12@a.com/?api_key=k&token=t", "https://…@a.com/?api_key=…&token=…"),
            ("password: hunter2222", "password: …"),
            ("api_key:hunter2222", "api_key:…"),
            ("/ü?é\u{200b}=1&\u{61c}:token=hunter", "/ü?é\u{200b}=1&\u{61c}:token=…"),
        ] {
            assert_eq!(hidden(text), shown);
        }
        assert_eq!(hidden(&format!("as {JWT}, say")), "as …, say");
    }

    #[test]
    fn words_about_credentials_are_shown() {
        for text in [
            "A bearer token, or basic authentication.",
            "token: the token of the next page",
            "page_token: string",
            "get: /users/{token}/keys:batchList",
            "https://api.example.com:8080/@me?page=2",
            "password={password}",
            "key: id",
            "2024-01-02T03:04:05Z",
        ] {
            assert_eq!(hidden(text), text);
        }
    }

    #[test]
    fn a_constant_is_one_only_by_its_shape() {
        for text in ["Bearer hunter2222", JWT, "sk_live_4eC39HqLyjWDarjt", "Basic bWU6cHc5OTk="] {
            assert!(are_in(text), "{text}");
        }
        for text in [
            "2024-06-01-preview",
            "application/vnd.github.v3+json",
            "sort_key=name",
            "0123456789abcdef",
        ] {
            assert!(!are_in(text), "{text}");
        }
    }
}
