//! Nested values as JSON: as the server sent them, but in one line and without secrets.

use super::{Cell, fields};
use pagesmith_codegen::model::{Api, Field, Scalar, Type, TypeDef};
use serde_core::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// JSON without its line breaks. They are between its values, because line breaks in
/// strings are escaped.
#[must_use]
pub fn one_line(json: &str) -> Cow<'_, str> {
    if json.contains(['\r', '\n']) {
        Cow::Owned(json.split(['\r', '\n']).collect())
    } else {
        Cow::Borrowed(json)
    }
}

/// Whether values of this type are secrets, alone or in arrays and maps.
pub(super) fn is_secret(ty: &Type) -> bool {
    match ty {
        Type::Optional(inner) | Type::List(inner) | Type::Map(inner) => is_secret(inner),
        Type::Scalar(scalar) => *scalar == Scalar::Secret,
        Type::Own(_) | Type::Rust(_) => false,
    }
}

/// The type of a nested value.
#[derive(Debug)]
pub(super) struct Nested {
    ty: Type,
    /// The structs with secrets in them, at any depth: the types of their fields.
    structs: BTreeMap<String, Vec<(String, Type)>>,
}

impl Nested {
    pub(super) fn of(ty: &Type, api: &Api) -> Self {
        let with_secrets = with_secrets(api);
        let of = |name: &String| {
            let fields = fields(api, name).iter();
            (
                name.clone(),
                fields.map(|field| (field.name.wire.clone(), field.ty.clone())).collect(),
            )
        };
        Self { ty: ty.clone(), structs: with_secrets.iter().map(of).collect() }
    }

    /// The cell of a value.
    ///
    /// # Errors
    /// When the value has another form than its type, so that it is not known where its
    /// secrets are.
    pub(super) fn cell<'r>(&self, value: &'r RawValue) -> Result<Cell<'r>, &'static str> {
        let is_json = matches!(innermost(&self.ty), Type::Scalar(Scalar::Json));
        if value.get() == "\"\"" && matches!(self.ty, Type::Optional(_)) && !is_json {
            return Ok(Cell::Null);
        }
        if !self.has_secrets(&self.ty) {
            return Ok(Cell::Json(one_line(value.get())));
        }
        let mut text = String::new();
        self.push(&self.ty, value, &mut text).ok_or(
            "the spec has a secret in it, and the value has another form than the spec says, so \
             the secret can't be left out; correct the spec",
        )?;
        Ok(Cell::Json(text.into()))
    }

    fn has_secrets(&self, ty: &Type) -> bool {
        is_secret(ty) || matches!(innermost(ty), Type::Own(name) if self.structs.contains_key(name))
    }

    /// Appends a value without its secrets; `None` if it has another form than its type.
    fn push(&self, ty: &Type, value: &RawValue, text: &mut String) -> Option<()> {
        if !self.has_secrets(ty) || value.get() == "null" {
            text.push_str(&one_line(value.get()));
            return Some(());
        }
        match ty {
            Type::Optional(_) if value.get() == "\"\"" => text.push_str("null"),
            Type::Optional(inner) => self.push(inner, value, text)?,
            Type::List(inner) => {
                let elements: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
                text.push('[');
                for (at, element) in elements.into_iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { "," });
                    self.push(inner, element, text)?;
                }
                text.push(']');
            }
            Type::Map(inner) => self.push_object(value, &|_| Some(inner), text)?,
            Type::Own(name) => {
                let fields = self.structs.get(name)?;
                let of = |key: &str| fields.iter().find(|(name, _)| name == key).map(|(_, ty)| ty);
                self.push_object(value, &of, text)?;
            }
            Type::Scalar(_) | Type::Rust(_) => return None,
        }
        Some(())
    }

    /// Appends an object whose values have the types that `of` gives.
    fn push_object<'t>(
        &self,
        value: &RawValue,
        of: &dyn Fn(&str) -> Option<&'t Type>,
        text: &mut String,
    ) -> Option<()> {
        let entries: Entries<'_> = serde_json::from_str(value.get()).ok()?;
        let mut separator = "{";
        for (key, value) in entries.0 {
            let ty = of(&key);
            if ty.is_some_and(is_secret) {
                continue;
            }
            text.push_str(separator);
            separator = ",";
            text.push_str(&serde_json::to_string(&key).ok()?);
            text.push(':');
            match ty {
                Some(ty) => self.push(ty, value, text)?,
                None => text.push_str(&one_line(value.get())),
            }
        }
        text.push_str(if separator == "{" { "{}" } else { "}" });
        Some(())
    }
}

/// The paths of the secrets in nested records.
pub(super) struct SecretPaths<'a> {
    api: &'a Api,
    with_secrets: BTreeSet<String>,
    pub(super) found: Vec<String>,
    /// How many fields may still be looked at: records in records can have a great many.
    left: usize,
}

impl<'a> SecretPaths<'a> {
    /// The most fields that are looked at.
    const MOST: usize = 10_000;

    pub(super) fn new(api: &'a Api) -> Self {
        Self { api, with_secrets: with_secrets(api), found: Vec::new(), left: Self::MOST }
    }

    /// Finds the secrets within a field that is no secret itself.
    pub(super) fn find(&mut self, field: &'a Field) {
        self.descend(&field.ty, &field.name.wire, &mut Vec::new());
    }

    fn descend(&mut self, ty: &'a Type, path: &str, within: &mut Vec<&'a str>) {
        let Type::Own(name) = innermost(ty) else { return };
        // A record that leads back to itself has no new field.
        if within.contains(&name.as_str()) || !self.with_secrets.contains(name) {
            return;
        }
        within.push(name);
        for field in fields(self.api, name) {
            let Some(left) = self.left.checked_sub(1) else { break };
            self.left = left;
            let path = format!("{path}.{}", field.name.wire);
            if is_secret(&field.ty) {
                self.found.push(path);
            } else {
                self.descend(&field.ty, &path, within);
            }
        }
        within.pop();
    }
}

/// The names of the structs that have secrets, or lead to one that has.
fn with_secrets(api: &Api) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    loop {
        let count = found.len();
        for ty in &api.types {
            let TypeDef::Struct(record) = ty else { continue };
            let leads = |ty: &Type| {
                is_secret(ty) || matches!(innermost(ty), Type::Own(name) if found.contains(name))
            };
            if record.fields.iter().any(|field| leads(&field.ty)) {
                found.insert(record.name.rust.clone());
            }
        }
        if found.len() == count {
            return found;
        }
    }
}

/// The type of the values themselves, without arrays and maps around it.
fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::Optional(inner) | Type::List(inner) | Type::Map(inner) => innermost(inner),
        ty => ty,
    }
}

/// The entries of an object, in their order.
struct Entries<'r>(Vec<(String, &'r RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}
