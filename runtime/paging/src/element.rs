//! An element of an array, chosen by one of its fields.

/// The place `at` in the element of an array whose field has a value, wherever the element
/// is in the array; such as the element of FHIR's `link` whose `relation` is `next`:
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
/// use pagesmith::paging::{Element, NextFrom};
///
/// const NEXT: Element = Element::new("/link", "relation", "next", "/url");
/// const FHIR: Paging = Paging::NONE.next(NextFrom::Element(NEXT));
/// assert_eq!(FHIR.knobs()[1].value.to_string(), "relation: next");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Element<S = &'static str> {
    /// JSON Pointer (RFC 6901) of the array in the body.
    pub array: S,
    /// Name of the field by which the element is chosen.
    pub field: S,
    /// The value of that field: a text, which a string, a number or a boolean equals.
    pub value: S,
    /// JSON Pointer into that element.
    pub at: S,
}

impl<S> Element<S> {
    /// The place `at` in the element of `array` whose `field` has this value.
    #[must_use]
    pub const fn new(array: S, field: S, value: S, at: S) -> Self {
        Self { array, field, value, at }
    }

    /// Converts each text to another type.
    pub fn map<T>(self, mut text: impl FnMut(S) -> T) -> Element<T> {
        Element {
            array: text(self.array),
            field: text(self.field),
            value: text(self.value),
            at: text(self.at),
        }
    }
}
