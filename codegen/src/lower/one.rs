//! Single records: the path of one, beside that of their list.

use super::list::{self, Shared};
use super::names::{self, NameKind};
use super::path::{self, PathSource};
use super::types::Scope;
use super::{checks, query};
use crate::ast::{self, Map, Or, Resource, Spec};
use crate::diag::{Known, Problem, Reporter, excerpt};
use crate::model::{List, Name, One, Param, Record};
use crate::source_map::Path;
use crate::work::Counted;
use std::collections::BTreeMap;

/// How a single record of a resource at `at` is requested, if the spec says so; `rows` is the
/// type of the list's items.
pub(super) fn lower(
    scope: &Scope<'_>,
    at: &Path,
    resource: &Resource,
    shared: &Shared<'_>,
    rows: Option<&Record>,
) -> Option<One> {
    let written = resource.one.as_ref()?;
    let cx = scope.cx;
    let here = at.key("one");
    let (path, args) = request(cx, at, resource, written, &shared.spec.params, PathSource::Spec);
    let short = ast::One::default();
    let long = match written {
        Or::Text(_) => &short,
        Or::Map(long) => long,
    };
    let pointer = long.at.clone().unwrap_or_default();
    check_pointer(cx, &here.key("at"), &pointer, &path);
    let own = query::of_spec(cx, &here.key("query"), &long.query);
    query::check_key(cx, &here, &own, shared.auth);
    let replaced = |name: &str| own.iter().any(|(known, _)| known == name);
    let rest = shared.query.iter().filter(|(name, _)| !replaced(name)).cloned();
    let query = rest.chain(own.iter().cloned()).collect();
    let record = match &long.record {
        Some(record) => list::row(scope, &here.key("record"), record),
        None => rows.cloned(),
    }?;
    let method = method(cx, &here.key("name"), long.name.as_deref(), &record)?;
    Some(One { method, docs: long.docs.clone(), path, query, args, at: pointer, record })
}

/// The single record of a derive: each parameter of its path is a text, and its request has
/// the constant parameters of the list.
pub(super) fn derived(
    cx: &Reporter<'_>,
    at: &Path,
    resource: &Resource,
    record: &str,
    query: &[(String, String)],
) -> Option<One> {
    let written = resource.one.as_ref()?;
    let (path, args) = request(cx, at, resource, written, &Map::default(), PathSource::Attribute);
    let pointer = match written {
        Or::Text(_) => String::new(),
        Or::Map(long) => long.at.clone().unwrap_or_default(),
    };
    check_pointer(cx, &at.key("one").key("at"), &pointer, &path);
    Some(One {
        method: Name { rust: "get".to_owned(), wire: "get".to_owned() },
        docs: None,
        path,
        query: query.to_vec(),
        args,
        at: pointer,
        record: Record::Rust(record.to_owned()),
    })
}

/// The path, and the parameters of it that each call gives.
fn request(
    cx: &Reporter<'_>,
    at: &Path,
    resource: &Resource,
    written: &Or<ast::One>,
    of_client: &Map<String>,
    source: PathSource,
) -> (String, Vec<Param>) {
    let (path, keys) = written.path();
    let of_path = keys.iter().fold(at.key("one"), |at, key| at.key(key));
    let in_path = path::lower(cx, &of_path, path, source);
    if resource.post.is_none() && path == resource.get {
        let problem = Problem::error(&of_path, "this is the path of the list");
        let slash = if path.ends_with('/') { "" } else { "/" };
        let example = excerpt(&format!("{path}{slash}{{id}}"));
        cx.push(problem.help(format!("write the path of a single record, such as `{example}`")));
    }
    let args = list::given(cx, (at, &of_path), resource, of_client, in_path);
    (path.to_owned(), args)
}

/// The pointer to the record may hold parameters of the path.
fn check_pointer(cx: &Reporter<'_>, at: &Path, pointer: &str, path: &str) {
    checks::pointer(cx, at, pointer);
    let known: Vec<&str> = path::braced(path).collect();
    for name in path::braced(pointer).filter(|name| !known.contains(name)) {
        let message = format!("the path of the record has no parameter `{}`", excerpt(name));
        let known: Known = known.iter().copied().collect();
        cx.push(Problem::error(at, message).suggest_later(name, known, true));
    }
}

/// The method: `get_` and what the spec says, or the name of the record.
fn method(cx: &Reporter<'_>, at: &Path, written: Option<&str>, record: &Record) -> Option<Name> {
    let of_record = match record {
        Record::Own(name) => name.as_str(),
        Record::Rust(path) => path.rsplit("::").next().unwrap_or_default().trim(),
    };
    let wire = written.unwrap_or(of_record);
    let Some(rust) = names::ident(wire, NameKind::Value) else {
        let message = format!("`{}` can't be turned into a Rust name", excerpt(wire));
        cx.push(Problem::error(at, message).help("name it with letters, digits and `_`"));
        return None;
    };
    let rust = format!("get_{}", rust.trim_matches('_'));
    Some(Name { rust, wire: wire.to_owned() })
}

/// The methods of a client have different names.
pub(super) fn check_methods(cx: &Reporter<'_>, spec: &Spec, lists: &[List]) {
    let resources = spec.resources.by_name();
    let place = |resource: &str| {
        let at = Path::default().key("resources").key(resource).key("one");
        let written = resources.get(&Counted(resource)).and_then(|found| found.one.as_ref());
        match written {
            Some(Or::Map(long)) if long.name.is_some() => at.key("name"),
            _ => at,
        }
    };
    let mut first: BTreeMap<Counted<&str>, &str> = BTreeMap::new();
    for list in lists {
        let Some(one) = &list.one else { continue };
        let (method, resource) = (one.method.rust.as_str(), list.method.wire.as_str());
        if let Some(other) = first.get(&Counted(method)) {
            let message =
                format!("`{other}` and `{}` both have the method `{method}`", excerpt(resource));
            let problem = Problem::error(&place(resource), message);
            let problem = problem.related(&place(other), "first here");
            cx.push(problem.help("give one of them another name: `one: {get: …, name: NAME}`"));
        } else {
            first.insert(Counted(method), resource);
        }
    }
}
