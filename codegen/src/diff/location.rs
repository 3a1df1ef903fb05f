//! Where a change is in a spec. A model keeps no spans: they are looked up by
//! its names, at each path where the entry can be written.

use crate::lower::nested_name;
use crate::model::{Api, Enum, Field, FilterType, List, Struct, Type, TypeDef};
use crate::source_map::{Path, SourceMap, Span};

/// Which of the two specs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The one before.
    Old,
    /// The one after.
    New,
}

/// A place in one of two specs: the first of these paths that exists there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The spec.
    pub side: Side,
    paths: Vec<Path>,
}

impl Location {
    pub(super) fn of(side: Side, paths: Vec<Path>) -> Self {
        Self { side, paths }
    }

    pub(super) fn new_side(path: Path) -> Self {
        Self::of(Side::New, vec![path])
    }

    pub(super) fn old_side(path: Path) -> Self {
        Self::of(Side::Old, vec![path])
    }

    /// The first byte of the entry, or of the nearest one around it.
    pub(super) fn find(&self, source_map: &SourceMap) -> Option<usize> {
        let exact = self.paths.iter().find_map(|path| source_map.get(path));
        let place = exact.or_else(|| source_map.nearest(self.paths.first()?))?;
        match place.key.as_ref().unwrap_or(&place.value) {
            Span::Bytes(bytes) => Some(bytes.start),
            Span::Tokens(_) => None,
        }
    }
}

/// An entry at the root.
pub(super) fn root(key: &str) -> Path {
    Path::default().key(key)
}

/// A list, or one of its keys.
pub(super) fn list(list: &List, keys: &[&str]) -> Path {
    let at = root("resources").key(&list.name.wire);
    keys.iter().fold(at, |at, key| at.key(key))
}

/// The paging of a list, or of all lists.
pub(super) fn paging(side: Side, of: &List) -> Location {
    Location::of(side, vec![list(of, &["paging"]), root("paging")])
}

/// A filter, by the key that gives its method.
pub(super) fn filter(side: Side, of: &List, rust: &str, wire: &str) -> Location {
    Location::of(side, vec![list(of, &["filters", rust]), list(of, &["filters", wire])])
}

/// A type: a record, or where it is written inside a field or a filter.
pub(super) fn type_def(side: Side, api: &Api, ty: &TypeDef) -> Location {
    Location::of(side, type_paths(api, ty))
}

/// A variant of an enum: its type.
pub(super) fn values(side: Side, api: &Api, of: &Enum) -> Location {
    Location::of(side, type_paths(api, &TypeDef::Enum(of.clone())))
}

/// A field of a record.
pub(super) fn field(side: Side, api: &Api, record: &Struct, field: &Field) -> Location {
    let around = paths_of(api, &record.name.rust, &record.name.wire);
    Location::of(side, around.iter().flat_map(|at| in_record(at, field)).collect())
}

fn type_paths(api: &Api, ty: &TypeDef) -> Vec<Path> {
    let name = ty.name();
    paths_of(api, &name.rust, &name.wire)
}

fn paths_of(api: &Api, rust: &str, wire: &str) -> Vec<Path> {
    let inside = owner(api, rust).into_iter().flat_map(|(record, field)| {
        let around = paths_of(api, &record.name.rust, &record.name.wire);
        around.iter().flat_map(|at| in_record(at, field)).collect::<Vec<_>>()
    });
    let filters = api.lists.iter().flat_map(|of| {
        let named = of.filters.iter().filter(|one| one.ty == FilterType::Enum(rust.to_owned()));
        named.map(|one| list(of, &["filters", &one.name.rust]))
    });
    [root("records").key(wire)].into_iter().chain(inside).chain(filters).collect()
}

/// The field that a type is written inside of. Its name is longer than its
/// owner's, so that looking for owners of owners ends.
fn owner<'a>(api: &'a Api, rust: &str) -> Option<(&'a Struct, &'a Field)> {
    let records = api.types.iter().filter_map(|ty| match ty {
        TypeDef::Struct(record) if record.name.rust.len() < rust.len() => Some(record),
        _ => None,
    });
    let mut fields = records.flat_map(|record| record.fields.iter().map(move |one| (record, one)));
    fields.find(|(record, field)| {
        mentions(&field.ty, rust) && nested_name(&record.name.rust, &field.name.rust) == rust
    })
}

fn mentions(ty: &Type, rust: &str) -> bool {
    match ty {
        Type::Optional(inner) | Type::List(inner) | Type::Map(inner) => mentions(inner, rust),
        Type::Own(name) => name == rust,
        Type::Scalar(_) | Type::Rust(_) => false,
    }
}

/// The paths at which a record or an object can hold a field.
fn in_record(at: &Path, field: &Field) -> Vec<Path> {
    let objects = [at.key("fields"), at.clone(), at.key("type"), at.index(0)];
    let keys = [&field.name.wire, &field.name.rust];
    objects.iter().flat_map(|at| keys.map(|key| at.key(key))).collect()
}
