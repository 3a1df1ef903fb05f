//! Texts without all that only spells them: their letters and digits, in which a
//! secret is recognised that is written in no spelling that can be hidden by itself.

use super::decode::{Escape, Written, character, hex, html, json, percent};

/// The escapes that mark their own end, and gaps in a word.
const ESCAPES: [Escape; 6] = [percent, json, html, backslash, full_width, gap];

/// Those that end with the last digit as it was written: decoded digits are not theirs.
const OPEN: [Escape; 2] = [octal, number];

/// The letters and digits of a text, in order.
pub(super) fn letters(text: &[u8]) -> String {
    String::from_utf8_lossy(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A text with its escapes decoded until none is left, and without tags.
///
/// It is written from its end: what follows an escape is decoded by then, so that
/// each is read once, however deep they are nested.
pub(super) fn decoded(text: &[u8]) -> Vec<u8> {
    let mut out = text.to_vec();
    let mut start = out.len();
    // How many bytes are as they were written.
    let mut raw = 0;
    for byte in text.iter().rev() {
        start -= 1;
        raw += 1;
        out[start] = *byte;
        while let Some((length, (bytes, count))) = escape(&out[start..], raw) {
            start += length - count;
            raw = 0;
            out[start..start + count].copy_from_slice(&bytes[..count]);
        }
    }
    out.split_off(start)
}

/// An escape that a text begins with, of which so much is as it was written: each is
/// longer than its decoded form.
fn escape(text: &[u8], raw: usize) -> Option<(usize, Written)> {
    let may_be = matches!(text.first(), Some(b'%' | b'\\' | b'&' | b'<' | 0xef));
    if !may_be {
        return None;
    }
    let closed = ESCAPES.iter().find_map(|escape| escape(text));
    closed.or_else(|| OPEN.iter().find_map(|escape| escape(&text[..raw])))
}

/// `\x41`, `\u{41}`, `\U00000041`
fn backslash(text: &[u8]) -> Option<(usize, Written)> {
    let [b'\\', kind, ref rest @ ..] = *text else { return None };
    match kind {
        b'u' | b'x' if rest.first() == Some(&b'{') => {
            let digits = run(&rest[1..], 8, u8::is_ascii_hexdigit);
            let is_closed = rest.get(1 + digits.len()) == Some(&b'}');
            let code = hex(digits).filter(|_| is_closed)?;
            Some((digits.len() + 4, character(code)?))
        }
        b'x' => Some((4, byte(hex(rest.get(..2)?)?)?)),
        b'U' => Some((10, character(hex(rest.get(..8)?)?)?)),
        _ => None,
    }
}

/// `\101`
fn octal(text: &[u8]) -> Option<(usize, Written)> {
    let mut digits = run(text.strip_prefix(b"\\")?, 3, |byte| matches!(byte, b'0'..=b'7'));
    // A NUL before a digit, but for what could be a digit itself.
    if let [b'0', ref others @ ..] = *digits
        && !matches!(others, [b'6' | b'7', _])
    {
        digits = &digits[..1];
    }
    let code = digits.iter().fold(0, |code, digit| code * 8 + u32::from(digit - b'0'));
    Some((1 + digits.len(), byte(code)?)).filter(|_| !digits.is_empty())
}

/// A byte of a character, which is written byte by byte.
fn byte(code: u32) -> Option<Written> {
    Some(([u8::try_from(code).ok()?, 0, 0, 0], 1))
}

/// `&#65` and `&#x41`, which nothing ends.
fn number(text: &[u8]) -> Option<(usize, Written)> {
    let (begin, digits) = match text {
        [b'&', b'#', b'x' | b'X', digits @ ..] => (3, run(digits, 6, u8::is_ascii_hexdigit)),
        [b'&', b'#', digits @ ..] => (2, run(digits, 7, u8::is_ascii_digit)),
        _ => return None,
    };
    let code = match begin {
        3 => hex(digits)?,
        _ => std::str::from_utf8(digits).ok()?.parse().ok()?,
    };
    Some((begin + digits.len(), character(code)?))
}

/// A character of U+FF01 to U+FF5E, which is one of ASCII that is wider.
fn full_width(text: &[u8]) -> Option<(usize, Written)> {
    let c = std::str::from_utf8(text.get(..3)?).ok()?.chars().next()?;
    Some((
        3,
        character(u32::from(c).checked_sub(0xfee0).filter(|code| (0x21..0x7f).contains(code))?)?,
    ))
}

/// A tag, or a character that HTML knows by a name: none of them is a letter of
/// ASCII.
fn gap(text: &[u8]) -> Option<(usize, Written)> {
    const LONGEST_NAME: usize = 31;
    let nothing = ([0; 4], 0);
    match text {
        [b'<', b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!' | b'?', rest @ ..] => {
            // No farther than the next tag, so that each byte is looked at once.
            let end = rest.iter().position(|byte| matches!(byte, b'<' | b'>'))?;
            (rest[end] == b'>').then_some((end + 3, nothing))
        }
        [b'&', rest @ ..] => {
            let name = run(rest, LONGEST_NAME, u8::is_ascii_alphanumeric);
            let is_name = !name.is_empty() && rest.get(name.len()) == Some(&b';');
            is_name.then_some((name.len() + 2, nothing))
        }
        _ => None,
    }
}

/// The bytes of a kind that a text begins with, at most so many.
fn run(text: &[u8], most: usize, is_one: impl Fn(&u8) -> bool) -> &[u8] {
    let count = text.iter().take(most).take_while(|byte| is_one(byte)).count();
    &text[..count]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        letters(&decoded(text.as_bytes()))
    }

    #[test]
    fn each_escape_is_read_and_each_gap_left_out() {
        for text in [
            "Zq7é",
            r"\x5a\x71\x37\xc3\xa9",
            r"\132\161\67\303\251",
            r"\u{5a}\x{71}\U00000037\u00e9",
            "&#90&#113&#x37&#xe9",
            "&#90;&#113;&#x37;é",
            "%5A%71%37%c3%a9",
            "Ｚｑ７é",
            "&#xFF3A;%EF%BD%91\\uff17é",
            "Z<b class='x'>q</b>&shy;7\u{ad}\u{200b}\0\n \"é",
            "%2525255A%26%2339%3B%26#x71;&amp;#55;\\\\u00e9",
            "%<b>5</b>A&lt;i&gt;q7é",
        ] {
            assert_eq!(read(text), "Zq7é", "{text}");
        }
        // Digits behind an escape are not of it once they are decoded.
        assert_eq!(read(r"\61\62\63&#49&#50&#x33&#x34"), "1231234");
        assert_eq!(read(r"Z\0q\07\08\062"), "Zq782");
        assert_eq!(read(r"a < b && c > d, \q, %zz, &#; &x"), "abcdqzzx");
    }

    #[test]
    fn nested_escapes_take_a_time_in_proportion_to_their_length() {
        let deep = format!("%{}41", "25".repeat(1 << 20));
        assert_eq!(read(&deep), "A");
        let open = "<a".repeat(1 << 20);
        assert_eq!(read(&open).len(), 1 << 20);
    }
}
