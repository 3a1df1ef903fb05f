//! What a record is: its fields and their types, of a generated client or of a spec.

use pagesmith::__private::{Kind, ReadError, Shape, Token, Value};
use pagesmith::{Date, DateTime, Decimal, Json, Secret, Uuid};

/// What a type takes, where a client declares it on its own.
pub(crate) type Check = fn(Token<'_>) -> Result<(), ReadError>;

/// A type of the wire.
#[derive(Debug)]
pub(crate) enum Type {
    Text,
    Enum,
    Secret,
    Boolean,
    Integer,
    Unsigned,
    Number,
    Decimal,
    Date,
    DateTime,
    Uuid,
    /// Seconds since 1970.
    #[cfg_attr(not(feature = "spec"), expect(dead_code, reason = "only a spec says it"))]
    Epoch,
    Json,
    /// A type of the user's. Without a check, it takes anything.
    Own(Option<Check>),
    Optional(Box<Type>),
    List(Box<Type>),
    Map(Box<Type>),
    /// A record, by its number.
    Record(usize),
}

impl Type {
    /// What it is read from.
    pub(crate) fn shape(&self) -> Shape {
        match self {
            Self::Text | Self::Enum => String::SHAPE,
            Self::Secret => Secret::SHAPE,
            Self::Boolean => bool::SHAPE,
            Self::Integer | Self::Epoch => i64::SHAPE,
            Self::Unsigned => u64::SHAPE,
            Self::Number => f64::SHAPE,
            Self::Decimal => Decimal::SHAPE,
            Self::Date => Date::SHAPE,
            Self::DateTime => DateTime::SHAPE,
            Self::Uuid => Uuid::SHAPE,
            Self::Json => Json::SHAPE,
            Self::Own(_) => Shape::Literal,
            Self::Optional(inner) => inner.shape(),
            Self::List(_) => Shape::Array,
            Self::Map(_) | Self::Record(_) => Shape::Object,
        }
    }

    /// Whether `""` is a value of it, where it may also be none.
    pub(crate) fn empty_is_value(&self) -> bool {
        match self {
            Self::Text => String::EMPTY_IS_VALUE,
            Self::Json => Json::EMPTY_IS_VALUE,
            Self::Own(_) => true,
            _ => false,
        }
    }

    /// The type without `?`, and whether it had one.
    pub(crate) fn required(&self) -> (&Self, bool) {
        match self {
            Self::Optional(inner) => (inner.required().0, true),
            ty => (ty, false),
        }
    }
}

/// A field of a record.
#[derive(Debug)]
pub(crate) struct Field {
    /// Its key in quotes, with a colon.
    pub(crate) quoted: String,
    pub(crate) ty: Type,
    /// The offset of its times that have none.
    pub(crate) zone: Option<String>,
}

impl Field {
    /// Its key.
    pub(crate) fn name(&self) -> &str {
        self.quoted.get(1..self.quoted.len().saturating_sub(2)).unwrap_or_default()
    }
}

/// A record with its fields, in the order of the spec.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) name: String,
    pub(crate) fields: Vec<Field>,
}

/// The records of an API, and which of them the rows of a list are.
#[derive(Debug)]
pub(crate) struct Records {
    pub(crate) all: Vec<Record>,
    pub(crate) row: usize,
}

impl Records {
    /// Of a type of a generated client; `None` if it is not a record.
    pub(crate) fn of_kind(kind: Kind) -> Option<Self> {
        let mut all = Vec::new();
        match of_kind(kind, &mut all) {
            Type::Record(row) => Some(Self { all, row }),
            _ => None,
        }
    }

    /// Whether a type is secret: it holds nothing but secrets.
    pub(crate) fn is_secret(&self, ty: &Type) -> bool {
        self.is_secret_within(ty, &mut Vec::new())
    }

    fn is_secret_within(&self, ty: &Type, within: &mut Vec<usize>) -> bool {
        match ty {
            Type::Secret => true,
            Type::Optional(ty) | Type::List(ty) | Type::Map(ty) => {
                self.is_secret_within(ty, within)
            }
            // What leads back to itself holds nothing of its own there.
            Type::Record(at) if within.contains(at) => true,
            Type::Record(at) => {
                within.push(*at);
                let fields = &self.all[*at].fields;
                let is_secret = fields.iter().all(|field| self.is_secret_within(&field.ty, within));
                within.pop();
                is_secret
            }
            _ => false,
        }
    }
}

/// The type of this kind; the records that it leads to are added, each once.
pub(crate) fn of_kind(kind: Kind, all: &mut Vec<Record>) -> Type {
    match kind {
        Kind::Text => Type::Text,
        Kind::Enum => Type::Enum,
        Kind::Secret => Type::Secret,
        Kind::Boolean => Type::Boolean,
        Kind::Integer => Type::Integer,
        Kind::Unsigned => Type::Unsigned,
        Kind::Number => Type::Number,
        Kind::Decimal => Type::Decimal,
        Kind::Date => Type::Date,
        Kind::DateTime => Type::DateTime,
        Kind::Uuid => Type::Uuid,
        Kind::Json => Type::Json,
        Kind::Own(check) => Type::Own(Some(check)),
        Kind::Optional(inner) => Type::Optional(Box::new(of_kind(inner(), all))),
        Kind::List(inner) => Type::List(Box::new(of_kind(inner(), all))),
        Kind::Map(inner) => Type::Map(Box::new(of_kind(inner(), all))),
        Kind::Record(name, fields) => {
            // The records of a client have a name each.
            if let Some(at) = all.iter().position(|record| record.name == name) {
                return Type::Record(at);
            }
            let at = all.len();
            all.push(Record { name: name.to_owned(), fields: Vec::new() });
            let fields = fields.iter().map(|field| Field {
                quoted: field.quoted.to_owned(),
                ty: of_kind((field.kind)(), all),
                zone: field.zone.map(str::to_owned),
            });
            let fields = fields.collect();
            all[at].fields = fields;
            Type::Record(at)
        }
    }
}
