//! The values of filters that compare times.
//!
//! What a reply shows of a time may be less than what the server compares: it may drop the parts
//! of a second. So a filter that is exact counts whole seconds, and the others reach a second
//! further. A filter by day may count days in another time zone: it reaches a day further.

use super::sent::Side;
use datafusion::common::ScalarValue;
use jiff::Timestamp;
use pagesmith_codegen::model::Scalar;

const SECOND: i128 = 1_000_000;
const DAY: i128 = 86_400;

/// A value of a filter.
pub(super) struct Time {
    pub(super) text: String,
    /// Its place in the order of such values.
    pub(super) mark: i128,
    pub(super) is_exact: bool,
}

/// The value that bounds a field on this side.
pub(super) fn bound(
    field: Scalar,
    filter: Scalar,
    (side, includes): (Side, bool),
    (asks_includes, value): (bool, &ScalarValue),
) -> Option<Time> {
    let is_lower = side == Side::Lower;
    // Microseconds since 1970, and how much longer a value of the field may last.
    let (value, unit) = match (field, value) {
        (Scalar::Date, ScalarValue::Date32(Some(days))) => (i128::from(*days) * DAY * SECOND, DAY),
        (Scalar::DateTime | Scalar::Epoch, value) => (microseconds(value)?, 1),
        _ => return None,
    };
    let (floor, rest) = (value.div_euclid(SECOND), value.rem_euclid(SECOND));
    let is_whole = rest == 0;
    // Seconds: from here on, or before here.
    let (edge, is_exact) = match (is_lower, asks_includes) {
        (true, true) => (floor, is_whole),
        (true, false) => (floor, false),
        (false, false) if is_whole => (floor, true),
        (false, false) => (floor + 1, false),
        (false, true) => (floor + unit, false),
    };
    let is_exact = is_exact && includes == is_lower;
    if filter == Scalar::Date {
        let day = edge.div_euclid(DAY);
        let reach = 1 + i128::from(!includes);
        let day = if is_lower { day - reach } else { day + reach };
        return Some(Time { text: self::day(day)?, mark: day, is_exact: false });
    }
    // A day is midnight to midnight somewhere.
    let reach = if field == Scalar::Date { DAY } else { 0 };
    let second = match (is_lower, includes) {
        (true, true) => edge - reach,
        (true, false) => edge - reach - 1,
        (false, _) => edge + reach,
    };
    let text = if filter == Scalar::Epoch { second.to_string() } else { moment(second)? };
    Some(Time { text, mark: second, is_exact })
}

fn microseconds(value: &ScalarValue) -> Option<i128> {
    match value {
        ScalarValue::TimestampMicrosecond(Some(value), Some(_)) => Some(i128::from(*value)),
        _ => None,
    }
}

/// A second since 1970 as RFC 3339, in years of four digits.
fn moment(second: i128) -> Option<String> {
    let time = Timestamp::from_second(i64::try_from(second).ok()?).ok()?.to_string();
    (time.len() == "2024-03-01T10:00:00Z".len()).then_some(time)
}

/// A day since 1970 as RFC 3339.
pub(super) fn day(day: i128) -> Option<String> {
    let mut time = moment(day * DAY)?;
    time.truncate("2024-03-01".len());
    Some(time)
}

/// The place of a float in the order of floats.
pub(super) fn order(value: f64) -> i128 {
    let bits = i128::from(value.abs().to_bits());
    if value < 0.0 { -bits } else { bits }
}
