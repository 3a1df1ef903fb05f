//! Lists that are read by POST: what goes into the body of a request.

use super::auth_in_body;
use super::checks::{is_within, keyword};
use crate::ast::{Json, Map, Resource};
use crate::diag::{Problem, Reporter, excerpt};
use crate::model::{Auth, Filter, Paging, Verb};
use crate::source_map::Path;
use crate::work::Counted;
use std::collections::BTreeSet;

/// Words in the keys of a body that name a credential.
const CREDENTIALS: [&str; 7] =
    ["apikey", "api_key", "access_token", "authorization", "credentials", "password", "secret"];

/// Something that a request carries in its body.
struct SentValue<'a> {
    pointer: &'a str,
    /// What it is, for a sentence.
    what: String,
    at: Path,
}

/// A list is read by GET or by POST: its path is at one of the two keys.
pub(super) fn check_method(cx: &Reporter<'_>, at: &Path, resource: &Resource) {
    match (resource.get.as_str(), &resource.post) {
        ("", None) => {
            let problem = Problem::error(at, format!("`{at}` lacks the key `get`")).on_key();
            cx.push(problem.help("write the path below the server, like `/Accounts/{account_sid}/Messages`; use `post` if the server expects a POST"));
        }
        ("", Some(_)) | (_, None) => {}
        (_, Some(_)) => {
            let problem = Problem::error(&at.key("post"), "`get` and `post` are both given");
            let problem = problem.on_key().related(&at.key("get"), "the other method");
            cx.push(problem.help("keep the method that the server expects"));
        }
    }
}

/// The method in place of POST is one with a body, and needs a `post`.
pub(super) fn check_other_method(cx: &Reporter<'_>, at: &Path, resource: &Resource) {
    let Some(method) = &resource.method else { return };
    let place = at.key("method");
    if keyword(cx, &place, method, &[("QUERY", ())]).is_some()
        && resource.post.is_none()
        && !resource.get.is_empty()
    {
        let message = "`method` changes the method of a `post`, and this list has a `get`";
        let problem = Problem::error(&place, message).on_key();
        let problem = problem.related(&at.key("get"), "a GET requests this path");
        cx.push(problem.help("write `post` in place of `get`: a QUERY has a body, as a POST has"));
    }
}

/// The method of a list's requests.
pub(super) fn verb(resource: &Resource) -> Verb {
    match (&resource.post, &resource.method) {
        (None, _) => Verb::Get,
        (Some(_), None) => Verb::Post,
        (Some(_), Some(_)) => Verb::Query,
    }
}

/// The constant part of the body, as JSON.
pub(super) fn lower(
    cx: &Reporter<'_>,
    at: &Path,
    resource: &Resource,
    paging: Option<&Paging>,
    filters: &[Filter],
    auth: &Auth,
) -> Option<String> {
    check_other_method(cx, at, resource);
    auth_in_body::check_requests(cx, at, resource, paging, auth);
    let mut sent = sent(at, resource, paging, filters);
    if resource.post.is_none() {
        sent.extend(carried(at, resource, paging));
        check_get(cx, at, resource, &sent);
        return None;
    }
    let path = at.key(resource.path().0);
    sent.extend(
        auth.params()
            .filter(|(param, _)| param.starts_with('/'))
            .map(|(pointer, what)| SentValue { pointer, what: what.to_owned(), at: path.clone() }),
    );
    check_no_overlap(cx, &sent);
    let none = Json::Map(Map::default());
    let body = resource.body.as_ref().unwrap_or(&none);
    let (at, whole) = (at.key("body"), at);
    if resource.body.is_some() {
        check_constant(cx, &at, body);
    }
    let at = if resource.body.is_some() { &at } else { whole };
    let pointers: Vec<&str> = sent.iter().map(|sent| sent.pointer).collect();
    for SentValue { pointer, what, at: place } in &sent {
        check_is_free(cx, at, body, (what, pointer, place), &pointers);
    }
    resource.body.as_ref().map(ToString::to_string)
}

/// The constant part of a body is a map without credentials.
pub(super) fn check_constant(cx: &Reporter<'_>, at: &Path, body: &Json) {
    if !matches!(body, Json::Map(_)) {
        let problem = Problem::error(at, "`body` must be a map");
        cx.push(problem.help("write the constant part of each request, like `{object: message}`"));
    }
    check_no_credentials(cx, at, body);
}

fn sent<'a>(
    at: &Path,
    resource: &'a Resource,
    paging: Option<&'a Paging>,
    filters: &[Filter],
) -> Vec<SentValue<'a>> {
    let path = at.key(resource.path().0);
    let of_paging = paging.into_iter().flat_map(Paging::first_params);
    let of_paging = of_paging.map(|(pointer, what)| SentValue {
        pointer,
        what: what.to_owned(),
        at: path.clone(),
    });
    let lowered: BTreeSet<Counted<&str>> =
        filters.iter().map(|filter| Counted(filter.name.wire.as_str())).collect();
    let is_lowered = |wire: &str| lowered.contains(&Counted(wire));
    let of_filters = resource.filters.iter().filter_map(|(key, filter)| {
        let pointer =
            Some(filter.param.as_deref().unwrap_or(key)).filter(|wire| is_lowered(wire))?;
        Some(SentValue {
            pointer,
            what: format!("the filter `{key}`"),
            at: at.key("filters").key(key),
        })
    });
    of_paging.chain(of_filters).filter(|sent| sent.pointer.starts_with('/')).collect()
}

/// The carried values that are sent in the body of a request like the first one.
fn carried<'a>(at: &Path, resource: &Resource, paging: Option<&'a Paging>) -> Vec<SentValue<'a>> {
    let path = at.key(resource.path().0);
    let of_first = paging.into_iter().filter(|paging| paging.then.is_none());
    let value =
        |pointer| SentValue { pointer, what: "a carried value".to_owned(), at: path.clone() };
    of_first.flat_map(Paging::carried_in_body).map(value).collect()
}

/// A GET has no body.
fn check_get(cx: &Reporter<'_>, at: &Path, resource: &Resource, sent: &[SentValue<'_>]) {
    let help = "if the server expects a POST, write `post: PATH` instead of `get`";
    if resource.body.is_some() {
        let problem = Problem::error(&at.key("body"), "a GET has no body").on_key();
        cx.push(problem.help(help));
    }
    for SentValue { pointer, what, at } in sent {
        let message = format!("{what} is sent in the body, at `{pointer}`, but a GET has no body");
        cx.push(Problem::error(at, message).help(help));
    }
}

/// Each value needs a place of its own; equal places were already reported as
/// parameters.
fn check_no_overlap(cx: &Reporter<'_>, sent: &[SentValue<'_>]) {
    for (index, one) in sent.iter().enumerate() {
        let around = |other: &&SentValue<'_>| {
            other.pointer != one.pointer
                && (is_within(other.pointer, one.pointer) || is_within(one.pointer, other.pointer))
        };
        if let Some(other) = sent[..index].iter().find(around) {
            let message = format!(
                "{} is sent in the body at `{}`, and {} at `{}`: one would be inside the other",
                one.what, one.pointer, other.what, other.pointer
            );
            cx.push(Problem::error(&one.at, message).help("correct one of the two pointers"));
        }
    }
}

/// Where a walk writes, the constant part must be empty, and its arrays must have the
/// elements in front, by a constant or by one of the pointers that are sent too.
pub(super) fn check_is_free(
    cx: &Reporter<'_>,
    at: &Path,
    body: &Json,
    (what, pointer, place): (&str, &str, &Path),
    sent: &[&str],
) {
    let (mut value, mut read) = (body, 0);
    for token in pointer.split('/').skip(1) {
        let inner = match value {
            Json::Map(entries) => entries.get(&token.replace("~1", "/").replace("~0", "~")),
            Json::List(elements) => {
                let is_sent = |index: usize| {
                    let before = format!("{}/{index}", &pointer[..read]);
                    sent.iter().any(|sent| is_within(sent, &before))
                };
                match index(token) {
                    Some(index) if (elements.len()..index).all(is_sent) => elements.get(index),
                    _ => return cx.push(beyond(at, (what, pointer, place), elements.len())),
                }
            }
            Json::Literal(_) | Json::Text(_) => break,
        };
        read += 1 + token.len();
        let Some(inner) = inner else {
            return check_makes_objects(cx, (what, pointer, place), read);
        };
        value = inner;
    }
    let message =
        format!("{what} is sent at `{pointer}` of the body, where `body` already has a constant");
    let problem = Problem::error(place, message).related(at, "the constant part");
    cx.push(problem.help("remove it from `body`, or correct the pointer"));
}

fn beyond(at: &Path, (what, pointer, place): (&str, &str, &Path), elements: usize) -> Problem {
    let message = format!(
        "{what} is sent at `{pointer}` of the body, beyond the end of an array of length {elements}"
    );
    let problem = Problem::error(place, message).related(at, "the constant part");
    problem.help("an array has elements from 0 on, and only the one after its last is added")
}

/// What is missing on the way is made as objects, so no part of the way may be an index.
fn check_makes_objects(
    cx: &Reporter<'_>,
    (what, pointer, place): (&str, &str, &Path),
    read: usize,
) {
    let mut read = read;
    for token in pointer[read..].split('/').skip(1) {
        if index(token).is_some() {
            let missing = &pointer[..read];
            let message = format!(
                "{what} is sent at `{pointer}` of the body, but `body` has nothing at `{missing}`, which may be an array or an object"
            );
            let problem = Problem::error(place, message);
            let key = missing.rsplit('/').next().unwrap_or_default();
            let key = excerpt(&key.replace("~1", "/").replace("~0", "~"));
            return cx.push(problem.help(format!(
                "write an empty one in `body`: `{key}: []`, or `{key}: {{}}` if `{}` is a key",
                excerpt(token)
            )));
        }
        read += 1 + token.len();
    }
}

/// The index that a part of a pointer is (RFC 6901, 4).
fn index(token: &str) -> Option<usize> {
    let is_plain = token == "0" || !token.starts_with(['0', '+']);
    token.parse().ok().filter(|_| is_plain)
}

/// A spec holds no credentials.
fn check_no_credentials(cx: &Reporter<'_>, at: &Path, body: &Json) {
    match body {
        Json::Map(entries) => {
            for (key, value) in entries.iter() {
                let at = at.key(key);
                let plain = key.to_ascii_lowercase().replace('-', "_");
                if matches!(value, Json::Text(_)) && CREDENTIALS.contains(&plain.as_str()) {
                    let message = format!("`{}` looks like a credential", excerpt(key));
                    let problem = Problem::error(&at, message).on_key().secret();
                    cx.push(problem.help(
                        "a spec contains no credentials: describe in `auth` how requests authenticate",
                    ));
                }
                check_no_credentials(cx, &at, value);
            }
        }
        Json::List(values) => {
            for (index, value) in values.iter().enumerate() {
                check_no_credentials(cx, &at.index(index), value);
            }
        }
        Json::Literal(_) | Json::Text(_) => {}
    }
}
