//! Values of which a spec says nothing but that they are JSON.

use super::allowance;
use super::kind::Kind;
use super::read::{Object, ReadError, Token, another_number};
use super::slot::{Required, Shape, Value};
use crate::Json;
use serde_json::map::Entry;
use serde_json::{Map, Number};

/// What is said of a number that would not be kept.
const EXPECTED: &str = "a number of at most 64 bits";

/// A key that comes twice is an error here, too, at any depth.
impl Value for Json {
    const SHAPE: Shape = Shape::Any;
    const EMPTY_IS_VALUE: bool = true;
    const KIND: Kind = Kind::Json;

    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        Ok(match token {
            Token::Null => Self::Null,
            Token::Boolean(value) => Self::Bool(value),
            Token::Integer(value) => Number::from_i128(value)
                .map_or_else(|| another_number(EXPECTED), |number| Ok(Self::Number(number)))?,
            Token::Number(digits) => Self::Number(number(digits)?),
            Token::Float(value) if value.is_finite() => value.into(),
            Token::Text(text) => {
                allowance::allocation(text.len())?;
                Self::String(text.to_owned())
            }
            Token::Array(_) => Self::Array(Vec::take(token)?),
            Token::Object(object) => Self::Object(members(object)?),
            Token::Missing(_) | Token::Float(_) | Token::Literal(_) => {
                return Err(token.refused("JSON"));
            }
        })
    }
}

fn members(object: &mut dyn Object) -> Result<Map<String, Json>, ReadError> {
    let (mut members, mut next) = (Map::new(), Required::empty());
    while let Some(key) = object.entry(&mut next)? {
        allowance::entry::<Json>(members.len(), &key)?;
        match members.entry(key) {
            Entry::Vacant(free) => free.insert(next.taken()?),
            Entry::Occupied(first) => return Err(ReadError::twice(first.key())),
        };
    }
    Ok(members)
}

/// A number: the nearest float, where it has a fraction or an exponent.
///
/// `serde_json` reads it, and keeps all digits with `arbitrary_precision`.
fn number(text: &str) -> Result<Number, ReadError> {
    let Ok(number) = serde_json::from_str::<Number>(text) else {
        return another_number(EXPECTED);
    };
    if !number.is_f64() {
        return Ok(number);
    }
    let is_whole = !text.contains(['.', 'e', 'E']);
    if is_whole && text.parse::<i64>().is_err() {
        return another_number(EXPECTED);
    }
    // Without its feature `float_roundtrip` it is at times a float beside the nearest.
    let nearest = text.parse().ok().filter(|nearest| number.as_f64() != Some(*nearest));
    Ok(nearest.and_then(Number::from_f64).unwrap_or(number))
}
