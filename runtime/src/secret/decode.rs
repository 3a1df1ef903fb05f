//! Decodes escapes, and keeps the place of each byte: a secret is searched in the
//! decoded text, and hidden in the original.

use std::ops::Range;

/// Decoded bytes, each with its place in the original.
pub(super) struct Decoded {
    pub(super) bytes: Vec<u8>,
    /// The place of each byte, and the end of the last one.
    places: Vec<usize>,
}

/// A kind of escape.
pub(super) type Escape = fn(&[u8]) -> Option<(usize, Written)>;

/// The bytes of an escape: at most one character.
pub(super) type Written = ([u8; 4], usize);

/// The escapes of JSON (RFC 8259, 7), of HTML, and of URLs (RFC 3986, 2.1).
pub(super) const ESCAPES: [Escape; 3] = [percent, json, html];

impl Decoded {
    /// A text without decoding.
    pub(super) fn plain(text: &[u8]) -> Self {
        Self { bytes: text.to_vec(), places: (0..=text.len()).collect() }
    }

    /// Decodes these escapes; `None` if the text has none.
    pub(super) fn decode(&self, escape: Escape) -> Option<Self> {
        let mut out: Option<Self> = None;
        let mut at = 0;
        while at < self.bytes.len() {
            let rest = &self.bytes[at..];
            let may_be = matches!(rest[0], b'%' | b'\\' | b'&');
            if let Some((length, (bytes, count))) = may_be.then(|| escape(rest)).flatten() {
                let out = out.get_or_insert_with(|| self.up_to(at));
                out.bytes.extend_from_slice(&bytes[..count]);
                out.places.extend(std::iter::repeat_n(self.places[at], count));
                at += length;
            } else {
                if let Some(out) = &mut out {
                    out.bytes.push(rest[0]);
                    out.places.push(self.places[at]);
                }
                at += 1;
            }
        }
        if let (Some(out), Some(end)) = (&mut out, self.places.last()) {
            out.places.push(*end);
        }
        out
    }

    fn up_to(&self, at: usize) -> Self {
        Self { bytes: self.bytes[..at].to_vec(), places: self.places[..at].to_vec() }
    }

    /// The place of these bytes in the original.
    pub(super) fn place(&self, range: Range<usize>) -> Range<usize> {
        let start = self.places[range.start];
        // Bytes of one escape share their place: it is hidden as a whole.
        let last = self.places[range.end.saturating_sub(1)];
        let end = self.places[range.end..].iter().find(|place| **place > last);
        start..end.copied().unwrap_or(last)
    }
}

/// `%41`
pub(super) fn percent(text: &[u8]) -> Option<(usize, Written)> {
    let [b'%', high, low, ..] = *text else { return None };
    let byte = u8::try_from(hex(&[high, low])?).ok()?;
    Some((3, ([byte, 0, 0, 0], 1)))
}

/// `\"`, `\u0041`, and a pair of surrogates.
pub(super) fn json(text: &[u8]) -> Option<(usize, Written)> {
    let [b'\\', kind, ..] = *text else { return None };
    let plain = match kind {
        b'"' | b'\\' | b'/' => kind,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => {
            let unit = hex(text.get(2..6)?)?;
            let low = text.get(6..12).filter(|pair| pair.starts_with(b"\\u"));
            let low = low.and_then(|pair| hex(&pair[2..]));
            return match (unit, low) {
                (0xd800..=0xdbff, Some(low @ 0xdc00..=0xdfff)) => {
                    let code = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                    Some((12, character(code)?))
                }
                _ => Some((6, character(unit)?)),
            };
        }
        _ => return None,
    };
    Some((2, ([plain, 0, 0, 0], 1)))
}

/// `&amp;`, `&#38;`, `&#x26;`
pub(super) fn html(text: &[u8]) -> Option<(usize, Written)> {
    const NAMED: [(&[u8], char); 9] = [
        (b"amp", '&'),
        (b"bsol", '\\'),
        (b"num", '#'),
        (b"percnt", '%'),
        (b"lt", '<'),
        (b"gt", '>'),
        (b"quot", '"'),
        (b"apos", '\''),
        (b"nbsp", '\u{a0}'),
    ];
    let end = text.iter().take(12).position(|byte| *byte == b';')?;
    let name = text.get(1..end).filter(|_| text[0] == b'&')?;
    let code = match *name {
        [b'#', b'x' | b'X', ref digits @ ..] => hex(digits)?,
        [b'#', ref digits @ ..] => std::str::from_utf8(digits).ok()?.parse().ok()?,
        _ => NAMED.iter().find(|(known, _)| *known == name)?.1.into(),
    };
    Some((end + 1, character(code)?))
}

pub(super) fn hex(digits: &[u8]) -> Option<u32> {
    let are_digits = !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit);
    u32::from_str_radix(std::str::from_utf8(digits).ok().filter(|_| are_digits)?, 16).ok()
}

pub(super) fn character(code: u32) -> Option<Written> {
    let mut bytes = [0; 4];
    let count = char::from_u32(code)?.encode_utf8(&mut bytes).len();
    Some((bytes, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str, escape: Escape) -> Option<String> {
        let decoded = Decoded::plain(text.as_bytes()).decode(escape)?;
        assert_eq!(decoded.places.len(), decoded.bytes.len() + 1);
        Some(String::from_utf8(decoded.bytes).unwrap())
    }

    #[test]
    fn each_kind_of_escape_is_decoded() {
        let [percent, json, html] = ESCAPES;
        assert_eq!(decoded("a%2Bb%2bc%zz%", percent).as_deref(), Some("a+b+c%zz%"));
        assert_eq!(decoded("a%C3%A9", percent).as_deref(), Some("aé"));
        assert_eq!(
            decoded(r#"\"\\\/\n\u00e9\uD83D\uDE00\x"#, json).as_deref(),
            Some("\"\\/\né😀\\x")
        );
        assert_eq!(decoded("&amp;&#38;&#x26;&lt;&odd;&", html).as_deref(), Some("&&&<&odd;&"));
        assert_eq!(decoded("nothing here", percent), None);
        assert_eq!(decoded("\\u12", json), None);
    }

    #[test]
    fn bytes_are_found_where_they_were_written() {
        let plain = Decoded::plain(b"x%C3%A9y");
        let decoded = plain.decode(percent).unwrap();
        assert_eq!(decoded.place(0..1), 0..1);
        assert_eq!(decoded.place(1..3), 1..7);
        assert_eq!(decoded.place(3..4), 7..8);
        let json = Decoded::plain(br"\u00e9!").decode(json).unwrap();
        // Half of a character has the place of its whole escape.
        assert_eq!(json.place(0..1), 0..6);
        assert_eq!(json.place(1..2), 0..6);
    }
}
