//! Finds the field that a JSON Pointer leads to in a record.

use crate::diag::{Problem, either, excerpt};
use crate::model::{Field, Type, TypeDef};
use crate::source_map::Path;
use std::collections::BTreeMap;

/// The fields of the structs of a spec.
pub(super) struct Fields<'t>(BTreeMap<&'t str, &'t [Field]>);

/// The field at a pointer.
pub(super) struct FieldAt<'t> {
    /// The fields that lead to it; it is the last one.
    pub path: Vec<&'t Field>,
    /// Its type, without the `?`.
    pub ty: Type,
    /// Whether it, or a field on the way, may be missing.
    pub is_optional: bool,
}

/// A part of a pointer that is not a field.
pub(super) struct NoField<'t> {
    part: String,
    known: &'t [Field],
}

impl<'t> Fields<'t> {
    pub(super) fn of(types: &'t [TypeDef]) -> Self {
        let structs = types.iter().filter_map(|ty| match ty {
            TypeDef::Struct(found) => Some((found.name.rust.as_str(), found.fields.as_slice())),
            TypeDef::Enum(_) => None,
        });
        Self(structs.collect())
    }

    /// Whether this type of the module is a struct.
    pub(super) fn is_struct(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The field at a pointer into this record.
    ///
    /// # Errors
    ///
    /// When a part of the pointer is not a field.
    pub(super) fn find(&self, record: &str, pointer: &str) -> Result<FieldAt<'t>, NoField<'t>> {
        let (mut ty, mut is_optional) = (Type::Own(record.to_owned()), false);
        let mut path = Vec::new();
        for part in pointer.split('/').skip(1) {
            let part = part.replace("~1", "/").replace("~0", "~");
            let known = match &ty {
                Type::Own(name) => self.0.get(name.as_str()).copied().unwrap_or_default(),
                _ => &[],
            };
            let Some(field) = known.iter().find(|field| field.name.wire == part) else {
                return Err(NoField { part, known });
            };
            path.push(field);
            ty = match &field.ty {
                Type::Optional(inner) => {
                    is_optional = true;
                    (**inner).clone()
                }
                ty => ty.clone(),
            };
        }
        Ok(FieldAt { path, ty, is_optional })
    }
}

impl NoField<'_> {
    /// The problem with the entry that names it; `what` is that entry.
    pub(super) fn problem(&self, at: &Path, what: &str) -> Problem {
        let message = format!("{what} names `{}`, which is not a field", excerpt(&self.part));
        let known = self.known.iter().map(|field| field.name.wire.as_str());
        let problem = Problem::error(at, message).suggest(&self.part, known.clone());
        match self.known {
            [] => problem,
            _ => problem.help(format!("the fields are {}", either(known))),
        }
    }
}
