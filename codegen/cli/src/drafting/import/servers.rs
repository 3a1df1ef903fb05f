//! The server of a spec: the one that most lists have. Lists with another path on the same
//! origin keep the rest of it in their own paths.

use super::document::Document;
use super::operation::ListOperation;
use super::report::Report;
use super::skipped;
use crate::drafting::document::Node;
use pagesmith_codegen::lower::credentials::shown_server;
use std::collections::BTreeMap;

/// A list with the servers that its operation, its path or the description names.
pub(super) type WithServers<'d> = (&'d [Node], ListOperation<'d>);

/// The servers of an operation: its own, else those of its path, else those of all.
pub(super) fn of_operation<'d>(
    document: &Document<'d>,
    path_item: &'d Node,
    operation: &'d Node,
) -> &'d [Node] {
    let named = [operation, path_item, document.root].map(servers);
    named.into_iter().find(|servers| !servers.is_empty()).unwrap_or_default()
}

/// The path of the first server of an operation, without a slash at its end.
pub(super) fn path_of<'d>(
    document: &Document<'d>,
    path_item: &'d Node,
    operation: &'d Node,
) -> String {
    Url::of(of_operation(document, path_item, operation)).path
}

fn servers(node: &Node) -> &[Node] {
    node.get("servers").map_or(&[], Node::elements)
}

/// The base URL of the spec, as far as the description has one, and the lists below it.
#[derive(Default)]
pub(super) struct Chosen<'d> {
    pub server: Option<String>,
    pub lists: Vec<ListOperation<'d>>,
}

/// The lists of the origin that most of them have, and the base URL of these.
pub(super) fn choose<'d>(listings: Vec<WithServers<'d>>, report: &mut Report) -> Chosen<'d> {
    let urls: Vec<Url> = listings.iter().map(|(servers, _)| Url::of(servers)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for url in &urls {
        *counts.entry(url.origin.as_str()).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or_default();
    let Some(first) = urls.iter().find(|url| counts[url.origin.as_str()] == most) else {
        return Chosen::default();
    };
    let of_first = urls.iter().filter(|url| url.origin == first.origin);
    let base = of_first.fold(first.path.clone(), |base, url| common(&base, &url.path));
    let mut chosen = Chosen { server: server(first, &base, report), lists: Vec::new() };
    let mut others = Vec::new();
    for ((servers, mut listing), url) in listings.into_iter().zip(&urls) {
        if url.origin == first.origin {
            url.path[base.len()..].clone_into(&mut listing.prefix);
            listing.servers = servers;
            others.extend(servers.iter().skip(1).filter_map(|server| server.text_of("url")));
            chosen.lists.push(listing);
            continue;
        }
        let why = match servers.first().and_then(|server| server.text_of("url")) {
            Some(server) => {
                let server = shown_server(server);
                format!("its server is `{server}`, and most lists have another one")
            }
            None => "it has no server, unlike most lists".to_owned(),
        };
        report.skipped.push(skipped(listing.method(), listing.path, &why));
    }
    note_others(&others, &urls, report);
    chosen
}

/// Notes the servers that lists name beside their first one, and that no list has as its first.
fn note_others(others: &[&str], urls: &[Url], report: &mut Report) {
    let mut shown: Vec<String> = Vec::new();
    for other in others.iter().filter(|other| urls.iter().all(|url| url.written != **other)) {
        let other = shown_server(other).into_owned();
        if !shown.contains(&other) {
            shown.push(other);
        }
    }
    if !shown.is_empty() {
        let others = shown.join(", ");
        report.note("", format!("the spec has the first server of several; left out: {others}"));
    }
}

/// The base URL for the spec; a note if the description has no such URL.
fn server(first: &Url, base: &str, report: &mut Report) -> Option<String> {
    if let Some(why) = &first.missing {
        report.note("", why.clone());
        return None;
    }
    Some(format!("{}{base}", first.origin))
}

/// A server in parts.
#[derive(Debug)]
struct Url {
    written: String,
    /// Scheme and host, or the whole text if it has none.
    origin: String,
    /// The path after it, without a slash at its end.
    path: String,
    /// Why it can't be the base URL of a spec.
    missing: Option<String>,
}

impl Url {
    fn of(servers: &[Node]) -> Self {
        let Some(server) = servers.first() else {
            let missing = "the description names no server; pass one to the client by `base_url`";
            let (written, origin, path) = Default::default();
            return Self { written, origin, path, missing: Some(missing.to_owned()) };
        };
        let written = server.text_of("url").unwrap_or_default().to_owned();
        match base_url(server) {
            Ok(url) => {
                let host = url.find("://").map_or(0, |at| at + 3);
                let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |end| host + end);
                let (origin, path) = url.split_at(end);
                // Only paths can be parted.
                let parts =
                    if path.contains(['?', '#']) { (url.as_str(), "") } else { (origin, path) };
                let (origin, path) = (parts.0.to_owned(), parts.1.to_owned());
                Self { written, origin, path, missing: None }
            }
            Err(why) => {
                Self { origin: written.clone(), written, path: String::new(), missing: Some(why) }
            }
        }
    }
}

/// The segments that two paths begin with.
fn common(one: &str, other: &str) -> String {
    let same = one.split('/').zip(other.split('/')).take_while(|(one, other)| one == other);
    same.map(|(segment, _)| segment).collect::<Vec<_>>().join("/")
}

/// The base URL in the notation of a spec; a sentence if the server is not absolute.
fn base_url(server: &Node) -> Result<String, String> {
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

#[cfg(test)]
mod tests {
    use super::common;

    #[test]
    fn paths_share_whole_segments() {
        assert_eq!(common("/v4", "/v4beta"), "");
        assert_eq!(common("/api/v4", "/api/v4beta"), "/api");
        assert_eq!(common("/v4", "/v4"), "/v4");
        assert_eq!(common("/v4/x", "/v4"), "/v4");
        assert_eq!(common("", "/v4"), "");
    }
}
