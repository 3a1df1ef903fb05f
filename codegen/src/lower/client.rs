//! The client's settings: authentication, headers, and the parameters that are set once.

use super::checks::{exactly_one, header_name, is_header_name, keyword, query_name};
use super::first_names::FirstNames;
use super::headers::{Carries, set_by_client};
use super::names::{self, NameKind};
use super::{auth_in_body, credentials, path, reserved, types};
use crate::ast::{self, Map, Or, Spec};
use crate::credentials::{WORDS, are_in};
use crate::diag::{Problem, Reporter, did_you_mean, excerpt};
use crate::model::{Auth, Dates, Generate, Param, Server};
use crate::parse::types::Expr;
use crate::source_map::Path;
use crate::work::Counted;
use std::collections::BTreeSet;

/// How requests authenticate.
pub(super) fn auth(cx: &Reporter<'_>, at: &Path, written: Option<&Or<ast::Auth>>) -> Auth {
    let key = match written {
        None => return Auth::None,
        Some(Or::Text(text)) => {
            let known = [("none", 0), ("basic", 1), ("bearer", 2)];
            if !is_word(text) && did_you_mean(text, known.map(|(word, _)| word)).is_none() {
                let problem = Problem::error(at, "unknown way to authenticate");
                cx.push(problem.help("write `none`, `basic` or `bearer`").help(
                    "a spec contains no credentials: users give the key when they build the client",
                ));
                return Auth::None;
            }
            return match keyword(cx, at, text, &known) {
                Some(1) => Auth::Basic,
                Some(2) => Auth::Bearer,
                _ => Auth::None,
            };
        }
        Some(Or::Map(key)) => key,
    };
    let in_body = key.body.as_ref().map(auth_in_body::key);
    let keys = [("header", key.header.as_ref()), ("query", key.query.as_ref()), ("body", in_body)];
    match exactly_one(cx, at, &keys) {
        Some(("header", name)) => {
            let at = at.key("header");
            header_name(cx, &at, name);
            if let Some(problem) = set_by_client(&at, name, Carries::Key) {
                cx.push(problem);
            }
            Auth::Header(name.to_owned())
        }
        Some(("body", _)) => key
            .body
            .as_ref()
            .map_or(Auth::None, |keys| auth_in_body::lower(cx, &at.key("body"), keys)),
        Some((_, name)) => {
            key_name(cx, &at.key("query"), name);
            Auth::Query(name.to_owned())
        }
        None => Auth::None,
    }
}

/// Checks the name of the query parameter that carries the key: the key may be written
/// behind it.
fn key_name(cx: &Reporter<'_>, at: &Path, name: &str) {
    let Some(end) = name.find(['=', '&', '?', '#', ':', ' ']) else {
        return query_name(cx, at, name);
    };
    let message = "the name of the query parameter holds more than a name";
    let problem = Problem::error(at, message).secret();
    let name = name[..end].trim();
    let problem = match name {
        "" => problem.help("write the name alone, like `query: api_key`"),
        name => problem.help(format!("write the name alone: `query: {}`", excerpt(name))),
    };
    cx.push(
        problem
            .help("a spec contains no credentials: users give the key when they build the client"),
    );
}

/// Whether a text is a keyword of this format, and not a credential.
fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || b"-_".contains(&byte))
}

/// The constant headers of every request.
pub(super) fn headers(
    cx: &Reporter<'_>,
    at: &Path,
    written: &Map<String>,
    auth: &Auth,
) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for (name, value) in written.iter() {
        let at = at.key(name);
        check_header(cx, &at, name, value, auth);
        if let Some((other, _)) = headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name))
        {
            let first = at.parent().unwrap_or_default().key(other);
            let problem = Problem::error(&at, format!("duplicate header `{name}`")).on_key();
            let problem = problem.label("the same header").related(&first, "first here");
            cx.push(problem.help("the case of a header's name makes no difference"));
        }
        headers.push((name.to_owned(), value.to_owned()));
    }
    headers
}

/// Words in the names of headers, beside those of every name.
const WORDS_OF_HEADERS: [&str; 6] = ["jwt", "passwd", "pin", "pwd", "session", "sid"];

fn check_header(cx: &Reporter<'_>, at: &Path, name: &str, value: &str, auth: &Auth) {
    if !is_header_name(name) {
        let shown = credentials::shown_header(at, name);
        let message = format!("`{}` is not a valid header name", excerpt(&shown));
        let problem = Problem::error(at, message).on_key().secret_if(shown != name);
        return cx.push(problem.help("a name is letters, digits and dashes, like `X-Version`"));
    }
    let lower = name.to_ascii_lowercase();
    let is_key = matches!(auth, Auth::Header(key) if key.eq_ignore_ascii_case(name));
    let is_named = lower.split(['-', '_']).any(|word| WORDS_OF_HEADERS.contains(&word));
    let is_named = is_named || lower.split(['-', '_']).any(|word| WORDS.contains(&word));
    if is_key || is_named || are_in(value) {
        let problem =
            Problem::error(at, format!("the header `{name}` looks like a credential")).on_key();
        return cx.push(
            problem
                .secret()
                .help(
                    "a spec contains no credentials: describe in `auth` how requests authenticate",
                )
                .help("users give the key when they build the client"),
        );
    }
    if let Some(problem) = set_by_client(at, name, Carries::Constant) {
        return cx.push(problem.on_key());
    }
    let visible = |c: char| c == '\t' || c == ' ' || c.is_ascii_graphic();
    if !value.chars().all(visible) || value.trim() != value {
        let problem = Problem::error(at, format!("the value of the header `{name}` can't be sent"));
        cx.push(problem.help("use visible ASCII characters, without leading or trailing spaces"));
    }
}

/// Options of the generated code.
pub(super) fn generate(cx: &Reporter<'_>, at: &Path, spec: &Spec) -> Generate {
    let Some(written) = &spec.generate else { return Generate::default() };
    let mut generate = Generate::default();
    for (index, name) in written.derive.iter().enumerate() {
        let at = at.key("derive").index(index);
        if name.starts_with("rust(") {
            own_derive(cx, &at, name, &mut generate.derives);
            continue;
        }
        let known = [("PartialEq", false), ("Serialize", true)];
        match keyword(cx, &at, name, &known) {
            Some(true) => generate.serialize = true,
            Some(false) => generate.partial_eq = true,
            None => {}
        }
    }
    let at = at.key("dates");
    if let Some(dates) = written.dates.as_deref() {
        let known = [
            ("jiff", Dates::Jiff),
            ("chrono", Dates::Chrono),
            ("time", Dates::Time),
            ("string", Dates::Text),
        ];
        generate.dates = keyword(cx, &at, dates, &known).unwrap_or_default();
    }
    generate
}

/// A derive of the user's own is a path, and given once.
fn own_derive(cx: &Reporter<'_>, at: &Path, written: &str, derives: &mut Vec<String>) {
    let Some(Expr::Rust(path)) = types::parse(cx, at, written) else { return };
    if path.contains('<') {
        let problem = Problem::error(at, format!("the derive `{}` has arguments", excerpt(&path)));
        cx.push(problem.help("a derive is a path alone, like `rust(utoipa::ToSchema)`"));
    } else if derives.contains(&path) {
        let problem = Problem::error(at, format!("the derive `{}` is given twice", excerpt(&path)));
        cx.push(problem.help("remove one of the two"));
    } else {
        derives.push(path);
    }
}

/// The path parameters that are given when the client is built.
pub(super) fn params(cx: &Reporter<'_>, spec: &Spec, server: Option<&Server>) -> Vec<Param> {
    let root = Path::default();
    let mut params: Vec<Param> = Vec::new();
    let mut names = FirstNames::default();
    let variables = server.map_or(&[][..], |server| &server.variables);
    let of_server: BTreeSet<Counted<&str>> =
        variables.iter().map(|variable| Counted(variable.rust.as_str())).collect();
    let in_paths: BTreeSet<Counted<&str>> = spec
        .resources
        .iter()
        .flat_map(|(_, list)| list.paths().flat_map(path::braced))
        .map(Counted)
        .collect();
    for variable in variables {
        check_builder(cx, &root.key("server"), &variable.rust, "variable");
    }
    for (wire, ty) in spec.params.iter() {
        let at = root.key("params").key(wire);
        let Some(param) = param(cx, &at, wire, ty) else { continue };
        check_builder(cx, &at, &param.name.rust, "parameter");
        check_is_used(cx, &at, wire, &in_paths);
        if let Some(other) = names.in_rust(&param.name) {
            let message = format!(
                "`{}` and `{wire}` are both `{}` in Rust",
                other.name.wire, param.name.rust
            );
            let first = root.key("params").key(&other.name.wire);
            let problem = Problem::error(&at, message).on_key().related(&first, "first here");
            cx.push(problem.help("rename one of the two, here and in the paths"));
        }
        if of_server.contains(&Counted(param.name.rust.as_str())) {
            let message = format!("`{wire}` is both a path parameter and a server variable");
            let problem = Problem::error(&at, message)
                .on_key()
                .related(&root.key("server"), "a variable here");
            cx.push(
                problem.help("rename one of the two: the client's builder has a method for each"),
            );
        }
        names.add(wire, &param.name);
        params.push(param);
    }
    params
}

/// The builder has a method for each parameter and variable, in addition to its
/// own.
fn check_builder(cx: &Reporter<'_>, at: &Path, rust: &str, what: &str) {
    if reserved::BUILDER.contains(&rust) {
        let message = format!("the {what} `{rust}` is named like a method of the client's builder");
        cx.push(
            Problem::error(at, message)
                .on_key()
                .help(format!("name it `{rust}_value`, for example")),
        );
    }
}

/// A parameter that no path has would be required and never sent.
fn check_is_used(cx: &Reporter<'_>, at: &Path, wire: &str, in_paths: &BTreeSet<Counted<&str>>) {
    if !in_paths.contains(&Counted(wire)) {
        let message = format!("no path has the parameter `{{{wire}}}`");
        let problem = Problem::error(at, message).on_key();
        cx.push(problem.help("remove it, or write it into the path of a resource"));
    }
}

/// A path parameter is a single value.
pub(super) fn param(cx: &Reporter<'_>, at: &Path, wire: &str, ty: &str) -> Option<Param> {
    let ty = types::scalar_alone(cx, at, ty, "a path parameter")?;
    let Some(name) = names::name(wire, NameKind::Value) else {
        let message = format!("the parameter `{}` can't be turned into a Rust name", excerpt(wire));
        cx.push(Problem::error(at, message).on_key().help("name it with letters, digits and `_`"));
        return None;
    };
    Some(Param { name, ty })
}
