//! Turns a list operation into a resource: its path, its filters, its record.

use super::document::Document;
use super::headers;
use super::names;
use super::operation::ListOperation;
use super::parameters::{Parameter, Place};
use super::path::Path;
use super::report::{LeftOut, Report};
use super::schema::Schema;
use super::types::Records;
use crate::drafting::detect::fold;
use crate::drafting::document::Node;
use crate::drafting::writer::brief;
use pagesmith_codegen::ast::{Auth, Filter, Items, Map, Or, Pointers, Resource, Spec, Type};
use pagesmith_codegen::lower::names::{NameKind, ident};
use pagesmith_codegen::model::Verb;
use std::collections::BTreeSet;

/// Longest text of a list's or filter's docs.
const MAX_DOCS: usize = 200;
/// Longest path of a list in bytes.
const MAX_PATH: usize = 4096;
/// Why rows without known fields can't be those of a map.
const NO_NAME: &str = "its rows are in a map, whose keys are in no field of them";
/// Longest name of a list in bytes, which is that of a key in a spec.
const MAX_NAME: usize = 256;

/// What the lists of an import share.
pub(super) struct Shared<'s, 'd> {
    pub document: &'s Document<'d>,
    pub auth: Option<Or<Auth>>,
    /// The parameter that belongs to the client, if any.
    pub client_wide: Option<String>,
    /// The headers of every request, in lower case.
    pub headers: BTreeSet<String>,
}

/// The resource of a list operation; a clause if its rows are not records.
pub(super) fn resource<'d>(
    shared: &Shared<'_, 'd>,
    listing: &ListOperation<'d>,
    path: &Path,
    name: &str,
    records: &mut Records<'d>,
    report: &mut Report,
) -> Result<Resource, String> {
    for (what, text, most) in [("path", &path.text, MAX_PATH), ("name", &name.to_owned(), MAX_NAME)]
    {
        let length = text.len();
        if length > most {
            return Err(format!("its {what} has {length} bytes, but the limit is {most}"));
        }
    }
    let record = records.of_rows(listing.rows, name)?;
    let key = match listing.rows_shape {
        Some("map" | "groups") => {
            listing.map_key.clone().or_else(|| records.add_name(&record)).ok_or(NO_NAME)?.into()
        }
        _ => None,
    };
    let docs = ["summary", "description"].iter().find_map(|key| listing.operation.text_of(key));
    let path_text = listing.prefix.clone() + &path.text;
    let (get, post) =
        if listing.verb.has_body() { (String::new(), Some(path_text)) } else { (path_text, None) };
    Ok(Resource {
        docs: docs.and_then(|docs| brief(docs, MAX_DOCS)),
        get,
        post,
        method: (listing.verb == Verb::Query).then(|| "QUERY".to_owned()),
        params: params(shared, listing, path),
        items: items(listing, name, key),
        record,
        query: constants(shared, listing, path),
        filters: filters(shared, listing, name, records, report),
        ..Resource::default()
    })
}

/// Where the rows are, unless that is the default of a list of this name.
fn items(listing: &ListOperation<'_>, list: &str, name: Option<String>) -> Option<Or<Items>> {
    let at = listing.items.clone();
    if !listing.may_lack_items && listing.rows_shape.is_none() {
        return (at != format!("/{list}")).then_some(Or::Text(at));
    }
    Some(Or::Map(Items {
        at: Pointers::One(at),
        shape: listing.rows_shape.map(str::to_owned),
        name,
        missing: listing.may_lack_items.then(|| "empty".to_owned()),
    }))
}

/// The types of the path's parameters that are not strings.
fn params(shared: &Shared<'_, '_>, listing: &ListOperation<'_>, path: &Path) -> Map<String> {
    let mut params = Map::default();
    for (key, wire) in &path.params {
        let described = listing.params.all.iter();
        let described = described.filter(|param| param.place == Place::Path);
        let schema = described.filter(|param| param.name == *wire).find_map(|param| param.schema);
        let is_integer =
            schema.is_some_and(|schema| Schema::of(shared.document, schema).is("integer"));
        if is_integer && shared.client_wide.as_ref() != Some(key) {
            params.0.push((key.clone(), "integer".to_owned()));
        }
    }
    params
}

/// The query that the path ends with, and the required parameters with one value.
fn constants(shared: &Shared<'_, '_>, listing: &ListOperation<'_>, path: &Path) -> Map<String> {
    let mut constants = path.query.clone();
    for param in &listing.params.all {
        let known = constants.iter().any(|(name, _)| *name == param.name);
        if let Some(value) = constant(shared, listing, param).filter(|_| !known) {
            constants.push((param.name.clone(), value));
        }
    }
    Map(constants)
}

/// The value of a query parameter that each request of the list must have.
fn constant(
    shared: &Shared<'_, '_>,
    listing: &ListOperation<'_>,
    param: &Parameter<'_>,
) -> Option<String> {
    let pages = listing.paging.as_ref().is_some_and(|it| it.is_paging(&param.name));
    let is_set = param.required && param.place == Place::Query && !pages;
    let version = || of_version(shared.document, param);
    is_set.then(|| headers::fixed_value(param).or_else(version)).flatten()
}

/// Says that the version of requests is that of the description.
pub(super) fn note_on_version(document: &Document<'_>, spec: &Spec) -> Option<String> {
    let version = document.root.at("/info/version").and_then(Node::text)?;
    let has = |(_, list): (&str, &Resource)| {
        list.query.iter().any(|(name, value)| fold(name) == "apiversion" && value == version)
    };
    let is_sent = spec.resources.iter().any(has);
    is_sent.then(|| {
        format!(
            "requests send `{version}`, the version of the description, as the version of the API"
        )
    })
}

/// The version of the description, which Azure's APIs take as `api-version`.
fn of_version(document: &Document<'_>, param: &Parameter<'_>) -> Option<String> {
    let version = document.root.at("/info/version").and_then(Node::text)?;
    let is_date = version.get(..10).is_some_and(|date| {
        date.split('-').map(str::len).eq([4, 2, 2])
            && date.chars().all(|c| c.is_ascii_digit() || c == '-')
    });
    (is_date && fold(&param.name) == "apiversion").then(|| version.to_owned())
}

fn filters<'d>(
    shared: &Shared<'_, 'd>,
    listing: &ListOperation<'d>,
    name: &str,
    records: &mut Records<'d>,
    report: &mut Report,
) -> Map<Filter> {
    let mut filters: Map<Filter> = Map::default();
    let mut taken = names::ValueNames::default();
    let owner = format!("List{}", ident(name, NameKind::Type).unwrap_or_default());
    let pages = |wire: &str| listing.paging.as_ref().is_some_and(|it| it.is_paging(wire));
    for param in &listing.params.all {
        let wire = param.name.as_str();
        match param.place {
            Place::Query if constant(shared, listing, param).is_some() => continue,
            Place::Query | Place::Body if !pages(wire) && !shared.is_key(wire) => {}
            place @ (Place::Header | Place::Cookie) => {
                leave_out(shared, param, place, name, report);
                continue;
            }
            _ => continue,
        }
        let key = names::filter(wire, &mut taken);
        match filter(shared, param, wire, &key, &owner, records) {
            Ok(filter) => {
                if param.required {
                    report.note(name, format!("the server requires the filter `{key}`"));
                }
                for why in unread(shared, param) {
                    report.note(name, format!("the filter `{key}` is a `string`: {why}"));
                }
                taken.take(&key);
                filters.0.push((key, filter));
            }
            Err(why) => report.note(name, format!("the parameter `{wire}` is left out: {why}")),
        }
    }
    for wire in listing.paging.iter().flat_map(|paging| &paging.unused) {
        report.leave_out(LeftOut::Paging, format!("`{wire}`"));
    }
    filters
}

/// Reports a parameter outside of the query, unless each request has it anyway.
fn leave_out(
    shared: &Shared<'_, '_>,
    param: &Parameter<'_>,
    place: Place,
    list: &str,
    report: &mut Report,
) {
    let (wire, lower) = (&param.name, param.name.to_ascii_lowercase());
    if place == Place::Header && (headers::is_ignored(wire) || shared.headers.contains(&lower)) {
        return;
    }
    if param.required {
        let text =
            format!("the required parameter `{wire}` is left out: it is not a query parameter");
        return report.note(list, text);
    }
    let place = if place == Place::Header { "header" } else { "cookie" };
    report.leave_out(LeftOut::Elsewhere, format!("`{wire}` ({place})"));
}

/// Which parts of a parameter's schema were not read, and why.
fn unread<'d>(shared: &Shared<'_, 'd>, param: &Parameter<'d>) -> Vec<String> {
    param.schema.map_or_else(Vec::new, |schema| Schema::of(shared.document, schema).unread)
}

impl Shared<'_, '_> {
    /// Whether a parameter carries the key that authenticates.
    pub(super) fn is_key(&self, wire: &str) -> bool {
        let Some(Or::Map(Auth { query, body, .. })) = &self.auth else { return false };
        query.as_deref() == Some(wire)
            || match body {
                None => false,
                Some(Or::Text(key)) => key == wire,
                Some(Or::Map(keys)) => keys.id == wire || keys.key == wire,
            }
    }
}

fn filter<'d>(
    shared: &Shared<'_, 'd>,
    param: &Parameter<'d>,
    wire: &str,
    key: &str,
    owner: &str,
    records: &mut Records<'d>,
) -> Result<Filter, String> {
    let schema = param.schema.ok_or("it has `content` instead of a `schema`")?;
    let schema = Schema::of(shared.document, schema);
    let list = param.list.clone()?;
    let typed = records
        .filter(&schema, owner, key)
        .ok_or("it is neither a single value nor a list of single values")?;
    let (ty, is_list) = typed;
    let brackets = wire.strip_suffix("[]").filter(|_| is_list);
    let list = match (is_list, brackets) {
        (true, Some(_)) => Some("brackets".to_owned()),
        (true, None) => list.map(str::to_owned),
        (false, _) => None,
    };
    let param_name = brackets.unwrap_or(wire);
    let docs = param.docs.and_then(|docs| brief(docs, MAX_DOCS));
    let docs = match docs {
        Some(docs) if param.required => Some(docs + " Required by the server."),
        None if param.required => Some("Required by the server.".to_owned()),
        docs => docs,
    };
    let ty = if is_list { Type::List(Box::new(Type::Text(ty))) } else { Type::Text(ty) };
    let param = (param_name != key).then(|| param_name.to_owned());
    Ok(Filter { param, ty, list, zone: None, matches: None, docs })
}
