//! The columns of a list's records, for formats that hold tables: each field of the spec
//! is a column, in the order of the spec.
//!
//! A value is read by the runtime's own types, as in a typed record: `"7"` is 7 in a
//! column of whole numbers. Fields of type `secret` have no column, at any depth.

mod json;
mod scalar;
#[cfg(test)]
mod tests;

pub use json::one_line;

use crate::record::{Mismatch, row};
use json::Nested;
use pagesmith::__private::mismatch;
use pagesmith_codegen::model::{Api, Field, List, Record, Scalar, Type, TypeDef};
use scalar::{Capture, ScalarType};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The columns of a list.
#[derive(Debug)]
pub struct Columns {
    all: Vec<Column>,
    /// The fields that have one, by their names on the wire, each once.
    names: Vec<String>,
    /// The fields that have none, since they are secrets.
    secrets: Vec<String>,
    /// The same within columns: `place.token`.
    nested_secrets: Vec<String>,
    key: Option<usize>,
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// The name of the field, as the server writes it.
    pub name: String,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// Which field it is, or is in.
    field: usize,
    source: Source,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Whole numbers of 64 bits.
    Integer,
    /// The same without a sign.
    Unsigned,
    /// Floating point numbers.
    Number,
    /// True or false.
    Boolean,
    /// Texts; also decimals with all their digits, dates, and times as RFC 3339 in UTC.
    Text,
    /// Objects, arrays and whatever a spec leaves open, as JSON.
    Json,
}

/// Where the value of a column comes from.
#[derive(Debug)]
enum Source {
    Scalar(ScalarType),
    Nested(Nested),
    /// The key of the record, by the steps from the field on.
    Key(Vec<String>),
}

/// A value of a column.
#[derive(Clone, Debug)]
pub enum Cell<'r> {
    /// The field is missing, null, or `""` where that is no value.
    Null,
    /// A whole number.
    Integer(i64),
    /// A whole number of a column without a sign.
    Unsigned(u64),
    /// A floating point number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A text.
    Text(String),
    /// JSON, in one line.
    Json(Cow<'r, str>),
    /// A value that its type does not accept, as it came.
    Differs(&'r RawValue),
}

impl Columns {
    /// The columns of a list of this API.
    ///
    /// # Errors
    /// When the spec does not say which fields its records have, or says so of secrets only.
    pub fn new(api: &Api, list: &List) -> Result<Self, String> {
        let Record::Own(name) = &list.record else {
            return Err(format!(
                "the spec leaves the records of `{}` to a Rust struct, so it does not say which \
                 columns they have; describe the record in the spec, or write JSON lines",
                list.method.wire
            ));
        };
        let (mut columns, mut secrets) = (Vec::new(), Vec::new());
        let mut within = json::SecretPaths::new(api);
        for field in fields(api, name) {
            match Source::of(field, api) {
                Some((kind, source)) => {
                    within.find(field);
                    let (name, field) = (field.name.wire.clone(), columns.len());
                    columns.push(Column { name, kind, field, source });
                }
                None => secrets.push(field.name.wire.clone()),
            }
        }
        if columns.is_empty() {
            return Err(format!(
                "all fields of `{name}` are secrets, which have no columns; write JSON lines"
            ));
        }
        let names = columns.iter().map(|column: &Column| column.name.clone()).collect();
        Ok(Self { all: columns, names, secrets, nested_secrets: within.found, key: None })
    }

    /// The text at a pointer into a record whose cells have these texts; `None` if it is
    /// missing or empty.
    #[must_use]
    pub fn text_at(&self, cells: &[String], pointer: &str) -> Option<String> {
        let (first, rest) = match pointer[1..].split_once('/') {
            Some((first, rest)) => (first, Some(rest)),
            None => (&pointer[1..], None),
        };
        let name = first.replace("~1", "/").replace("~0", "~");
        let at = self.all.iter().position(|column| column.name == name)?;
        let cell = cells.get(at).filter(|cell| !cell.is_empty())?;
        match rest {
            None => Some(cell.clone()),
            Some(rest) => {
                let inner: &RawValue = serde_json::from_str(cell).ok()?;
                crate::field_text(inner, &format!("/{rest}"))
            }
        }
    }

    /// The same with the key of the list as a column: the field that it is, or else a column
    /// of this name behind the others. A list without a key gets no such column.
    #[must_use]
    pub fn keyed(mut self, list: &List, name: &str) -> Self {
        let Some(pointer) = &list.key else { return self };
        let steps = pointer.split('/').skip(1);
        let mut steps = steps.map(|step| step.replace("~1", "/").replace("~0", "~"));
        let Some(first) = steps.next() else { return self };
        let steps: Vec<_> = steps.collect();
        let own = self.names.iter().position(|name| *name == first);
        if let (Some(own), true) = (own, steps.is_empty()) {
            self.key = Some(own);
            return self;
        }
        self.key = Some(self.all.len());
        let field = own.unwrap_or(self.names.len());
        if own.is_none() {
            self.names.push(first);
        }
        let (name, kind, source) = (name.to_owned(), ColumnKind::Text, Source::Key(steps));
        self.all.push(Column { name, kind, field, source });
        self
    }

    /// The columns, in their order.
    #[must_use]
    pub fn all(&self) -> &[Column] {
        &self.all
    }

    /// Which column is the key.
    #[must_use]
    pub fn key(&self) -> Option<usize> {
        self.key
    }

    /// The fields that no column holds, since the spec calls them secrets; those of nested
    /// records with a path, such as `place.token`.
    #[must_use]
    pub fn secrets(&self) -> Vec<&str> {
        self.secrets.iter().chain(&self.nested_secrets).map(String::as_str).collect()
    }

    /// Calls `unknown` as [`row`](Self::row) does, for whoever reads the cells in another way.
    pub fn unknown_fields(&self, record: &RawValue, unknown: &mut dyn FnMut(&str)) {
        self.split(record, unknown);
    }

    /// The values of a record by field; `None` if it is not an object.
    fn split<'r>(
        &self,
        record: &'r RawValue,
        unknown: &mut dyn FnMut(&str),
    ) -> Option<row::Row<'r>> {
        let mut unnamed = |name: &str| {
            if !self.secrets.iter().any(|secret| secret == name) {
                unknown(name);
            }
        };
        row::split_with(record, &self.names, &mut unnamed)
    }

    /// The cells of a record, in the order of the columns. Calls `unknown` with the name of
    /// each field that has no column because the spec does not name it.
    ///
    /// # Errors
    /// When the record is not an object, or a value hides where its secrets are.
    pub fn row<'r>(
        &self,
        record: &'r RawValue,
        unknown: &mut dyn FnMut(&str),
    ) -> Result<Vec<Cell<'r>>, Mismatch> {
        let not_an_object = || Mismatch {
            field: "record".to_owned(),
            what: "expected an object, found another value".to_owned(),
        };
        let row = self.split(record, unknown).ok_or_else(not_an_object)?;
        self.all.iter().map(|column| column.cell(row.values[column.field])).collect()
    }
}

impl Column {
    fn cell<'r>(&self, value: Option<&'r RawValue>) -> Result<Cell<'r>, Mismatch> {
        let Some(value) = value.filter(|value| value.get() != "null") else {
            return Ok(Cell::Null);
        };
        match &self.source {
            Source::Scalar(ty) => {
                let mut place = Capture::new(ty);
                let refused = mismatch(value.get(), &mut place).is_some();
                Ok(if refused { Cell::Differs(value) } else { place.into_cell() })
            }
            Source::Nested(ty) => ty.cell(value).map_err(|what| self.mismatch(what)),
            Source::Key(steps) => {
                let found = steps.iter().try_fold(value, |value, step| {
                    let row = row::split(value, std::slice::from_ref(step))?;
                    row.values.first().copied().flatten()
                });
                let text = |value: &RawValue| serde_json::from_str(value.get()).ok();
                Ok(found.map_or(Cell::Null, |value| {
                    Cell::Text(text(value).unwrap_or_else(|| value.get().to_owned()))
                }))
            }
        }
    }

    fn mismatch(&self, what: &str) -> Mismatch {
        Mismatch { field: self.name.clone(), what: what.to_owned() }
    }
}

impl Source {
    /// How a field is read into its column; `None` if it is a secret.
    fn of(field: &Field, api: &Api) -> Option<(ColumnKind, Self)> {
        if json::is_secret(&field.ty) {
            return None;
        }
        let (ty, is_optional) = match &field.ty {
            Type::Optional(inner) => (inner.as_ref(), true),
            ty => (ty, false),
        };
        let is_enum = |name: &str| {
            let mut enums = api.types.iter().filter(|ty| matches!(ty, TypeDef::Enum(_)));
            enums.any(|ty| ty.name().rust == name)
        };
        let scalar = match ty {
            Type::Scalar(Scalar::Json) => None,
            Type::Scalar(scalar) => Some(*scalar),
            Type::Own(name) if is_enum(name) => Some(Scalar::String),
            _ => None,
        };
        Some(match scalar {
            Some(scalar) => {
                let (kind, ty) = ScalarType::of(scalar, api.generate.dates);
                let zone = field.zone.as_ref().map(|zone| zone.0.clone());
                (kind, Self::Scalar(ty.optional(is_optional).zoned(zone)))
            }
            None => (ColumnKind::Json, Self::Nested(Nested::of(&field.ty, api))),
        })
    }
}

/// The fields of a struct of the spec.
fn fields<'a>(api: &'a Api, name: &str) -> &'a [Field] {
    let found = api.types.iter().find_map(|ty| match ty {
        TypeDef::Struct(found) if found.name.rust == name => Some(found.fields.as_slice()),
        _ => None,
    });
    found.unwrap_or_default()
}
