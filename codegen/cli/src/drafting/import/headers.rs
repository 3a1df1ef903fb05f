//! The headers that every request needs, each with the one value that the description allows.

use super::operation::ListOperation;
use super::parameters::{Parameter, Place};
use super::report::Report;
use crate::drafting::document::Node;
use pagesmith_codegen::ast::Map;

/// Whether OpenAPI says to ignore a header among the parameters: requests have their own.
pub(super) fn is_ignored(name: &str) -> bool {
    ["accept", "content-type", "authorization"].iter().any(|it| name.eq_ignore_ascii_case(it))
}

/// The required headers with one value, which is the same for all lists that need it.
pub(super) fn constant(listings: &[ListOperation<'_>], report: &mut Report) -> Map<String> {
    let mut found: Vec<(&str, Vec<String>)> = Vec::new();
    let required = listings.iter().flat_map(|listing| &listing.params.all);
    let of_requests = |param: &&Parameter<'_>| {
        param.required && param.place == Place::Header && !is_ignored(&param.name)
    };
    for param in required.filter(of_requests) {
        let Some(value) = only_value(param) else { continue };
        let known = found.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(&param.name));
        match known {
            Some((_, values)) if values.contains(&value) => {}
            Some((_, values)) => values.push(value),
            None => found.push((&param.name, vec![value])),
        }
    }
    let mut headers = Map::default();
    for (name, values) in found {
        match values.as_slice() {
            [value] => headers.0.push((name.to_owned(), value.clone())),
            _ => report.note("", format!("the header `{name}` has another value for each list, and a spec has one: it is left out")),
        }
    }
    headers
}

/// The value of a header: its only one, or its default.
fn only_value(param: &Parameter<'_>) -> Option<String> {
    fixed_value(param).or_else(|| word(param.schema?.get("default")?))
}

/// The only value that a parameter may have.
pub(super) fn fixed_value(param: &Parameter<'_>) -> Option<String> {
    let schema = param.schema?;
    let values = schema.get("enum").map_or(&[][..], Node::elements);
    word(schema.get("const").or(if let [value] = values { Some(value) } else { None })?)
}

/// A text, a number or a boolean, as a text.
pub(super) fn word(value: &Node) -> Option<String> {
    match value {
        Node::Text(text) if !text.is_empty() => Some(text.clone()),
        Node::Integer(number) => Some(number.to_string()),
        Node::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}
