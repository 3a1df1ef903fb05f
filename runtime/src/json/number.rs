//! Numbers as JSON writes them (RFC 8259, 6).

/// The value of a whole number of up to 18 digits that is written in the one
/// way in which Rust writes it, too: it need not keep its text.
pub(crate) fn plain(text: &[u8]) -> Option<i64> {
    plain_at(text).filter(|(_, length)| *length == text.len()).map(|(value, _)| value)
}

/// The same of the number that a text begins with, and how many bytes it has.
#[inline]
pub(crate) fn plain_at(text: &[u8]) -> Option<(i64, usize)> {
    /// Any number of so many digits has less than 64 bits.
    const MOST: usize = 18;
    let is_negative = text.first() == Some(&b'-');
    let begin = usize::from(is_negative);
    let (mut value, mut at) = (0_i64, begin);
    while let Some(digit) = text.get(at).map(|byte| byte.wrapping_sub(b'0'))
        && digit < 10
    {
        if at - begin == MOST {
            return None;
        }
        value = value * 10 + i64::from(digit);
        at += 1;
    }
    let is_plain = match at - begin {
        0 => false,
        1 => value != 0 || !is_negative,
        _ => text[begin] != b'0',
    };
    let goes_on = matches!(text.get(at), Some(b'.' | b'e' | b'E'));
    (is_plain && !goes_on).then_some((if is_negative { -value } else { value }, at))
}

/// Whether JSON writes a number like this.
pub(crate) fn is_number(text: &[u8]) -> bool {
    end_of_number(text).is_some_and(<[u8]>::is_empty)
}

/// What follows the number that a text begins with.
fn end_of_number(text: &[u8]) -> Option<&[u8]> {
    let rest = match text.strip_prefix(b"-").unwrap_or(text) {
        [b'0', rest @ ..] => rest,
        whole => after_digits(whole)?,
    };
    let rest = match rest {
        [b'.', fraction @ ..] => after_digits(fraction)?,
        rest => rest,
    };
    match rest {
        [b'e' | b'E', b'+' | b'-', exponent @ ..] | [b'e' | b'E', exponent @ ..] => {
            after_digits(exponent)
        }
        rest => Some(rest),
    }
}

/// What follows one digit or more.
fn after_digits(text: &[u8]) -> Option<&[u8]> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (digits > 0).then(|| &text[digits..])
}
