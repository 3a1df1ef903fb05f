//! `pagesmith import`: writes a spec for the list operations of an OpenAPI description.
//!
//! ```text
//! text ──► document ──operation──► list operations ──list, types──► draft ──prune──► text
//!                         │                                           │
//!                         └── detect: how each one pages              └── report
//! ```

mod arrays;
mod auth;
mod declared;
mod discovery;
mod document;
mod ends;
mod envelope;
mod failures;
mod fields;
mod files;
mod headers;
mod known_schemas;
mod list;
mod listings;
mod one;
mod operation;
mod parameters;
mod path;
mod report;
mod report_text;
mod required;
mod schema;
mod selection;
mod servers;
mod swagger;
mod types;
mod value;

pub(crate) mod names;
pub(crate) mod prune;

pub(crate) use fields::{field, invalid_name, key_of, rename};
pub use files::Folder;
pub use report::{ImportedList, Note, Report, SkippedOperation};
pub(crate) use value::{enum_text, is_money, is_secret};

use self::prune::Pruned;
use crate::drafting::document::Node;
use crate::drafting::writer::{self, ChosenPaging, Draft, sentence};
use document::Document;
use operation::ListOperation;
use pagesmith_codegen::ast::{Or, Resource, Spec};
use pagesmith_codegen::credentials::hidden;
use pagesmith_codegen::lower::names::{NameKind, ident};
use pagesmith_codegen::parse::spec_file;
use pagesmith_codegen::source_map::Path;
use pagesmith_codegen::work::Counted;
use servers::Chosen;
use std::collections::{BTreeMap, BTreeSet};

/// Why an operation without a sign of paging is skipped.
const NO_PAGING: &str = "its parameters and its reply show no paging";
/// Why an operation that changes something is skipped.
const OTHER_METHOD: &str = "only operations by GET, POST and QUERY are imported";
/// The reasons for which an operation is surely no list that pages.
const IS_NO_LIST: [&str; 8] = [
    NO_PAGING,
    OTHER_METHOD,
    operation::NO_ITEMS,
    operation::ONE_ROW,
    operation::NO_REPLY,
    operation::NO_SCHEMA,
    operation::NOT_JSON,
    operation::POST_WITHOUT_PAGING,
];

/// Which lists are imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Also import lists for which the description shows no paging.
    pub unpaged: bool,
    /// Look only at operations that one of these patterns matches, if there are any. A pattern is
    /// a path of the description or an operation ID, in which `*` means any text.
    pub only: Vec<String>,
    /// Leave out the operations that one of these patterns matches.
    pub without: Vec<String>,
    /// The text of the spec of an import before: lists and styles keep their names.
    pub base: Option<String>,
}

/// A spec, and a report on each operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The text of the spec; `None` if no list was imported.
    pub spec: Option<String>,
    /// Which operations were imported, which were skipped, and why.
    pub report: Report,
}

/// Writes a spec for a description, in OpenAPI 3, Swagger 2.0 or Google's discovery format; the
/// result depends only on its bytes.
///
/// # Errors
/// The predicate of a sentence about the file, when it is not a description of a supported
/// version.
pub fn import(bytes: &[u8], choices: &Options) -> Result<Imported, String> {
    import_root(Node::read(bytes)?, files::Unread::new(), choices)
}

/// As [`import`], for a description in this file: also reads the files that its `$ref`s name, as
/// far as they are in the same folder or below.
///
/// # Errors
/// As for [`import`].
pub fn import_file(
    file: &std::path::Path,
    bytes: &[u8],
    choices: &Options,
) -> Result<Imported, String> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    match files::OnDisk::of(file) {
        Some(folder) => import_from(&name, &folder, bytes, choices),
        None => import(bytes, choices),
    }
}

/// As [`import`], for a description of this name in a folder: also reads the files that its `$ref`s
/// name, as far as they are in that folder or below.
///
/// # Errors
/// As for [`import`].
pub fn import_from(
    name: &str,
    folder: &dyn Folder,
    bytes: &[u8],
    choices: &Options,
) -> Result<Imported, String> {
    let mut root = Node::read(bytes)?;
    let unread = files::include(&mut root, name, folder);
    import_root(root, unread, choices)
}

fn import_root(
    mut root: Node,
    unread: files::Unread,
    choices: &Options,
) -> Result<Imported, String> {
    let mut left_out = None;
    if swagger::is_swagger_2(&root) {
        swagger::upgrade(&mut root);
    } else if discovery::is_discovery(&root) {
        left_out = discovery::upgrade(&mut root)?;
    }
    arrays::join_alternatives(&mut root);
    let mut document = Document::of(&root)?;
    document.unread = unread;
    let mut report = Report { name: name(&document), ..Report::default() };
    if let Some(note) = left_out {
        report.note("", note);
    }
    let listings = listings::of(&document, choices, &mut report);
    let chosen = servers::choose(listings, &mut report);
    let base = choices.base.as_deref().and_then(|text| spec_file::parse(text).ok());
    let base = base.map(|(spec, _)| spec);
    let items = one::ItemOperations::of(&document, choices);
    let mut draft = spec(&document, (&chosen, &items), base.as_ref(), &mut report);
    let removed = prune::prune(&mut draft)?;
    let remaining: BTreeSet<Counted<&str>> =
        draft.spec.resources.iter().map(|(name, _)| Counted(name)).collect();
    let mut removed_paths: BTreeMap<Counted<String>, (&str, String)> = BTreeMap::new();
    report.lists.retain(|list| {
        let stays = remaining.contains(&Counted(list.resource.as_str()));
        if !stays {
            let at = (list.method, list.path.clone());
            removed_paths.insert(Counted(list.resource.clone()), at);
        }
        stays
    });
    for part in removed {
        match part {
            Pruned::List { name, why } => {
                let (method, path) = removed_paths.remove(&Counted(name)).unwrap_or_default();
                report.skipped.push(skipped(method, &path, &why));
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
        may_be_a_list: !IS_NO_LIST.contains(&why),
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

/// The spec of these listings, before it is checked.
fn spec<'d>(
    document: &Document<'d>,
    (chosen, items): (&Chosen<'d>, &one::ItemOperations<'d>),
    base: Option<&Spec>,
    report: &mut Report,
) -> Draft {
    let listings = &chosen.lists;
    let paths: Vec<path::Path> = listings.iter().map(|listing| path::read(listing.path)).collect();
    let client_wide = path::client_wide(&paths);
    let prefix = client_wide.as_ref().map(|(_, prefix)| prefix.as_str());
    let (auth, left_auth) = auth::auth(document, listings);
    for text in left_auth {
        report.note("", text);
    }
    let mut taken = names::ValueNames::default();
    let mut types = names::TypeNames::default();
    let known: Vec<Option<&str>> =
        listings.iter().zip(&paths).map(|(listing, path)| name_in(base?, listing, path)).collect();
    for name in known.iter().flatten() {
        taken.take(name);
    }
    let named: Vec<String> = paths
        .iter()
        .zip(known)
        .map(|(path, known)| {
            let free = || taken.take_free(&path::resource(path, prefix));
            let name = known.map_or_else(free, str::to_owned);
            types.claim(&format!("List{}", ident(&name, NameKind::Type).unwrap_or_default()));
            name
        })
        .collect();

    let mut spec = head(document, chosen, auth.clone(), report);
    spec.headers = headers::constant(listings, report);
    spec.errors = failures::errors(listings, report);
    let sent = spec.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    let mut draft = Draft { spec, ..Draft::default() };
    let client_wide = client_wide.map(|(key, _)| key);
    draft.spec.params.0.extend(client_wide.clone().map(|key| (key, "string".to_owned())));
    let shared = list::Shared { document, auth, client_wide, headers: sent };
    let mut records = types::Records::new(document, types);
    let (mut found, mut methods) = (Vec::new(), names::ValueNames::default());
    for ((listing, path), name) in listings.iter().zip(&paths).zip(named) {
        match list::resource(&shared, listing, path, &name, &mut records, report) {
            Ok(mut resource) => {
                let of = (name.as_str(), resource.record.as_str());
                let one = items.one(&shared, listing, of, &records, &mut methods);
                let one_path = one.as_ref().map(|found| found.path.clone());
                if let Some(found) = one {
                    resource.params.0.extend(found.integer.map(|key| (key, "integer".to_owned())));
                    resource.one = Some(found.one);
                }
                let paging = paging(listing);
                report.lists.push(ImportedList {
                    method: listing.method(),
                    path: listing.path.to_owned(),
                    resource: name.clone(),
                    paging: described(&paging),
                    record: resource.record.clone(),
                    one: one_path,
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
            Err(why) => report.skipped.push(skipped(listing.method(), listing.path, &why)),
        }
    }
    for note in records.notes {
        report.note("", note);
    }
    report.take_ones();
    if let Some(note) = list::note_on_version(document, &draft.spec) {
        report.note("", note);
    }
    report.note_left_out();
    draft.spec.records.0 = records.definitions;
    // Another list must not change the order of the others' records.
    draft.spec.records.0.sort_by(|(one, _), (other, _)| one.cmp(other));
    comment(document, &mut draft);
    writer::group(&mut draft, found, base);
    draft
}

/// The name that a list has in the spec of an import before.
fn name_in<'b>(base: &'b Spec, listing: &ListOperation<'_>, path: &path::Path) -> Option<&'b str> {
    let path = listing.prefix.clone() + &path.text;
    let is_same = |list: &Resource| {
        let own = list.post.as_ref().unwrap_or(&list.get);
        *own == path && list.post.is_some() == listing.verb.has_body()
    };
    base.resources.iter().find_map(|(name, list)| is_same(list).then_some(name))
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
    chosen: &Chosen<'_>,
    auth: Option<Or<pagesmith_codegen::ast::Auth>>,
    report: &Report,
) -> Spec {
    let server = chosen.server.clone().filter(|server| !server.is_empty());
    let docs = document.root.at("/info/description").and_then(Node::text);
    let docs = docs.and_then(|docs| sentence(docs, 300));
    Spec { pagesmith: 1, name: report.name.clone(), docs, server, auth, ..Spec::default() }
}

fn comment(document: &Document<'_>, draft: &mut Draft) {
    let version = document.root.at("/info/version").and_then(Node::text).unwrap_or_default();
    let of = format!("{} {version}", draft.spec.name);
    let text = format!(
        "Written by `pagesmith import` from the description of {}. You can edit this file.",
        of.trim()
    );
    draft.comments.above(&Path::default(), text);
    let root = Path::default();
    let paths = draft.spec.resources.0.len();
    for (param, _) in &draft.spec.params.0 {
        let braces = format!("{{{param}}}");
        let with =
            draft.spec.resources.iter().filter(|(_, list)| list.path().1.contains(&braces)).count();
        draft
            .comments
            .above(&root.key("params"), format!("In the path of {with} of {paths} lists."));
    }
}
