//! The server and how requests authenticate.

use super::document::Document;
use crate::drafting::document::Node;
use pagesmith_codegen::ast::{Auth, Or};
use pagesmith_codegen::work::Counted;
use std::collections::BTreeMap;

/// The servers that a node names.
pub(super) fn servers(node: &Node) -> &[Node] {
    node.get("servers").map_or(&[], Node::elements)
}

/// The first server of a node.
pub(super) fn server(node: &Node) -> Option<&Node> {
    servers(node).first()
}

/// The base URL in the notation of a spec; a sentence if the server is not absolute.
pub(super) fn base_url(server: &Node) -> Result<String, String> {
    let url = server.text_of("url").unwrap_or_default();
    let mut filled = url.to_owned();
    for (name, variable) in server.get("variables").map_or(&[][..], Node::entries) {
        let braces = format!("{{{name}}}");
        let default = variable.text_of("default").unwrap_or_default();
        if !stays_variable(url, &braces) && !default.is_empty() {
            filled = filled.replace(&braces, default);
        }
    }
    let filled = filled.trim_end_matches('/').to_owned();
    if filled.contains("://") {
        return Ok(filled);
    }
    let base = if filled.is_empty() {
        "its path".to_owned()
    } else {
        format!("`{filled}` after its origin")
    };
    Err(format!("the description names no host; pass one to the client by `base_url`, with {base}"))
}

/// Whether a variable stays in the URL: only if it is one of several labels of the host;
/// otherwise its default replaces it.
fn stays_variable(url: &str, braces: &str) -> bool {
    let host =
        url.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
    host.contains('.') && host.split('.').any(|label| label == braces)
}

/// How most of these operations authenticate, and notes on the schemes that are left out.
pub(super) fn auth<'d>(
    document: &Document<'d>,
    operations: &[&'d Node],
) -> (Option<Or<Auth>>, Vec<String>) {
    let counted = counted(document, operations);
    let schemes = document.root.at("/components/securitySchemes");
    let known = counted.iter().filter_map(|(name, count)| {
        let scheme = document.get(schemes?, name)?;
        Some((*name, *count, scheme_auth(scheme)?))
    });
    let known: Vec<(&str, usize, Or<Auth>)> = known.collect();
    let most = known.iter().map(|(_, count, _)| *count).max().unwrap_or_default();
    let Some((chosen, _, auth)) = known.iter().find(|(_, count, _)| *count == most).cloned() else {
        let notes = counted
            .iter()
            .map(|(name, _)| format!("a spec can't express the security scheme `{name}`"));
        return (None, notes.collect());
    };
    let others = counted.iter().filter(|(name, _)| *name != chosen);
    let notes = others
        .map(|(name, _)| format!("requests authenticate by `{chosen}`; `{name}` is left out"));
    (Some(auth), notes.collect())
}

/// How many of these operations name each security scheme, in the order in which
/// the schemes are met.
fn counted<'d>(document: &Document<'d>, operations: &[&'d Node]) -> Vec<(&'d str, usize)> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    let mut by_name: BTreeMap<Counted<&str>, usize> = BTreeMap::new();
    let of_all = document.root.get("security");
    let lists = operations.iter().filter_map(|operation| operation.get("security").or(of_all));
    for (scheme, _) in lists.flat_map(Node::elements).flat_map(Node::entries) {
        let index = *by_name.entry(Counted(scheme)).or_insert(counted.len());
        match counted.get_mut(index) {
            Some((_, count)) => *count += 1,
            None => counted.push((scheme, 1)),
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
