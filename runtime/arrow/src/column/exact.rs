//! Numbers and times as Arrow counts them, exactly or not at all.

use pagesmith::__private::{ReadError, Token, Value as _};
use pagesmith::{Date, DateTime, Decimal};
use serde_core::de::{Error as _, Unexpected};

/// How many digits a decimal column has, and how many of them behind the point.
pub(super) const PRECISION: u8 = 38;
pub(super) const SCALE: i8 = 10;

/// The digits behind the point.
const BEHIND: i64 = 10;

/// The least number with a digit too many.
const BOUND: u128 = 10_u128.pow(38);

const EXACT: &str = "a decimal number of at most 28 digits before its point and 10 behind it, which is what a column holds";

/// A decimal number as a multiple of 10^-10.
pub(super) fn decimal(token: Token<'_>) -> Result<i128, ReadError> {
    if let Token::Text(text) | Token::Number(text) = token
        && let Some(scaled) = scaled_plainly(text)
    {
        return Ok(scaled);
    }
    let text = Decimal::take(token)?.to_string();
    scaled(&text).ok_or_else(|| {
        ReadError::invalid_type(Unexpected::Other("a decimal number with more digits"), &EXACT)
    })
}

/// The same of a short text without an exponent, which all decimals take: most are such texts.
fn scaled_plainly(text: &str) -> Option<i128> {
    /// Ten to this power, and to the one behind the point, is far from the bound.
    const MOST: usize = 15;
    const BEHIND: usize = 10;
    let size = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = size.split_once('.').unwrap_or((size, "0"));
    let (before, behind) = (whole.len(), fraction.len());
    if !(1..=MOST).contains(&before) || !(1..=BEHIND).contains(&behind) {
        return None;
    }
    let digits = whole.bytes().chain(fraction.bytes()).chain((behind..BEHIND).map(|_| b'0'));
    let scaled = digits.into_iter().try_fold(0_i128, |value, digit| {
        digit.is_ascii_digit().then(|| value * 10 + i128::from(digit - b'0'))
    })?;
    Some(if size.len() < text.len() { -scaled } else { scaled })
}

/// `None` if it has more digits than a column, or is no number.
fn scaled(text: &str) -> Option<i128> {
    let (sign, size) = match text.strip_prefix('-') {
        Some(size) => (-1, size),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = size.split_once(['e', 'E']).unwrap_or((size, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let significant = digits.trim_end_matches('0');
    let behind = i64::try_from(fraction.len()).ok()?;
    let dropped = i64::try_from(digits.len() - significant.len()).ok()?;
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return Some(0);
    }
    // The value is SIGNIFICANT times ten to this power, which is in tens of 10^-10.
    let power = exponent.parse::<i64>().ok()?.checked_sub(behind)?.checked_add(dropped + BEHIND)?;
    let power = u32::try_from(power).ok()?;
    let scaled = significant.parse::<u128>().ok()?.checked_mul(10_u128.checked_pow(power)?)?;
    (scaled < BOUND).then(|| sign * scaled.cast_signed())
}

/// A day as the days since 1970.
pub(super) fn date(token: Token<'_>) -> Result<i32, ReadError> {
    let days = Date::take(token)?.civil() - jiff::civil::date(1970, 1, 1);
    Ok(days.get_days())
}

/// A moment as the microseconds since 1970. Further digits are dropped.
pub(super) fn moment(token: Token<'_>) -> Result<i64, ReadError> {
    Ok(DateTime::take(token)?.timestamp().as_microsecond())
}

/// Seconds since 1970 as microseconds.
pub(super) fn epoch(token: Token<'_>) -> Result<i64, ReadError> {
    i64::take(token)?.checked_mul(1_000_000).ok_or_else(|| {
        let expected = "seconds since 1970, fewer than 292,000 years of them";
        ReadError::invalid_type(Unexpected::Other("another number"), &expected)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_or_refused() {
        for (text, expected) in [
            ("0", Some(0)),
            ("-0.0", Some(0)),
            ("0e999999", Some(0)),
            ("1.5", Some(15_000_000_000)),
            ("-0.0075", Some(-75_000_000)),
            ("0.0000000001", Some(1)),
            ("0.00000000010", Some(1)),
            ("0.00000000001", None),
            ("1e-10", Some(1)),
            ("1.5e3", Some(15_000_000_000_000)),
            (
                "9999999999999999999999999999",
                Some(99_999_999_999_999_999_999_999_999_990_000_000_000),
            ),
            ("10000000000000000000000000000", None),
            ("1e28", None),
            ("1e27", Some(10_i128.pow(37))),
            ("1e999999999999999999999", None),
            ("1e-9223372036854775808", None),
            ("1e9223372036854775807", None),
            ("", None),
            (".", None),
            ("1.2.3", None),
        ] {
            assert_eq!(scaled(text), expected, "{text}");
            let plain = scaled_plainly(text);
            assert!(plain.is_none() || plain == expected, "{text}: {plain:?}");
            assert_eq!(
                plain.is_some(),
                matches!(text, "0" | "-0.0" | "1.5" | "-0.0075" | "0.0000000001")
            );
        }
    }

    #[test]
    fn days_and_moments_before_1970_are_negative() {
        let day = |text| date(Token::Text(text)).unwrap();
        assert_eq!((day("1970-01-01"), day("1969-12-31"), day("2024-02-29")), (0, -1, 19_782));
        assert_eq!((day("-009999-01-01"), day("9999-12-31")), (-4_371_587, 2_932_896));
        let moment = |text| moment(Token::Text(text)).unwrap();
        assert_eq!(moment("1970-01-01T00:00:00.000001999Z"), 1);
        assert_eq!(moment("1969-12-31T23:59:59Z"), -1_000_000);
        assert_eq!(epoch(Token::Text("-7")).unwrap(), -7_000_000);
        assert!(epoch(Token::Integer(i64::MAX.into())).is_err());
    }
}
