//! What each type takes from the wire.

use super::kind::{Kind, kind};
use super::read::{ReadError, Token, another_number, another_text};
use super::slot::{Required, Shape, Slot, Value};
use super::zone::{NO_OFFSET, is_local};
use super::{Date, DateTime, Decimal, Uuid, allowance, number};
use crate::secret::Secret;
use serde_core::de::Error;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::str::FromStr;

/// A number is taken as the server wrote it.
impl Value for String {
    const EMPTY_IS_VALUE: bool = true;
    const KIND: Kind = Kind::Text;

    #[inline]
    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        match token {
            Token::Text(text) => {
                allowance::allocation(text.len())?;
                Ok(text.to_owned())
            }
            token => token.word().map(Cow::into_owned),
        }
    }
}

impl Value for Secret {
    const KIND: Kind = Kind::Secret;

    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        token.word().map(|word| (*word).into())
    }
}

impl Value for bool {
    const KIND: Kind = Kind::Boolean;

    #[inline]
    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        match token {
            Token::Boolean(value) => Ok(value),
            Token::Integer(0) | Token::Text("false" | "False" | "0") => Ok(false),
            Token::Integer(1) | Token::Text("true" | "True" | "1") => Ok(true),
            Token::Integer(_) | Token::Number(_) => another_number("true or false, 1 or 0"),
            Token::Text(_) => another_text("true or false"),
            token => Err(token.refused("true or false")),
        }
    }
}

impl Value for i64 {
    const KIND: Kind = Kind::Integer;

    #[inline]
    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        match token {
            Token::Integer(value) => value.try_into().or_else(|_| another_number(SIGNED)),
            token => whole(token, SIGNED),
        }
    }
}

impl Value for u64 {
    const KIND: Kind = Kind::Unsigned;

    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        whole(token, UNSIGNED)
    }
}

/// What an `i64` takes, for one that is larger or smaller.
const SIGNED: &str = "a whole number of at most 64 bits with its sign; the type `unsigned` takes 64 bits without one, and `string` any number";

/// What a `u64` takes, for a number that is larger or negative.
const UNSIGNED: &str = "a whole number from 0 to 18446744073709551615; the type `integer` takes negative ones, and `string` any number";

/// A whole number of this type; `range` is what it takes, for one beyond it.
fn whole<T: TryFrom<i128> + FromStr>(token: Token<'_>, range: &str) -> Result<T, ReadError> {
    const EXPECTED: &str = "a whole number";
    // Below it, the float nearest to a number of 16 digits with a fraction has one, too.
    const EXACT: f64 = 1e15;
    let value = match token {
        Token::Integer(value) => value,
        Token::Number(number) => number::whole(number)?.unwrap_or(i128::MAX),
        #[expect(clippy::cast_possible_truncation, reason = "whole, and within 50 bits")]
        Token::Float(value) if value.fract() == 0.0 && value.abs() < EXACT => value as i128,
        Token::Text(text) => {
            let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
            let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            let expected = if is_whole { range } else { EXPECTED };
            return text.parse().or_else(|_| another_text(expected));
        }
        token => return Err(token.refused(EXPECTED)),
    };
    value.try_into().or_else(|_| another_number(range))
}

impl Value for f64 {
    const KIND: Kind = Kind::Number;

    #[inline]
    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        const EXPECTED: &str = "a number";
        match token {
            #[expect(clippy::cast_precision_loss, reason = "what a floating point number is")]
            Token::Integer(value) => Ok(value as Self),
            Token::Float(value) => Ok(value),
            Token::Number(number) => finite(number)
                .map_or_else(|| another_number("a number that a 64-bit float holds"), Ok),
            Token::Text(text) => finite(text).map_or_else(|| another_text(EXPECTED), Ok),
            token => Err(token.refused(EXPECTED)),
        }
    }
}

/// The nearest float. JSON can't express infinities or NaN, so texts for them are
/// refused.
fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// A value that is read from its text. The parser's own words may quote it.
fn parsed<T: FromStr>(token: Token<'_>, expected: &str) -> Result<T, ReadError> {
    let Token::Text(text) = token else { return Err(token.refused(expected)) };
    text.parse().map_err(|_| Token::Text(text).refused(expected))
}

impl Value for DateTime {
    const KIND: Kind = Kind::DateTime;

    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        match token {
            Token::Text(text) if is_local(text) => {
                text.parse().map_err(|_| ReadError::custom(NO_OFFSET))
            }
            token => parsed(token, "a time in RFC 3339 or RFC 2822"),
        }
    }
}

impl Value for Date {
    const KIND: Kind = Kind::Date;

    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        parsed(token, "a date such as 2024-01-31")
    }
}

impl Value for Uuid {
    const KIND: Kind = Kind::Uuid;

    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        parsed(token, "a UUID such as 67e55044-10b1-426f-9247-bb680e5fe0c8")
    }
}

/// A record that leads back to itself.
impl<T: Value> Value for Box<T> {
    const SHAPE: Shape = T::SHAPE;
    const EMPTY_IS_VALUE: bool = T::EMPTY_IS_VALUE;
    const KIND: Kind = T::KIND;

    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        allowance::allocation(size_of::<T>())?;
        T::take(token).map(Self::new)
    }
}

const DECIMAL: &str = "a decimal number";

/// Read from the digits as the server wrote them.
impl Value for Decimal {
    const KIND: Kind = Kind::Decimal;

    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        match token {
            Token::Text(_) | Token::Integer(_) | Token::Number(_) | Token::Float(_) => {
                parsed(Token::Text(&token.word()?), DECIMAL)
            }
            token => Err(token.refused(DECIMAL)),
        }
    }
}

impl<T: Value> Value for Vec<T> {
    const SHAPE: Shape = Shape::Array;
    const KIND: Kind = Kind::List(kind::<T>);

    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        let Token::Array(array) = token else { return Err(token.refused("an array")) };
        let mut values = Self::new();
        array.elements(usize::MAX, &mut Push(&mut values))?;
        Ok(values)
    }
}

/// The place behind the last of these values.
struct Push<'v, T>(&'v mut Vec<T>);

impl<T: Value> Slot for Push<'_, T> {
    fn shape(&self) -> Shape {
        T::SHAPE
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        allowance::push(self.0, T::take(token)?)
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    const SHAPE: Shape = Shape::Object;
    const KIND: Kind = Kind::Map(kind::<T>);

    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        let Token::Object(object) = token else { return Err(token.refused("an object")) };
        let (mut values, mut next) = (Self::new(), Required::empty());
        while let Some(key) = object.entry(&mut next)? {
            allowance::entry::<T>(values.len(), &key)?;
            match values.entry(key) {
                Entry::Vacant(free) => free.insert(next.taken()?),
                Entry::Occupied(first) => return Err(ReadError::twice(first.key())),
            };
        }
        Ok(values)
    }
}
