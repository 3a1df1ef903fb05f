//! Numbers as JSON writes them: what they say exactly, without passing through a float.

use super::read::{ReadError, another_number};
use crate::json::number::plain;

/// The whole number that a JSON number means: 14 for `14`, `14.0` and `1.4e1`;
/// `None` if it has more than 64 bits.
pub(super) fn whole(number: &str) -> Result<Option<i128>, ReadError> {
    if let Ok(plain) = number.parse::<i64>() {
        return Ok(Some(plain.into()));
    }
    let (sign, size) = number.strip_prefix('-').map_or((1, number), |size| (-1, size));
    let (mantissa, exponent) = size.split_once(['e', 'E']).unwrap_or((size, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let written = [whole, fraction].concat();
    let counting = written.trim_start_matches('0');
    let zeros_before = written.len() - counting.len();
    // It is 0.DIGITS times ten to the power of POINT.
    let digits = counting.trim_end_matches('0');
    let point = power(exponent) + whole.len().cast_signed() - zeros_before.cast_signed();
    if digits.is_empty() {
        return Ok(Some(0));
    }
    let zeros_behind = point - digits.len().cast_signed();
    if zeros_behind < 0 {
        return another_number("a whole number");
    }
    // 20 digits are the most that 64 bits may have, and are far from the most of 128.
    let zeros = usize::try_from(zeros_behind).ok().filter(|_| point <= 20);
    Ok(zeros.and_then(|zeros| {
        let value: i128 = format!("{digits}{}", "0".repeat(zeros)).parse().ok()?;
        Some(sign * value)
    }))
}

/// The value of an exponent; a bound of it, where that is far from any that
/// counts.
fn power(exponent: &str) -> isize {
    let far = if exponent.starts_with('-') { isize::MIN / 2 } else { isize::MAX / 2 };
    exponent.parse().unwrap_or(far).clamp(isize::MIN / 2, isize::MAX / 2)
}

/// A float as JSON writes it, for formats that hold nothing else of a number.
/// With 16 digits and more, what was read into the float may have had others.
pub(super) fn of_float(value: f64) -> Option<String> {
    let text = serde_json::Number::from_f64(value)?.to_string();
    let mantissa = text.split(['e', 'E']).next()?;
    (mantissa.bytes().filter(u8::is_ascii_digit).count() < 16).then_some(text)
}

/// The float that JSON writes like this. A `serde_json::Value` gives its floats
/// as their text, too, which need not be the one that they were read from.
pub(super) fn float_of(text: &str) -> Option<f64> {
    let value = text.parse().ok().filter(|_| plain(text.as_bytes()).is_none())?;
    let written = serde_json::Number::from_f64(value)?.to_string();
    (written == text).then_some(value)
}
