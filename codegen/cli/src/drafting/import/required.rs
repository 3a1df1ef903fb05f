//! Paging parameters that the server requires: each request sends them, or the report names them.

use super::document::Document;
use super::parameters::{Parameter, Parameters, Place};
use crate::drafting::detect::Detected;
use crate::drafting::document::Node;
use pagesmith_codegen::ast::{Knobs, Or, Size, Word};

/// Makes requests send what the server requires, as far as the description says what; the rest
/// becomes notes.
pub(super) fn settle(
    document: &Document<'_>,
    params: &Parameters<'_>,
    paging: &mut Detected,
) -> Vec<String> {
    let required = params
        .all
        .iter()
        .filter(|param| param.required && matches!(param.place, Place::Query | Place::Body));
    required.filter_map(|param| note(document, param, paging)).collect()
}

fn note(document: &Document<'_>, param: &Parameter<'_>, paging: &mut Detected) -> Option<String> {
    let name = &param.name;
    if paging.unused.contains(name) {
        return Some(format!(
            "the server requires `{name}`, which belongs to another way to page: the spec lacks it"
        ));
    }
    if !paging.sent.contains(name) {
        return None;
    }
    let Or::Map(knobs) = &mut paging.found.paging else {
        return Some(unsent(name));
    };
    if is_position(knobs, name) {
        // The number of the first page, or the first offset, is always sent.
        return None;
    }
    if knobs.size.as_ref().is_some_and(|size| is_size(size, name)) {
        return always(knobs, name);
    }
    let first =
        param.schema.and_then(|schema| document.get(schema, "default")).and_then(Node::text);
    match (&mut knobs.next, first) {
        (Some(next), Some(first)) if !first.is_empty() => {
            next.start = Some(Word(first.to_owned()));
            None
        }
        _ => Some(unsent(name)),
    }
}

fn unsent(name: &str) -> String {
    format!(
        "the server requires `{name}`, and the first request lacks it: write its first value as `next: {{start: …}}`, or the page size as `size: {{default: …, send: always}}`"
    )
}

fn is_position(knobs: &Knobs, name: &str) -> bool {
    let is = |place: Option<&String>| place.is_some_and(|place| place == name);
    let number = knobs.number.as_ref();
    let offset = knobs.offset.as_ref();
    number.is_some_and(|it| is(it.query.as_ref()) || is(it.body.as_ref()))
        || offset.is_some_and(|it| is(it.query.as_ref()) || is(it.body.as_ref()))
}

fn is_size(size: &Size, name: &str) -> bool {
    size.query.as_deref() == Some(name) || size.body.as_deref() == Some(name)
}

/// Sends the page size with each request: its default, or the largest.
fn always(knobs: &mut Knobs, name: &str) -> Option<String> {
    let size = knobs.size.as_mut()?;
    size.default = size.default.or(size.max);
    if size.default.is_none() {
        return Some(format!(
            "the server requires `{name}`: pass a page size with each call, or write `size: {{default: …, send: always}}`"
        ));
    }
    size.send = Some("always".to_owned());
    None
}
