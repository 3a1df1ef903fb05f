//! How requests authenticate.

use super::document::Document;
use super::operation::ListOperation;
use super::parameters::{Parameter, Place};
use crate::drafting::document::Node;
use pagesmith_codegen::ast::{Auth, BodyKeys, Or};
use pagesmith_codegen::lower::names::{NameKind, ident};
use pagesmith_codegen::work::Counted;
use std::collections::BTreeMap;

/// How most of these lists authenticate, and notes on the schemes that are left out.
///
/// A description gives alternatives, each of one scheme or of several that belong together. A
/// spec has one scheme, so it never has a part of several.
pub(super) fn auth<'d>(
    document: &Document<'d>,
    lists: &[ListOperation<'d>],
) -> (Option<Or<Auth>>, Vec<String>) {
    let operations: Vec<&Node> = lists.iter().map(|list| list.operation).collect();
    let counted = counted(document, &operations);
    let schemes = document.root.at("/components/securitySchemes");
    let known = counted.iter().filter_map(|(names, count)| {
        let [name] = names.as_slice() else { return None };
        let scheme = document.get(schemes?, name)?;
        Some((names, *count, scheme_auth(scheme)?))
    });
    let known: Vec<(&Vec<&str>, usize, Or<Auth>)> = known.collect();
    let most = known.iter().map(|(_, count, _)| *count).max().unwrap_or_default();
    let Some((chosen, _, auth)) = known.iter().find(|(_, count, _)| *count == most).cloned() else {
        if let Some((auth, note)) = in_body(lists) {
            return (Some(auth), vec![note]);
        }
        return (None, counted.iter().map(|(names, _)| inexpressible(names)).collect());
    };
    let others = counted.iter().filter(|(names, _)| names != chosen);
    let notes = others.map(|(names, _)| {
        let (chosen, left) = (chosen.join(""), listed(names));
        let verb = if names.len() == 1 { "is" } else { "are" };
        format!("requests authenticate by `{chosen}`; {left} {verb} left out")
    });
    (Some(auth), notes.collect())
}

/// Names of keys, and of what goes along with one.
const KEYS: [&str; 5] = ["secret", "client_secret", "api_key", "api_secret", "app_secret"];
const IDS: [&str; 3] = ["client_id", "api_id", "app_id"];

/// The properties of all bodies that are named like credentials: no scheme describes those.
fn in_body(lists: &[ListOperation<'_>]) -> Option<(Or<Auth>, String)> {
    let named = |names: &[&str]| {
        let is_named = |param: &&Parameter<'_>| {
            let name = param.name.strip_prefix('/').filter(|name| !name.contains('/'));
            let name = name.and_then(|name| ident(name, NameKind::Value));
            param.place == Place::Body && name.is_some_and(|name| names.contains(&name.as_str()))
        };
        let found = &lists.first()?.params.all.iter().find(is_named)?.name;
        let is_in = |list: &ListOperation<'_>| list.params.all.iter().any(|it| it.name == *found);
        lists.iter().all(is_in).then(|| found.clone())
    };
    let key = named(&KEYS)?;
    let id = named(&IDS);
    let with = id.as_ref().map(|id| format!("`{id}` and ")).unwrap_or_default();
    let note = format!(
        "requests authenticate by {with}`{key}` of the body: these are named so, and no security scheme can be taken"
    );
    let body = match id {
        Some(id) => Or::Map(BodyKeys { id, key }),
        None => Or::Text(key),
    };
    Some((Or::Map(Auth { body: Some(body), ..Auth::default() }), note))
}

fn inexpressible(names: &[&str]) -> String {
    match names {
        [name] => format!("a spec can't express the security scheme `{name}`"),
        several => format!(
            "a spec has one credential, and {} belong together: set them by an auth provider",
            listed(several)
        ),
    }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" with ")
}

/// The schemes of an alternative, and how many operations have it.
type Alternative<'d> = (Vec<&'d str>, usize);

/// The alternatives of these operations, in the order in which they are met.
fn counted<'d>(document: &Document<'d>, operations: &[&'d Node]) -> Vec<Alternative<'d>> {
    let mut counted: Vec<Alternative<'_>> = Vec::new();
    let mut by_names: BTreeMap<Counted<Vec<&str>>, usize> = BTreeMap::new();
    let of_all = document.root.get("security");
    let lists = operations.iter().filter_map(|operation| operation.get("security").or(of_all));
    for alternative in lists.flat_map(Node::elements) {
        let names: Vec<&str> =
            alternative.entries().iter().map(|(name, _)| name.as_str()).collect();
        // An empty one means that requests may do without.
        if names.is_empty() {
            continue;
        }
        let index = *by_names.entry(Counted(names.clone())).or_insert(counted.len());
        match counted.get_mut(index) {
            Some((_, count)) => *count += 1,
            None => counted.push((names, 1)),
        }
    }
    counted
}

fn scheme_auth(scheme: &Node) -> Option<Or<Auth>> {
    let word = |word: &str| Some(Or::Text(word.to_owned()));
    match (
        scheme.text_of("type")?,
        scheme.text_of("scheme").unwrap_or_default().to_ascii_lowercase().as_str(),
    ) {
        ("http", "basic") => word("basic"),
        ("http", "bearer") | ("oauth2" | "openIdConnect", _) => word("bearer"),
        ("apiKey", _) => {
            let name = scheme.text_of("name")?.to_owned();
            match scheme.text_of("in")? {
                "header" => Some(Or::Map(Auth { header: Some(name), ..Auth::default() })),
                "query" => Some(Or::Map(Auth { query: Some(name), ..Auth::default() })),
                _ => None,
            }
        }
        _ => None,
    }
}
