//! How lists and records belong together: the parents of a list, and what its filters
//! compare.

use super::{Param, Scalar, Zone};

/// The list whose records give values of another list's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForEach {
    /// The resource of the parents.
    pub list: String,
    /// The type of a parent, by its Rust name.
    pub record: String,
    /// The values that a parent gives, in the order of the path.
    pub values: Vec<FromParent>,
}

impl ForEach {
    /// Whether the parent gives the value of this parameter.
    #[must_use]
    pub fn gives(&self, param: &Param) -> bool {
        self.values.iter().any(|value| value.param == param.name.wire)
    }
}

/// A value of a path that comes from the parent's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromParent {
    /// The parameter, as the path writes it.
    pub param: String,
    /// Pointer to the value in the parent's record.
    pub pointer: String,
    /// The Rust names of the fields that lead to it.
    pub fields: Vec<String>,
}

/// What a filter compares in a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matches {
    /// Pointer to the field in the record.
    pub pointer: String,
    /// How the field compares to the filter's value in the records that are selected.
    pub comparison: Comparison,
    /// The field's type; an enum is a string. `None` in a struct of the user's own.
    pub ty: Option<Scalar>,
    /// The offset of the field's times that have none.
    pub zone: Option<Zone>,
}

/// How a field compares to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// All of them, as a spec writes them.
    pub const ALL: [(&'static str, Self); 6] = [
        ("=", Self::Equal),
        ("!=", Self::NotEqual),
        ("<", Self::Less),
        ("<=", Self::AtMost),
        (">", Self::Greater),
        (">=", Self::AtLeast),
    ];

    /// As a spec writes it.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        Self::ALL.iter().find(|(_, known)| *known == self).map_or("=", |(symbol, _)| symbol)
    }

    /// Whether it depends on an order of the values.
    #[must_use]
    pub fn is_ordered(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }
}
