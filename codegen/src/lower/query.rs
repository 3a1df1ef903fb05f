//! Constant query parameters: of the whole spec, and of a list over those.

use super::checks::query_name;
use super::list::Shared;
use super::paging::Resolved;
use crate::ast::{Map, Resource};
use crate::credentials::are_in_url;
use crate::diag::{Problem, Reporter};
use crate::model::Auth;
use crate::source_map::Path;

/// The parameters of all lists.
pub(super) fn of_spec(
    cx: &Reporter<'_>,
    at: &Path,
    written: &Map<String>,
) -> Vec<(String, String)> {
    for (name, value) in written.iter() {
        let at = at.key(name);
        query_name(cx, &at, name);
        if are_in_url(&format!("/?{name}={value}")) {
            let message = format!("the parameter `{name}` looks like a credential");
            cx.push(
                Problem::error(&at, message)
                    .on_key()
                    .secret()
                    .help("a spec contains no credentials: describe in `auth` how requests authenticate")
                    .help("users give the key when they build the client"),
            );
        } else if value.contains(char::is_control) {
            let message = format!("the value of `{name}` has a control character");
            cx.push(
                Problem::error(&at, message)
                    .help("remove it; the client percent-encodes the value"),
            );
        }
    }
    written.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The parameters of a list: its own, and those of the spec that it does not replace.
pub(super) fn of_list(
    cx: &Reporter<'_>,
    at: &Path,
    resource: &Resource,
    shared: &Shared<'_>,
    paging: Option<&Resolved>,
) -> Vec<(String, String)> {
    let own = of_spec(cx, &at.key("query"), &resource.query);
    let replaced = |name: &str| own.iter().any(|(known, _)| known == name);
    let rest = shared.query.iter().filter(|(name, _)| !replaced(name)).cloned();
    let all: Vec<(String, String)> = rest.chain(own.iter().cloned()).collect();
    for (name, _) in &all {
        let place = if replaced(name) { at.clone() } else { Path::default() };
        check_other_use(cx, &place, name, other_use(name, resource, shared.auth, paging));
    }
    all
}

/// The same check for the parameters of a derive, which has no credentials.
pub(super) fn check_other_uses(
    cx: &Reporter<'_>,
    at: &Path,
    query: &[(String, String)],
    resource: &Resource,
    paging: Option<&Resolved>,
) {
    for (name, _) in query {
        check_other_use(cx, at, name, other_use(name, resource, &Auth::None, paging));
    }
}

/// The same check for the parameters of a single record at `at`, which has neither filters nor
/// paging.
pub(super) fn check_key(cx: &Reporter<'_>, at: &Path, query: &[(String, String)], auth: &Auth) {
    for (name, _) in query {
        check_other_use(cx, at, name, other_use(name, &Resource::default(), auth, None));
    }
}

/// A parameter can't carry something else too.
fn check_other_use(cx: &Reporter<'_>, place: &Path, name: &str, other: Option<String>) {
    let Some(what) = other else { return };
    let message = format!("`query` sets `{name}`, which carries {what}");
    let problem = Problem::error(&place.key("query").key(name), message).on_key();
    cx.push(
        problem
            .help("a parameter can't carry both: remove it here, or correct the name of the other"),
    );
}

/// What else a list sends in a parameter.
fn other_use(
    name: &str,
    resource: &Resource,
    auth: &Auth,
    paging: Option<&Resolved>,
) -> Option<String> {
    let mut params = paging.iter().flat_map(|paging| paging.paging.params());
    if let Some((_, what)) = params.find(|(param, _)| *param == name) {
        return Some(what.to_owned());
    }
    if matches!(auth, Auth::Query(key) if key == name) {
        return Some("the API key".to_owned());
    }
    let mut filters = resource.filters.iter();
    let filter = filters.find(|(key, filter)| filter.param.as_deref().unwrap_or(key) == name);
    filter.map(|(key, _)| format!("the filter `{key}`"))
}
