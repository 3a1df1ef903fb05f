//! Describes the requests of a walk: one sentence for each rule of the list, from
//! the model that its code is generated from.

mod ends;
mod evidence;
mod next_request;
mod next_synchronisation;
mod first_request;
mod one;

use crate::lower::paging_of;
use crate::model::{Api, Element, List, NextFrom, Record};
use std::fmt::Write as _;

/// The walk of each of these lists in words.
#[must_use]
pub fn lists<'a>(api: &Api, lists: impl IntoIterator<Item = &'a List>) -> String {
    let texts: Vec<String> = lists.into_iter().map(|list| explain(api, list)).collect();
    texts.join("\n")
}

/// The sentences under one heading.
struct Section {
    title: &'static str,
    sentences: Vec<String>,
}

fn explain(api: &Api, list: &List) -> String {
    let paging = paging_of(list, api);
    let sections = [
        first_request::first(api, list, &paging),
        first_request::each(api, list),
        next_request::rows(list),
        next_request::next(list, &paging),
        next_request::page(&paging),
        ends::end(&paging),
        next_synchronisation::delta(&paging),
        evidence::evidence(list, &paging),
        ends::errors(list, &paging),
        ends::failed(list),
        ends::retries(api),
        ends::limits(&paging),
        one::one(api, list),
    ];
    let record = match &list.record {
        Record::Own(name) | Record::Rust(name) => name,
    };
    let mut text = format!("{}: `{}` lists `{record}`\n", list.method.wire, list.method.rust);
    for Section { title, sentences } in sections {
        if sentences.is_empty() {
            continue;
        }
        // Writing to a string can't fail.
        let _ = writeln!(text, "\n  {title}");
        for sentence in sentences {
            let _ = writeln!(text, "    * {sentence}");
        }
    }
    text
}

/// Names in a sentence: "`a`, `b` and `c`".
fn all<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

/// A JSON Pointer as a place in a body.
fn at(pointer: &str) -> String {
    if pointer.is_empty() { "the body itself".to_owned() } else { format!("`{pointer}`") }
}

/// Where the next position is.
fn source(next: &NextFrom<String>) -> String {
    match next {
        NextFrom::Body(pointer) => format!("`{pointer}`"),
        NextFrom::Header(name) => format!("the header `{name}`"),
        NextFrom::Link(rel) => format!("the relation `{rel}` of the `Link` header"),
        NextFrom::Last(pointer) => format!("`{pointer}` of the last row"),
        NextFrom::Element(Element { array, field, value, at, .. }) => {
            format!("`{at}` in the element of `{array}` whose `{field}` is `{value}`")
        }
    }
}

/// A place in a reply: a pointer, `header:NAME` or `link:REL`.
fn place(place: &str) -> String {
    match (place.strip_prefix("header:"), place.strip_prefix("link:")) {
        (Some(name), _) => format!("the header `{name}`"),
        (_, Some(rel)) => match rel.split_once(' ') {
            Some((rel, attribute)) => {
                format!("the attribute `{attribute}` of the relation `{rel}` in the `Link` header")
            }
            None => format!("the relation `{rel}` of the `Link` header"),
        },
        _ => format!("`{place}`"),
    }
}

/// A parameter: one that begins with `/` is a pointer.
fn param(name: &str) -> String {
    if name.starts_with('/') {
        format!("`{name}` of the request's body")
    } else {
        format!("`{name}`")
    }
}
