//! Checks a spec: only this module makes a [`model`](crate::model), and every rule
//! of the format is here.

mod attributes;
mod auth_in_body;
mod client;
pub mod credentials;
mod derived;
mod failures;
mod field_at;
mod filter;
mod first_names;
mod for_each;
mod headers;
mod items;
mod key;
mod list;
mod matches;
pub mod names;
mod one;
mod paging;
mod path;
mod path_templates;
mod query;
mod request_body;
mod type_graph;
mod record;
mod boxes;
pub mod reserved;
mod server;
mod types;
mod zone;
mod checks;

pub use pagesmith_paging::PRESETS;
#[cfg(feature = "yaml")]
pub(crate) use types::nested_name;
#[cfg(feature = "schema")]
pub(crate) use types::scalar_names;
#[cfg(feature = "schema")]
pub(crate) use zone::PATTERN as ZONE_PATTERN;

use crate::ast::Spec;
use crate::diag::{Diagnostics, Problem, Reporter};
use crate::model::{Api, List, Paging, PagingRef, Param};
use crate::parse::attr::InlineList;
use crate::source_map::{Path, SourceMap};

/// Checks a spec: the API that it describes, with warnings.
///
/// # Errors
///
/// All rules of the format that the spec breaks, each at its place.
#[cfg(feature = "yaml")]
pub fn api(spec: &Spec, source_map: &SourceMap) -> Result<(Api, Diagnostics), Diagnostics> {
    api_after(Vec::new(), spec, source_map)
}

/// As [`api`], with the problems of the previous stage.
///
/// # Errors
///
/// Those problems, and all rules of the format that the spec breaks.
#[cfg(feature = "yaml")]
pub(crate) fn api_after(
    before: Vec<Problem>,
    spec: &Spec,
    source_map: &SourceMap,
) -> Result<(Api, Diagnostics), Diagnostics> {
    let cx = Reporter::new(source_map);
    cx.extend(before);
    let api = lower(&cx, spec);
    cx.finish(api)
}

/// All problems of a spec, including those of the previous stage.
#[cfg(feature = "yaml")]
pub(crate) fn problems(before: Vec<Problem>, spec: &Spec, source_map: &SourceMap) -> Vec<Problem> {
    let cx = Reporter::new(source_map);
    cx.extend(before);
    let _unused = lower(&cx, spec);
    cx.into_problems()
}

/// Checks the attribute of a derive: the list of one struct.
///
/// # Errors
///
/// All rules that it breaks, each at its tokens.
pub fn derived(
    ident: &syn::Ident,
    inline: &InlineList,
    source_map: &SourceMap,
) -> Result<(List, Diagnostics), Diagnostics> {
    let cx = Reporter::new(source_map);
    let list = derived::lower(&cx, &syn::ext::IdentExt::unraw(ident).to_string(), inline);
    cx.finish(list)
}

/// All parameters of a list's path, in its order: those that each call gives,
/// and those that a client of the API is given once.
#[cfg(feature = "yaml")]
#[must_use]
pub fn all_params(list: &List, api: &Api) -> Vec<Param> {
    all_params_of(&list.path, &list.args, api)
}

/// All parameters of a path, in its order: `args`, and those of the client.
#[cfg(feature = "yaml")]
#[must_use]
pub fn all_params_of(path: &str, args: &[Param], api: &Api) -> Vec<Param> {
    let known = || args.iter().chain(&api.params);
    let in_path = path::parameters(path).unwrap_or_default().into_iter();
    in_path.filter_map(|name| known().find(|param| param.name.wire == name).cloned()).collect()
}

/// The paging of a list with every knob decided, including its own limits. For a
/// user's constant, which only the compiler knows, it is the default.
#[cfg(feature = "yaml")]
#[must_use]
pub fn paging_of(list: &List, api: &Api) -> Paging {
    let mut paging = match &list.paging {
        PagingRef::Preset(name) => paging::preset::preset(name).map(|(_, paging)| paging),
        PagingRef::Style(index) => api.styles.get(*index).map(|style| style.paging.clone()),
        PagingRef::Own(own) => Some((**own).clone()),
        PagingRef::Rust => None,
    }
    .unwrap_or_default();
    if let Some(size) = &mut paging.size {
        size.default = list.size.0.or(size.default);
        size.max = list.size.1.or(size.max);
    }
    paging
}

fn lower(cx: &Reporter<'_>, spec: &Spec) -> Api {
    let root = Path::default();
    check_head(cx, spec);
    let server = &spec.server;
    let server = server.as_ref().and_then(|server| server::lower(cx, &root.key("server"), server));
    let auth = client::auth(cx, &root.key("auth"), spec.auth.as_ref());
    let errors = failures::errors(cx, &root.key("errors"), spec.errors.as_ref());
    let styles = paging::Styles::lower(cx, spec);
    paging::check_send_headers(cx, spec, &auth);
    paging::check_needs(cx, spec);

    let mut scope = types::Scope::new(cx);
    scope.derives_serde = attributes::derives_serde(spec);
    list::declare(&mut scope, spec);
    record::declare(&mut scope, spec);
    let mut types = record::lower(&mut scope, spec);
    key::check_all(&scope, spec, &field_at::Fields::of(&types));
    paging::check_overlap_has_key(&scope, spec);
    let query = query::of_spec(cx, &root.key("query"), &spec.query);
    let shared =
        list::Shared { spec, styles: &styles, auth: &auth, errors: &errors, query: &query };
    let lists = spec.resources.iter().filter_map(|(name, resource)| {
        list::lower(&mut scope, &shared, name, resource, &mut types)
    });
    let mut lists: Vec<List> = lists.collect();
    let fields = field_at::Fields::of(&types);
    matches::lower(&scope, spec, &fields, &mut lists);
    for_each::lower(&scope, spec, &fields, &mut lists);
    one::check_methods(cx, spec, &lists);
    type_graph::check(&scope, spec, &lists, &types);
    boxes::mark(&mut types);

    Api {
        name: spec.name.clone(),
        docs: spec.docs.clone(),
        params: client::params(cx, spec, server.as_ref()),
        headers: client::headers(cx, &root.key("headers"), &spec.headers, &auth),
        rate_limit: failures::rate_limit(cx, &root.key("rate_limit"), spec),
        generate: client::generate(cx, &root.key("generate"), spec),
        server,
        auth,
        styles: styles.named,
        lists,
        types,
    }
}

/// The format has one version, and an API has a name and a list.
fn check_head(cx: &Reporter<'_>, spec: &Spec) {
    let root = Path::default();
    if spec.pagesmith != 1 {
        let message = format!("unknown format version {}", spec.pagesmith);
        let problem = Problem::error(&root.key("pagesmith"), message);
        cx.push(problem.help("write `pagesmith: 1`"));
    }
    if spec.name.trim().is_empty() {
        let problem = Problem::error(&root.key("name"), "the name of the API is empty");
        cx.push(problem.help("write its name for people, like `SignalWire`"));
    }
    if spec.resources.0.is_empty() {
        let problem = Problem::error(&root.key("resources"), "the spec has no resources").on_key();
        cx.push(
            problem.help(
                "add a list under `resources`: `messages: {get: /messages, record: Message}`",
            ),
        );
    }
}
