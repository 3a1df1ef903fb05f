//! Removes from a draft what the format refuses, with the format's own reason.

use std::collections::BTreeSet;

use crate::drafting::writer::Draft;
use pagesmith_codegen::ast::{Map, Or, Spec, Type};
use pagesmith_codegen::diag::{Diagnostics, Level, Problem};
use pagesmith_codegen::emit::Options;
use pagesmith_codegen::parse::types::{Expr, parse};
use pagesmith_codegen::source_map::PathStep;

/// Most rounds of removing.
const MAX_ROUNDS: usize = 100;

/// Removes from the draft what is not valid in a spec. Returns what was
/// removed: the resource, or an empty text for the whole spec, and why.
///
/// # Errors
/// A sentence, when removing entries does not give a valid spec.
pub(crate) fn prune(draft: &mut Draft) -> Result<Vec<(String, String)>, String> {
    let mut removed = Vec::new();
    for _ in 0..MAX_ROUNDS {
        remove_unused(&mut draft.spec);
        if draft.spec.resources.0.is_empty() {
            return Ok(removed);
        }
        let problems = match pagesmith_codegen::expand(draft.text().as_bytes(), &Options::default())
        {
            Ok(_) => return Ok(removed),
            Err(problems) => errors(problems),
        };
        let mut helped = false;
        for problem in &problems {
            helped |= remove_cause(&mut draft.spec, problem, &mut removed);
        }
        if !helped {
            let first = problems.first().map_or("", |problem| &problem.message);
            return Err(format!("it gives no valid spec: {first}"));
        }
    }
    Err("it gives no valid spec: too much of it is unlike any spec".to_owned())
}

fn errors(problems: Diagnostics) -> Vec<Problem> {
    problems.problems.into_iter().filter(|problem| problem.level == Level::Error).collect()
}

/// Removes the entry that a problem is about; returns whether it did.
fn remove_cause(spec: &mut Spec, problem: &Problem, removed: &mut Vec<(String, String)>) -> bool {
    let keys: Vec<&str> = problem
        .path
        .0
        .iter()
        .map_while(|step| if let PathStep::Key(key) = step { Some(key.as_str()) } else { None })
        .collect();
    let why = problem.message.clone();
    match keys.as_slice() {
        ["resources", list, "filters", filter, ..] => {
            let found = spec.resources.0.iter_mut().find(|(name, _)| name == list);
            let Some((_, resource)) = found else { return false };
            removed.push(((*list).to_owned(), format!("the filter `{filter}` is left out: {why}")));
            remove(&mut resource.filters, filter)
        }
        ["resources", list, ..] => remove_lists(spec, removed, &why, |name, _| name == *list),
        ["styles", style, ..] => remove_lists(
            spec,
            removed,
            &why,
            |_, list| matches!(&list.paging, Some(Or::Text(name)) if name == style),
        ),
        ["paging", ..] => remove_lists(spec, removed, &why, |_, list| list.paging.is_none()),
        ["records", record, "fields", field, ..] => {
            let found = spec.records.0.iter_mut().find(|(name, _)| name == record);
            let Some((_, Or::Map(written))) = found else { return false };
            removed.push((
                String::new(),
                format!("the field `{field}` of {record} is left out: {why}"),
            ));
            remove(&mut written.fields, field)
        }
        ["records", record, ..] => {
            remove_lists(spec, removed, &why, |_, list| list.record == *record)
        }
        ["server", ..] => {
            removed.push((String::new(), why));
            spec.server.take().is_some()
        }
        ["auth", ..] => {
            removed.push((String::new(), why));
            spec.auth.take().is_some()
        }
        ["params", param, ..] => {
            removed.push((String::new(), why));
            remove(&mut spec.params, param)
        }
        _ => false,
    }
}

fn remove_lists(
    spec: &mut Spec,
    removed: &mut Vec<(String, String)>,
    why: &str,
    is_one: impl Fn(&str, &pagesmith_codegen::ast::Resource) -> bool,
) -> bool {
    let before = spec.resources.0.len();
    spec.resources.0.retain(|(name, list)| {
        let gone = is_one(name, list);
        if gone {
            removed.push((name.clone(), format!("left: {why}")));
        }
        !gone
    });
    spec.resources.0.len() < before
}

fn remove<T>(map: &mut Map<T>, key: &str) -> bool {
    let before = map.0.len();
    map.0.retain(|(name, _)| name != key);
    map.0.len() < before
}

/// Removes the records, styles and parameters that no list needs any more.
fn remove_unused(spec: &mut Spec) {
    let mut used = BTreeSet::new();
    let filters = spec.resources.iter().flat_map(|(_, list)| list.filters.iter());
    let mut open: Vec<String> = filters.flat_map(|(_, filter)| names_of(&filter.ty)).collect();
    open.extend(spec.resources.iter().map(|(_, list)| list.record.clone()));
    while let Some(name) = open.pop() {
        if used.insert(name.clone())
            && let Some(Or::Map(record)) = spec.records.get(&name)
        {
            open.extend(record.fields.iter().flat_map(|(_, ty)| names_of(ty)));
        }
    }
    spec.records.0.retain(|(name, _)| used.contains(name));
    let styles: BTreeSet<String> = spec
        .resources
        .iter()
        .filter_map(|(_, list)| match &list.paging {
            Some(Or::Text(name)) => Some(name.clone()),
            _ => None,
        })
        .collect();
    spec.styles.0.retain(|(name, _)| styles.contains(name));
    let paths: Vec<&str> = spec.resources.iter().map(|(_, list)| list.get.as_str()).collect();
    spec.params
        .0
        .retain(|(name, _)| paths.iter().any(|path| path.contains(&format!("{{{name}}}"))));
    if spec.resources.iter().all(|(_, list)| list.paging.is_some()) {
        spec.paging = None;
    }
}

/// The names in a type.
fn names_of(ty: &Type) -> Vec<String> {
    match ty {
        Type::Text(text) => parse(text).map(names_in).unwrap_or_default(),
        Type::List(element) => names_of(element),
        Type::Map(parts) => match parts.get("type") {
            Some(ty) => names_of(ty),
            None => parts.iter().flat_map(|(_, ty)| names_of(ty)).collect(),
        },
    }
}

fn names_in(expr: Expr) -> Vec<String> {
    match expr {
        Expr::Named(name) => vec![name],
        Expr::List(inner) | Expr::Map(inner) | Expr::Optional(inner) => names_in(*inner),
        Expr::Enum(_) | Expr::Rust(_) => Vec::new(),
    }
}
