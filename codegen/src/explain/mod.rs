//! The requests that a walk makes, in words: one sentence for each rule that
//! holds for the list, made from the model that its code is made from.

mod ends;
mod next;
mod request;

use crate::lower::PRESETS;
use crate::model::{Api, List, Paging, PagingRef, Record, Size};
use std::fmt::Write as _;

/// The walk of each of these lists in words.
#[must_use]
pub fn lists<'a>(api: &Api, lists: impl IntoIterator<Item = &'a List>) -> String {
    let told: Vec<String> = lists.into_iter().map(|list| explain(api, list)).collect();
    told.join("\n")
}

/// What stands under one headline.
struct Section {
    title: &'static str,
    sentences: Vec<String>,
}

fn explain(api: &Api, list: &List) -> String {
    let paging = paging(api, list);
    let sections = [
        request::first(api, list, &paging),
        request::each(api, list),
        next::rows(list),
        next::next(list, &paging),
        ends::end(&paging),
        ends::errors(list, &paging),
        ends::failed(list),
        ends::again(api),
        ends::limits(&paging),
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

/// The knobs of a list, its own limits put over those of its style.
fn paging(api: &Api, list: &List) -> Paging {
    let preset = |name: &str| PRESETS.iter().find(|(known, _)| *known == name);
    let mut paging = match &list.paging {
        PagingRef::Preset(name) => preset(name).map(|(_, expand)| expand()),
        PagingRef::Style(index) => api.styles.get(*index).map(|style| style.paging.clone()),
        PagingRef::Own(paging) => Some((**paging).clone()),
        // A derive's own constant is not read here.
        PagingRef::Rust(_) => None,
    }
    .unwrap_or_default();
    if let Some(Size { default, max, .. }) = &mut paging.size {
        (*default, *max) = (list.size.0.or(*default), list.size.1.or(*max));
    }
    paging
}

/// Names in a sentence: "`a`, `b` and `c`".
fn all<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

/// A pointer as a place in a body.
fn at(pointer: &str) -> String {
    if pointer.is_empty() { "the body itself".to_owned() } else { format!("`{pointer}`") }
}
