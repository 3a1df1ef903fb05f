//! Credentials in the JSON body of each request.

use super::checks::{body_pointer, is_within};
use crate::ast::{BodyKeys, Or, Resource};
use crate::diag::{Problem, Reporter};
use crate::model::{Auth, Paging};
use crate::source_map::Path;

/// The pointer of the key.
pub(super) fn key(written: &Or<BodyKeys>) -> &String {
    match written {
        Or::Text(key) | Or::Map(BodyKeys { key, .. }) => key,
    }
}

/// The key, and the ID if there is one, are in places of their own.
pub(super) fn lower(cx: &Reporter<'_>, at: &Path, written: &Or<BodyKeys>) -> Auth {
    let key = key(written).clone();
    let Or::Map(BodyKeys { id, .. }) = written else {
        pointer(cx, at, &key);
        return Auth::Body { id: None, key };
    };
    pointer(cx, &at.key("id"), id);
    pointer(cx, &at.key("key"), &key);
    if is_within(id, &key) || is_within(&key, id) {
        let problem = Problem::error(&at.key("key"), "the key is sent where the ID is");
        let problem = problem.related(&at.key("id"), "the ID");
        cx.push(problem.help("correct one of the two pointers"));
        return Auth::Body { id: None, key };
    }
    Auth::Body { id: Some(id.clone()), key }
}

/// Checks a pointer, which may be the key itself, or have it behind it.
fn pointer(cx: &Reporter<'_>, at: &Path, written: &str) {
    if written.starts_with('/') && !written.contains(['=', ':', ' ']) {
        return body_pointer(cx, at, written);
    }
    cx.push(
        Problem::error(at, "this is not a JSON Pointer into the body of a request")
            .secret()
            .help("write the place of the credential, like `/api_key`")
            .help("a spec contains no credentials: users give the key when they build the client"),
    );
}

/// Each request of a list has a body, where such credentials go.
pub(super) fn check_requests(
    cx: &Reporter<'_>,
    at: &Path,
    resource: &Resource,
    paging: Option<&Paging>,
    auth: &Auth,
) {
    let Auth::Body { .. } = auth else { return };
    let refuse = |at: &Path, what: &str, help: &str| {
        let message = format!("the credentials are sent in the body, but {what}");
        let problem = Problem::error(at, message).related(&Path::default().key("auth"), "here");
        cx.push(problem.help(help));
    };
    let help = "if the server expects a POST, write `post: PATH` instead of `get`";
    if resource.post.is_none() {
        refuse(&at.key("get"), "a GET has no body", help);
    }
    if paging.and_then(|paging| paging.then.as_ref()).is_some_and(|then| !then.post) {
        refuse(&at.key(resource.path().0), "later pages are requested by GET", help);
    }
    if resource.one.is_some() {
        let help = "remove `one`: a client sends other requests by `request`";
        refuse(&at.key("one"), "a single record is requested by GET", help);
    }
}
