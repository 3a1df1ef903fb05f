//! Reads the operations of a description, and completes those that are lists by what they have in
//! common.

use super::document::Document;
use super::operation::{self, ListOperation};
use super::report::{Report, SkippedOperation};
use super::selection::Selection;
use super::{NO_PAGING, OTHER_METHOD, Options, servers, skipped};
use crate::drafting::detect::{self, Conventions};
use crate::drafting::document::Node;
use pagesmith_codegen::model::Verb;
use std::collections::BTreeSet;

/// The methods of an operation.
const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// An operation that is a list, with its servers; or why it is not a list.
type Read<'d> = Result<servers::WithServers<'d>, SkippedOperation>;

/// Reads all operations that are selected, in the order of the description.
fn operations<'d>(
    document: &Document<'d>,
    choices: &Options,
    report: &mut Report,
) -> Vec<Read<'d>> {
    let mut operations = Vec::new();
    let mut selection = Selection::of(choices);
    for (path, item) in document.root.get("paths").map_or(&[][..], Node::entries) {
        let item = match document.follow(item) {
            Ok(resolved) => resolved.node,
            Err(why) => {
                operations.push(Err(skipped("get", path, &why)));
                continue;
            }
        };
        let methods = item.entries().iter().filter(|(key, _)| METHODS.contains(&key.as_str()));
        for (method, operation) in methods {
            if !selection.has(path, operation) {
                report.unselected += 1;
                continue;
            }
            let read = read(document, path, item, (method, operation));
            operations.push(read.map_err(|why| skipped(method, path, &why)));
        }
    }
    for pattern in selection.unmatched() {
        report.note("", format!("the pattern `{pattern}` matches no operation"));
    }
    operations
}

/// Reads one operation; a clause if it is no list.
fn read<'d>(
    document: &Document<'d>,
    path: &'d str,
    item: &'d Node,
    (method, operation): (&str, &'d Node),
) -> Result<servers::WithServers<'d>, String> {
    match method {
        "get" | "post" | "query" => {}
        _ => return Err(OTHER_METHOD.to_owned()),
    }
    // Descriptions of several files have an operation in each.
    let operation = document.follow(operation)?.node;
    let listing = operation::read(document, path, item, (method, operation))?;
    Ok((servers::of_operation(document, item, operation), listing))
}

/// What the lists have in common: of those that their own descriptions explain, or else of those
/// that a header must continue.
fn conventions(operations: &[Read<'_>]) -> Conventions {
    let mut known = Conventions::default();
    let gets = || operations.iter().flatten().map(|(_, it)| it).filter(|it| it.verb == Verb::Get);
    for listing in gets() {
        if let Some(paging) = &listing.paging {
            known.add(listing.path, &listing.shape, paging);
        }
    }
    if !known.by_header() {
        for listing in gets().filter(|listing| listing.paging.is_none()) {
            if let Some(paging) = detect::header_by_elimination(&listing.shape) {
                known.add(listing.path, &listing.shape, &paging);
            }
        }
    }
    known
}

/// The lists of a description, each completed by what the others have in common. The report has
/// the operations that are no lists, and the lists that have no pages.
pub(super) fn of<'d>(
    document: &Document<'d>,
    choices: &Options,
    report: &mut Report,
) -> Vec<servers::WithServers<'d>> {
    let operations = operations(document, choices, report);
    let known = conventions(&operations);
    let with_pages = operations.iter().flatten().map(|(_, it)| it).filter(|it| it.paging.is_some());
    let of_lists: BTreeSet<_> = with_pages.map(ListOperation::rows_of).collect();
    let mut listings = Vec::new();
    for operation in operations {
        let (servers, mut listing) = match operation {
            Ok(listing) => listing,
            Err(skipped) => {
                report.skipped.push(skipped);
                continue;
            }
        };
        let is_one_row = of_lists.contains(&listing.rows_of_parent());
        match complete(document, &mut listing, choices, &known, is_one_row) {
            Ok(()) => listings.push((servers, listing)),
            Err(why) => report.skipped.push(skipped(listing.method(), listing.path, &why)),
        }
    }
    listings
}

/// Completes one list; a clause if it is not a list, or has no pages.
fn complete<'d>(
    document: &Document<'d>,
    listing: &mut ListOperation<'d>,
    choices: &Options,
    known: &Conventions,
    is_one_row: bool,
) -> Result<(), String> {
    operation::complete(document, listing, known, is_one_row)?;
    // A list in one reply is taken if nothing says that more follows.
    let is_one_reply = choices.unpaged && detect::says_more(&listing.shape).is_empty();
    if listing.paging.is_none() && !is_one_reply {
        return Err(no_paging(listing));
    }
    Ok(())
}

/// Why a list is left out, with what nearly made it one that pages.
fn no_paging(listing: &ListOperation<'_>) -> String {
    let mut text = NO_PAGING.to_owned();
    if !listing.signs.is_empty() {
        text = format!(
            "no way to its next page was found, although {} may be part of one",
            listing.signs.join(", ")
        );
    }
    if listing.unread.is_empty() {
        return text;
    }
    format!("{text}, but parts of them could not be read: {}", listing.unread.join("; "))
}
