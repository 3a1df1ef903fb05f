//! The value of a scalar field, read by the type that a typed record has there.

use super::{Cell, ColumnKind};
use pagesmith::__private::{ReadError, Shape, Slot, Token, Value, Zoned};
use pagesmith::{Date, DateTime, Decimal, Uuid};
use pagesmith_codegen::model::{Dates, Scalar};
use std::fmt;

/// How a value becomes a cell.
pub(super) struct ScalarType {
    shape: Shape,
    empty_is_value: bool,
    take: fn(Token<'_>) -> Result<Cell<'static>, ReadError>,
    is_optional: bool,
    /// The offset of times that have none.
    zone: Option<String>,
}

impl fmt::Debug for ScalarType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScalarType").field("shape", &self.shape).finish_non_exhaustive()
    }
}

impl ScalarType {
    /// The type of a scalar of a spec. Neither JSON nor secrets have one.
    pub(super) fn of(scalar: Scalar, dates: Dates) -> (ColumnKind, Self) {
        let is_text = dates == Dates::Text;
        match scalar {
            Scalar::Integer | Scalar::Epoch => (
                ColumnKind::Integer,
                Self::with::<i64>(|token| i64::take(token).map(Cell::Integer)),
            ),
            Scalar::Unsigned => (
                ColumnKind::Unsigned,
                Self::with::<u64>(|token| u64::take(token).map(Cell::Unsigned)),
            ),
            Scalar::Number => {
                (ColumnKind::Number, Self::with::<f64>(|token| f64::take(token).map(Cell::Number)))
            }
            Scalar::Boolean => (
                ColumnKind::Boolean,
                Self::with::<bool>(|token| bool::take(token).map(Cell::Boolean)),
            ),
            Scalar::Decimal => (ColumnKind::Text, Self::shown::<Decimal>()),
            Scalar::Uuid => (ColumnKind::Text, Self::shown::<Uuid>()),
            Scalar::Date if !is_text => (ColumnKind::Text, Self::shown::<Date>()),
            Scalar::DateTime if !is_text => (ColumnKind::Text, Self::shown::<DateTime>()),
            Scalar::String
            | Scalar::Uri
            | Scalar::Date
            | Scalar::DateTime
            | Scalar::Secret
            | Scalar::Json => (
                ColumnKind::Text,
                Self::with::<String>(|token| String::take(token).map(Cell::Text)),
            ),
        }
    }

    /// A type whose values are kept in the one form in which it writes them.
    fn shown<T: Value + fmt::Display>() -> Self {
        Self::with::<T>(|token| T::take(token).map(|value| Cell::Text(value.to_string())))
    }

    fn with<T: Value>(take: fn(Token<'_>) -> Result<Cell<'static>, ReadError>) -> Self {
        let (is_optional, zone) = (false, None);
        Self { shape: T::SHAPE, empty_is_value: T::EMPTY_IS_VALUE, take, is_optional, zone }
    }

    pub(super) fn optional(self, is_optional: bool) -> Self {
        Self { is_optional, ..self }
    }

    pub(super) fn zoned(self, zone: Option<String>) -> Self {
        Self { zone, ..self }
    }
}

/// The place of a value, which holds the last one that was put there.
pub(super) struct Capture<'t> {
    ty: &'t ScalarType,
    cell: Cell<'static>,
}

impl<'t> Capture<'t> {
    pub(super) fn new(ty: &'t ScalarType) -> Self {
        Self { ty, cell: Cell::Null }
    }

    pub(super) fn into_cell(self) -> Cell<'static> {
        self.cell
    }
}

impl Slot for Capture<'_> {
    fn shape(&self) -> Shape {
        self.ty.shape
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        match &self.ty.zone {
            Some(offset) => Zoned::new(&mut Plain(self), offset).put(token),
            None => Plain(self).put(token),
        }
    }
}

/// The same place, for values whose offset is known.
struct Plain<'c, 't>(&'c mut Capture<'t>);

impl Slot for Plain<'_, '_> {
    fn shape(&self) -> Shape {
        self.0.ty.shape
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        let ScalarType { empty_is_value, take, is_optional, .. } = self.0.ty;
        let is_none = *is_optional && token.is_none(*empty_is_value);
        self.0.cell = if is_none { Cell::Null } else { take(token)? };
        Ok(())
    }
}
