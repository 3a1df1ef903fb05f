//! How requests authenticate.

use super::document::Document;
use crate::drafting::document::Node;
use pagesmith_codegen::ast::{Auth, Or};
use pagesmith_codegen::work::Counted;
use std::collections::BTreeMap;

/// How most of these operations authenticate, and notes on the schemes that are left out.
///
/// A description gives alternatives, each of one scheme or of several that belong together. A
/// spec has one scheme, so it never has a part of several.
pub(super) fn auth<'d>(
    document: &Document<'d>,
    operations: &[&'d Node],
) -> (Option<Or<Auth>>, Vec<String>) {
    let counted = counted(document, operations);
    let schemes = document.root.at("/components/securitySchemes");
    let known = counted.iter().filter_map(|(names, count)| {
        let [name] = names.as_slice() else { return None };
        let scheme = document.get(schemes?, name)?;
        Some((names, *count, scheme_auth(scheme)?))
    });
    let known: Vec<(&Vec<&str>, usize, Or<Auth>)> = known.collect();
    let most = known.iter().map(|(_, count, _)| *count).max().unwrap_or_default();
    let Some((chosen, _, auth)) = known.iter().find(|(_, count, _)| *count == most).cloned() else {
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
                "header" => Some(Or::Map(Auth { header: Some(name), query: None })),
                "query" => Some(Or::Map(Auth { header: None, query: Some(name) })),
                _ => None,
            }
        }
        _ => None,
    }
}
