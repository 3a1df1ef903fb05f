//! Where the rows of a page are, besides the list's own pointer, and which shape they have.

use crate::{Knob, Value};

/// Where rows are, and which shape they have; build it from [`ItemRules::DEFAULT`].
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::paging::{ItemRules, Shape};
///
/// // `{"rows": {"k1": {…}, "k2": {…}}}`: the rows are the values, and each one's field `key`
/// // takes what it was called by.
/// const BY_KEY: ItemRules = ItemRules::DEFAULT.shape(Shape::Map).name("key");
/// assert_eq!(BY_KEY.name, Some("key"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ItemRules<S = &'static str, L = &'static [&'static str]> {
    /// JSON Pointers (RFC 6901) to more rows. They follow those at the pointer of the list,
    /// in this order.
    pub also: L,
    /// What is at each of the pointers.
    pub shape: Shape,
    /// The field of a row that takes what the row, or its group, was called by.
    pub name: Option<S>,
}

/// What is at a pointer to rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An array of rows.
    Array,
    /// An object whose values are the rows, in the order of the text; also an array, whose
    /// nulls are gaps.
    Map,
    /// An array of rows, or a single row in place of it; an empty text is no row.
    OneOrMany,
    /// An object of arrays of rows, in the order of the text.
    Groups,
    /// A single row, and never an array: the reply to a request for one record.
    One,
}

impl ItemRules {
    /// One array of rows.
    pub const DEFAULT: Self = Self { also: &[], shape: Shape::Array, name: None };

    /// Sets the pointers to more rows.
    #[must_use]
    pub const fn also(mut self, pointers: &'static [&'static str]) -> Self {
        self.also = pointers;
        self
    }

    /// Sets what is at each pointer.
    #[must_use]
    pub const fn shape(mut self, shape: Shape) -> Self {
        self.shape = shape;
        self
    }

    /// Sets the field that takes the key of the row in its map, the key of its group, or,
    /// with several pointers, the last part of the pointer.
    #[must_use]
    pub const fn name(mut self, field: &'static str) -> Self {
        self.name = Some(field);
        self
    }
}

impl Shape {
    /// The word for it in a spec.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Array => "array",
            Self::Map => "map",
            Self::OneOrMany => "one_or_many",
            Self::Groups => "groups",
            Self::One => "one",
        }
    }
}

impl<S, L> ItemRules<S, L> {
    /// These rules.
    #[doc(hidden)]
    pub const fn new(also: L, shape: Shape, name: Option<S>) -> Self {
        Self { also, shape, name }
    }

    /// Converts each text and each list to another type.
    pub fn map<T, M>(
        self,
        text: impl FnOnce(S) -> T,
        list: impl FnOnce(L) -> M,
    ) -> ItemRules<T, M> {
        ItemRules { also: list(self.also), shape: self.shape, name: self.name.map(text) }
    }
}

impl<S: AsRef<str>, L: AsRef<[S]>> ItemRules<S, L> {
    /// Whether the rows are one array.
    #[doc(hidden)]
    pub fn is_one_array(&self) -> bool {
        self.also.as_ref().is_empty() && self.shape == Shape::Array
    }

    /// Each rule with its path in a spec and its value.
    #[must_use]
    pub fn knobs(&self) -> [Knob<'_>; 3] {
        let also: Vec<&str> = self.also.as_ref().iter().map(AsRef::as_ref).collect();
        let also = if also.is_empty() { Value::Unset } else { Value::List(also) };
        let shape = Value::Word { of: "Shape", word: self.shape.word() };
        let name = self.name.as_ref().map_or(Value::Unset, |name| Value::Text(name.as_ref()));
        [
            Knob { paths: &["items.also"], path: "items.also", value: also },
            Knob { paths: &["items.shape"], path: "items.shape", value: shape },
            Knob { paths: &["items.name"], path: "items.name", value: name },
        ]
    }
}

impl<S, L: Default> Default for ItemRules<S, L> {
    fn default() -> Self {
        Self::new(L::default(), Shape::Array, None)
    }
}
