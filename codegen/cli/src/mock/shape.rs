//! The rows of a reply in the shape that the list has them in.

use super::style::{Style, text};
use pagesmith_codegen::model::Shape;
use serde_json::{Map, Value, json};

/// How many rows in a row have the same group.
pub(super) const GROUP: u64 = 3;

/// What is at each pointer of the list. Several pointers share the rows in order.
pub(super) fn shaped(style: &Style<'_>, rows: Vec<Value>) -> Vec<(String, Value)> {
    let pointers = style.places();
    let each = rows.len().div_ceil(pointers.len()).max(1);
    let mut rows = rows.into_iter();
    let parts = pointers.into_iter().map(|pointer| {
        let part: Vec<Value> = rows.by_ref().take(each).collect();
        (pointer, shape(style, part))
    });
    parts.collect()
}

fn shape(style: &Style<'_>, mut rows: Vec<Value>) -> Value {
    let rules = &style.list.item_rules;
    let mut names: Vec<Option<String>> = Vec::new();
    for row in &mut rows {
        let name = rules.name.as_ref().and_then(|field| row.as_object_mut()?.remove(field));
        names.push(name.as_ref().map(text));
    }
    match rules.shape {
        Shape::OneOrMany | Shape::One if rows.len() == 1 => rows.remove(0),
        Shape::Array | Shape::OneOrMany | Shape::One => json!(rows),
        // The keys are in order, whatever the order in which a map is written.
        Shape::Map => {
            let key = |index, name: Option<String>| name.unwrap_or(format!("{index:06}"));
            let entries = rows.into_iter().zip(names).enumerate();
            let entries = entries.map(|(index, (row, name))| (key(index, name), row));
            Value::Object(entries.collect())
        }
        Shape::Groups => {
            let mut groups = Map::new();
            for (index, (row, name)) in rows.into_iter().zip(names).enumerate() {
                let group = || format!("group-{:06}", index as u64 / GROUP);
                let rows = groups.entry(name.unwrap_or_else(group)).or_insert(json!([]));
                if let Value::Array(rows) = rows {
                    rows.push(row);
                }
            }
            Value::Object(groups)
        }
    }
}
