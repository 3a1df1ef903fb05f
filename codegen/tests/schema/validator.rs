//! As much of JSON Schema 2020-12 as the schema of specs uses; a keyword that
//! is not known here fails the test that asks.

use serde_json::{Map, Value};

/// What is wrong with the value, a line each.
pub fn check(schema: &Value, value: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    visit(schema, schema, value, "", &mut wrong);
    wrong
}

fn visit(root: &Value, schema: &Value, value: &Value, at: &str, wrong: &mut Vec<String>) {
    let rules = match schema {
        Value::Bool(true) => return,
        Value::Bool(false) => return wrong.push(format!("{at}: nothing can stand here")),
        schema => schema.as_object().unwrap(),
    };
    for (keyword, rule) in rules {
        let holds = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "examples" | "format" | "default" => {
                true
            }
            "$ref" => {
                let place = rule.as_str().unwrap().strip_prefix('#').unwrap();
                visit(root, root.pointer(place).unwrap(), value, at, wrong);
                true
            }
            "type" => match rule {
                Value::Array(types) => types.iter().any(|ty| is(value, ty.as_str().unwrap())),
                ty => is(value, ty.as_str().unwrap()),
            },
            "const" => value == rule,
            "enum" => rule.as_array().unwrap().contains(value),
            "anyOf" => rule.as_array().unwrap().iter().any(|choice| {
                let mut of_choice = Vec::new();
                visit(root, choice, value, at, &mut of_choice);
                of_choice.is_empty()
            }),
            "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
            "minItems" => value.as_array().is_none_or(|items| items.len() >= size(rule)),
            "maxItems" => value.as_array().is_none_or(|items| items.len() <= size(rule)),
            "minProperties" => value.as_object().is_none_or(|keys| keys.len() >= size(rule)),
            "pattern" => value.as_str().is_none_or(|text| matches(rule.as_str().unwrap(), text)),
            "required" => value.as_object().is_none_or(|keys| {
                rule.as_array().unwrap().iter().all(|key| keys.contains_key(key.as_str().unwrap()))
            }),
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    visit(root, rule, item, &format!("{at}/{index}"), wrong);
                }
                true
            }
            "properties" => {
                for (key, value) in value.as_object().into_iter().flatten() {
                    if let Some(rule) = rule.get(key) {
                        visit(root, rule, value, &format!("{at}/{key}"), wrong);
                    }
                }
                true
            }
            "additionalProperties" => {
                let named =
                    |key: &str| rules.get("properties").is_some_and(|it| it.get(key).is_some());
                for (key, value) in others(value, named) {
                    visit(root, rule, value, &format!("{at}/{key}"), wrong);
                }
                true
            }
            unknown => panic!("the validator has to learn `{unknown}`"),
        };
        if !holds {
            wrong.push(format!("{at}: {keyword} {rule}"));
        }
    }
}

fn others(value: &Value, named: impl Fn(&str) -> bool) -> Vec<(&String, &Value)> {
    let entries = value.as_object().into_iter().flat_map(Map::iter);
    entries.filter(|(key, _)| !named(key)).collect()
}

fn size(rule: &Value) -> usize {
    usize::try_from(rule.as_u64().unwrap()).unwrap()
}

fn is(value: &Value, ty: &str) -> bool {
    match ty {
        "string" => value.is_string(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("the validator has to learn the type `{other}`"),
    }
}

/// The patterns of the schema.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern {
        r"^rust\(.+\)$" => text.starts_with("rust(") && text.ends_with(')') && text.len() > 6,
        "^(/|$)" => text.is_empty() || text.starts_with('/'),
        r"^\s*enum\s*\(" => text
            .trim_start()
            .strip_prefix("enum")
            .is_some_and(|rest| rest.trim_start().starts_with('(')),
        "^(UTC|Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$" => {
            let digits = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
            let offset = text.strip_prefix(['+', '-']).and_then(|offset| offset.split_once(':'));
            let within = |(hours, minutes): (&str, &str)| {
                digits(hours) && hours < "24" && digits(minutes) && minutes < "60"
            };
            matches!(text, "UTC" | "Z") || offset.is_some_and(within)
        }
        other => panic!("the validator has to learn the pattern `{other}`"),
    }
}
