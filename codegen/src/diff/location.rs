//! Where a change is in a spec. A model keeps no spans: they are looked up by
//! its names, at each path where the entry can be written.

use crate::lower::nested_name;
use crate::model::{Api, Field, Filter, FilterType, List, Name, Struct, Type, TypeDef};
use crate::source_map::{Path, SourceMap, Span};
use crate::work;
use std::collections::BTreeMap;

/// Which of the two specs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The one before.
    Old,
    /// The one after.
    New,
}

/// A place in one of two specs: the first of these that exists there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The spec.
    pub side: Side,
    routes: Vec<Route>,
}

/// A path, and the fields that lead on from there, each inside the type of the
/// one before. Where in a type its fields are written is looked up step by
/// step: the paths of all ways together would be eight times as many with each
/// step.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Route {
    from: Path,
    /// The key of each field, as it may be written: on the wire, or in Rust.
    fields: Vec<[String; 2]>,
}

impl Route {
    fn to(from: Path) -> Self {
        Self { from, fields: Vec::new() }
    }

    fn into(mut self, field: &Field) -> Self {
        self.fields.push([field.name.wire.clone(), field.name.rust.clone()]);
        self
    }

    /// The first path that exists.
    fn find(&self, source_map: &SourceMap) -> Option<Path> {
        let exists = |path: &Path| {
            work::step();
            source_map.get(path).is_some()
        };
        let mut found: Vec<Path> = Some(self.from.clone()).into_iter().filter(exists).collect();
        for keys in &self.fields {
            let inside = found.iter().flat_map(|at| in_record(at, keys));
            found = inside.filter(exists).collect();
        }
        found.into_iter().next()
    }

    /// The path at which it is written most often.
    fn usual(&self) -> Path {
        self.fields.iter().fold(self.from.clone(), |at, [wire, _]| at.key("fields").key(wire))
    }
}

impl Location {
    pub(super) fn of(side: Side, paths: Vec<Path>) -> Self {
        Self { side, routes: paths.into_iter().map(Route::to).collect() }
    }

    pub(super) fn new_side(path: Path) -> Self {
        Self::of(Side::New, vec![path])
    }

    pub(super) fn old_side(path: Path) -> Self {
        Self::of(Side::Old, vec![path])
    }

    /// The first byte of the entry, or of the nearest one around it.
    pub(crate) fn find(&self, source_map: &SourceMap) -> Option<usize> {
        let exact = self.routes.iter().find_map(|route| route.find(source_map));
        let path = exact.or_else(|| self.routes.first().map(Route::usual))?;
        let place = source_map.nearest(&path)?;
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

/// Where the types of a spec are written.
pub(super) struct TypePlaces<'a> {
    side: Side,
    /// The field that each type is written inside of, and its record.
    owners: BTreeMap<&'a str, (&'a Struct, &'a Field)>,
    /// The first filter that takes each enum, and its list.
    filters: BTreeMap<&'a str, (&'a List, &'a Filter)>,
}

impl<'a> TypePlaces<'a> {
    pub(super) fn of(side: Side, api: &'a Api) -> Self {
        let (mut owners, mut filters) = (BTreeMap::new(), BTreeMap::new());
        for ty in &api.types {
            let TypeDef::Struct(record) = ty else { continue };
            for field in &record.fields {
                work::step();
                if let Some(name) = named(&field.ty).filter(|name| is_inside(name, record, field)) {
                    owners.entry(name).or_insert((record, field));
                }
            }
        }
        for list in &api.lists {
            for filter in &list.filters {
                work::step();
                if let FilterType::Enum(name) = &filter.ty {
                    filters.entry(name.as_str()).or_insert((list, filter));
                }
            }
        }
        Self { side, owners, filters }
    }

    /// A type: a record, or where it is written inside a field or a filter.
    pub(super) fn type_def(&self, name: &Name) -> Location {
        Location { side: self.side, routes: self.routes(name) }
    }

    /// A field of a record.
    pub(super) fn field(&self, record: &Struct, field: &Field) -> Location {
        let around = self.routes(&record.name).into_iter();
        Location { side: self.side, routes: around.map(|route| route.into(field)).collect() }
    }

    /// A type's name is longer than that of its owner, so that looking for
    /// owners of owners ends.
    fn routes(&self, name: &Name) -> Vec<Route> {
        let mut routes = vec![Route::to(root("records").key(&name.wire))];
        if let Some((record, field)) = self.owners.get(name.rust.as_str()) {
            let around = self.routes(&record.name).into_iter();
            routes.extend(around.map(|route| route.into(field)));
        }
        if let Some((of, filter)) = self.filters.get(name.rust.as_str()) {
            routes.push(Route::to(list(of, &["filters", &filter.name.rust])));
        }
        routes
    }
}

/// Whether a type is written inside this field.
fn is_inside(name: &str, record: &Struct, field: &Field) -> bool {
    name.len() > record.name.rust.len() && nested_name(&record.name.rust, &field.name.rust) == name
}

/// The type of the module that is in this one.
fn named(ty: &Type) -> Option<&str> {
    match ty {
        Type::Optional(inner) | Type::List(inner) | Type::Map(inner) => named(inner),
        Type::Own(name) => Some(name),
        Type::Scalar(_) | Type::Rust(_) => None,
    }
}

/// The paths at which a record or an object can hold a field.
fn in_record(at: &Path, [wire, rust]: &[String; 2]) -> Vec<Path> {
    let objects = [at.key("fields"), at.clone(), at.key("type"), at.index(0)];
    let keys = [Some(wire), Some(rust).filter(|rust| *rust != wire)];
    objects.iter().flat_map(|at| keys.iter().flatten().map(|key| at.key(key))).collect()
}
