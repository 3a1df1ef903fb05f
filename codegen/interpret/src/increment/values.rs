//! Values of filters as numbers that have an order.

use pagesmith::DateTime;
use std::time::Duration;

pub(super) const BILLION: i128 = 1_000_000_000;

/// Nanoseconds since 1970.
pub(super) fn nanoseconds(text: &str) -> Option<i128> {
    text.parse::<DateTime>().ok().map(|time| time.timestamp().as_nanosecond())
}

/// A second since 1970 as RFC 3339 in UTC; the nearest time that can be written.
pub(super) fn moment_of(second: i128) -> String {
    // The first and the last second of years with four digits.
    let second = second.clamp(-62_135_596_800, 253_402_207_200);
    let epoch = "1970-01-01T00:00:00Z".parse::<DateTime>();
    let time = Duration::from_secs(u64::try_from(second.abs()).unwrap_or_default());
    epoch.map_or_else(
        |_| "1970-01-01T00:00:00Z".to_owned(),
        |epoch| {
            let epoch = epoch.timestamp();
            (if second < 0 { epoch - time } else { epoch + time }).to_string()
        },
    )
}

/// A number in billionths; further digits are dropped.
pub(super) fn scaled(text: &str) -> Option<i128> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain(whole) || !is_plain(part) || whole.is_empty() {
        let number: f64 = text.parse().ok()?;
        // Numbers with an exponent are floats.
        #[expect(clippy::cast_possible_truncation, reason = "finite, and far below the limit")]
        return (number.abs() < 1e27).then_some((number * 1e9) as i128);
    }
    let part: String = part.chars().chain("000000000".chars()).take(9).collect();
    let whole = whole.parse::<i128>().ok()?.checked_mul(BILLION)?;
    Some(sign * (whole + part.parse::<i128>().ok()?))
}
