//! What each type takes from the wire.

use super::read::{Fault, Form, Required, Slot, Token, Value};
use super::{Date, DateTime, Decimal, Own};
use crate::Json;
use crate::secret::Secret;
use serde_core::de::{Error, Unexpected};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The error that this type takes other texts.
fn another<T>(expecting: &'static str) -> Result<T, Fault> {
    Err(Fault::invalid_type(Unexpected::Other("another string"), &expecting))
}

/// A number is taken as its digits.
impl Value for String {
    const EMPTY_IS_VALUE: bool = true;

    #[inline]
    fn take(token: Token<'_>) -> Result<Self, Fault> {
        match token {
            Token::Text(text) => Ok(text.to_owned()),
            Token::Integer(value) => Ok(value.to_string()),
            Token::Float(value) => {
                // With 16 digits and more, the literal may have held others.
                let text = value.to_string();
                let digits = text.bytes().filter(u8::is_ascii_digit).count();
                if digits < 16 {
                    Ok(text)
                } else {
                    Err(Fault::custom("a number of too many digits to be kept exactly"))
                }
            }
            token => Err(token.refused("a string")),
        }
    }
}

impl Value for Secret {
    fn take(token: Token<'_>) -> Result<Self, Fault> {
        match token {
            Token::Text(text) => Ok(text.into()),
            Token::Integer(value) => Ok(value.to_string().into()),
            token => Err(token.refused("a string")),
        }
    }
}

impl Value for bool {
    #[inline]
    fn take(token: Token<'_>) -> Result<Self, Fault> {
        match token {
            Token::Boolean(value) => Ok(value),
            Token::Integer(0) | Token::Text("false" | "False" | "0") => Ok(false),
            Token::Integer(1) | Token::Text("true" | "True" | "1") => Ok(true),
            Token::Integer(_) => {
                Err(Fault::custom("a number other than 0 and 1 is neither true nor false"))
            }
            Token::Text(_) => another("true or false"),
            token => Err(token.refused("true or false")),
        }
    }
}

impl Value for i64 {
    #[inline]
    fn take(token: Token<'_>) -> Result<Self, Fault> {
        const EXPECTING: &str = "a whole number";
        // 14.0 is 14; beyond 2^53 a float may stand for several whole numbers.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match token {
            Token::Integer(value) => {
                value.try_into().map_err(|_| Fault::custom("a whole number of more than 64 bits"))
            }
            #[expect(clippy::cast_possible_truncation, reason = "whole, and within 53 bits")]
            Token::Float(value) if value.fract() == 0.0 && value.abs() < EXACT => Ok(value as Self),
            Token::Text(text) => text.parse().or_else(|_| another(EXPECTING)),
            token => Err(token.refused(EXPECTING)),
        }
    }
}

impl Value for f64 {
    #[inline]
    fn take(token: Token<'_>) -> Result<Self, Fault> {
        const EXPECTING: &str = "a number";
        match token {
            #[expect(clippy::cast_precision_loss, reason = "what a floating point number is")]
            Token::Integer(value) => Ok(value as Self),
            Token::Float(value) => Ok(value),
            // JSON has no way to write the others, so that a text is none of them.
            Token::Text(text) => match text.parse() {
                Ok(value) if Self::is_finite(value) => Ok(value),
                _ => another(EXPECTING),
            },
            token => Err(token.refused(EXPECTING)),
        }
    }
}

macro_rules! parsed_from_text {
    ($($ty:ty = $expecting:literal),*) => {$(
        impl Value for $ty {
            fn take(token: Token<'_>) -> Result<Self, Fault> {
                match token {
                    Token::Text(text) => text.parse().map_err(Fault::custom),
                    token => Err(token.refused($expecting)),
                }
            }
        }
    )*};
}

parsed_from_text!(DateTime = "a time in RFC 3339 or RFC 2822", Date = "a date");

/// Read from the literal text, without passing through a float.
impl Value for Decimal {
    const FORM: Form = Form::Literal;

    fn take(token: Token<'_>) -> Result<Self, Fault> {
        let Token::Literal(literal) = token else { return Err(token.refused("a decimal number")) };
        let unquoted = if literal.starts_with('"') {
            serde_json::from_str::<Cow<'_, str>>(literal).map_err(Fault::custom)?
        } else {
            Cow::Borrowed(literal)
        };
        unquoted.parse().map_err(Fault::custom)
    }
}

/// Read from the literal text, so that numbers keep their digits.
impl Value for Json {
    const FORM: Form = Form::Literal;
    const EMPTY_IS_VALUE: bool = true;

    fn take(token: Token<'_>) -> Result<Self, Fault> {
        Own::take(token).map(|Own(json)| json)
    }
}

impl<T: Value> Value for Vec<T> {
    fn take(token: Token<'_>) -> Result<Self, Fault> {
        let Token::Array(array) = token else { return Err(token.refused("an array")) };
        let mut values = Self::new();
        array.elements(&mut Push(&mut values))?;
        Ok(values)
    }
}

/// The place behind the last of these values.
struct Push<'v, T>(&'v mut Vec<T>);

impl<T: Value> Slot for Push<'_, T> {
    fn form(&self) -> Form {
        T::FORM
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), Fault> {
        self.0.push(T::take(token)?);
        Ok(())
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    const FORM: Form = Form::Object;

    fn take(token: Token<'_>) -> Result<Self, Fault> {
        let Token::Object(object) = token else { return Err(token.refused("an object")) };
        let (mut values, mut next) = (Self::new(), Required::empty());
        while let Some(key) = object.entry(&mut next)? {
            values.insert(key, next.taken()?);
        }
        Ok(values)
    }
}
