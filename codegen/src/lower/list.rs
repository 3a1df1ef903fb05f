//! Resources: each becomes a list.

use super::first_names::FirstNames;
use super::names::{self, NameKind};
use super::paging::{self, Resolved, Styles, path_segment, preset};
use super::path::PathSource;
use super::types::{self, Scope, TypeKind};
use super::{client, filter, items, key, one, path, query, request_body};
use crate::ast::{Map, Or, Resource, Size, Spec};
use crate::diag::{Known, Problem, Reporter, either, excerpt};
use crate::model::{Auth, Errors, List, Name, Paging, Param, Record, TypeDef};
use crate::parse::types::Expr;
use crate::source_map::Path;
use crate::work::Counted;
use std::collections::BTreeSet;

/// What all lists of a spec share.
#[derive(Clone, Copy)]
pub(super) struct Shared<'a> {
    pub spec: &'a Spec,
    pub styles: &'a Styles,
    pub auth: &'a Auth,
    pub errors: &'a Errors,
    /// The constant query parameters of all lists.
    pub query: &'a [(String, String)],
}

/// Declares the names of all lists: the types that hold their filters.
pub(super) fn declare(scope: &mut Scope<'_>, spec: &Spec) {
    for (wire, _) in spec.resources.iter() {
        let at = Path::default().key("resources").key(wire);
        let Some(rust) = names::ident(wire, NameKind::Type) else {
            let message =
                format!("the resource `{}` can't be turned into a Rust name", excerpt(wire));
            let problem = Problem::error(&at, message).on_key();
            scope.cx.push(problem.help("name it with letters and digits"));
            continue;
        };
        scope.claim(&format!("List{rust}"), &at, "rename one of the two");
    }
}

/// The list of a resource; enums of its filters are added to `nested`.
pub(super) fn lower(
    scope: &mut Scope<'_>,
    shared: &Shared<'_>,
    wire: &str,
    resource: &Resource,
    nested: &mut Vec<TypeDef>,
) -> Option<List> {
    let at = Path::default().key("resources").key(wire);
    let cx = scope.cx;
    let named = |rust: String| Name { rust, wire: wire.to_owned() };
    let name = named(format!("List{}", names::ident(wire, NameKind::Type)?));
    let method = named(format!("list_{}", names::ident(wire, NameKind::Value)?.trim_matches('_')));
    request_body::check_method(cx, &at, resource);
    let paging = resolve(cx, &at, resource, shared.styles);
    let in_path = paging.as_ref().and_then(|paging| paging.paging.path_param());
    if let Some(name) = in_path {
        path_segment::check(cx, &at, resource, &shared.spec.params, name);
    }
    let args = args(cx, &at, resource, &shared.spec.params, (PathSource::Spec, in_path));
    let mut items = items::lower(cx, &at, resource, wire);
    let of_path: Vec<&str> = path::braced(resource.path().1).collect();
    items::fill_in(cx, &at, resource, &mut items, &of_path);
    let own = shared.spec.records.get(&resource.record);
    let fields = own.and_then(|own| match own {
        Or::Map(record) => Some(&record.fields),
        Or::Text(_) => None,
    });
    items::check_record(cx, &at, &items, (&resource.record, fields));
    let filters = filter::lower(scope, &at.key("filters"), &resource.filters, &name.rust, nested);
    let record = row(scope, &at.key("record"), &resource.record);
    let envelope = envelope(scope, &at.key("envelope"), resource.envelope.as_deref(), &items.first);
    if let Some(paging) = &paging {
        items::check_paging(cx, &at, &items, &paging.paging);
        super::paging::check_then(cx, &at, resource, &shared.spec.params, &paging.paging);
        filter::check_parameters(scope, &at.key("filters"), &resource.filters, paging, shared.auth);
    }
    let query = query::of_list(cx, &at, resource, shared, paging.as_ref());
    let size = size(cx, &at, resource.size.as_ref(), paging.as_ref().map(|paging| &paging.paging));
    let key = key_of(scope, &at, resource);
    let style = paging.as_ref().map(|paging| &paging.paging);
    let body = request_body::lower(cx, &at, resource, style, &filters, shared.auth);
    let one = one::lower(scope, &at, resource, shared, record.as_ref());
    let Resolved { reference, paging } = paging?;
    Some(List {
        method,
        name,
        docs: resource.docs.clone(),
        verb: request_body::verb(resource),
        path: resource.path().1.to_owned(),
        body,
        query,
        args,
        items: items.first,
        item_rules: items.rules,
        missing_is_empty: items.missing_is_empty,
        record: record?,
        envelope,
        key,
        errors: shared.errors.clone(),
        paging: reference,
        size,
        by_number: paging.number.is_some(),
        filters,
        one,
        for_each: None,
    })
}

/// The parameters of the path that each call gives: without the one of the position. Each
/// parameter is declared once at most: for the client, or for the resource.
pub(super) fn args(
    cx: &Reporter<'_>,
    at: &Path,
    resource: &Resource,
    of_client: &Map<String>,
    (source, of_position): (PathSource, Option<&str>),
) -> Vec<Param> {
    let (key, path) = resource.path();
    let in_path = match (path, source) {
        // Already reported as a missing key.
        ("", PathSource::Spec) => Vec::new(),
        _ => path::lower(cx, &at.key(key), path, source),
    };
    let set_once = of_client.by_name();
    let written: BTreeSet<Counted<&str>> =
        resource.paths().flat_map(path::braced).map(Counted).collect();
    let of_one = resource.one.iter().flat_map(|one| path::braced(one.path().0));
    let known: Known = in_path.iter().copied().chain(of_one).collect();
    for (name, _) in resource.params.iter() {
        let at = at.key("params").key(name);
        if set_once.contains_key(&Counted(name)) {
            let message = format!("the parameter `{name}` is declared twice");
            let problem = Problem::error(&at, message).on_key().label("for each call");
            let first = Path::default().key("params").key(name);
            let problem = problem.related(&first, "for the client");
            cx.push(problem.help(
                "keep the top-level one to set it once per client, or this one to set it per call",
            ));
        } else if !written.contains(&Counted(name)) {
            let problem =
                Problem::error(&at, format!("the path has no parameter `{{{name}}}`")).on_key();
            let problem = problem.suggest_later(name, known.clone(), false);
            cx.push(problem.help("write it into the path, or remove it here"));
        }
    }
    let in_path: Vec<&str> =
        in_path.into_iter().filter(|name| Some(*name) != of_position).collect();
    given(cx, (at, &at.key(key)), resource, of_client, in_path)
}

/// The parameters of a path, at `of_path`, that each call gives: without those of the client.
pub(super) fn given(
    cx: &Reporter<'_>,
    (at, of_path): (&Path, &Path),
    resource: &Resource,
    of_client: &Map<String>,
    in_path: Vec<&str>,
) -> Vec<Param> {
    let mut args: Vec<Param> = Vec::new();
    let (params, mut names) = (resource.params.by_name(), FirstNames::default());
    let of_client = of_client.by_name();
    for name in in_path.into_iter().filter(|name| !of_client.contains_key(&Counted(name))) {
        let declared = params.get(&Counted(name));
        let at = declared.map_or_else(|| of_path.clone(), |_| at.key("params").key(name));
        let ty = declared.map_or("string", |ty| ty.as_str());
        let Some(arg) = client::param(cx, &at, name, ty) else { continue };
        if let Some(other) = names.in_rust(&arg.name) {
            let message =
                format!("`{}` and `{name}` are both `{}` in Rust", other.name.wire, arg.name.rust);
            cx.push(Problem::error(&at, message).help("rename one of the two"));
        }
        names.add(name, &arg.name);
        args.push(arg);
    }
    args
}

/// A row is a record of the spec with fields, or a struct of the user's own.
pub(super) fn row(scope: &Scope<'_>, at: &Path, written: &str) -> Option<Record> {
    let cx = scope.cx;
    let shown = excerpt(written);
    match types::parse(cx, at, written)? {
        Expr::Rust(path) => Some(Record::Rust(path)),
        Expr::Named(name) => {
            match scope.records.get(name.as_str()) {
                Some((rust, TypeKind::Struct)) => Some(Record::Own(rust.clone())),
                Some((_, TypeKind::Enum)) => {
                    let problem = Problem::error(at, format!("a row can't be the enum `{shown}`"));
                    cx.push(problem.help("name a record that has `fields`"));
                    None
                }
                None => {
                    let problem = Problem::error(at, format!("unknown record `{shown}`"));
                    let problem = problem.suggest_later(&name, scope.known_records(), true);
                    cx.push(problem.help("define it under `records`, or name your own struct: `rust(crate::Message)`"));
                    None
                }
            }
        }
        _ => {
            let problem = Problem::error(at, format!("a row can't be `{shown}`"));
            cx.push(problem.help("name a record, or your own struct: `rust(crate::Message)`"));
            None
        }
    }
}

/// What is beside the items is a record of the spec with fields.
fn envelope(scope: &Scope<'_>, at: &Path, written: Option<&str>, items: &str) -> Option<String> {
    let written = written?;
    let (cx, shown) = (scope.cx, excerpt(written));
    if items.is_empty() {
        let problem = Problem::error(at, "the items are the whole body, so nothing is beside them");
        cx.push(problem.on_key().help("remove `envelope`, or point to the items, like `/data`"));
    }
    let Expr::Named(name) = types::parse(cx, at, written)? else {
        let problem = Problem::error(at, format!("an envelope can't be `{shown}`"));
        cx.push(
            problem.help("name a record that has `fields`: what replies have beside the items"),
        );
        return None;
    };
    match scope.records.get(name.as_str()) {
        Some((rust, TypeKind::Struct)) => Some(rust.clone()),
        Some((_, TypeKind::Enum)) => {
            let problem = Problem::error(at, format!("an envelope can't be the enum `{shown}`"));
            cx.push(
                problem.help("name a record that has `fields`: what replies have beside the items"),
            );
            None
        }
        None => {
            let problem = Problem::error(at, format!("unknown record `{shown}`"));
            let problem = problem.suggest_later(&name, scope.known_records(), true);
            cx.push(
                problem.help("define it under `records`, with what replies have beside the items"),
            );
            None
        }
    }
}

/// The paging of a resource, or that of the spec.
fn resolve(cx: &Reporter<'_>, at: &Path, resource: &Resource, styles: &Styles) -> Option<Resolved> {
    if let Some(written) = &resource.paging {
        return styles.resolve(cx, &at.key("paging"), written);
    }
    if styles.default.is_none() && styles.asked_for_default {
        return None;
    }
    if styles.default.is_none() {
        let problem = Problem::error(at, "this list has no paging style").on_key();
        cx.push(
            problem
                .help(format!(
                    "write `paging: NAME` here, or at the top of the spec for all lists; the presets are {}",
                    either(preset::names())
                ))
                .help("`none` is for a list that comes in one reply"),
        );
    }
    styles.default.clone()
}

/// Limits of this list alone; the parameter is that of its style.
pub(super) fn size(
    cx: &Reporter<'_>,
    at: &Path,
    written: Option<&Size>,
    paging: Option<&Paging>,
) -> (Option<u64>, Option<u64>) {
    let Some(Size { query, body, default, max, send, halve, min }) = written else {
        return (None, None);
    };
    let at = at.key("size");
    if query.is_some() || body.is_some() {
        let key = if query.is_some() { "query" } else { "body" };
        let problem =
            Problem::error(&at.key(key), "a list can't rename the parameter of its page size");
        cx.push(
            problem
                .on_key()
                .help("write it in the `paging` of the list: `{preset: …, size: {query: NAME}}`"),
        );
    }
    if send.is_some() {
        let problem =
            Problem::error(&at.key("send"), "a list can't change when its page size is sent");
        cx.push(
            problem
                .on_key()
                .help("write it in the `paging` of the list: `{preset: …, size: {send: always}}`"),
        );
    }
    for (key, is_written) in [("halve", halve.is_some()), ("min", min.is_some())] {
        if is_written {
            let message = "a list can't change whether its pages are halved";
            let problem = Problem::error(&at.key(key), message).on_key();
            cx.push(
                problem.help(
                    "write it in the `paging` of the list: `{preset: …, size: {halve: true}}`",
                ),
            );
        }
    }
    let style = paging.and_then(|paging| paging.size.as_ref());
    if paging.is_some() && style.is_none() {
        let problem = Problem::error(&at, "the paging of this list has no page size").on_key();
        cx.push(problem.help("remove it, or choose a paging that has `size`"));
    }
    let of_style = style.map_or((None, None), |style| (style.default, style.max));
    paging::check_bounds(cx, &at, (*default, *max), of_style);
    if let (Some(size), Some(least)) = (default.or(*max), style.and_then(|style| style.halve))
        && size < least
    {
        let message = format!("the page size {size} is below {least}, the `min` of the style");
        let help = "`min` is the size at which a page that fails is not halved any more";
        cx.push(Problem::error(&at, message).on_key().help(help));
    }
    (*default, *max)
}

/// What identifies a row: a record declares it, for all its lists.
fn key_of(scope: &Scope<'_>, at: &Path, resource: &Resource) -> Option<String> {
    let record = resource.record.as_str();
    let Some(key) = resource.key.as_deref() else {
        return scope.keys.get(record).copied().map(key::pointer_to);
    };
    let at = at.key("key");
    if scope.records.contains_key(record) {
        let problem =
            Problem::error(&at, format!("`key` belongs in the record `{record}`")).on_key();
        scope.cx.push(problem.help(format!("write `key: {}` in the record", excerpt(key))));
    }
    key::check_syntax(scope.cx, &at, key);
    Some(key::pointer_to(key))
}
