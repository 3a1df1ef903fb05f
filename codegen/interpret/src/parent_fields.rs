//! The values of a parent, in the records of its children.

use super::Record;
use pagesmith::__private::unusable_parent;
use pagesmith::Error;
use pagesmith_codegen::model::{
    Api, Field, ForEach, List, Name, Record as RecordType, Scalar, Struct, Type, TypeDef,
};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The values of a parent that its children's records have no field for, by the spec.
#[must_use]
pub fn added_names(api: &Api, list: &List) -> Vec<String> {
    let fields = match &list.record {
        RecordType::Own(name) => record(api, name).map(|found| found.fields.as_slice()),
        RecordType::Rust(_) => None,
    };
    let fields = fields.unwrap_or_default();
    let is_field = |name: &String| fields.iter().any(|field| field.name.wire == *name);
    let values = list.for_each.iter().flat_map(|for_each| &for_each.values);
    values.map(|value| value.param.clone()).filter(|name| !is_field(name)).collect()
}

/// The API and the list with these values as the first fields of the list's records.
#[must_use]
pub fn with_parent_fields(api: &Api, list: &List) -> (Api, List) {
    let (mut changed, added) = (api.clone(), added_names(api, list));
    let fields: Vec<Field> = added.iter().map(|name| field(api, list, name)).collect();
    if let RecordType::Own(name) = &list.record
        && let Some(record) = changed.types.iter_mut().find_map(|ty| match ty {
            TypeDef::Struct(found) if found.name.rust == *name => Some(found),
            _ => None,
        })
    {
        record.fields.splice(0..0, fields);
    }
    (changed, list.clone())
}

/// The field for a value of the parent, of the type that it has there.
fn field(api: &Api, list: &List, name: &str) -> Field {
    let ty = list.for_each.as_ref().and_then(|for_each| {
        let value = for_each.values.iter().find(|value| value.param == name)?;
        let mut ty = Type::Own(for_each.record.clone());
        for field in &value.fields {
            let Type::Own(name) = &ty else { return None };
            ty = record(api, name)?.fields.iter().find(|it| it.name.rust == *field)?.ty.clone();
        }
        Some(ty)
    });
    let ty = ty.unwrap_or(Type::Scalar(Scalar::String));
    let name = Name { rust: name.to_owned(), wire: name.to_owned() };
    Field { name, ty, boxed: false, zone: None, docs: None, attributes: Vec::new() }
}

/// The struct of this Rust name.
pub(crate) fn record<'a>(api: &'a Api, name: &str) -> Option<&'a Struct> {
    api.types.iter().find_map(|ty| match ty {
        TypeDef::Struct(found) if found.name.rust == *name => Some(found),
        _ => None,
    })
}

/// The values of these names as members of an object, each with a comma behind it.
///
/// # Errors
/// When the parent has no single value at one of the places.
pub fn parent_members(
    for_each: &ForEach,
    names: &[String],
    parent: &RawValue,
) -> Result<String, Error> {
    let values = parent_values(for_each, parent)?.into_iter();
    let wanted = values.filter(|(name, _)| names.contains(name));
    Ok(wanted.fold(String::new(), |mut members, (name, value)| {
        // Writing to a string can't fail.
        let _ = write!(members, "{}:{},", serde_json::Value::from(name), value.get());
        members
    }))
}

/// A record that begins with these members, which have these names. It stays as it is if it
/// has one of the names already, or is not an object.
#[must_use]
pub fn with_members(record: &Record, members: &str, names: &[String]) -> Record {
    let text = record.get();
    let is_object = text.starts_with('{');
    if !is_object || members.is_empty() || names.iter().any(|name| has_member(text, name)) {
        return record.clone();
    }
    let rest = text[1..].trim_start();
    let members = if rest.starts_with('}') { members.trim_end_matches(',') } else { members };
    RawValue::from_string(format!("{{{members}{rest}")).unwrap_or_else(|_| record.clone())
}

fn has_member(object: &str, name: &str) -> bool {
    let members: Option<BTreeMap<Cow<'_, str>, &RawValue>> = serde_json::from_str(object).ok();
    members.is_some_and(|members| members.contains_key(name))
}

/// The values that a parent gives to the path of its children, as its record has them.
///
/// # Errors
/// When the record has no single value at one of the places.
pub(crate) fn parent_values(
    for_each: &ForEach,
    parent: &RawValue,
) -> Result<Vec<(String, Box<RawValue>)>, Error> {
    let values = for_each.values.iter().map(|value| {
        let found = value_at(parent, &value.pointer);
        let single = found.filter(|found| !found.get().starts_with(['{', '[', 'n']));
        let single = single.ok_or_else(|| {
            unusable_parent(format!(
                "a record of `{}` has no value at `{}`, which its children need as `{}`",
                for_each.list, value.pointer, value.param
            ))
        })?;
        Ok((value.param.clone(), single.to_owned()))
    });
    values.collect()
}

/// The value at a pointer.
pub(crate) fn value_at<'r>(record: &'r RawValue, pointer: &str) -> Option<&'r RawValue> {
    pointer.split('/').skip(1).try_fold(record, |value, part| {
        let part = part.replace("~1", "/").replace("~0", "~");
        let mut members: BTreeMap<Cow<'_, str>, &RawValue> =
            serde_json::from_str(value.get()).ok()?;
        members.remove(part.as_str())
    })
}

/// The value at a pointer into a record as a text; `None` if it is missing or null.
#[must_use]
pub fn field_text(record: &RawValue, pointer: &str) -> Option<String> {
    value_at(record, pointer).filter(|value| value.get() != "null").map(text)
}

/// A single value as a text.
pub(crate) fn text(value: &RawValue) -> String {
    serde_json::from_str(value.get()).unwrap_or_else(|_| value.get().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str) -> Record {
        RawValue::from_string(text.to_owned()).unwrap()
    }

    #[test]
    fn a_record_begins_with_the_values_of_its_parent() {
        let names = ["room".to_owned()];
        let with = |text: &str| with_members(&raw(text), r#""room":"1","#, &names).get().to_owned();
        assert_eq!(with(r#"{"id": 2}"#), r#"{"room":"1","id": 2}"#);
        assert_eq!(with("{ }"), r#"{"room":"1"}"#);
        assert_eq!(with(r#"{"id": {"room": 2}}"#), r#"{"room":"1","id": {"room": 2}}"#);
        for same in [r#"{"id": 2, "room": 3}"#, r#"{"\u0072oom": 3}"#, "[1]", "7"] {
            assert_eq!(with(same), same);
        }
    }

    #[test]
    fn values_are_found_by_pointers() {
        let record = raw(r#"{"a/b": {"~": "x\"y"}, "n": 12345678901234567890.5, "none": null}"#);
        assert_eq!(text(value_at(&record, "/a~1b/~0").unwrap()), "x\"y");
        assert_eq!(text(value_at(&record, "/n").unwrap()), "12345678901234567890.5");
        assert!(value_at(&record, "/a~1b/~0/z").is_none() && value_at(&record, "/z").is_none());
    }
}
