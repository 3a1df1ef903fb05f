//! Finds how a single record of a list is requested: the operation at the list's path and one
//! more parameter, whose reply is a record of the list.

use super::document::Document;
use super::headers;
use super::list::Shared;
use super::operation::{self, ListOperation};
use super::parameters::{Parameters, Place};
use super::path;
use super::schema::Schema;
use super::selection;
use super::servers;
use super::types::Records;
use super::{Options, names};
use crate::drafting::detect::singular;
use crate::drafting::document::Node;
use pagesmith_codegen::ast::{One, Or};
use pagesmith_codegen::lower::names::{NameKind, ident};
use pagesmith_codegen::work::Counted;
use std::collections::BTreeMap;

/// The operations that may request a single record, by the path of their list.
#[derive(Default)]
pub(super) struct ItemOperations<'d>(BTreeMap<Counted<String>, ItemOperation<'d>>);

/// An operation at the path of a list and one more parameter.
#[derive(Clone, Copy)]
struct ItemOperation<'d> {
    path: &'d str,
    item: &'d Node,
    operation: &'d Node,
}

/// A single record as the draft has it.
pub(super) struct FoundOne {
    pub one: Or<One>,
    /// The parameter of the path, if it is a whole number.
    pub integer: Option<String>,
    /// The path in the description.
    pub path: String,
}

impl<'d> ItemOperations<'d> {
    pub(super) fn of(document: &Document<'d>, choices: &Options) -> Self {
        let mut found = Self::default();
        for (path, item) in document.root.get("paths").map_or(&[][..], Node::entries) {
            let Some(list) = above(path) else { continue };
            let Some(item) = document.resolve(item).map(|resolved| resolved.node) else { continue };
            let Some(operation) = document.get(item, "get") else { continue };
            let id = operation.text_of("operationId").unwrap_or_default();
            let is_out = |pattern: &String| {
                selection::matches(pattern, path) || selection::matches(pattern, id)
            };
            if !choices.without.iter().any(is_out) {
                let operation = ItemOperation { path, item, operation };
                found.0.entry(Counted(list)).or_insert(operation);
            }
        }
        found
    }

    /// How a record of this list is requested, if an operation says so. `record` is the type of
    /// its rows, and `taken` are the names of methods that other lists have.
    pub(super) fn one(
        &self,
        shared: &Shared<'_, 'd>,
        listing: &ListOperation<'d>,
        (resource, record): (&str, &str),
        records: &Records<'d>,
        taken: &mut names::ValueNames,
    ) -> Option<FoundOne> {
        let document = shared.document;
        let ItemOperation { path, item, operation } = *self.0.get(&Counted(listing.path.into()))?;
        let own = servers::of_operation(document, item, operation);
        if own.first() != listing.servers.first() {
            return None;
        }
        let reply = operation::reply(document, operation).ok()?;
        let schema = operation::json_schema(document, reply).ok()?;
        let at = place(document, schema, record, records)?;
        let params = Parameters::of(document, item, operation, false);
        if !params.unread.is_empty() || needs_more(shared, &params) {
            return None;
        }
        let read = path::read(path);
        let (key, wire) = read.params.last()?;
        let described = params.all.iter().filter(|param| param.place == Place::Path);
        let mut schemas = described.filter(|param| param.name == *wire).filter_map(|it| it.schema);
        let is_integer = schemas.next().is_some_and(|it| Schema::of(document, it).is("integer"));
        let name = match free_name(resource, record, taken)? {
            MethodName::OfRecord => None,
            MethodName::Own(name) => Some(name),
        };
        let get = listing.prefix.clone() + &read.text;
        let one = if at.is_empty() && name.is_none() {
            Or::Text(get)
        } else {
            let at = Some(at).filter(|at| !at.is_empty());
            Or::Map(One { get, at, name, ..One::default() })
        };
        Some(FoundOne { one, integer: is_integer.then(|| key.clone()), path: path.to_owned() })
    }
}

/// The path of the list of which this is the path of a record: `/things` for `/things/{id}`,
/// `/things.json` for `/things/{id}.json`, `/things/` for `/things/{id}/`.
fn above(path: &str) -> Option<String> {
    let (list, record) = path.rsplit_once("/{")?;
    let (name, suffix) = record.split_once('}')?;
    let is_plain = !name.is_empty() && matches!(suffix, "" | "/" | ".json");
    (is_plain && !list.is_empty()).then(|| format!("{list}{suffix}"))
}

/// Where a reply has the record: the reply itself, or the only record in it.
fn place<'d>(
    document: &Document<'d>,
    schema: &'d Node,
    record: &str,
    records: &Records<'d>,
) -> Option<String> {
    let is_record = |schema: &Schema<'d>| records.known(schema).as_deref() == Some(record);
    let reply = Schema::of(document, schema);
    if is_record(&reply) {
        return Some(String::new());
    }
    let same = |(_, node): &&(&str, &'d Node)| is_record(&Schema::of(document, node));
    let mut fields = reply.properties.iter().filter(same);
    let (name, _) = fields.next()?;
    let step = name.replace('~', "~0").replace('/', "~1");
    // A record that has another of its kind is no envelope.
    let is_envelope = reply.name.is_none_or(|name| singular(name) != record);
    (fields.next().is_none() && is_envelope).then(|| format!("/{step}"))
}

/// Whether the request must have what a spec does not say of it.
fn needs_more(shared: &Shared<'_, '_>, params: &Parameters<'_>) -> bool {
    params.all.iter().filter(|param| param.required).any(|param| match param.place {
        Place::Path => false,
        Place::Header => {
            let lower = param.name.to_ascii_lowercase();
            !headers::is_ignored(&param.name) && !shared.headers.contains(&lower)
        }
        Place::Query => !shared.is_key(&param.name),
        Place::Cookie | Place::Body => true,
    })
}

/// What the method is called by.
enum MethodName {
    /// The record, which a spec need not say.
    OfRecord,
    Own(String),
}

/// What the method is called by: the record, or the resource; `None` if both are taken.
fn free_name(resource: &str, record: &str, taken: &mut names::ValueNames) -> Option<MethodName> {
    let default = ident(record, NameKind::Value)?;
    if !taken.is_taken(&default) {
        taken.take(&default);
        return Some(MethodName::OfRecord);
    }
    let name = ident(&singular(resource), NameKind::Value)?;
    let is_free = !taken.is_taken(&name);
    taken.take(&name);
    is_free.then_some(MethodName::Own(name))
}

#[cfg(test)]
mod tests {
    use super::above;

    #[test]
    fn a_record_is_one_parameter_below_its_list() {
        for (path, list) in [
            ("/things/{id}", Some("/things")),
            ("/a/{b}/things/{id}.json", Some("/a/{b}/things.json")),
            ("/things/{id}/", Some("/things/")),
            ("/things/{id}/parts", None),
            ("/things/{id}:get", None),
            ("/things/{a}-{b}", None),
            ("/things/x-{id}", None),
            ("/{id}", None),
            ("/things/{", None),
        ] {
            assert_eq!(above(path).as_deref(), list, "{path}");
        }
    }
}
