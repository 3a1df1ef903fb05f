//! Placeholders for secrets in stored texts, such as the links of a server. The secrets
//! are put back before a request.

use super::Secret;
use base64::Engine as _;
use base64::engine::GeneralPurpose;
use base64::prelude::{
    BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The prefix of each placeholder, in characters that URLs do not encode.
const BEGIN: &str = "~pagesmith.";

/// The spellings of a secret that are restored exactly.
const SPELLINGS: [fn(&str) -> String; 10] = [
    str::to_owned,
    |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string(),
    |text| lower_escapes(&utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()),
    |text| percent(text).to_string(),
    |text| lower_escapes(&percent(text).to_string()),
    |text| url::form_urlencoded::byte_serialize(text.as_bytes()).collect(),
    |text| BASE64_STANDARD.encode(text),
    |text| BASE64_STANDARD_NO_PAD.encode(text),
    |text| BASE64_URL_SAFE.encode(text),
    |text| BASE64_URL_SAFE_NO_PAD.encode(text),
];

/// Those of the spellings that are in base64, which may hold more than the text.
const IN_BASE64: [(usize, &GeneralPurpose); 4] = [
    (6, &BASE64_STANDARD),
    (7, &BASE64_STANDARD_NO_PAD),
    (8, &BASE64_URL_SAFE),
    (9, &BASE64_URL_SAFE_NO_PAD),
];

/// Secrets, each with a placeholder for each of its spellings.
pub(crate) struct Placeholders {
    /// The prefix of their placeholders.
    begin: String,
    /// How the name of a text in base64 begins that holds names itself.
    base64: String,
    all: Vec<(String, Secret)>,
}

/// A placeholder of this kind is unknown.
#[derive(Debug)]
pub(crate) struct Unknown;

/// Whether a text contains placeholders.
pub(crate) fn has_placeholders(text: &str) -> bool {
    text.contains(BEGIN)
}

impl Placeholders {
    /// Placeholders of this kind for these texts, numbered in order. Another set of
    /// texts of this kind needs another series.
    pub(crate) fn new<'s>(kind: &str, series: &str, texts: impl Iterator<Item = &'s str>) -> Self {
        let begin = format!("{BEGIN}{kind}.");
        let mut all: Vec<(String, Secret)> = Vec::new();
        for (index, text) in texts.enumerate() {
            for (spelling, spell) in SPELLINGS.iter().enumerate() {
                let name = format!("{begin}{series}.{index}.{spelling}~");
                all.push((name, spell(text).into()));
            }
        }
        let base64 = format!("{begin}{series}.base64.");
        Self { begin, base64, all }
    }

    /// Replaces texts of at least this many bytes by placeholders, the longest first.
    pub(crate) fn take_out(&self, text: &str, least: usize) -> String {
        let mut known: Vec<_> = self.all.iter().collect();
        known.sort_by_key(|(_, secret)| std::cmp::Reverse(secret.expose().len()));
        let known = known.into_iter().filter(|(_, secret)| secret.expose().len() >= least.max(1));
        known.fold(text.to_owned(), |text, (name, secret)| between(&text, secret.expose(), name))
    }

    /// The placeholder for exactly this text.
    pub(crate) fn name_of(&self, text: &str) -> Option<&str> {
        let is_it = |(_, secret): &&(String, Secret)| secret.expose() == text;
        self.all.iter().find(is_it).map(|(name, _)| name.as_str())
    }

    /// The name of a text in base64: what it holds, with names in place of the texts
    /// that this function takes out.
    pub(crate) fn name_of_base64(
        &self,
        encoded: &str,
        take_out: impl Fn(&str) -> Option<String>,
    ) -> Option<String> {
        IN_BASE64.iter().find_map(|(spelling, base64)| {
            let text = String::from_utf8(base64.decode(encoded).ok()?).ok()?;
            if SPELLINGS[*spelling](&text) != encoded || has_placeholders(&text) {
                return None;
            }
            let held = BASE64_URL_SAFE_NO_PAD.encode(take_out(&text)?);
            Some(format!("{}{spelling}.{held}~", self.base64))
        })
    }

    /// Puts the texts back.
    ///
    /// # Errors
    /// When the text has an unknown placeholder of this kind.
    pub(crate) fn put_back(&self, text: &str) -> Result<String, Unknown> {
        let (mut out, mut rest) = (String::new(), text);
        while let Some((before, name)) = rest.split_once(&self.base64) {
            let (name, behind) = name.split_once('~').ok_or(Unknown)?;
            out.push_str(&self.put_names_back(before)?);
            out.push_str(&self.base64_of(name)?);
            rest = behind;
        }
        Ok(out + &self.put_names_back(rest)?)
    }

    fn put_names_back(&self, text: &str) -> Result<String, Unknown> {
        let text = self.all.iter().fold(text.to_owned(), |text, (name, secret)| {
            if text.contains(name.as_str()) { text.replace(name, secret.expose()) } else { text }
        });
        if text.contains(&self.begin) { Err(Unknown) } else { Ok(text) }
    }

    /// The text in base64 that has this name, but for its beginning.
    fn base64_of(&self, name: &str) -> Result<String, Unknown> {
        let (spelling, held) = name.split_once('.').ok_or(Unknown)?;
        let known = |(index, _): &&(usize, _)| index.to_string() == spelling;
        let (spelling, _) = IN_BASE64.iter().find(known).ok_or(Unknown)?;
        let held = BASE64_URL_SAFE_NO_PAD.decode(held).map_err(|_| Unknown)?;
        let held = self.put_back(std::str::from_utf8(&held).map_err(|_| Unknown)?)?;
        Ok(SPELLINGS[*spelling](&held))
    }
}

/// Replaces a text, except within placeholders.
fn between(text: &str, secret: &str, name: &str) -> String {
    if !text.contains(secret) {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(BEGIN) {
        let end = rest[at + 1..].find('~').map_or(rest.len(), |end| at + 1 + end + 1);
        out.push_str(&rest[..at].replace(secret, name));
        out.push_str(&rest[at..end]);
        rest = &rest[end..];
    }
    out.push_str(&rest.replace(secret, name));
    out
}

fn percent(text: &str) -> percent_encoding::PercentEncode<'_> {
    const RESERVED: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, RESERVED)
}

fn lower_escapes(text: &str) -> String {
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut text, part| {
        let (digits, rest) = part.split_at(part.len().min(2));
        text.extend(["%", &digits.to_ascii_lowercase(), rest]);
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_put_back_in_its_spelling() {
        let names = Placeholders::new("credential", "0", ["EAAB/secret+1"].into_iter());
        for text in [
            "/p?t=EAAB/secret+1&x=1",
            "/p?t=EAAB%2Fsecret%2B1&x=1",
            "/p?t=EAAB%2fsecret%2b1&x=1",
            "/p/RUFBQi9zZWNyZXQrMQ==/q",
            "/p/RUFBQi9zZWNyZXQrMQ/EAAB/secret+1",
            "/p",
        ] {
            let kept = names.take_out(text, 8);
            assert!(!kept.contains("EAAB") && !kept.contains("RUFB"), "{kept}");
            assert_eq!(names.put_back(&kept).unwrap(), text);
        }
    }

    #[test]
    fn what_base64_holds_is_taken_out_of_it_and_put_back() {
        let names = Placeholders::new("credential", "0", ["opensesame"].into_iter());
        let take_out = |text: &str| Some(names.take_out(text, 8));
        let outer = BASE64_URL_SAFE.encode(BASE64_STANDARD_NO_PAD.encode("{key: opensesame}"));
        let name = names.name_of_base64(&outer, |inner| names.name_of_base64(inner, take_out));
        let kept = format!("a.{}.b.opensesame", name.unwrap());
        assert_eq!(names.put_back(&kept).unwrap(), format!("a.{outer}.b.opensesame"));
        let mark = BASE64_STANDARD.encode("~pagesmith.credential.0.0.0~ opensesame");
        assert_eq!(names.name_of_base64(&mark, take_out), None, "the server's own text");
        for bad in ["", "6", "5.YQ~", "6.%~", "6.YQ"] {
            assert!(names.put_back(&format!("~pagesmith.credential.0.base64.{bad}")).is_err());
        }
    }

    #[test]
    fn placeholders_are_left_alone_and_unknown_ones_are_errors() {
        let names = Placeholders::new("credential", "0", ["credential"].into_iter());
        let kept = names.take_out("credential-credential", 4);
        assert_eq!(kept, "~pagesmith.credential.0.0.0~-~pagesmith.credential.0.0.0~");
        assert_eq!(names.take_out(&kept, 4), kept);
        let others = Placeholders::new("credential", "0", [].into_iter());
        assert!(others.put_back(&kept).is_err() && others.put_back("/p").is_ok());
        assert!(Placeholders::new("path", "0", [].into_iter()).put_back(&kept).is_ok());
    }
}
