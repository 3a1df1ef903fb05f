//! How the value of a field is read: by the runtime's own types.

use pagesmith::__private::{Key, Kind, Object, ReadError, Shape, Slot, Token, Value, Zoned};
use pagesmith::{Date, DateTime, Decimal, Json, Secret, Uuid};
use pagesmith_codegen::model::{self, Api, Dates, Scalar, Type, TypeDef, Zone};
use serde_core::de::Error as _;
use std::collections::BTreeSet;
use std::fmt;
use std::hash::{BuildHasher as _, RandomState};

/// How the value of a type is read.
#[derive(Debug)]
pub(super) enum Reading {
    /// It may be missing.
    Optional(Box<Reading>),
    List(Box<Reading>),
    Map(Box<Reading>),
    /// A struct of the spec, by its number.
    Object(usize),
    /// A type of the runtime.
    Runtime(ValueType),
    /// Times in it that have no offset have this one.
    Zoned(Box<Reading>, String),
    /// A type of the user's is in it, which reads itself.
    Unchecked,
}

/// A type of the runtime, whose values are read and dropped.
pub(super) struct ValueType {
    kind: Kind,
    shape: Shape,
    empty_is_value: bool,
    take: fn(Token<'_>) -> Result<(), ReadError>,
}

impl fmt::Debug for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValueType").field("shape", &self.shape).finish_non_exhaustive()
    }
}

impl ValueType {
    fn of<T: Value>() -> Self {
        Self::with::<T>(|token| T::take(token).map(drop))
    }

    fn with<T: Value>(take: fn(Token<'_>) -> Result<(), ReadError>) -> Self {
        Self { kind: T::KIND, shape: T::SHAPE, empty_is_value: T::EMPTY_IS_VALUE, take }
    }

    fn scalar(scalar: Scalar, dates: Dates) -> Self {
        match scalar {
            Scalar::String | Scalar::Uri => Self::of::<String>(),
            Scalar::Date | Scalar::DateTime if dates == Dates::Text => Self::of::<String>(),
            Scalar::Integer | Scalar::Epoch => Self::of::<i64>(),
            Scalar::Unsigned => Self::of::<u64>(),
            Scalar::Number => Self::of::<f64>(),
            Scalar::Boolean => Self::of::<bool>(),
            Scalar::Secret => Self::of::<Secret>(),
            Scalar::Json => Self::of::<Anything>(),
            Scalar::Decimal => Self::of::<Decimal>(),
            Scalar::Date => Self::of::<Date>(),
            Scalar::DateTime => Self::of::<DateTime>(),
            Scalar::Uuid => Self::of::<Uuid>(),
        }
    }
}

/// What a scalar of a spec is to the runtime.
#[must_use]
pub fn scalar_kind(scalar: Scalar, dates: Dates) -> Kind {
    ValueType::scalar(scalar, dates).kind
}

/// Any JSON, taken and refused as the runtime does, and kept nowhere: a tree of it
/// takes many times the memory of its text.
struct Anything;

impl Value for Anything {
    const SHAPE: Shape = Shape::Any;
    const EMPTY_IS_VALUE: bool = true;
    const KIND: Kind = Kind::Json;

    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        match token {
            Token::Array(array) => array.elements(usize::MAX, &mut Passed).map(drop)?,
            Token::Object(object) => entries(object, &mut Passed)?,
            token => drop(<Json as Value>::take(token)?),
        }
        Ok(Self)
    }
}

/// The place of any JSON.
struct Passed;

impl Slot for Passed {
    fn shape(&self) -> Shape {
        Shape::Any
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        Anything::take(token).map(drop)
    }
}

/// Reads all entries of an object into one place, each key once. Of the keys their
/// hashes are kept, which takes less memory than their text.
fn entries(object: &mut dyn Object, slot: &mut dyn Slot) -> Result<(), ReadError> {
    let (mut keys, hasher) = (BTreeSet::new(), RandomState::new());
    while let Some(key) = object.entry(slot)? {
        if !keys.insert(hasher.hash_one(&key)) {
            // The key is data, which is not shown.
            return Err(ReadError::custom("duplicate field in a map"));
        }
    }
    Ok(())
}

/// A value of an enum, which may be one that the spec does not name.
struct Word;

impl Value for Word {
    const KIND: Kind = Kind::Enum;

    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        token.word().map(|_| Self)
    }
}

impl Struct {
    /// Whether it has a field of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.quoted.iter().any(|quoted| quoted.get(1..quoted.len() - 2) == Some(name))
    }
}

/// A struct of the spec.
#[derive(Debug)]
pub(super) struct Struct {
    name: String,
    /// Each key in quotes, with a colon.
    quoted: Vec<String>,
    readings: Vec<Reading>,
}

/// The structs of a spec, in their order.
pub(super) fn structs(api: &Api) -> Vec<Struct> {
    let structs = api.types.iter().filter_map(|ty| match ty {
        TypeDef::Struct(found) => Some(Struct {
            name: found.name.wire.clone(),
            quoted: found.fields.iter().map(|field| format!("\"{}\":", field.name.wire)).collect(),
            readings: found.fields.iter().map(|field| Reading::of(field, api)).collect(),
        }),
        TypeDef::Enum(_) => None,
    });
    structs.collect()
}

/// The struct, where this is the one of this Rust name.
pub(super) fn fields<'a>(ty: &'a TypeDef, name: &str) -> Option<&'a model::Struct> {
    match ty {
        TypeDef::Struct(found) if found.name.rust == name => Some(found),
        _ => None,
    }
}

impl Reading {
    /// How this field of a spec is read.
    pub(super) fn of(field: &model::Field, api: &Api) -> Self {
        match (Self::checked(&field.ty, api), &field.zone) {
            (Some(reading), Some(Zone(offset))) => Self::Zoned(Box::new(reading), offset.clone()),
            (reading, _) => reading.unwrap_or(Self::Unchecked),
        }
    }

    /// `None` if it contains a type of the user's.
    fn checked(ty: &Type, api: &Api) -> Option<Self> {
        let inner = |inner: &Type| Self::checked(inner, api).map(Box::new);
        Some(match ty {
            Type::Optional(ty) => Self::Optional(inner(ty)?),
            Type::List(ty) => Self::List(inner(ty)?),
            Type::Map(ty) => Self::Map(inner(ty)?),
            Type::Scalar(scalar) => Self::Runtime(ValueType::scalar(*scalar, api.generate.dates)),
            Type::Rust(_) => return None,
            Type::Own(name) => {
                let structs = api.types.iter().filter(|ty| matches!(ty, TypeDef::Struct(_)));
                let found = structs.clone().position(|ty| ty.name().rust == *name);
                found.map_or_else(|| Self::Runtime(ValueType::of::<Word>()), Self::Object)
            }
        })
    }

    fn shape(&self) -> Shape {
        match self {
            Self::Optional(inner) | Self::Zoned(inner, _) => inner.shape(),
            Self::List(_) => Shape::Array,
            Self::Map(_) | Self::Object(_) => Shape::Object,
            Self::Runtime(ty) => ty.shape,
            Self::Unchecked => Shape::Literal,
        }
    }

    fn empty_is_value(&self) -> bool {
        match self {
            Self::Runtime(ty) => ty.empty_is_value,
            Self::Zoned(inner, _) => inner.empty_is_value(),
            _ => false,
        }
    }
}

/// The place of a value that is read and dropped.
pub(super) struct Field<'r> {
    pub(super) reading: &'r Reading,
    pub(super) structs: &'r [Struct],
}

impl Slot for Field<'_> {
    fn shape(&self) -> Shape {
        self.reading.shape()
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        let of = |reading| Field { reading, structs: self.structs };
        match (self.reading, token) {
            (Reading::Unchecked, _) => Ok(()),
            (Reading::Runtime(ty), token) => (ty.take)(token),
            (Reading::Zoned(inner, offset), token) => Zoned::new(&mut of(inner), offset).put(token),
            (Reading::Optional(inner), token) if token.is_none(inner.empty_is_value()) => Ok(()),
            (Reading::Optional(inner), token) => of(inner).put(token),
            (Reading::List(inner), Token::Array(array)) => {
                array.elements(usize::MAX, &mut of(inner)).map(drop)
            }
            (Reading::List(_), token) => Err(token.refused("an array")),
            (Reading::Map(inner), Token::Object(object)) => entries(object, &mut of(inner)),
            (Reading::Map(_), token) => Err(token.refused("an object")),
            (Reading::Object(at), token) => {
                let Struct { name, quoted, readings } = &self.structs[*at];
                let Token::Object(object) = token else {
                    return Err(token.refused(&format!("an object ({name})")));
                };
                let keys: Vec<_> = quoted.iter().map(|quoted| Key::new(quoted)).collect();
                let mut fields: Vec<_> = readings.iter().map(of).collect();
                let mut slots: Vec<_> =
                    fields.iter_mut().map(|field| Some(field as &mut dyn Slot)).collect();
                object.fields(&keys, &mut slots)
            }
        }
    }
}
