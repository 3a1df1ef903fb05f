//! How a server may spell a secret that it was sent.

use base64::Engine as _;
use base64::prelude::{
    BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD,
};

use std::collections::HashSet;
use std::sync::LazyLock;

/// A secret that each spelling writes in another way.
pub(crate) const CANARY: &str = r#"cAn4ry "&<+/=\'~>?5ecret"#;

/// A spelling by its name.
pub(crate) type Spelling = (&'static str, fn(&str) -> String);

pub(crate) const SPELLINGS: [Spelling; 16] = [
    ("plain", str::to_owned),
    ("JSON", json),
    ("JSON by numbers", |text| numbers(text, |unit| format!("\\u{unit:04x}"))),
    ("JSON by numbers in capitals", |text| numbers(text, |unit| format!("\\u{unit:04X}"))),
    ("HTML", html),
    ("HTML by numbers", |text| numbers(text, |unit| format!("&#{unit};"))),
    ("HTML by hexadecimal numbers", |text| numbers(text, |unit| format!("&#x{unit:x};"))),
    ("a URL", percent),
    ("a URL in lower case", |text| lower(&percent(text))),
    ("a form", |text| url::form_urlencoded::byte_serialize(text.as_bytes()).collect()),
    ("a URL in a URL", |text| percent(&percent(text))),
    ("base64", |text| BASE64_STANDARD.encode(text)),
    ("base64 without padding", |text| BASE64_STANDARD_NO_PAD.encode(text)),
    ("base64 for URLs", |text| BASE64_URL_SAFE.encode(text)),
    ("base64 for URLs without padding", |text| BASE64_URL_SAFE_NO_PAD.encode(text)),
    ("basic", |text| BASE64_STANDARD.encode(format!("user:{text}"))),
];

/// Spellings that no honest server uses: a text with one of them is shown nowhere.
pub(crate) const ODD: [Spelling; 18] = [
    ("C", |text| bytes(text, |byte| format!("\\x{byte:02x}"))),
    ("octal", |text| bytes(text, |byte| format!("\\{byte:o}"))),
    ("Rust", |text| bytes(text, |byte| format!("\\u{{{byte:X}}}"))),
    ("HTML by numbers that nothing ends", |text| numbers(text, |unit| format!("&#{unit}"))),
    ("full width", full_width),
    ("full width in a URL", |text| percent(&full_width(text))),
    ("capitals", |text| text.to_uppercase()),
    ("capitals in C", |text| bytes(&text.to_uppercase(), |byte| format!("\\x{byte:X}"))),
    ("NUL between", |text| between(text, "\\0")),
    ("lines between", |text| between(text, "\\n")),
    ("nothing between, of no width", |text| between(text, "\u{200b}")),
    ("soft hyphens between", |text| between(text, "\u{ad}")),
    ("soft hyphens by name between", |text| between(text, "&shy;")),
    ("tags between", |text| between(text, "<b>")),
    ("quotes between", |text| between(text, "'")),
    ("spaces between", |text| between(text, " ")),
    ("hexadecimal", |text| bytes(text, |byte| format!("{byte:02x}"))),
    ("base64 in lines", |text| between(&BASE64_STANDARD.encode(text), "\\r\\n")),
];

fn bytes(text: &str, spell: impl Fn(u8) -> String) -> String {
    text.bytes().map(spell).collect()
}

fn full_width(text: &str) -> String {
    let wide = |c: char| char::from_u32(u32::from(c) + 0xfee0).filter(|_| c != ' ').unwrap_or(c);
    text.chars().map(wide).collect()
}

fn between(text: &str, gap: &str) -> String {
    text.chars().flat_map(|c| [c.to_string(), gap.to_owned()]).collect()
}

fn json(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap();
    quoted[1..quoted.len() - 1].to_owned()
}

fn numbers(text: &str, number: impl Fn(u16) -> String) -> String {
    text.encode_utf16().map(number).collect()
}

fn html(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

pub(crate) fn percent(text: &str) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn lower(text: &str) -> String {
    let mut parts = text.split('%');
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| text + "%" + &part[..2].to_ascii_lowercase() + &part[2..])
}

/// How many characters of a spelling are taken for the secret.
const LONG: usize = 10;

/// Each part of that length of each spelling.
static PARTS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let spelt: Vec<String> = SPELLINGS.iter().chain(&ODD).map(|(_, spell)| spell(CANARY)).collect();
    spelt.iter().flat_map(|spelt| parts(spelt)).map(str::to_owned).collect()
});

fn parts(text: &str) -> Vec<&str> {
    let starts = text.char_indices().map(|(at, _)| at);
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]).skip(LONG);
    starts.zip(ends).map(|(start, end)| &text[start..end]).collect()
}

/// The part of the secret that a text contains, in any spelling.
pub(crate) fn leak(shown: &str) -> Option<&str> {
    let word = ["cAn4ry", "5ecret"].into_iter().find(|word| shown.contains(word));
    word.or_else(|| parts(shown).into_iter().find(|part| PARTS.contains(*part)))
}
