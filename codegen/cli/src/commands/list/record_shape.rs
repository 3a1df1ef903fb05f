//! How a run reads records: the key, and the type of each column. A file that a run with
//! another spec continued would hold values of two meanings in one column.

use super::sink::Format;
use crate::outcome::Failure;
use pagesmith_codegen::model::{Api, Dates, Field, List, Record, Scalar, Type, TypeDef};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What of a spec decides what the records of a file mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RecordShape {
    /// Pointer to what identifies a record.
    key: Option<String>,
    /// The type of each column by its name. None for JSON lines, which hold records as the server
    /// sent them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    columns: BTreeMap<String, String>,
}

impl RecordShape {
    pub(super) fn new(api: &Api, list: &List, format: Format) -> Self {
        let fields = match &list.record {
            Record::Own(name) if format != Format::JsonLines => fields(api, name),
            _ => &[],
        };
        let columns = fields.iter().map(|field| (field.name.wire.clone(), meaning(api, field)));
        Self { key: list.key.clone(), columns: columns.collect() }
    }

    /// Fails if earlier runs read the records in another way.
    pub(super) fn check(&self, earlier: Option<&Self>) -> Result<(), Failure> {
        match earlier.and_then(|earlier| self.differences(earlier)) {
            None => Ok(()),
            Some(differences) => Err(Failure::Misuse(format!(
                "the file was written with another spec: {differences}. Use the spec that it was \
                 written with, or name another file with `--out`"
            ))),
        }
    }

    /// How the shape of an earlier run differs; `None` if a run of this shape can continue. Which
    /// columns there are is the business of each format.
    fn differences(&self, earlier: &Self) -> Option<String> {
        let mut parts = Vec::new();
        match (&earlier.key, &self.key) {
            (was, is) if was == is => {}
            (Some(was), Some(is)) => {
                parts.push(format!("the key was `{}`, and is `{}` now", shown(was), shown(is)));
            }
            (Some(was), None) => {
                parts.push(format!("the key was `{}`, and the spec has none now", shown(was)));
            }
            (None, is) => {
                let is = is.as_deref().unwrap_or_default();
                parts.push(format!("there was no key, and it is `{}` now", shown(is)));
            }
        }
        for (name, is) in &self.columns {
            match earlier.columns.get(name) {
                Some(was) if was != is => {
                    parts.push(format!("`{name}` was {was}, and is {is} now"));
                }
                _ => {}
            }
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// A key as a spec writes it: the name of a field, or a pointer.
fn shown(key: &str) -> &str {
    key.strip_prefix('/').filter(|name| !name.contains(['/', '~'])).unwrap_or(key)
}

/// What the values of a field's column mean. Whether a value may be missing is left out: that
/// does not change what it means, and is what a spec is corrected in between two runs.
fn meaning(api: &Api, field: &Field) -> String {
    let mut text = word(api, &field.ty).to_owned();
    if let Some(zone) = &field.zone {
        text = format!("{text} in the zone {}", zone.0);
    }
    let marks = marks_within(api, &field.ty);
    if !marks.is_empty() {
        text = format!("{text} ({})", marks.join(", "));
    }
    text
}

/// The word for a type; `json` for all but scalars and enums, because their columns hold JSON as
/// the server sent it.
fn word(api: &Api, ty: &Type) -> &'static str {
    let is_text = api.generate.dates == Dates::Text;
    match ty {
        Type::Optional(inner) => word(api, inner),
        Type::Scalar(scalar) => match scalar {
            Scalar::Date if is_text => "date as text",
            Scalar::DateTime if is_text => "datetime as text",
            scalar => scalar.name(),
        },
        // Values of an enum are texts, whether or not the spec names them.
        Type::Own(name) if is_enum(api, name) => "string",
        Type::List(_) | Type::Map(_) | Type::Own(_) | Type::Rust(_) => "json",
    }
}

/// What the records within a value leave out, and how they read times.
fn marks_within(api: &Api, ty: &Type) -> Vec<String> {
    let (mut names, mut marks) = (Vec::from_iter(record_within(ty)), Vec::new());
    let mut at = 0;
    while let Some(name) = names.get(at).copied() {
        at += 1;
        for field in fields(api, name) {
            let place = format!("`{name}.{}`", field.name.wire);
            if matches!(innermost(&field.ty), Type::Scalar(Scalar::Secret)) {
                marks.push(format!("{place} is a secret"));
            }
            if let Some(zone) = &field.zone {
                marks.push(format!("{place} in the zone {}", zone.0));
            }
            if let Some(name) = record_within(&field.ty).filter(|name| !names.contains(name)) {
                names.push(name);
            }
        }
    }
    marks
}

/// The name of the record or enum that a value is, or holds.
fn record_within(ty: &Type) -> Option<&str> {
    match innermost(ty) {
        Type::Own(name) => Some(name),
        _ => None,
    }
}

fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::Optional(inner) | Type::List(inner) | Type::Map(inner) => innermost(inner),
        ty => ty,
    }
}

fn is_enum(api: &Api, name: &str) -> bool {
    api.types.iter().any(|ty| matches!(ty, TypeDef::Enum(_)) && ty.name().rust == name)
}

/// The fields of a record of the spec.
fn fields<'a>(api: &'a Api, name: &str) -> &'a [Field] {
    let found = api.types.iter().find_map(|ty| match ty {
        TypeDef::Struct(found) if found.name.rust == name => Some(found.fields.as_slice()),
        _ => None,
    });
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pagesmith_codegen::{lower, parse};

    /// The shape of a list whose records have this key and these fields.
    fn shape(key: &str, fields: &str, format: Format) -> RecordShape {
        let spec = format!(
            "pagesmith: 1\nname: Shop\nserver: https://shop.test\nauth: none\npaging: none\n\
             resources: {{rows: {{get: /rows, record: Row}}}}\n\
             records:\n  Row: {{{key} fields: {{{fields}}}}}\n  \
             Inner: {{fields: {{token: secret?, at: {{type: datetime?, zone: UTC}}}}}}\n"
        );
        let (ast, places) = parse::spec_file::parse(&spec).unwrap();
        let api = lower::api(&ast, &places).unwrap().0;
        RecordShape::new(&api, &api.lists[0], format)
    }

    #[test]
    fn a_difference_of_meaning_is_named() {
        let earlier = "id: integer, t: {type: datetime?, zone: UTC}, inner: Inner?";
        let earlier = shape("key: id,", earlier, Format::Csv);
        for (key, fields, named) in [
            (
                "key: id,",
                "id: integer, t: {type: datetime?, zone: '+09:00'}",
                Some("`t` was datetime in the zone Z, and is datetime in the zone +09:00 now"),
            ),
            ("key: id,", "id: string", Some("`id` was integer, and is string now")),
            (
                "key: t,",
                "id: integer, t: {type: datetime?, zone: UTC}",
                Some("the key was `id`, and is `t` now"),
            ),
            ("", "id: integer", Some("the key was `id`, and the spec has none now")),
            (
                "key: /inner/at,",
                "id: integer, inner: Inner?",
                Some("the key was `id`, and is `/inner/at` now"),
            ),
            // What a spec is corrected in so that a run can go on.
            ("key: id,", "id: integer?, t: {type: datetime, zone: UTC}, more: string", None),
            (
                "key: id,",
                "id: integer, inner: json?",
                Some(
                    "`inner` was json (`Inner.token` is a secret, `Inner.at` in the zone Z), and is json now",
                ),
            ),
        ] {
            let found = shape(key, fields, Format::Csv).differences(&earlier);
            assert_eq!(found.as_deref(), named, "{key} {fields}");
        }
        let lines = |key, fields| shape(key, fields, Format::JsonLines);
        let earlier = lines("key: id,", "id: integer");
        assert_eq!(lines("key: id,", "id: string").differences(&earlier), None);
        let named = lines("", "id: integer").differences(&earlier);
        assert_eq!(named.as_deref(), Some("the key was `id`, and the spec has none now"));
        let named = earlier.differences(&lines("", "id: integer"));
        assert_eq!(named.as_deref(), Some("there was no key, and it is `id` now"));
    }

    #[test]
    fn it_is_read_back() {
        for format in [Format::Csv, Format::JsonLines] {
            let shape = shape("key: id,", "id: integer, inner: Inner", format);
            let json = serde_json::to_string(&shape).unwrap();
            assert_eq!(serde_json::from_str::<RecordShape>(&json).unwrap(), shape);
        }
    }
}
