//! What a type of the wire is, as constant data: whoever makes columns of records asks for
//! it, and it costs others nothing.

use super::read::{ReadError, Token};
use super::slot::Value;
use super::via_serde::ViaSerde;
use serde_core::de::DeserializeOwned;
use std::fmt;

/// What a type is.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A `String`.
    Text,
    /// An open enum.
    Enum,
    /// A text that is never shown.
    Secret,
    /// A `bool`.
    Boolean,
    /// An `i64`.
    Integer,
    /// A `u64`.
    Unsigned,
    /// An `f64`.
    Number,
    /// A decimal number.
    Decimal,
    /// A day.
    Date,
    /// A moment.
    DateTime,
    /// A UUID.
    Uuid,
    /// Any JSON.
    Json,
    /// A type that is read by its own `Deserialize`: what it takes.
    Own(fn(Token<'_>) -> Result<(), ReadError>),
    /// This, or nothing.
    Optional(KindOf),
    /// An array of this.
    List(KindOf),
    /// An object with entries of this.
    Map(KindOf),
    /// A record, by its name.
    Record(&'static str, &'static [Field]),
}

/// A type, for the asking: a record may lead back to itself.
pub type KindOf = fn() -> Kind;

/// A field of a record.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its key in quotes, with a colon.
    pub quoted: &'static str,
    /// Its type.
    pub kind: KindOf,
    /// The offset of its times that have none.
    pub zone: Option<&'static str>,
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kind").finish_non_exhaustive()
    }
}

/// The kind of this type.
pub(super) fn kind<T: Value>() -> Kind {
    T::KIND
}

/// The type of the field that this function borrows.
#[must_use]
pub const fn kind_of<R, T: Value>(_: for<'r> fn(&'r R) -> &'r T) -> KindOf {
    kind::<T>
}

/// The same for a field that is read by its own `Deserialize`.
#[must_use]
pub const fn own_kind_of<R, T: DeserializeOwned>(_: for<'r> fn(&'r R) -> &'r T) -> KindOf {
    || Kind::Own(|token| ViaSerde::<T>::take(token).map(drop))
}
