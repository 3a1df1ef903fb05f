//! The graph of types: finds records that no list needs, and records that
//! contain themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::types::Scope;
use crate::ast::Spec;
use crate::diag::{Problem, excerpt};
use crate::model::{FilterType, List, Record, Struct, Type, TypeDef};
use crate::source_map::Path;

/// Most records of a cycle that a message names: it may be as long as the spec.
const MOST_NAMED: usize = 10;

/// Checks the types as a whole.
pub(super) fn check(scope: &Scope<'_>, spec: &Spec, lists: &[List], types: &[TypeDef]) {
    let structs: BTreeMap<&str, &Struct> = types
        .iter()
        .filter_map(|ty| match ty {
            TypeDef::Struct(found) => Some((found.name.rust.as_str(), found)),
            TypeDef::Enum(_) => None,
        })
        .collect();
    let records = scope.records.iter().map(|(wire, (rust, _))| (rust.as_str(), *wire)).collect();
    check_sizes(scope, &structs, &records);
    // An entry that could not be lowered may have used any of them.
    if !scope.cx.has_errors() {
        check_used(scope, spec, lists, &structs);
    }
}

/// A struct that contains itself would be endless; a list, a map or an optional
/// field may lead back.
fn check_sizes(
    scope: &Scope<'_>,
    structs: &BTreeMap<&str, &Struct>,
    records: &BTreeMap<&str, &str>,
) {
    let mut done = BTreeSet::new();
    for start in structs.keys().copied() {
        // The types from `start` to here, each with the types within it that
        // are not visited yet, and the index of each on the stack.
        let (mut stack, mut depth_of) = (Vec::new(), BTreeMap::new());
        let mut next = Some(start);
        loop {
            if let Some(name) = next.filter(|name| !done.contains(name)) {
                if let Some(from) = depth_of.get(name) {
                    report_endless(scope, records, &stack[*from..]);
                } else {
                    depth_of.insert(name, stack.len());
                    stack.push((name, types_within(structs, name)));
                }
            }
            let Some((name, open)) = stack.last_mut() else { break };
            next = open.pop();
            if next.is_none() {
                depth_of.remove(name);
                done.insert(*name);
                stack.pop();
            }
        }
    }
}

/// The types that a struct contains directly.
fn types_within<'t>(structs: &BTreeMap<&str, &'t Struct>, name: &str) -> Vec<&'t str> {
    let fields = structs.get(name).map_or(&[][..], |found| &found.fields);
    fields.iter().filter_map(|field| type_within(&field.ty)).collect()
}

/// The type that each value of this type contains directly.
fn type_within(ty: &Type) -> Option<&str> {
    match ty {
        Type::Own(name) => Some(name),
        // It is in a box where it leads back.
        Type::Optional(_) | Type::List(_) | Type::Map(_) | Type::Scalar(_) | Type::Rust(_) => None,
    }
}

/// `records` maps Rust names to names in the spec: a list or an object may have the
/// same Rust name.
fn report_endless(scope: &Scope<'_>, records: &BTreeMap<&str, &str>, stack: &[(&str, Vec<&str>)]) {
    let [(start, _), through @ ..] = stack else { return };
    let (at, start) = match records.get(start) {
        Some(wire) => (Path::default().key("records").key(wire), *wire),
        None => (scope.origin(start), *start),
    };
    let first = through.iter().take(MOST_NAMED).map(|(name, _)| format!("`{name}`"));
    let named = first.collect::<Vec<_>>().join(", ");
    let message = match through.len().saturating_sub(MOST_NAMED) {
        0 if through.is_empty() => format!("the record `{start}` contains itself"),
        0 => format!("the record `{start}` contains itself, through {named}"),
        more => format!("the record `{start}` contains itself, through {named} and {more} more"),
    };
    let problem = Problem::error(&at, message).on_key();
    scope.cx.push(
        problem
            .help("a record can contain itself only through an optional field, a list or a map, like `Message?` or `[Message]`"),
    );
}

/// A record that no list uses is generated for nothing.
fn check_used(scope: &Scope<'_>, spec: &Spec, lists: &[List], structs: &BTreeMap<&str, &Struct>) {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = lists.iter().flat_map(root_types).collect();
    while let Some(name) = open.pop() {
        if used.insert(name) {
            let fields = structs.get(name).map_or(&[][..], |found| &found.fields);
            open.extend(fields.iter().filter_map(|field| type_named(&field.ty)));
        }
    }
    for (wire, _) in spec.records.iter() {
        let Some((rust, _)) = scope.records.get(wire) else { continue };
        if !used.contains(rust.as_str()) {
            let at = Path::default().key("records").key(wire);
            let message = format!("no list uses the record `{}`", excerpt(wire));
            let problem = Problem::warning(&at, message).on_key();
            scope.cx.push(problem.help("remove it, or name it as the `record` of a resource"));
        }
    }
}

fn root_types(list: &List) -> impl Iterator<Item = &str> {
    let records = [Some(&list.record), list.one.as_ref().map(|one| &one.record)];
    let records = records.into_iter().flatten().filter_map(|record| match record {
        Record::Own(name) => Some(name.as_str()),
        Record::Rust(_) => None,
    });
    let filters = list.filters.iter().filter_map(|filter| match &filter.ty {
        FilterType::Enum(name) => Some(name.as_str()),
        FilterType::Scalar(_) => None,
    });
    records.chain(list.envelope.as_deref()).chain(filters)
}

fn type_named(ty: &Type) -> Option<&str> {
    match ty {
        Type::Own(name) => Some(name),
        Type::Optional(inner) | Type::List(inner) | Type::Map(inner) => type_named(inner),
        Type::Scalar(_) | Type::Rust(_) => None,
    }
}
