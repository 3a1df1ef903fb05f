//! Types of fields, and the types that a spec defines.

use super::Name;

/// A type without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scalar {
    /// Text.
    String,
    /// A whole number of 64 bits.
    Integer,
    /// The same without a sign.
    Unsigned,
    /// A floating point number.
    Number,
    /// A number kept digit by digit.
    Decimal,
    /// True or false.
    Boolean,
    /// A day.
    Date,
    /// A moment.
    DateTime,
    /// Seconds since 1970.
    Epoch,
    /// A UUID.
    Uuid,
    /// A link, as text.
    Uri,
    /// A text that is never shown.
    Secret,
    /// Any JSON.
    Json,
}

impl Scalar {
    /// Its name in a spec.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Unsigned => "unsigned",
            Self::Number => "number",
            Self::Decimal => "decimal",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::DateTime => "datetime",
            Self::Epoch => "epoch",
            Self::Uuid => "uuid",
            Self::Uri => "uri",
            Self::Secret => "secret",
            Self::Json => "json",
        }
    }
}

/// A fixed offset from UTC, as RFC 3339 writes it: `Z`, or like `+02:00`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(pub String);

/// A type of the generated module.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeDef {
    /// A struct.
    Struct(Struct),
    /// An open enum.
    Enum(Enum),
}

impl TypeDef {
    /// Its names.
    #[must_use]
    pub fn name(&self) -> &Name {
        match self {
            Self::Struct(record) => &record.name,
            Self::Enum(values) => &values.name,
        }
    }
}

/// A struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// Its names.
    pub name: Name,
    /// What it is.
    pub docs: Option<String>,
    /// Attributes of the user's own.
    pub attributes: Vec<String>,
    /// Its fields, in the order of the document.
    pub fields: Vec<Field>,
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its names.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Whether its record leads back to itself through it, so that it is in a box:
    /// an optional type of the generated module.
    pub boxed: bool,
    /// The offset of its times that have none.
    pub zone: Option<Zone>,
    /// What it holds.
    pub docs: Option<String>,
    /// Attributes of the user's own.
    pub attributes: Vec<String>,
}

/// The type of a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// May be null, or missing.
    Optional(Box<Type>),
    /// An array.
    List(Box<Type>),
    /// An object with keys that are data.
    Map(Box<Type>),
    /// A type without parts.
    Scalar(Scalar),
    /// A type of the generated module, by its Rust name.
    Own(String),
    /// A type of the user's, as a path.
    Rust(String),
}

/// An open enum: values that are not named here are kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// Its names.
    pub name: Name,
    /// What it is.
    pub docs: Option<String>,
    /// The values that are known.
    pub variants: Vec<Name>,
    /// The variant that keeps the others; `Other` unless that is a value.
    pub other: String,
}
