//! The value of a filter for a comparison.

use super::comparison::{Comparison, Op};
use super::times;
use datafusion::common::ScalarValue;
use pagesmith_codegen::model::{Comparison as Server, Filter, FilterType, ListStyle, Scalar};

/// How many of a decimal's digits are behind the point, in columns.
const SCALE: i8 = 10;

/// A filter with its value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sent {
    pub(super) key: String,
    pub(super) value: String,
    /// Whether the server selects what SQL selects; otherwise it may select more.
    pub(super) is_exact: bool,
    /// Which of two values selects less.
    bound: Bound,
}

/// What a value bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Bound {
    /// Rows from here on.
    Lower(i128),
    /// Rows up to here.
    Upper(i128),
    /// Rows with this value alone.
    Equal,
    /// Rows with another value.
    NotEqual,
}

impl Sent {
    /// Keeps what selects less, of two values of one filter. False if no row fits both.
    pub(super) fn narrow(&mut self, other: Self) -> bool {
        let is_less = match (self.bound, other.bound) {
            (Bound::Lower(known), Bound::Lower(other)) => other > known,
            (Bound::Upper(known), Bound::Upper(other)) => other < known,
            (Bound::Equal, Bound::Equal) => return self.value == other.value,
            _ => false,
        };
        if is_less {
            *self = other;
        }
        true
    }
}

/// Which side a comparison leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Lower,
    Upper,
}

/// The side that the server's filter leaves, and whether its own value is part of it.
pub(super) fn side(server: Server) -> Option<(Side, bool)> {
    Some(match server {
        Server::AtLeast => (Side::Lower, true),
        Server::Greater => (Side::Lower, false),
        Server::AtMost => (Side::Upper, true),
        Server::Less => (Side::Upper, false),
        Server::Equal | Server::NotEqual => return None,
    })
}

/// What SQL leaves on this side: whether its own value is part of it, and whether that is all
/// that it asks for.
pub(super) fn asked(op: Op, side: Side) -> Option<(bool, bool)> {
    match (op, side) {
        (Op::AtLeast, Side::Lower) | (Op::AtMost, Side::Upper) => Some((true, true)),
        (Op::Greater, Side::Lower) | (Op::Less, Side::Upper) => Some((false, true)),
        // What equals a value is on both sides of it.
        (Op::Equal, _) => Some((true, false)),
        _ => None,
    }
}

/// The filter with its value for a comparison, if the server then sends all rows that SQL
/// selects.
pub(super) fn sent(filter: &Filter, wanted: &Comparison<'_>) -> Option<Sent> {
    let matches = filter.matches.as_ref()?;
    let (field, server) = (matches.ty?, matches.comparison);
    let scalar = match filter.ty {
        FilterType::Scalar(scalar) => scalar,
        FilterType::Enum(_) => Scalar::String,
    };
    let sent =
        |value: String, is_exact, bound| Sent { key: filter.key.clone(), value, is_exact, bound };
    if let Some((side, includes)) = side(server) {
        let (value, mark, is_exact) = ordered(field, scalar, (side, includes), wanted)?;
        let bound = if side == Side::Lower { Bound::Lower(mark) } else { Bound::Upper(mark) };
        return Some(sent(value, is_exact, bound));
    }
    let value = equal(field, scalar, &wanted.value)?;
    if value.is_empty() || (filter.list == Some(ListStyle::Comma) && value.contains(',')) {
        // Servers take an empty value for no filter, and a comma for two values.
        return None;
    }
    // A server may take texts for equal that differ, by their case for instance.
    let is_text = filter.ty == FilterType::Scalar(Scalar::String)
        || filter.ty == FilterType::Scalar(Scalar::Uri);
    match (server, wanted.op) {
        (Server::Equal, Op::Equal) => Some(sent(value, !is_text, Bound::Equal)),
        // Null differs from no value in SQL, and from each one on some servers.
        (Server::NotEqual, Op::NotEqual) => Some(sent(value, false, Bound::NotEqual)),
        _ => None,
    }
}

/// A value that is compared as a whole. Times are not: columns drop what a server may count.
fn equal(field: Scalar, filter: Scalar, value: &ScalarValue) -> Option<String> {
    use Scalar::{Boolean, Date, Decimal, Integer, Number, String, Unsigned, Uri};
    match (field, filter, value) {
        (
            String | Uri,
            String | Uri,
            ScalarValue::Utf8(Some(text))
            | ScalarValue::Utf8View(Some(text))
            | ScalarValue::LargeUtf8(Some(text)),
        ) => Some(text.clone()),
        (Boolean, Boolean, ScalarValue::Boolean(Some(value))) => Some(value.to_string()),
        (Integer | Unsigned, Integer | Unsigned | Number | Decimal, value) => {
            let number = whole(value)?;
            fits(filter, number).then(|| number.to_string())
        }
        (Decimal, Decimal | Number, ScalarValue::Decimal128(Some(value), _, SCALE)) => {
            Some(decimal(*value))
        }
        (Date, Date, ScalarValue::Date32(Some(days))) => times::day(i128::from(*days)),
        _ => None,
    }
}

/// The value of a filter that selects a side; its mark, in the order of such values; and
/// whether the server selects what SQL selects.
fn ordered(
    field: Scalar,
    filter: Scalar,
    (side, includes): (Side, bool),
    wanted: &Comparison<'_>,
) -> Option<(String, i128, bool)> {
    use Scalar::{Date, DateTime, Decimal, Epoch, Integer, Number, Unsigned};
    let (asks_includes, is_all) = asked(wanted.op, side)?;
    let outwards = if side == Side::Lower { -1 } else { 1 };
    // Of whole numbers and days, the outermost that SQL selects, and what the filter needs to
    // select it too.
    let discrete = |value: i128| {
        let outermost = if asks_includes { value } else { value - outwards };
        if includes { outermost } else { outermost + outwards }
    };
    match (field, filter, &wanted.value) {
        (Integer | Unsigned, Integer | Unsigned | Number | Decimal, value) => {
            let number = discrete(whole(value)?);
            fits(filter, number).then(|| (number.to_string(), number, is_all))
        }
        (Date, Date, ScalarValue::Date32(Some(days))) => {
            let day = discrete(i128::from(*days));
            Some((times::day(day)?, day, is_all))
        }
        // A text of digits may be nearest to a float that compares otherwise: a step further.
        (Number, Number, ScalarValue::Float64(Some(value))) if value.is_finite() => {
            let further = if side == Side::Lower { value.next_down() } else { value.next_up() };
            further.is_finite().then(|| (further.to_string(), times::order(further), false))
        }
        (Decimal, Decimal, ScalarValue::Decimal128(Some(value), _, SCALE)) => {
            // By as little as a column can differ, where the filter leaves its own value out.
            let value = if asks_includes && !includes { value + outwards } else { *value };
            let is_exact = is_all && asks_includes == includes;
            Some((decimal(value), value, is_exact))
        }
        (DateTime | Epoch | Date, DateTime | Epoch | Date, value) => {
            let is_exact = is_all && field != Date && filter != Date;
            let time = times::bound(field, filter, (side, includes), (asks_includes, value))?;
            Some((time.text, time.mark, is_exact && time.is_exact))
        }
        _ => None,
    }
}

/// A whole number.
fn whole(value: &ScalarValue) -> Option<i128> {
    match value {
        ScalarValue::Int64(Some(value)) => Some(i128::from(*value)),
        ScalarValue::UInt64(Some(value)) => Some(i128::from(*value)),
        ScalarValue::Int32(Some(value)) => Some(i128::from(*value)),
        _ => None,
    }
}

/// Whether a filter takes a number.
fn fits(filter: Scalar, number: i128) -> bool {
    match filter {
        Scalar::Unsigned => u64::try_from(number).is_ok(),
        _ => i64::try_from(number).is_ok(),
    }
}

/// A decimal of a column, digit by digit.
fn decimal(value: i128) -> String {
    let scale = 10_u128.pow(SCALE.unsigned_abs().into());
    let (sign, value) = (if value < 0 { "-" } else { "" }, value.unsigned_abs());
    let part = format!("{:010}", value % scale);
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{part}", value / scale)
}
