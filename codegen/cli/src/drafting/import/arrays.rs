//! Rewrites an array that is one of several arrays as one array of any of their elements.

use crate::drafting::document::Node;

/// Rewrites all such schemas of a description.
pub(super) fn join_alternatives(root: &mut Node) {
    match root {
        Node::List(elements) => elements.iter_mut().for_each(join_alternatives),
        Node::Map(entries) => {
            for (_, value) in entries.iter_mut() {
                join_alternatives(value);
            }
            join(entries);
        }
        _ => {}
    }
}

fn join(entries: &mut Vec<(String, Node)>) {
    let found = entries.iter().position(|(key, value)| {
        matches!(key.as_str(), "oneOf" | "anyOf")
            && value.elements().len() > 1
            && value.elements().iter().all(|alternative| elements_of(alternative).is_some())
    });
    let Some(at) = found else { return };
    if entries.iter().any(|(key, _)| matches!(key.as_str(), "items" | "properties" | "allOf")) {
        return;
    }
    let (key, alternatives) = entries.remove(at);
    let elements = alternatives.elements().iter().filter_map(elements_of).cloned().collect();
    entries.retain(|(key, _)| key != "type");
    entries.push(("type".to_owned(), Node::Text("array".to_owned())));
    entries.push(("items".to_owned(), Node::Map(vec![(key, Node::List(elements))])));
}

/// The schema of an array's elements.
fn elements_of(schema: &Node) -> Option<&Node> {
    let is_array = schema.text_of("type") == Some("array");
    schema.get("items").filter(|_| is_array)
}
