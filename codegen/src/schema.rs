//! The JSON Schema of the spec format, made from the types that read it, so
//! that editors complete and check specs.
//!
//! Structs derive their schema; this module has the schemas of the types of
//! [`ast`](crate::ast) that are deserialized by hand.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::ast::{
    Auth, Beside, BodyKeys, Filter, Flag, Items, Json, Knobs, Map, One, Or, Origin, Pointers,
    Record, SendTo, Spec, Success, Type, Word,
};
use crate::lower::PRESETS;

/// The JSON Schema (2020-12) of a spec, as text.
#[must_use]
pub fn text() -> String {
    let settings = SchemaSettings::draft2020_12().with_transform(WithoutNull);
    let mut schema = settings.into_generator().into_root_schema_for::<Spec>();
    schema.insert("title".into(), "A spec of pagesmith".into());
    schema.insert("examples".into(), json!([example()]));
    format!("{:#}\n", schema.as_value())
}

/// The shortest spec that gives a client.
fn example() -> Value {
    json!({
        "pagesmith": 1,
        "name": "Example",
        "paging": "laml",
        "resources": {"messages": {"get": "/messages", "record": "Message"}},
        "records": {"Message": {"fields": {"sid": "string"}}},
    })
}

/// Removes null from the schema: a spec omits optional keys, and can't set them to
/// null.
#[derive(Clone, Debug)]
struct WithoutNull;

impl Transform for WithoutNull {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(object) = schema.as_object_mut() else { return };
        object.remove("default");
        if let Some(Value::Array(types)) = object.get_mut("type") {
            types.retain(|ty| ty != "null");
            if let [ty] = types.as_slice() {
                let ty = ty.clone();
                object.insert("type".into(), ty);
            }
        }
        let Some(Value::Array(choices)) = object.get_mut("anyOf") else { return };
        choices.retain(|choice| *choice != json!({"type": "null"}));
        let [Value::Object(only)] = choices.as_slice() else { return };
        let only = only.clone();
        object.remove("anyOf");
        for (key, value) in only {
            object.entry(key).or_insert(value);
        }
    }
}

impl<T: JsonSchema> JsonSchema for Map<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("MapOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "object", "additionalProperties": generator.subschema_for::<T>()})
    }
}

/// The schema of a value's short form.
trait Short {
    fn short() -> Schema;
}

impl Short for Auth {
    fn short() -> Schema {
        json_schema!({"enum": ["none", "basic", "bearer"]})
    }
}

impl Short for BodyKeys {
    fn short() -> Schema {
        json_schema!({
            "type": "string",
            "description": "A JSON Pointer into the request's body.",
            "pattern": "^/",
        })
    }
}

impl Short for Knobs {
    fn short() -> Schema {
        let presets = PRESETS.map(|preset| preset.name);
        json_schema!({
            "type": "string",
            "description": "A preset, or a style of `styles`.",
            "examples": presets,
        })
    }
}

impl Short for Filter {
    fn short() -> Schema {
        json_schema!({"type": "string", "description": "Type of the value."})
    }
}

impl Short for One {
    fn short() -> Schema {
        json_schema!({"type": "string", "description": "Path below the server, with `{parameters}`."})
    }
}

impl Short for SendTo {
    fn short() -> Schema {
        json_schema!({"enum": ["url"], "description": "The position is a link."})
    }
}

/// A JSON Pointer into the body of a reply.
fn pointer() -> Schema {
    json_schema!({
        "type": "string",
        "description": "A JSON Pointer into the reply's body.",
        "pattern": "^(/|$)",
    })
}

impl Short for Beside {
    fn short() -> Schema {
        pointer()
    }
}

impl Short for Flag {
    fn short() -> Schema {
        pointer()
    }
}

impl Short for Success {
    fn short() -> Schema {
        pointer()
    }
}

impl Short for Items {
    fn short() -> Schema {
        json_schema!({
            "type": "string",
            "description": "A JSON Pointer; the empty text is the body itself.",
            "pattern": "^(/|$)",
            "examples": ["/data", ""],
        })
    }
}

impl Short for Record {
    fn short() -> Schema {
        json_schema!({
            "type": "string",
            "description": "An open enum.",
            "pattern": "^\\s*enum\\s*\\(",
            "examples": ["enum(queued, sent)"],
        })
    }
}

impl<T: JsonSchema + Short> JsonSchema for Or<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("TextOr{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [T::short(), generator.subschema_for::<T>()]})
    }
}

/// Traits that records implement.
pub(crate) fn derives(_: &mut SchemaGenerator) -> Schema {
    let own = json_schema!({
        "type": "string",
        "pattern": r"^rust\(.+\)$",
        "description": "A derive of your own: `rust(path::Trait)`.",
    });
    let known = json_schema!({"enum": ["PartialEq", "Serialize"]});
    json_schema!({"type": "array", "items": {"anyOf": [known, own]}})
}

impl JsonSchema for Word {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Word".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "number", "boolean"]})
    }
}

impl JsonSchema for Json {
    fn schema_name() -> Cow<'static, str> {
        "Json".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "object", "description": "A JSON object."})
    }
}

impl JsonSchema for Origin {
    fn schema_name() -> Cow<'static, str> {
        "Origin".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Where links may lead.",
            "anyOf": [
                {"enum": ["same", "rebase"]},
                {"type": "array", "minItems": 1, "items": {"type": "string"}, "description": "The client's own origin and these hosts."},
            ],
        })
    }
}

impl JsonSchema for Pointers {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Pointers".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                {"type": "string"},
                {"type": "array", "minItems": 1, "items": {"type": "string"}},
            ],
        })
    }
}

impl JsonSchema for Type {
    fn schema_name() -> Cow<'static, str> {
        "Type".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let ty = generator.subschema_for::<Self>();
        json_schema!({
            "description": "A type.",
            "anyOf": [
                {
                    "type": "string",
                    "description": "A scalar, a record, `enum(…)`, `[T]`, `map<T>` or `rust(…)`; with `?` after it, it may be null or missing.",
                    "examples": examples(),
                },
                {
                    "type": "array",
                    "description": "A list.",
                    "items": &ty,
                    "minItems": 1,
                    "maxItems": 1,
                },
                {
                    "type": "object",
                    "description": "The long form of a field.",
                    "properties": {
                        "type": &ty,
                        "wire": {"type": "string", "description": "Its key in replies [default: the field's name]."},
                        "docs": {"type": "string", "description": "What the field contains."},
                        "rename": {"type": "string", "description": "Its name in Rust."},
                        "zone": {"type": "string", "pattern": crate::lower::ZONE_PATTERN, "description": "The offset of times that have none: `UTC`, or an offset such as `+02:00`."},
                        "attributes": {"type": "string", "description": "Attributes for the field in Rust, as Rust writes them: `\"#[deprecated]\"`."},
                    },
                    "required": ["type"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "description": "An inline object: its fields.",
                    "properties": {"type": false},
                    "minProperties": 1,
                    "additionalProperties": &ty,
                },
            ],
        })
    }
}

/// Texts of types: each scalar, and each form.
fn examples() -> Vec<String> {
    let forms = ["string?", "[string]", "map<string>", "enum(queued, sent)", "rust(crate::Own)"];
    let scalars = crate::lower::scalar_names();
    scalars.chain(forms).map(str::to_owned).collect()
}
