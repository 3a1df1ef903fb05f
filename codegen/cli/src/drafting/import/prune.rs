//! Removes the parts of a draft that the spec format refuses, and reports the reasons.

use std::collections::{BTreeMap, BTreeSet};

use crate::drafting::writer::Draft;
use pagesmith_codegen::ast::{Or, Record, Spec, Type};
use pagesmith_codegen::diag::Problem;
use pagesmith_codegen::parse::types::{Expr, parse};
use pagesmith_codegen::source_map::PathStep;
use pagesmith_codegen::work::{self, Counted};

/// Most rounds: an entry that was removed may invalidate others.
const MAX_ROUNDS: usize = 100;

/// What was removed from a draft, and the reason.
pub(crate) enum Pruned {
    /// A whole list.
    List { name: String, why: String },
    /// A part of a list, or of the spec if `list` is empty.
    Part { list: String, why: String },
}

/// Removes the invalid parts of a draft, and returns them.
///
/// # Errors
/// A clause, when no valid spec remains.
pub(crate) fn prune(draft: &mut Draft) -> Result<Vec<Pruned>, String> {
    let mut removed = Vec::new();
    for _ in 0..MAX_ROUNDS {
        remove_unused(&mut draft.spec);
        if draft.spec.resources.0.is_empty() {
            return Ok(removed);
        }
        let problems = pagesmith_codegen::errors(draft.text().as_bytes());
        if problems.is_empty() {
            return Ok(removed);
        }
        let mut round = Round::of(&draft.spec);
        for problem in &problems {
            round.remove_cause(problem);
        }
        let Removed { entries, parts } = round.removed;
        if entries.is_empty() {
            let first = problems.first().map_or("", |problem| &problem.message);
            return Err(format!("can't be turned into a valid spec: {first}"));
        }
        removed.extend(parts);
        remove(&mut draft.spec, &entries);
    }
    Err("can't be turned into a valid spec: it has too many invalid parts".to_owned())
}

/// The path of an entry: that of a resource, of one of its filters, and so on.
type Entry = Vec<String>;

/// The entries that a round removes at once: with thousands of them, removing one at a time
/// would be slow.
#[derive(Default)]
struct Removed {
    entries: BTreeSet<Entry>,
    parts: Vec<Pruned>,
}

/// One round over the problems of a draft.
struct Round<'s> {
    spec: &'s Spec,
    /// The lists, in order, of each style and of each record.
    by_style: BTreeMap<Option<&'s str>, Vec<&'s str>>,
    by_record: BTreeMap<&'s str, Vec<&'s str>>,
    removed: Removed,
}

impl<'s> Round<'s> {
    fn of(spec: &'s Spec) -> Self {
        let (mut by_style, mut by_record) = (BTreeMap::new(), BTreeMap::new());
        for (name, list) in spec.resources.iter() {
            let style = match &list.paging {
                None => None,
                Some(Or::Text(style)) => Some(style.as_str()),
                Some(Or::Map(_)) => continue,
            };
            by_style.entry(style).or_insert_with(Vec::new).push(name);
        }
        for (name, list) in spec.resources.iter() {
            by_record.entry(list.record.as_str()).or_insert_with(Vec::new).push(name);
        }
        Self { spec, by_style, by_record, removed: Removed::default() }
    }

    /// Removes the entry that a problem is about.
    fn remove_cause(&mut self, problem: &Problem) {
        work::step();
        let keys: Vec<&str> = problem
            .path
            .0
            .iter()
            .map_while(|step| if let PathStep::Key(key) = step { Some(key.as_str()) } else { None })
            .collect();
        let why = problem.message.as_str();
        match keys.as_slice() {
            ["resources", list, "filters", filter, ..]
                if !self.removed.entries.contains(&entry(&["resources", list])) =>
            {
                let text = format!("the filter `{filter}` is left out: {why}");
                self.remove(&["resources", list, "filters", filter], list, text);
            }
            ["resources", list, "one", ..]
                if !self.removed.entries.contains(&entry(&["resources", list])) =>
            {
                let text = format!("how a single record is requested is left out: {why}");
                self.remove(&["resources", list, "one"], list, text);
            }
            ["resources", list, ..] => self.remove_lists(&[list], why),
            ["styles", style, ..] => {
                let lists = self.by_style.get(&Some(*style)).cloned().unwrap_or_default();
                self.remove_lists(&lists, why);
            }
            ["paging", ..] => {
                let lists = self.by_style.get(&None).cloned().unwrap_or_default();
                self.remove_lists(&lists, why);
            }
            ["records", record, "fields", field, ..] => {
                let text = format!("the field `{field}` of {record} is left out: {why}");
                self.remove(&["records", record, "fields", field], "", text);
            }
            ["records", record, ..] => {
                let lists = self.by_record.get(record).cloned().unwrap_or_default();
                self.remove_lists(&lists, why);
            }
            ["server", ..] if self.spec.server.is_some() => {
                self.remove(&["server"], "", why.to_owned());
            }
            ["auth", ..] if self.spec.auth.is_some() => self.remove(&["auth"], "", why.to_owned()),
            ["headers", name, ..] => self.remove(&["headers", name], "", why.to_owned()),
            ["params", param, ..] => self.remove(&["params", param], "", why.to_owned()),
            _ => {}
        }
    }

    fn remove(&mut self, path: &[&str], list: &str, why: String) {
        self.removed.entries.insert(entry(path));
        self.removed.parts.push(Pruned::Part { list: list.to_owned(), why });
    }

    fn remove_lists(&mut self, lists: &[&str], why: &str) {
        for name in lists {
            if self.removed.entries.insert(entry(&["resources", name])) {
                let (name, why) = ((*name).to_owned(), why.to_owned());
                self.removed.parts.push(Pruned::List { name, why });
            }
        }
    }
}

fn entry(path: &[&str]) -> Entry {
    path.iter().map(|step| (*step).to_owned()).collect()
}

/// Removes these entries in one pass.
fn remove(spec: &mut Spec, removed: &BTreeSet<Entry>) {
    let is_removed = |path: &[&str]| removed.contains(&entry(path));
    spec.resources.0.retain_mut(|(name, list)| {
        list.filters.0.retain(|(filter, _)| !is_removed(&["resources", name, "filters", filter]));
        list.one.take_if(|_| is_removed(&["resources", name, "one"]));
        !is_removed(&["resources", name])
    });
    for (name, record) in &mut spec.records.0 {
        if let Or::Map(record) = record {
            record.fields.0.retain(|(field, _)| !is_removed(&["records", name, "fields", field]));
        }
    }
    spec.params.0.retain(|(name, _)| !is_removed(&["params", name]));
    spec.headers.0.retain(|(name, _)| !is_removed(&["headers", name]));
    if is_removed(&["server"]) {
        spec.server = None;
    }
    if is_removed(&["auth"]) {
        spec.auth = None;
    }
}

/// Removes the records, styles and parameters that no list uses.
fn remove_unused(spec: &mut Spec) {
    let mut used = BTreeSet::new();
    let filters = spec.resources.iter().flat_map(|(_, list)| list.filters.iter());
    let mut open: Vec<String> = filters.flat_map(|(_, filter)| names_of(&filter.ty)).collect();
    open.extend(spec.resources.iter().map(|(_, list)| list.record.clone()));
    let records: BTreeMap<Counted<&str>, &Or<Record>> =
        spec.records.iter().map(|(name, record)| (Counted(name), record)).collect();
    while let Some(name) = open.pop() {
        if used.insert(name.clone())
            && let Some(Or::Map(record)) = records.get(&Counted(name.as_str()))
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
    let paths: Vec<&str> = spec.resources.iter().flat_map(|(_, list)| list.paths()).collect();
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
