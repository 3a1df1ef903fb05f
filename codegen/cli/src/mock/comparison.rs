//! Which records a filter selects, where the spec says what it compares.

use super::plan::List;
use pagesmith_codegen::model::{Comparison, Matches, Scalar};
use serde_json::Value;
use std::cmp::Ordering;

/// A filter of a request: what it compares, and the value.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    matches: Matches,
    value: String,
}

/// The conditions of a request, and its other filters, which records copy.
pub(super) fn conditions(
    list: &List,
    filters: Vec<(String, String)>,
) -> (Vec<Condition>, Vec<(String, String)>) {
    let (mut conditions, mut copied) = (Vec::new(), Vec::new());
    for (name, value) in filters {
        let named = |wire: &str| wire == name || wire.rsplit('/').next() == Some(&name);
        let filter = list.filters.iter().find(|filter| named(&filter.name.wire));
        match filter.and_then(|filter| filter.matches.clone()) {
            Some(matches) if matches.comparison != Comparison::Equal => {
                conditions.push(Condition { matches, value });
            }
            _ => copied.push((name, value)),
        }
    }
    (conditions, copied)
}

impl Condition {
    /// Whether a record is selected; one without the field is not.
    pub(super) fn selects(&self, record: &Value) -> bool {
        let Matches { pointer, comparison, ty, .. } = &self.matches;
        let Some(field) = record.pointer(pointer).filter(|field| !field.is_null()) else {
            return false;
        };
        let order = match ty {
            Some(Scalar::Date | Scalar::DateTime | Scalar::Epoch) => times(field, &self.value),
            _ => plain(field, &self.value),
        };
        order.is_some_and(|order| match comparison {
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::AtMost => order.is_le(),
            Comparison::Greater => order.is_gt(),
            Comparison::AtLeast => order.is_ge(),
        })
    }
}

/// Numbers by their values, texts by their characters.
fn plain(field: &Value, value: &str) -> Option<Ordering> {
    match field {
        Value::String(text) => Some(match (text.parse::<f64>(), value.parse::<f64>()) {
            (Ok(field), Ok(value)) => field.partial_cmp(&value)?,
            _ => text.as_str().cmp(value),
        }),
        Value::Bool(is) => Some(is.cmp(&value.parse().ok()?)),
        number => number.as_f64()?.partial_cmp(&value.parse().ok()?),
    }
}

/// Times by the second, or by the day if one of them is a day: the rest of a day is not
/// after it.
fn times(field: &Value, value: &str) -> Option<Ordering> {
    let field = field.as_str().map_or_else(|| field.to_string(), str::to_owned);
    let (a, b) = (seconds(&field)?, seconds(value)?);
    let is_day = |text: &str| text.len() == 10 && text.contains('-');
    if is_day(&field) || is_day(value) {
        return Some(a.div_euclid(86_400).cmp(&b.div_euclid(86_400)));
    }
    Some(a.cmp(&b))
}

/// A time as seconds since 1970: a number, a day, or a moment with or without an offset.
fn seconds(text: &str) -> Option<i64> {
    if let Ok(epoch) = text.parse() {
        return Some(epoch);
    }
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let day = days(part(0..4)?, part(5..7)?, part(8..10)?) * 86_400;
    if text.len() == 10 {
        return Some(day);
    }
    let clock = part(11..13)? * 3_600 + part(14..16)? * 60 + part(17..19).unwrap_or(0);
    let offset = match text.get(19..)?.find(['+', '-']).map(|at| at + 19) {
        None => 0,
        Some(at) => {
            let minutes = part(at + 1..at + 3)? * 60 + part(at + 4..at + 6)?;
            if text[at..].starts_with('-') { -minutes } else { minutes }
        }
    };
    Some(day + clock - offset * 60)
}

/// Days since 1970 of a date of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March, so that a leap day is their last.
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 719_469
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times_are_seconds() {
        for (text, expected) in [
            ("1970-01-01", 0),
            ("2000-03-01", 951_868_800),
            ("2024-02-29T12:00:00Z", 1_709_208_000),
            ("2024-02-29T12:00:00+02:00", 1_709_200_800),
            ("2024-02-29T12:00:00.5-01:30", 1_709_213_400),
            ("1709208000", 1_709_208_000),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
        assert_eq!(seconds("soon"), None);
    }

    #[test]
    fn a_day_has_no_order_within_it() {
        let at = json!("2024-02-29T12:00:00Z");
        assert_eq!(times(&at, "2024-02-29"), Some(Ordering::Equal));
        assert_eq!(times(&at, "2024-02-28"), Some(Ordering::Greater));
        assert_eq!(times(&at, "2024-02-29T12:00:01Z"), Some(Ordering::Less));
        assert_eq!(plain(&json!(10), "9"), Some(Ordering::Greater));
        assert_eq!(plain(&json!("10"), "9"), Some(Ordering::Greater));
        assert_eq!(plain(&json!("b"), "a"), Some(Ordering::Greater));
    }
}
