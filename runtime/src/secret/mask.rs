//! Hides secrets in foreign texts, in any spelling.

use super::Secret;
use super::decode::{Decoded, ESCAPES};
use super::fold;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

/// The replacement for a secret.
pub(crate) const HIDDEN: &str = "[redacted]";

/// What replaces a text that holds a secret in a spelling that is not
/// searched for.
pub(crate) const WITHHELD: &str = "text withheld because it contains a credential";

/// A secret of fewer letters and digits may be in those of a text by chance.
const LETTERS: usize = 6;

/// A shorter secret in other letters may be a word.
const IN_ANY_CASE: usize = 8;

/// A shorter secret is only hidden if it is a whole word: within a word it is a coincidence.
pub(crate) const WORD: usize = 4;

/// How often a text may be escaped: JSON in a URL in JSON.
const DEPTH: usize = 3;

/// Hides the secrets of a client wherever a server echoes them: plain, with the escapes
/// of JSON, HTML or URLs, and in base64, alone or within a longer text.
pub(crate) struct Mask {
    secrets: Vec<Secret>,
    /// The search patterns, sorted by their first byte.
    patterns: Vec<Pattern>,
    /// How many patterns begin with a smaller byte.
    before: [usize; 257],
    /// Their letters, once they are needed.
    readings: OnceLock<Vec<Reading>>,
}

/// A spelling of a secret, apart from escapes.
struct Pattern {
    text: Secret,
    /// The length of the secret.
    length: usize,
    /// Whether it is a part of base64 that is the same whatever surrounds the secret.
    is_core: bool,
}

impl Mask {
    /// A mask for these secrets; empty ones are ignored.
    pub(crate) fn of(texts: impl IntoIterator<Item = Secret>) -> Self {
        let mut secrets: Vec<Secret> = Vec::new();
        for text in texts {
            if !text.expose().is_empty() && !secrets.contains(&text) {
                secrets.push(text);
            }
        }
        let mut patterns: Vec<Pattern> = secrets.iter().flat_map(patterns).collect();
        patterns.sort_by_key(Pattern::first);
        let mut before = [0; 257];
        for (byte, count) in (0_u8..=255).zip(&mut before[1..]) {
            *count = patterns.partition_point(|pattern| pattern.first() <= byte);
        }
        Self { secrets, patterns, before, readings: OnceLock::new() }
    }

    /// The secrets.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.secrets.iter()
    }

    /// The ranges of secrets of at least this many bytes, in order and without overlaps.
    pub(crate) fn find(&self, text: &[u8], least: usize) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if !self.secrets.is_empty() {
            self.search(&Decoded::plain(text), least, DEPTH, &mut found);
        }
        found.sort_unstable_by_key(|range| (range.start, range.end));
        found.dedup_by(|next, before| {
            let overlaps = next.start < before.end;
            if overlaps {
                before.end = before.end.max(next.end);
            }
            overlaps
        });
        found
    }

    fn search(&self, text: &Decoded, least: usize, depth: usize, found: &mut Vec<Range<usize>>) {
        for (at, byte) in text.bytes.iter().enumerate() {
            let first = usize::from(*byte);
            let patterns = &self.patterns[self.before[first]..self.before[first + 1]];
            let found_here = patterns.iter().filter(|pattern| pattern.length >= least);
            let found_here = found_here.filter_map(|pattern| pattern.at(&text.bytes, at));
            found.extend(found_here.map(|range| text.place(range)));
        }
        if depth > 0 {
            for decoded in ESCAPES.iter().filter_map(|escape| text.decode(*escape)) {
                self.search(&decoded, least, depth - 1, found);
            }
        }
    }

    /// A text that is shown without secrets: each is replaced where it can be, and
    /// else the whole text.
    pub(crate) fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let hidden = match self.replace(text) {
            Cow::Borrowed(text) => self.replace_in_any_case(text),
            Cow::Owned(text) => self.replace_in_any_case(&text).into_owned().into(),
        };
        if self.is_spelt_by(&hidden, LETTERS) { WITHHELD.to_owned().into() } else { hidden }
    }

    /// Whether the letters and digits of a text hold those of a secret, at least so
    /// many: as they are written, or with all escapes decoded.
    pub(crate) fn is_spelt_by(&self, text: &str, least: usize) -> bool {
        if self.secrets.is_empty() || text.len() < least {
            return false;
        }
        let secrets = self.readings.get_or_init(|| {
            let long = self.secrets.iter().filter(|secret| secret.expose().len() >= WORD);
            let hex: Vec<Secret> = long.map(hex).collect();
            let spelt = self.patterns.iter().map(|pattern| &pattern.text).chain(&hex);
            spelt.flat_map(|secret| readings(secret.expose())).collect()
        });
        let texts = readings(text);
        secrets.iter().zip((0..texts.len()).cycle()).any(|(secret, reading)| {
            let length = secret.letters.expose().chars().count();
            length >= least && texts[reading].holds(secret, length >= IN_ANY_CASE)
        })
    }

    /// Longer secrets replaced also in small letters and capitals, as the host of a
    /// URL has them.
    fn replace_in_any_case<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut hidden = Cow::Borrowed(text);
        for secret in self.secrets.iter().filter(|secret| secret.expose().len() >= IN_ANY_CASE) {
            let lower = hidden.to_ascii_lowercase();
            let secret = secret.expose().to_ascii_lowercase();
            let found: Vec<usize> = lower.match_indices(&secret).map(|(at, _)| at).collect();
            for at in found.into_iter().rev() {
                hidden.to_mut().replace_range(at..at + secret.len(), HIDDEN);
            }
        }
        hidden
    }

    /// The text with the secrets replaced that are in a usual spelling.
    pub(crate) fn replace<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.replace_bytes(text.as_bytes()) {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            Cow::Owned(hidden) => String::from_utf8_lossy(&hidden).into_owned().into(),
        }
    }

    /// The same in bytes of any kind.
    pub(crate) fn replace_bytes<'t>(&self, text: &'t [u8]) -> Cow<'t, [u8]> {
        let found = self.find(text, 0);
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        let (mut out, mut at) = (Vec::new(), 0);
        for range in found {
            out.extend_from_slice(&text[at..range.start]);
            out.extend_from_slice(HIDDEN.as_bytes());
            at = range.end;
        }
        out.extend_from_slice(&text[at..]);
        Cow::Owned(out)
    }
}

impl Pattern {
    fn first(&self) -> u8 {
        self.text.expose().as_bytes().first().copied().unwrap_or_default()
    }

    /// The range of the secret, if it begins here.
    fn at(&self, text: &[u8], start: usize) -> Option<Range<usize>> {
        let pattern = self.text.expose().as_bytes();
        let range = start..start + pattern.len();
        let is_inside = |at: Option<usize>| {
            at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric)
        };
        let is_there = text[start..].starts_with(pattern)
            && (self.length >= WORD
                || !(is_inside(start.checked_sub(1)) || is_inside(Some(range.end))));
        is_there.then(|| if self.is_core { with_edges(text, range) } else { range })
    }
}

/// The search patterns of a secret: its text, also form-encoded, and its base64.
fn patterns(secret: &Secret) -> Vec<Pattern> {
    let text = secret.expose();
    let form = text.contains(' ').then(|| text.replace(' ', "+").into());
    let plain = [Some(secret.clone()), form].into_iter().flatten().map(|text| (text, false));
    let base64 = base64(text.as_bytes()).into_iter().map(|core| (core, true));
    let pattern = |(text, is_core)| Pattern { text, length: secret.expose().len(), is_core };
    plain.chain(base64).map(pattern).collect()
}

/// The letters and digits of a text.
struct Reading {
    letters: Secret,
    lower: Secret,
}

/// A text as it is written, and with all escapes decoded.
fn readings(text: &str) -> [Reading; 2] {
    let text = text.as_bytes();
    [fold::letters(text), fold::letters(&fold::decoded(text))]
        .map(|letters| Reading { lower: letters.to_lowercase().into(), letters: letters.into() })
}

impl Reading {
    fn holds(&self, other: &Self, in_any_case: bool) -> bool {
        self.letters.expose().contains(other.letters.expose())
            || in_any_case && self.lower.expose().contains(other.lower.expose())
    }
}

/// The bytes of a secret as hexadecimal digits.
fn hex(secret: &Secret) -> Secret {
    let digits = |byte: u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16));
    secret.expose().bytes().flat_map(digits).flatten().collect::<String>().into()
}

/// Extends a match of base64 by the characters that hold a part of its ends, and by the padding.
fn with_edges(text: &[u8], core: Range<usize>) -> Range<usize> {
    let is_base64 = |at: usize| {
        let byte = text.get(at);
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte))
    };
    let is_padding = |at: usize| text.get(at) == Some(&b'=');
    let start = core.start - usize::from(core.start > 0 && is_base64(core.start - 1));
    let mut end = core.end + usize::from(is_base64(core.end));
    while is_padding(end) {
        end += 1;
    }
    start..end
}

/// The parts that base64 of any text with these bytes contains: in both alphabets, and
/// for each of the three alignments.
fn base64(secret: &[u8]) -> Vec<Secret> {
    let mut cores: Vec<String> = Vec::new();
    for alphabet in [&BASE64_STANDARD_NO_PAD, &BASE64_URL_SAFE_NO_PAD] {
        if secret.len() < WORD {
            // Only as a whole: a part would be too short.
            cores.push(alphabet.encode(secret));
            continue;
        }
        for before in 0..3 {
            let text = [&[0; 3][..before], secret].concat();
            let encoded = alphabet.encode(&text);
            // The characters whose six bits all belong to the secret.
            let (first, last) = ((before * 8).div_ceil(6), text.len() * 8 / 6);
            cores.push(encoded[first..last].to_owned());
        }
    }
    cores.sort_unstable();
    cores.dedup();
    cores.into_iter().map(Secret::from).collect()
}

impl fmt::Debug for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Mask").field(&self.secrets.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};

    fn hide(secret: &str, text: &str) -> String {
        Mask::of([secret.into()]).hide(text).into_owned()
    }

    /// A text with each byte percent-encoded, in this case.
    fn percent(text: &str, upper: bool) -> String {
        let byte = |byte: u8| if upper { format!("%{byte:02X}") } else { format!("%{byte:02x}") };
        text.bytes().map(byte).collect()
    }

    #[test]
    fn a_secret_is_hidden_in_each_spelling() {
        let secret = r#"k3y "&<\+/ é?>~"#;
        let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        let json = serde_json::to_string(secret).unwrap();
        let unit = |unit: u16| format!("\\u{unit:04X}");
        let units: String = secret.encode_utf16().map(unit).collect();
        let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let number = |c: char| format!("&#{};", u32::from(c));
        let numbers: String = secret.chars().map(number).collect();
        for spelt in [
            secret.to_owned(),
            percent(secret, true),
            percent(secret, false),
            form.clone(),
            form.to_lowercase(),
            json[1..json.len() - 1].to_owned(),
            units.clone(),
            units.to_lowercase(),
            html,
            numbers,
            percent(&form, true),
            BASE64_STANDARD.encode(secret),
            BASE64_STANDARD_NO_PAD.encode(secret),
            BASE64_URL_SAFE.encode(secret),
            BASE64_URL_SAFE_NO_PAD.encode(secret),
            percent(&BASE64_STANDARD.encode(secret), true),
        ] {
            let text = format!("before '{spelt}' behind");
            assert_eq!(hide(secret, &text), "before '[redacted]' behind", "{spelt}");
        }
    }

    #[test]
    fn base64_of_more_than_the_secret_shows_none_of_it() {
        let secret = "opensesame";
        for (before, behind) in [("user:", ""), ("u:", "!"), ("me:", "é"), ("", ":x")] {
            let pair = BASE64_STANDARD.encode(format!("{before}{secret}{behind}"));
            let shown = hide(secret, &format!("Basic {pair}"));
            assert!(shown.contains(HIDDEN), "{pair}: {shown}");
            let core = BASE64_STANDARD_NO_PAD.encode(secret);
            assert!(!shown.contains(&core[..4]), "{pair}: {shown}");
        }
    }

    #[test]
    fn a_long_secret_is_hidden_in_other_letters_too() {
        assert_eq!(
            hide("Zq7-kWx9", "at zq7-kwx9.test, ZQ7-KWX9"),
            "at [redacted].test, [redacted]"
        );
    }

    #[test]
    fn a_short_secret_is_hidden_where_it_is_a_word() {
        assert_eq!(
            hide("abc", "no abc, no abcd; key=abc&x=xabc YWJj"),
            "no [redacted], no abcd; key=[redacted]&x=xabc [redacted]"
        );
        assert_eq!(hide("p", "a page: 'p'"), "a page: '[redacted]'");
        assert_eq!(hide("", "nothing to hide"), "nothing to hide");
    }

    #[test]
    fn secrets_that_overlap_are_hidden_once() {
        let mask = Mask::of(["Bearer abcdef".into(), "abcdef".into(), "defghi".into()]);
        assert_eq!(mask.hide("<Bearer abcdefghi>"), "<[redacted]>");
    }

    #[test]
    fn a_text_is_withheld_that_holds_a_secret_in_another_spelling() {
        let secret = "Zq7-kWx9";
        for spelt in [
            r"\x5a\x71\x37-kWx9",
            "Zq7\0-kWx9",
            "Zq7<b>-k</b>Wx9",
            "Z q 7 - k W x 9",
            "['Zq7', 'kWx9']",
            "5A:71:37:2D:6B:57:78:39",
            &BASE64_STANDARD.encode(secret).replace('3', "3\r\n"),
        ] {
            let text = format!("no {spelt} here");
            assert_eq!(hide(secret, &text), WITHHELD, "{spelt}");
            assert_eq!(Mask::of([secret.into()]).replace(&text), text);
        }
        assert_eq!(hide(secret, "Zq7 and kWx9"), "Zq7 and kWx9");
        // A secret of a few letters is a part of many texts.
        assert_eq!(hide("other", "no thermometer"), "no thermometer");
        assert_eq!(hide("sesame", "Uses a Message, Sesa Me"), "Uses a Message, Sesa Me");
        assert_eq!(hide("sesame", "these same"), WITHHELD);
    }

    #[test]
    fn a_secret_that_is_what_hides_it_is_hidden_once() {
        assert_eq!(hide("redacted", "REDACTED!"), WITHHELD);
    }

    #[test]
    fn debug_shows_no_secret() {
        assert_eq!(format!("{:?}", Mask::of(["opensesame".into()])), "Mask(1)");
    }
}
