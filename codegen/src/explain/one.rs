//! Describes the request for a single record.

use super::{Section, all, at};
use crate::model::{Api, List, One, Record};

/// The request for a single record, if the spec says how.
pub(super) fn one(api: &Api, list: &List) -> Section {
    let sentences = list.one.as_ref().map_or_else(Vec::new, |one| sentences(api, list, one));
    Section { title: "A single record", sentences }
}

fn sentences(api: &Api, list: &List, one: &One) -> Vec<String> {
    let server = api.server.as_ref().map_or("", |server| server.template.trim_end_matches('/'));
    let mut sentences = vec![format!("`{}` requests `GET {server}{}`.", one.method.rust, one.path)];
    if let Some(pairs) = one.encoded_query() {
        sentences.push(format!("It has `{pairs}` in its query."));
    }
    if !one.args.is_empty() {
        let names = all(one.args.iter().map(|arg| arg.name.wire.as_str()));
        sentences.push(format!("Each call gives {names}."));
    }
    let (Record::Own(record) | Record::Rust(record)) = &one.record;
    let of = if one.record == list.record { String::new() } else { format!(", a `{record}`") };
    sentences.push(format!("The record is {}{of}; an array is an error.", at(&one.at)));
    sentences.push(
        "A 404 or 410 is an error of the kind `NotFound`; the other errors are those of a page."
            .to_owned(),
    );
    sentences
}
