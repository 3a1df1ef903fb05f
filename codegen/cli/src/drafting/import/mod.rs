//! `pagesmith import`: writes a spec for the list operations of an OpenAPI description.
//!
//! ```text
//! text ──► document ──operation──► list operations ──list, types──► draft ──prune──► text
//!                         │                                           │
//!                         └── detect: how each one pages              └── report
//! ```

mod server_and_auth;
mod document;
mod known_schemas;
mod list;
mod operation;
mod path;
mod report;
mod schema;
mod types;
mod value;

pub(crate) mod names;
pub(crate) mod prune;

pub use report::{ImportedList, Note, Report, SkippedOperation};
pub(crate) use types::{field, invalid_name, key_of, rename};
pub(crate) use value::{enum_text, is_money, is_secret};

use self::prune::Pruned;
use crate::drafting::document::Node;
use crate::drafting::writer::{self, ChosenPaging, Draft, sentence};
use document::Document;
use operation::ListOperation;
use pagesmith_codegen::ast::{Or, Spec};
use pagesmith_codegen::credentials::hidden;
use pagesmith_codegen::lower::credentials::shown_server;
use pagesmith_codegen::lower::names::{NameKind, ident};
use pagesmith_codegen::source_map::Path;
use pagesmith_codegen::work::Counted;
use std::collections::{BTreeMap, BTreeSet};

/// The methods of an operation.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Which lists are imported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Also import lists for which the description shows no paging.
    pub unpaged: bool,
}

/// A spec, and a report on each operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The text of the spec; `None` if no list was imported.
    pub spec: Option<String>,
    /// Which operations were imported, which were skipped, and why.
    pub report: Report,
}

/// Writes a spec for an OpenAPI description; the result depends only on its bytes.
///
/// # Errors
/// The predicate of a sentence about the file, when it is not a description of a supported
/// version.
pub fn import(bytes: &[u8], choices: Options) -> Result<Imported, String> {
    let root = Node::read(bytes)?;
    let document = Document::of(&root)?;
    let mut report = Report { name: name(&document), ..Report::default() };
    let listings = listings(&document, choices, &mut report);
    let mut draft = spec(&document, &listings, &mut report);
    let removed = prune::prune(&mut draft)?;
    let remaining: BTreeSet<Counted<&str>> =
        draft.spec.resources.iter().map(|(name, _)| Counted(name)).collect();
    let mut removed_paths: BTreeMap<Counted<String>, String> = BTreeMap::new();
    report.lists.retain(|list| {
        let stays = remaining.contains(&Counted(list.resource.as_str()));
        if !stays {
            removed_paths.insert(Counted(list.resource.clone()), list.path.clone());
        }
        stays
    });
    for part in removed {
        match part {
            Pruned::List { name, why } => {
                let path = removed_paths.remove(&Counted(name)).unwrap_or_default();
                report.skipped.push(skipped("get", &path, &why));
            }
            Pruned::Part { list, why } => report.note(&list, why),
        }
    }
    report
        .notes
        .retain(|note| note.about.is_empty() || remaining.contains(&Counted(note.about.as_str())));
    let spec = (!draft.spec.resources.0.is_empty()).then(|| draft.text());
    Ok(Imported { spec, report })
}

fn name(document: &Document<'_>) -> String {
    let title = document.root.at("/info/title").and_then(Node::text);
    title.and_then(|title| sentence(title, 80)).unwrap_or_else(|| "API".to_owned())
}

fn skipped(method: &str, path: &str, why: &str) -> SkippedOperation {
    SkippedOperation {
        method: method.to_ascii_uppercase(),
        path: shorten(path),
        why: why.to_owned(),
    }
}

/// A path as a report shows it, which is no place for one of many kilobytes, or for a
/// credential.
fn shorten(path: &str) -> String {
    const MOST: usize = 300;
    let path = &*hidden(path);
    match path.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}… ({} bytes)", &path[..end], path.len()),
        None => path.to_owned(),
    }
}

/// The operations that are lists; the others go to the report as skipped.
fn listings<'d>(
    document: &Document<'d>,
    choices: Options,
    report: &mut Report,
) -> Vec<ListOperation<'d>> {
    let mut listings: Vec<(Option<&'d Node>, ListOperation<'d>)> = Vec::new();
    for (path, item) in document.root.get("paths").map_or(&[][..], Node::entries) {
        let item = match document.follow(item) {
            Ok(resolved) => resolved.node,
            Err(why) => {
                report.skipped.push(skipped("get", path, &why));
                continue;
            }
        };
        for (method, operation) in
            item.entries().iter().filter(|(key, _)| METHODS.contains(&key.as_str()))
        {
            if method != "get" {
                report.skipped.push(skipped(method, path, "only GET operations are imported"));
                continue;
            }
            let server =
                [operation, item, document.root].into_iter().find_map(server_and_auth::server);
            let read =
                operation::read(document, path, item, operation).and_then(|listing| match &listing
                    .paging
                {
                    None if !choices.unpaged => Err(no_paging(&listing.unread)),
                    _ => Ok(listing),
                });
            match read {
                Ok(listing) => listings.push((server, listing)),
                Err(why) => report.skipped.push(skipped(method, path, &why)),
            }
        }
    }
    of_one_server(listings, report)
}

/// The lists of the server that most of them have: a spec has one.
fn of_one_server<'d>(
    listings: Vec<(Option<&'d Node>, ListOperation<'d>)>,
    report: &mut Report,
) -> Vec<ListOperation<'d>> {
    let url = |server: Option<&'d Node>| server.and_then(|server| server.text_of("url"));
    let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for (server, _) in &listings {
        *counts.entry(url(*server)).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or_default();
    let first = listings.iter().map(|(server, _)| url(*server)).find(|url| counts[url] == most);
    let (taken, others): (Vec<_>, Vec<_>) =
        listings.into_iter().partition(|(server, _)| Some(url(*server)) == first);
    for (server, listing) in others {
        let why = match url(server) {
            Some(server) => {
                let server = shown_server(server);
                format!("its server is `{server}`, and most lists have another one")
            }
            None => "it has no server, unlike most lists".to_owned(),
        };
        report.skipped.push(skipped("get", listing.path, &why));
    }
    taken.into_iter().map(|(_, listing)| listing).collect()
}

fn no_paging(unread: &[String]) -> String {
    let text = "its parameters and its reply show no paging";
    if unread.is_empty() {
        return text.to_owned();
    }
    format!("{text}, but parts of them could not be read: {}", unread.join("; "))
}

/// The spec of these listings, before it is checked.
fn spec<'d>(document: &Document<'d>, listings: &[ListOperation<'d>], report: &mut Report) -> Draft {
    let paths: Vec<path::Path> = listings.iter().map(|listing| path::read(listing.path)).collect();
    let client_wide = path::client_wide(&paths);
    let prefix = client_wide.as_ref().map(|(_, prefix)| prefix.as_str());
    let operations: Vec<&Node> = listings.iter().map(|listing| listing.operation).collect();
    let (auth, left_auth) = server_and_auth::auth(document, &operations);
    for text in left_auth {
        report.note("", text);
    }
    let mut taken = names::ValueNames::default();
    let mut types = names::TypeNames::default();
    let named: Vec<String> = paths
        .iter()
        .map(|path| {
            let name = taken.take_free(&path::resource(path, prefix));
            types.claim(&format!("List{}", ident(&name, NameKind::Type).unwrap_or_default()));
            name
        })
        .collect();

    let mut draft =
        Draft { spec: head(document, listings, auth.clone(), report), ..Draft::default() };
    let client_wide = client_wide.map(|(key, _)| key);
    draft.spec.params.0.extend(client_wide.clone().map(|key| (key, "string".to_owned())));
    let shared = list::Shared { document, auth, client_wide };
    let mut records = types::Records::new(document, types);
    let mut found = Vec::new();
    for ((listing, path), name) in listings.iter().zip(&paths).zip(named) {
        match list::resource(&shared, listing, path, &name, &mut records, report) {
            Ok(resource) => {
                let paging = paging(listing);
                report.lists.push(ImportedList {
                    path: listing.path.to_owned(),
                    resource: name.clone(),
                    paging: described(&paging),
                    record: resource.record.clone(),
                });
                for note in &listing.notes {
                    report.note(&name, note);
                }
                if !listing.signs.is_empty() {
                    let signs = listing.signs.join(", ");
                    report.note(&name, format!("{signs} may be part of paging, but no way to the next page was found, so a walk ends after the first reply; describe in the spec how the list pages"));
                }
                draft.spec.resources.0.push((name.clone(), resource));
                found.push((name, paging));
            }
            Err(why) => report.skipped.push(skipped("get", listing.path, &why)),
        }
    }
    for note in records.notes {
        report.note("", note);
    }
    report.note_left_out();
    draft.spec.records.0 = records.definitions;
    comment(document, &mut draft);
    writer::group(&mut draft, found);
    draft
}

/// The paging of a listing; `none` if no paging was detected.
fn paging(listing: &ListOperation<'_>) -> ChosenPaging {
    match &listing.paging {
        Some(paging) => paging.found.clone(),
        None => ChosenPaging { paging: Or::Text("none".to_owned()), reasons: Vec::new() },
    }
}

fn described(found: &ChosenPaging) -> String {
    let name = match &found.paging {
        Or::Text(preset) => Some(preset),
        Or::Map(knobs) => knobs.preset.as_ref(),
    };
    let reasons = found.reasons.join("; ");
    match name {
        Some(name) if reasons.is_empty() => name.clone(),
        Some(name) => format!("{name}: {reasons}"),
        None => reasons,
    }
}

/// The part of the spec about the whole API.
fn head(
    document: &Document<'_>,
    listings: &[ListOperation<'_>],
    auth: Option<Or<pagesmith_codegen::ast::Auth>>,
    report: &mut Report,
) -> Spec {
    let first = listings.first();
    let servers = first.and_then(|listing| {
        let item = document.get(document.root.get("paths")?, listing.path)?;
        let named = [listing.operation, item, document.root].map(server_and_auth::servers);
        named.into_iter().find(|servers| !servers.is_empty())
    });
    let (server, others) = servers.and_then(<[Node]>::split_first).unzip();
    let others = others.into_iter().flatten().filter_map(|server| server.text_of("url"));
    let others: Vec<_> = others.map(shown_server).collect();
    if !others.is_empty() {
        let others = others.join(", ");
        report.note("", format!("the spec has the first server of several; left out: {others}"));
    }
    let server = match (server, first) {
        (Some(server), _) => server_and_auth::base_url(server),
        (None, Some(_)) => {
            Err("the description names no server; pass one to the client by `base_url`".to_owned())
        }
        // Without a list, no client needs a server.
        (None, None) => Ok(String::new()),
    };
    let server = server.map_err(|why| report.note("", why)).ok();
    let server = server.filter(|server| !server.is_empty());
    let docs = document.root.at("/info/description").and_then(Node::text);
    let docs = docs.and_then(|docs| sentence(docs, 300));
    Spec { pagesmith: 1, name: report.name.clone(), docs, server, auth, ..Spec::default() }
}

fn comment(document: &Document<'_>, draft: &mut Draft) {
    let version = document.root.at("/info/version").and_then(Node::text).unwrap_or_default();
    let of = format!("{} {version}", draft.spec.name);
    let text = format!(
        "Written by `pagesmith import` from the OpenAPI description of {}. You can edit this file.",
        of.trim()
    );
    draft.comments.above(&Path::default(), text);
    let root = Path::default();
    let paths = draft.spec.resources.0.len();
    for (param, _) in &draft.spec.params.0 {
        let braces = format!("{{{param}}}");
        let with =
            draft.spec.resources.iter().filter(|(_, list)| list.get.contains(&braces)).count();
        draft
            .comments
            .above(&root.key("params"), format!("In the path of {with} of {paths} lists."));
    }
}
