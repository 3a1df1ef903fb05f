//! Filters: the parameters that narrow a list.

use super::checks::{keyword, pointer, query_name};
use super::first_names::FirstNames;
use super::names::{self, NameKind};
use super::paging::Resolved;
use super::reserved;
use super::types::{self, Scope, TypeKind};
use super::zone;
use crate::ast::{self, Map};
use crate::diag::{Problem, excerpt};
use crate::model::{Auth, Filter, FilterType, ListStyle, Name, PagingRef, Scalar, TypeDef};
use crate::parse::types::Expr;
use crate::source_map::Path;

/// Common names of paging parameters.
const PAGING: [&str; 16] = [
    "after",
    "cursor",
    "limit",
    "offset",
    "page",
    "page[number]",
    "page[size]",
    "page_number",
    "page_size",
    "page_token",
    "pagesize",
    "pagetoken",
    "per_page",
    "skip",
    "start_cursor",
    "starting_after",
];

/// The filters of a list; enums that are written inside them are added to
/// `nested`, under the name of the list.
pub(super) fn lower(
    scope: &mut Scope<'_>,
    at: &Path,
    filters: &Map<ast::Filter>,
    list: &str,
    nested: &mut Vec<TypeDef>,
) -> Vec<Filter> {
    let mut lowered: Vec<Filter> = Vec::new();
    let mut names = FirstNames::default();
    for (key, written) in filters.iter() {
        let at = at.key(key);
        let Some(name) = name(scope, &at, key, written) else { continue };
        check_is_new(scope, &at, &names, &name);
        let Some((ty, list)) = value(scope, &at, written, list, key, nested) else { continue };
        names.add(key, &name);
        let has_times = ty == FilterType::Scalar(Scalar::DateTime);
        let zone = written.zone.as_deref();
        let zone = zone.and_then(|zone| zone::lower(scope, &at.key("zone"), zone, has_times));
        let (key, docs) = (key.to_owned(), written.docs.clone());
        lowered.push(Filter { key, name, ty, list, zone, matches: None, docs });
    }
    lowered
}

/// A filter becomes a method of the pager, named by its key.
fn name(scope: &Scope<'_>, at: &Path, key: &str, written: &ast::Filter) -> Option<Name> {
    let wire = written.param.as_deref().unwrap_or(key);
    if wire.starts_with('/') {
        pointer(scope.cx, &at.key("param"), wire);
    } else {
        query_name(scope.cx, &at.key("param"), wire);
    }
    let Some(rust) = names::ident(key, NameKind::Value) else {
        let message = format!("the filter `{}` can't be turned into a Rust name", excerpt(key));
        let help = format!(
            "give it a key of letters and digits, and write `param: \"{}\"`",
            excerpt(wire)
        );
        scope.cx.push(Problem::error(at, message).on_key().help(help));
        return None;
    };
    if reserved::PAGER.contains(&rust.as_str()) {
        let message = format!("the filter `{key}` is named like a method of every list");
        let help =
            format!("use another key, and write its name on the wire: `{{param: \"{wire}\", …}}`");
        scope.cx.push(Problem::error(at, message).on_key().help(help));
    }
    Some(Name { rust, wire: wire.to_owned() })
}

/// Each filter has a method and a parameter of its own.
fn check_is_new(scope: &Scope<'_>, at: &Path, before: &FirstNames<'_>, name: &Name) {
    let Some(other) = before.find(name) else { return };
    let message = if other.name.rust == name.rust {
        format!("two filters would have the method `{}`", name.rust)
    } else {
        format!("two filters set the parameter `{}`", excerpt(&name.wire))
    };
    let first = at.parent().unwrap_or_default().key(other.key);
    let problem = Problem::error(at, message).on_key().label("and again here");
    scope.cx.push(
        problem.related(&first, "first here").help("give one of them another key or `param`"),
    );
}

fn value(
    scope: &mut Scope<'_>,
    at: &Path,
    written: &ast::Filter,
    list: &str,
    key: &str,
    nested: &mut Vec<TypeDef>,
) -> Option<(FilterType, Option<ListStyle>)> {
    let at_type = at.key("type");
    let (element, at_element, is_list) = match &written.ty {
        ast::Type::List(element) => (&**element, at_type.index(0), true),
        other => (other, at_type.clone(), false),
    };
    let ast::Type::Text(text) = element else {
        let problem =
            Problem::error(&at_element, "a filter must be a single value or a list of values");
        scope.cx.push(problem.help("write `string`, `enum(a, b)` or `[string]`"));
        return None;
    };
    let (expr, is_list) = match types::parse(scope.cx, &at_element, text)? {
        Expr::List(element) if !is_list => (*element, true),
        expr => (expr, is_list),
    };
    let style = list_style(scope, at, written, is_list);
    let ty = element_type(scope, &at_element, expr, text, &types::nested_name(list, key), nested)?;
    Some((ty, style))
}

fn element_type(
    scope: &mut Scope<'_>,
    at: &Path,
    expr: Expr,
    text: &str,
    name: &str,
    nested: &mut Vec<TypeDef>,
) -> Option<FilterType> {
    let help = match expr {
        Expr::Enum(values) => {
            scope.claim(name, at, "define the enum under `records`, and name it here");
            nested.push(TypeDef::Enum(types::lower_enum(name, name, None, &values)));
            return Some(FilterType::Enum(name.to_owned()));
        }
        Expr::Named(word) => match (scope.records.get(word.as_str()), types::scalar(&word)) {
            (_, Some(scalar)) if !matches!(scalar, Scalar::Json | Scalar::Secret) => {
                return Some(FilterType::Scalar(scalar));
            }
            (Some((rust, TypeKind::Enum)), _) => return Some(FilterType::Enum(rust.clone())),
            (None, None) => {
                scope.ty(&ast::Type::Text(word), at, name, nested);
                return None;
            }
            (_, Some(Scalar::Secret)) => "a filter is part of the URL, which appears in logs",
            _ => "a filter must be a single value or a list of values",
        },
        Expr::Optional(_) => "remove the `?`: a filter that is not set is not sent",
        _ => "a filter must be a single value or a list of values",
    };
    let message = format!("the type of a filter can't be `{}`", excerpt(text));
    scope.cx.push(Problem::error(at, message).help(help));
    None
}

/// How several values are sent, for lists.
fn list_style(
    scope: &Scope<'_>,
    at: &Path,
    written: &ast::Filter,
    is_list: bool,
) -> Option<ListStyle> {
    let in_body = written.param.as_deref().is_some_and(|param| param.starts_with('/'));
    let at = at.key("list");
    let known = [
        ("repeat", ListStyle::Repeat),
        ("comma", ListStyle::Comma),
        ("brackets", ListStyle::Brackets),
    ];
    match &written.list {
        Some(style) if is_list && !in_body => keyword(scope.cx, &at, style, &known),
        Some(_) if is_list => {
            let problem = Problem::error(&at, "`list` has no effect: a body has an array");
            scope.cx.push(problem.on_key().help("remove `list`"));
            None
        }
        Some(_) => {
            let problem =
                Problem::error(&at, "`list` has no effect: the type is not a list").on_key();
            scope.cx.push(
                problem.help("write the type in brackets, like `[string]`, or remove `list`"),
            );
            None
        }
        None => is_list.then_some(ListStyle::Repeat),
    }
}

/// A filter can't set a parameter of the paging or the authentication: it would be
/// sent twice.
pub(super) fn check_parameters(
    scope: &Scope<'_>,
    at: &Path,
    filters: &Map<ast::Filter>,
    resolved: &Resolved,
    auth: &Auth,
) {
    let paging = &resolved.paging;
    let mut sent: Vec<(&str, &str)> = paging.params().collect();
    for (name, which) in auth.params() {
        if let Some((_, what)) = sent.iter().find(|(param, _)| *param == name) {
            let message = format!("{which} is sent as `{name}`, which already carries {what}");
            let problem = Problem::error(&Path::default().key("auth"), message);
            scope.cx.push(problem.help("a parameter can't carry both: correct the name in `auth`"));
        }
        sent.push((name, which));
    }
    let unpaged = resolved.reference == PagingRef::Preset("none");
    for (key, filter) in filters.iter() {
        let (at, param) = (at.key(key), filter.param.as_deref().unwrap_or(key));
        if let Some((_, what)) = sent.iter().find(|(name, _)| *name == param) {
            let message = format!("the filter `{key}` sets `{param}`, which carries {what}");
            scope.cx.push(
                Problem::error(&at, message)
                    .on_key()
                    .help("remove the filter: the client sets this parameter in every request"),
            );
        } else if unpaged && PAGING.contains(&param.to_ascii_lowercase().as_str()) {
            let message = format!(
                "`{param}` looks like a paging parameter, but this list has `paging: none`"
            );
            let help = "set `paging`; otherwise the list ends after its first page";
            scope.cx.push(Problem::warning(&at, message).on_key().help(help));
        }
    }
}
