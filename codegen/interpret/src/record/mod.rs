//! Whether a record is what the spec says, for records that stay as they came.
//!
//! Each field is read as a typed record reads it, by the runtime itself.

mod reading;
pub(crate) mod row;
#[cfg(test)]
mod tests;

use pagesmith::__private::{Slot as _, Token, mismatch};
use pagesmith_codegen::model::{Api, List, Record};
#[doc(hidden)]
pub use reading::scalar_kind;
use reading::{Field, Reading, Struct};
use serde_json::value::RawValue;
use std::fmt;

/// Checks the records of a list.
#[derive(Debug)]
pub struct RecordCheck {
    /// What the spec calls the record; `None` if the user declares the struct.
    name: Option<String>,
    /// The fields that are looked at, by their names on the wire.
    names: Vec<String>,
    readings: Vec<Reading>,
    structs: Vec<Struct>,
    key: Option<Key>,
}

/// What identifies a record.
#[derive(Debug)]
struct Key {
    /// As the spec writes it, but for the `/` of a single name.
    shown: String,
    /// Which field it is, or is in.
    field: usize,
    /// The steps from there on.
    steps: Vec<String>,
}

/// A field of a record that is not what the spec says. Texts of the record are
/// not in it, since they may be secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The path to it, such as `media[2].size`.
    pub field: String,
    /// What was expected, and what came.
    pub what: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.field, self.what)
    }
}

/// Why a row can't be used as a record at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// It is this in place of an object.
    NotAnObject(&'static str),
    /// There is this in place of its key.
    NoKey {
        /// The name of the key, or the pointer to it.
        key: String,
        /// What is there.
        found: &'static str,
    },
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject(found) => write!(f, "expected an object, found {found}"),
            Self::NoKey { key, found } => write!(
                f,
                "expected a string or a number in its key `{key}`, which identifies a record, found {found}"
            ),
        }
    }
}

impl std::error::Error for Unusable {}

impl RecordCheck {
    /// A check of the records of this list, a list of this API.
    ///
    /// Of a record that is a struct of the user's, its key is checked; nor are
    /// fields looked into whose type is one of the user's.
    #[must_use]
    pub fn new(api: &Api, list: &List) -> Self {
        let structs = reading::structs(api);
        let own = match &list.record {
            Record::Own(name) => api.types.iter().find_map(|ty| reading::fields(ty, name)),
            Record::Rust(_) => None,
        };
        let mut check = Self {
            name: own.map(|record| record.name.wire.clone()),
            names: Vec::new(),
            readings: Vec::new(),
            structs,
            key: None,
        };
        for field in own.into_iter().flat_map(|record| &record.fields) {
            check.names.push(field.name.wire.clone());
            check.readings.push(Reading::of(field, api));
        }
        check.key = list.key.as_deref().and_then(|pointer| check.key(pointer));
        check
    }

    /// What the spec calls the record; `None` if the user declares the struct.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Where a record is not what the spec says, in the order of the spec.
    ///
    /// # Errors
    /// When it is no object, or lacks its key.
    pub fn check(&self, record: &RawValue) -> Result<Vec<Mismatch>, Unusable> {
        let Some(row) = row::split(record, &self.names) else {
            return Err(Unusable::NotAnObject(kind(record)));
        };
        if let Some(key) = &self.key {
            key.check(row.values[key.field])?;
        }
        let fields = self.names.iter().zip(&self.readings).zip(&row.values);
        let mut found: Vec<_> = fields
            .filter_map(|((name, reading), value)| {
                field_mismatch(name, &mut Field { reading, structs: &self.structs }, *value)
            })
            .collect();
        found.extend(row.twice.iter().map(|twice| Mismatch {
            field: self.names[*twice].clone(),
            what: "it appears twice".to_owned(),
        }));
        Ok(found)
    }

    /// Fails as [`check`](Self::check) does, and looks at nothing else of a record.
    ///
    /// # Errors
    /// When it is no object, or lacks its key.
    pub fn check_key(&self, record: &RawValue) -> Result<(), Unusable> {
        let Some(key) = &self.key else { return Ok(()) };
        match row::split(record, std::slice::from_ref(&self.names[key.field])) {
            Some(row) => key.check(row.values[0]),
            None => Err(Unusable::NotAnObject(kind(record))),
        }
    }

    /// What a pointer names, whose field is looked at from here on.
    fn key(&mut self, pointer: &str) -> Option<Key> {
        let steps = pointer.split('/').skip(1);
        let mut steps = steps.map(|step| step.replace("~1", "/").replace("~0", "~"));
        let first = steps.next()?;
        let field = self.names.iter().position(|name| *name == first).unwrap_or_else(|| {
            self.names.push(first.clone());
            self.readings.push(Reading::Unchecked);
            self.names.len() - 1
        });
        let steps: Vec<_> = steps.collect();
        let shown = if steps.is_empty() { first } else { pointer.to_owned() };
        Some(Key { shown, field, steps })
    }
}

impl Key {
    /// Fails where it identifies nothing.
    fn check(&self, field: Option<&RawValue>) -> Result<(), Unusable> {
        let value = self.steps.iter().fold(field, |value, step| {
            let object = row::split(value?, std::slice::from_ref(step))?;
            object.values.first().copied().flatten()
        });
        let found = match value {
            None => "nothing",
            Some(value) if value.get() == "\"\"" => "an empty string",
            Some(value) => match kind(value) {
                found @ ("null" | "an array" | "an object") => found,
                _ => return Ok(()),
            },
        };
        Err(Unusable::NoKey { key: self.shown.clone(), found })
    }
}

/// Where a field of a record is not what the spec says.
fn field_mismatch(name: &str, field: &mut Field<'_>, value: Option<&RawValue>) -> Option<Mismatch> {
    let Some(value) = value else {
        let is_missing = field.put(Token::Missing(name)).is_err();
        let what = || "the spec requires it, and it is missing".to_owned();
        return is_missing.then(|| Mismatch { field: name.to_owned(), what: what() });
    };
    let (path, what) = mismatch(value.get(), field)?;
    let path = without_keys(&path, field.structs);
    let field = match path.as_str() {
        "" => name.to_owned(),
        path if path.starts_with('[') => format!("{name}{path}"),
        path => format!("{name}.{path}"),
    };
    Some(Mismatch { field, what })
}

/// A path without the keys of maps, which are data: what the spec does not name is `…`.
fn without_keys(path: &str, structs: &[Struct]) -> String {
    let steps = path.split('.').map(|step| {
        let name = &step[..step.find('[').unwrap_or(step.len())];
        let is_known = name.is_empty() || structs.iter().any(|it| it.has(name));
        if is_known { step.to_owned() } else { format!("…{}", &step[name.len()..]) }
    });
    steps.collect::<Vec<_>>().join(".")
}

/// What a value is.
fn kind(value: &RawValue) -> &'static str {
    match value.get().as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}
