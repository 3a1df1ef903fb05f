//! The struct of a whole page, as its attributes describe it.

use syn::{Data, DeriveInput, Field, GenericArgument, PathArguments, Type};

use super::is_paged;
use crate::ast::{Items, Or};
use crate::source_map::{Code, Path};

/// The struct of a whole page.
#[derive(Clone, Debug, PartialEq)]
pub struct PageStruct {
    /// The field of the rows.
    pub field: Code,
    /// The type of a row.
    pub row: Code,
    /// Where the rows are, and which shape they have.
    pub items: Or<Items>,
    /// Whether a reply may lack them.
    pub missing_is_empty: bool,
    /// The paging keys that fields are marked as, with a JSON Pointer to each.
    pub places: Vec<(PageKey, String)>,
}

/// A paging key that a field can be marked as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKey {
    /// The next position.
    Next,
    /// The link to the page before.
    Previous,
    /// The link to the first page.
    First,
    /// The number of this page.
    Number,
    /// The number of items on a full page.
    Size,
    /// The count of pages.
    Pages,
    /// The count of items.
    Total,
    /// Whether pages follow.
    More,
    /// Whether this is the last page.
    Done,
    /// The link or token with which a later walk lists what has changed since.
    Delta,
}

impl PageKey {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Next,
        Self::Previous,
        Self::First,
        Self::Number,
        Self::Size,
        Self::Pages,
        Self::Total,
        Self::More,
        Self::Done,
        Self::Delta,
    ];

    /// Its name in the attribute, which is that of the knob in a spec.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Previous => "previous",
            Self::First => "first",
            Self::Number => "number",
            Self::Size => "size",
            Self::Pages => "pages",
            Self::Total => "total",
            Self::More => "more",
            Self::Done => "done",
            Self::Delta => "delta",
        }
    }

    /// The path of the knob in a spec.
    pub(super) fn path(self) -> Path {
        let paging = Path::default().key("paging");
        match self {
            Self::Next | Self::Delta => paging.key(self.name()).key("body"),
            Self::More | Self::Done => paging.key(self.name()),
            _ => paging.key("page").key(self.name()),
        }
    }
}

/// Whether the struct is that of a whole page: a field has the attribute.
pub(crate) fn is_page(input: &DeriveInput) -> bool {
    marked(input).next().is_some()
}

/// The row of the struct of a page whose attributes may be wrong: what `Vec` holds in the
/// first of its marked fields that is one.
pub(crate) fn row(input: &DeriveInput) -> Option<&Type> {
    marked(input).find_map(|field| argument_of(&field.ty, "Vec"))
}

/// The fields that have the attribute.
fn marked(input: &DeriveInput) -> impl Iterator<Item = &Field> {
    let fields = match &input.data {
        Data::Struct(data) => Some(&data.fields),
        Data::Enum(_) | Data::Union(_) => None,
    };
    fields.into_iter().flatten().filter(|field| field.attrs.iter().any(is_paged))
}

/// The argument of this generic type, whatever the path before its name.
pub(super) fn argument_of<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(ty)) if arguments.args.len() == 1 => Some(ty),
        _ => None,
    }
}
