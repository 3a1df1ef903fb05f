//! Turns a list operation into a resource: its path, its filters, its record.

use super::document::Document;
use super::names;
use super::operation::ListOperation;
use super::path::Path;
use super::report::{LeftOut, Report};
use super::schema::Schema;
use super::types::Records;
use crate::drafting::document::Node;
use crate::drafting::writer::brief;
use pagesmith_codegen::ast::{Auth, Filter, Map, Or, Resource, Type};
use pagesmith_codegen::lower::names::{NameKind, ident};

/// Longest text of a list's or filter's docs.
const MAX_DOCS: usize = 200;
/// Longest path of a list in bytes.
const MAX_PATH: usize = 4096;
/// Longest name of a list in bytes, which is that of a key in a spec.
const MAX_NAME: usize = 256;

/// What the lists of an import share.
pub(super) struct Shared<'s, 'd> {
    pub document: &'s Document<'d>,
    pub auth: Option<Or<Auth>>,
    /// The parameter that belongs to the client, if any.
    pub client_wide: Option<String>,
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
    let docs = ["summary", "description"].iter().find_map(|key| listing.operation.text_of(key));
    let items = (listing.items != format!("/{name}")).then(|| Or::Text(listing.items.clone()));
    Ok(Resource {
        docs: docs.and_then(|docs| brief(docs, MAX_DOCS)),
        get: path.text.clone(),
        params: params(shared, listing, path),
        items,
        record,
        filters: filters(shared, listing, name, records, report),
        ..Resource::default()
    })
}

/// The types of the path's parameters that are not strings.
fn params(shared: &Shared<'_, '_>, listing: &ListOperation<'_>, path: &Path) -> Map<String> {
    let mut params = Map::default();
    for (key, wire) in &path.params {
        let described = listing.params.iter().find(|param| {
            param.text_of("in") == Some("path") && param.text_of("name") == Some(wire)
        });
        let schema = described.and_then(|param| param.get("schema"));
        let is_integer =
            schema.is_some_and(|schema| Schema::of(shared.document, schema).is("integer"));
        if is_integer && shared.client_wide.as_ref() != Some(key) {
            params.0.push((key.clone(), "integer".to_owned()));
        }
    }
    params
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
    for param in &listing.params {
        let wire = param.text_of("name").unwrap_or_default();
        match param.text_of("in") {
            Some("query") if !pages(wire) && !is_key(shared, wire) => {}
            Some("header" | "cookie") if param.is_true("required") => {
                let text = format!(
                    "the required parameter `{wire}` is left out: it is not a query parameter"
                );
                report.note(name, text);
                continue;
            }
            Some(place @ ("header" | "cookie")) => {
                report.leave_out(LeftOut::Elsewhere, format!("`{wire}` ({place})"));
                continue;
            }
            _ => continue,
        }
        let key = names::filter(wire, &mut taken);
        match filter(shared, param, wire, &key, &owner, records) {
            Ok(filter) => {
                if param.is_true("required") {
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

/// Which parts of a parameter's schema were not read, and why.
fn unread(shared: &Shared<'_, '_>, param: &Node) -> Vec<String> {
    let schema = param.get("schema");
    schema.map_or_else(Vec::new, |schema| Schema::of(shared.document, schema).unread)
}

/// Whether a parameter carries the key that authenticates.
fn is_key(shared: &Shared<'_, '_>, wire: &str) -> bool {
    matches!(&shared.auth, Some(Or::Map(auth)) if auth.query.as_deref() == Some(wire))
}

fn filter<'d>(
    shared: &Shared<'_, 'd>,
    param: &'d Node,
    wire: &str,
    key: &str,
    owner: &str,
    records: &mut Records<'d>,
) -> Result<Filter, String> {
    let schema = param.get("schema").ok_or("it has `content` instead of a `schema`")?;
    let schema = Schema::of(shared.document, schema);
    let style = style(param)?;
    let typed = records
        .filter(&schema, owner, key)
        .ok_or("it is neither a single value nor a list of single values")?;
    let (ty, is_list) = typed;
    let brackets = wire.strip_suffix("[]").filter(|_| is_list);
    let list = match (is_list, brackets) {
        (true, Some(_)) => Some("brackets".to_owned()),
        (true, None) => style,
        (false, _) => None,
    };
    let param_name = brackets.unwrap_or(wire);
    let docs = param.text_of("description").and_then(|docs| brief(docs, MAX_DOCS));
    let required = param.is_true("required");
    let docs = match docs {
        Some(docs) if required => Some(docs + " Required by the server."),
        None if required => Some("Required by the server.".to_owned()),
        docs => docs,
    };
    let ty = if is_list { Type::List(Box::new(Type::Text(ty))) } else { Type::Text(ty) };
    let param = (param_name != key).then(|| param_name.to_owned());
    Ok(Filter { param, ty, list, zone: None, docs })
}

/// How several values are sent; `None` for `repeat`, the default of a spec.
fn style(param: &Node) -> Result<Option<String>, String> {
    let explode = param.get("explode") != Some(&Node::Bool(false));
    match param.text_of("style").unwrap_or("form") {
        "form" if explode => Ok(None),
        "form" => Ok(Some("comma".to_owned())),
        other => Err(format!("filters do not support the style `{other}`")),
    }
}
