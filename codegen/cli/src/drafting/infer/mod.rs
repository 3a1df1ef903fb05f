//! `pagesmith infer`: drafts a spec from sample replies, with a comment at each guess.
//!
//! ```text
//! replies ──► evidence (all samples in one) ──detect──► paging ──┐
//!                  └── rows ──► record ─────────────────────────┴─► draft ──prune──► text
//! ```

mod envelope;
mod evidence;
mod failures;
mod formats;
mod held;
mod remarks;
mod replies;
mod request;
mod rows;
mod samples;
mod secrets;

use crate::drafting::detect::{self, Choice, Param, Shape, singular};
use crate::drafting::import::key_of;
use crate::drafting::import::names::TypeNames;
use crate::drafting::import::prune::{self, Pruned};
use crate::drafting::writer::{self, Draft};
use envelope::Envelope;
use evidence::Evidence;
use held::Held;
use pagesmith_codegen::ast::{Items, Map, Or, Pointers, Resource, Spec};
use pagesmith_codegen::lower::names::{NameKind, ident};
use pagesmith_codegen::source_map::Path;
use request::Request;

/// Largest sample in bytes: a tree of it takes up to fifty times as much.
pub const MAX_SAMPLE: usize = 4 << 20;
/// Generic names of arrays that hold the rows.
const GENERIC: [&str; 9] =
    ["data", "items", "results", "value", "values", "entries", "records", "content", "list"];

/// A reply, and the name of its file.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'s> {
    /// The name of its file.
    pub name: &'s str,
    /// The URL that it came from, if that is known.
    pub url: Option<&'s str>,
    /// Its contents: JSON, JSON after the head of its reply (`curl -i`), or an archive of requests
    /// and replies (HAR).
    pub bytes: &'s [u8],
}

/// Facts that the user states in addition to the replies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The URL that was requested.
    pub url: Option<String>,
    /// The path of the list, with `{parameters}`.
    pub get: Option<String>,
    /// Pointer to the rows.
    pub items: Option<String>,
}

/// Checks the URL of a sample.
///
/// # Errors
/// A sentence, when it is not an absolute URL, or holds credentials.
pub fn check_url(url: &str) -> Result<(), String> {
    Request::of_url(url).map(|_| ())
}

/// Drafts a spec from replies of one list; the result depends only on the arguments.
///
/// # Errors
/// A sentence, when a sample is not JSON, or when the samples have no rows.
pub fn infer(samples: &[Sample<'_>], hints: &Hints) -> Result<String, String> {
    let (replies, of_other_requests) = replies::of(samples, hints.url.as_deref())?;
    let url = replies.iter().find_map(|reply| reply.url.clone());
    let hints = &Hints { url: hints.url.clone().or(url), ..hints.clone() };
    let headers = replies::paging_headers(&replies);
    let more = replies::more_of_link(&replies);
    let samples: Vec<Sample<'_>> = replies
        .iter()
        .map(|reply| Sample { name: &reply.name, url: None, bytes: &reply.body })
        .collect();
    let samples = samples.as_slice();
    let (mut all, mut seen) = samples::evidence(samples, hints)?;
    let mut request = hints.url.as_deref().map(Request::of_url).transpose()?.unwrap_or_default();
    let file = samples.first().map_or("items", |sample| sample.name);
    let candidate =
        request.path.rsplit('/').find(|segment| !segment.is_empty() && !formats::is_id(segment));
    let (items, chosen) = rows_of(&seen, hints, candidate.unwrap_or_default())?;
    let (samples, mut others) = samples::with_rows(samples, hints, &items)?;
    if !others.is_empty() {
        (all, seen) = samples::evidence(&samples, hints)?;
    }
    let at_items = all.at(&items);
    let held = at_items.and_then(Held::of).unwrap_or(Held::Array);
    let rows = &at_items.map(|evidence| held.rows(evidence)).unwrap_or_default();
    if let Some(path) = &hints.get {
        request.path.clone_from(path);
    } else if request.path.is_empty() {
        let link = seen.links.iter().find_map(|(pointer, link)| Request::of_link(link, pointer));
        request = link.unwrap_or_default();
    }
    let base = request.part_base(&seen.links);
    if hints.get.is_none() {
        request.name_values(rows);
    }
    let (all, samples) = (&all, samples.len());
    others.extend(of_other_requests.iter().map(String::as_str));
    let inferred = Inferred {
        file,
        items,
        held,
        chosen,
        rows,
        all,
        seen: &seen,
        headers,
        more,
        samples,
        others,
        base,
    };
    draft(&inferred, request)
}

/// The parts of a draft.
struct Inferred<'i> {
    file: &'i str,
    items: String,
    held: Held,
    /// Why these rows were chosen, if there were others.
    chosen: Option<String>,
    rows: &'i Evidence,
    all: &'i Evidence,
    seen: &'i Envelope,
    /// The headers that say how the list pages.
    headers: Vec<String>,
    /// The attribute of the `Link` header that says whether more follows.
    more: Option<String>,
    samples: usize,
    /// The samples without rows, which are left out.
    others: Vec<&'i str>,
    /// The path that links lack, which is that of the base URL.
    base: String,
}

fn draft(inferred: &Inferred<'_>, mut request: Request) -> Result<String, String> {
    let name = resource_name(inferred, &request.path);
    if request.path.is_empty() {
        request.path = request::encoded(&format!("/{name}"));
        request.reasons = Some(
            "a guess, because the samples do not show the path; pass `--url` or `--get`".to_owned(),
        );
    }
    let shape = shape(inferred, &request);
    let detected = detect::detect(&shape)
        .or_else(|| detect::last_resort(&shape, &remarks::says_more(inferred, &shape)));
    let is_paging = |param: &str| detected.as_ref().is_some_and(|it| it.is_paging(param));
    let mut draft = Draft::default();
    let mut types = TypeNames::default();
    types.claim(&format!("List{}", ident(&name, NameKind::Type).unwrap_or_default()));
    let record = rows::record(&mut draft, &mut types, inferred.rows, &singular(&name));
    let key = matches!(inferred.held, Held::Map | Held::Groups)
        .then(|| rows::add_name(&mut draft, &record, inferred.held == Held::Map));
    let resource = Resource {
        get: request.path.clone(),
        params: Map(request
            .secrets
            .iter()
            .map(|name| (name.clone(), "secret".to_owned()))
            .collect()),
        items: items(inferred, &name, key),
        record,
        query: request.constants(),
        filters: request.filters(is_paging),
        ..Resource::default()
    };
    let records = std::mem::take(&mut draft.spec.records);
    draft.spec = Spec {
        pagesmith: 1,
        name: api_name(&request, inferred.file),
        server: request.server.clone(),
        errors: failures::errors(inferred, &mut draft.comments),
        records,
        ..Spec::default()
    };
    draft.spec.resources.0.push((name.clone(), resource));
    comment(&mut draft, inferred, &request, &name);
    let found = detected.map_or_else(|| remarks::unpaged(&shape), |detected| detected.found);
    writer::group(&mut draft, vec![(name, found)], None);
    let pruned = prune::prune(&mut draft).map_err(|why| format!("{} {why}", inferred.file))?;
    for part in pruned {
        match part {
            Pruned::List { why, .. } => {
                return Err(format!("{} can't be turned into a valid spec: {why}", inferred.file));
            }
            Pruned::Part { why, .. }
                if request.of_user && request.server.is_some() && draft.spec.server.is_none() =>
            {
                return Err(format!("`--url` can't be used: {why}"));
            }
            Pruned::Part { why, .. } => {
                draft.comments.above(&Path::default(), format!("Left out: {why}."));
            }
        }
    }
    Ok(draft.text())
}

/// Where the rows are, unless that is the default of a list of this name.
fn items(inferred: &Inferred<'_>, list: &str, name: Option<String>) -> Option<Or<Items>> {
    let at = inferred.items.clone();
    let Some(shape) = inferred.held.word() else {
        return (at != format!("/{list}")).then_some(Or::Text(at));
    };
    Some(Or::Map(Items {
        at: Pointers::One(at),
        shape: Some(shape.to_owned()),
        name,
        missing: None,
    }))
}

/// Adds the comments that concern the whole spec.
fn comment(draft: &mut Draft, inferred: &Inferred<'_>, request: &Request, name: &str) {
    let root = Path::default();
    let comments = &mut draft.comments;
    let (samples, rows) = (inferred.samples, inferred.rows.maps);
    comments.above(&root, format!(
        "Drafted by `pagesmith infer` from {} with {}. Comments give the reasons for guesses; correct what you know better.",
        rows::count(samples, "sample"), rows::count(rows, "row"),
    ));
    comments.above(
        &root,
        "The key is required, and so are fields that every row has, if there are enough rows. Other fields are optional (`?`).",
    );
    let name_at = root.key("name");
    let auth = "Replies do not show how requests authenticate: add `auth: basic`, `bearer`, `{header: NAME}`, `{query: NAME}` or `{body: POINTER}`.";
    comments.above(&name_at, auth);
    if request.server.is_none() {
        comments.above(
            &name_at,
            "The samples do not show the server: add `server`, or pass `base_url` to the client.",
        );
    }
    let list = root.key("resources").key(name);
    if let Some(reasons) = &request.reasons {
        comments.beside(&list.key("get"), reasons);
    }
    for name in &request.secrets {
        comments.beside(&list.key("params").key(name), secrets::REASON);
    }
    let other_rows = remarks::other_rows(inferred.rows);
    if inferred.held != Held::Array {
        comments.beside(&list.key("items"), inferred.held.why());
    }
    for (name, _) in request.constants().iter() {
        comments.beside(&list.key("query").key(name), "a guess: the version of the API");
    }
    if let Some(chosen) = &inferred.chosen {
        comments.beside(&list.key("items"), chosen);
    }
    if let Some(other_rows) = other_rows {
        comments.beside(&list.key("record"), other_rows);
    }
    for sample in &inferred.others {
        let why = format!("{sample} has no rows at `{}`, and is left out.", inferred.items);
        comments.above(&root, why);
    }
    let filters: Vec<String> = draft
        .spec
        .resources
        .iter()
        .flat_map(|(_, list)| list.filters.iter())
        .map(|(key, _)| key.to_owned())
        .collect();
    for filter in filters {
        comments.beside(&list.key("filters").key(&filter), "a guess from its value in the URL");
    }
}

/// The facts for the paging rules.
fn shape(inferred: &Inferred<'_>, request: &Request) -> Shape {
    let of_links = inferred.seen.links.iter().filter_map(|(_, link)| link.split_once('?'));
    let pairs = of_links.flat_map(|(_, query)| request::pairs(query)).chain(request.query.clone());
    let mut query: Vec<Param> = Vec::new();
    for (name, value) in pairs {
        if query.iter().all(|param| param.name != name) && !request::is_credential(&name) {
            query.push(request::param(&name, &value));
        }
    }
    let names: Vec<&str> = inferred.rows.fields.iter().map(|(name, _)| name.as_str()).collect();
    let is_beside = |pointer: &&String| **pointer != inferred.items;
    Shape {
        query,
        headers: inferred.headers.clone(),
        link_arrays: inferred.seen.link_arrays.clone(),
        text_arrays: inferred.seen.text_arrays.iter().filter(is_beside).cloned().collect(),
        more_of_link: inferred.more.clone(),
        path: request.path.clone(),
        base_path: inferred.base.clone(),
        keys: inferred.seen.keys.clone(),
        items: inferred.items.clone(),
        id: key_of("", names.iter().copied()),
        fields: names.into_iter().map(str::to_owned).collect(),
        ..Shape::default()
    }
}

/// The pointer to the rows: that of `--items`, or the one that was found.
fn rows_of(seen: &Envelope, hints: &Hints, list: &str) -> Result<(String, Option<String>), String> {
    if let Some(items) = &hints.items {
        return Ok((items.clone(), None));
    }
    match detect::choose(seen.arrays.clone(), list) {
        Choice::None(others) if others.is_empty() && seen.maps.len() == 1 => {
            Ok((seen.maps[0].clone(), None))
        }
        Choice::One(array, others) => {
            Ok((array.pointer, others.map(|others| format!("a guess; {others}"))))
        }
        Choice::None(_) => Err(
            "the samples have no array of objects; pass the place of the rows with `--items POINTER`"
                .to_owned(),
        ),
        Choice::Several(pointers) => {
            Err(format!(
                "the samples have several arrays; choose the rows with `--items`: {}",
                pointers.join(", ")
            ))
        }
    }
}

/// The name of the list, from its rows, its path, or the file.
fn resource_name(inferred: &Inferred<'_>, path: &str) -> String {
    let of_items = inferred.items.rsplit('/').next().filter(|name| !GENERIC.contains(name));
    let is_word =
        |segment: &&str| !segment.is_empty() && !segment.contains('{') && !formats::is_id(segment);
    let of_path = path.rsplit('/').find(is_word).and_then(|word| word.split('.').next());
    let of_file = std::path::Path::new(inferred.file).file_stem().and_then(|stem| stem.to_str());
    let names = [of_items, of_path, of_file].into_iter().flatten();
    let mut names = names.filter_map(|name| ident(name, NameKind::Value));
    names.next().unwrap_or_else(|| "items".to_owned())
}

/// The name of the API: its host, or the name of the file.
fn api_name(request: &Request, file: &str) -> String {
    let host = request.server.as_deref().and_then(|server| server.split_once("://"));
    let stem = || std::path::Path::new(file).file_stem().and_then(|stem| stem.to_str());
    // A variable is no part of a name.
    let labels = |host: &str| {
        host.split('.').filter(|label| !label.starts_with('{')).collect::<Vec<_>>().join(".")
    };
    host.map(|(_, host)| labels(host))
        .or_else(|| stem().map(str::to_owned))
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "API".to_owned())
}
