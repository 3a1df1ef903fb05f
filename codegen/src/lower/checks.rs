//! Checks that several parts of a spec share.

use super::credentials;
use crate::ast::{Beside, Or};
use crate::diag::{Problem, Reporter, did_you_mean, either, excerpt};
use crate::source_map::Path;

/// The meaning of a knob's keyword; reports an unknown one.
pub(super) fn keyword<T: Copy>(
    cx: &Reporter<'_>,
    at: &Path,
    written: &str,
    known: &[(&str, T)],
) -> Option<T> {
    let found = known.iter().find(|(word, _)| *word == written).map(|(_, value)| *value);
    if found.is_none() {
        let words = || known.iter().map(|(word, _)| *word);
        let problem = Problem::error(at, format!("unknown value `{}`", excerpt(written)));
        cx.push(problem.suggest(written, words()).help(format!("write {}", either(words()))));
    }
    found
}

/// A JSON Pointer (RFC 6901) is empty, for the body itself, or begins with
/// `/`; a `~` in it is written `~0`, and a `/` that is part of a name `~1`.
pub(super) fn pointer(cx: &Reporter<'_>, at: &Path, written: &str) {
    let shown = excerpt(written);
    if !written.is_empty() && !written.starts_with('/') {
        let meant = format!("/{}", shown.trim_start_matches("$.").replace('.', "/"));
        let problem =
            Problem::error(at, format!("the JSON Pointer `{shown}` does not start with `/`"));
        return cx.push(problem.help(format!("write `{meant}`; `\"\"` is the body itself")));
    }
    let rest = written.replace("~0", "").replace("~1", "");
    if rest.contains('~') {
        let problem = Problem::error(
            at,
            format!("the JSON Pointer `{shown}` has a `~` that escapes nothing"),
        );
        cx.push(problem.help("a `~` in a name is written `~0`, and a `/` in a name `~1`"));
    }
}

/// A place in a reply, as the runtime writes it: a pointer into the body, a
/// header, or a link relation.
pub(super) fn reply_location(cx: &Reporter<'_>, at: &Path, written: &Or<Beside>) -> Option<String> {
    let Beside { header, link, attribute } = match written {
        Or::Text(written) => {
            pointer(cx, at, written);
            return Some(written.clone());
        }
        Or::Map(beside) => beside,
    };
    let keys = [("header", header.as_ref()), ("link", link.as_ref())];
    let (key, name) = exactly_one(cx, at, &keys)?;
    match key {
        "header" => header_name(cx, &at.key(key), name),
        _ => link_relation(cx, &at.key(key), name),
    }
    let Some(attribute) = attribute else { return Some(format!("{key}:{name}")) };
    link_attribute(cx, &at.key("attribute"), attribute, key);
    Some(format!("{key}:{name} {attribute}"))
}

/// An attribute of a link is a token; other places have none.
fn link_attribute(cx: &Reporter<'_>, at: &Path, attribute: &str, of: &str) {
    if of != "link" {
        let problem = Problem::error(at, "`attribute` is of a link, and this is a header").on_key();
        cx.push(problem.help("write `link: REL` in place of `header`, or remove `attribute`"));
    } else if !is_header_name(attribute) {
        let message = format!("`{}` is not an attribute of a link", excerpt(attribute));
        cx.push(Problem::error(at, message).help("an attribute is one word, like `results`"));
    }
}

/// A relation of a `Link` header is one word (RFC 8288, section 3.3).
pub(super) fn link_relation(cx: &Reporter<'_>, at: &Path, name: &str) {
    if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control()) {
        let problem = Problem::error(at, format!("`{}` is not a link relation", excerpt(name)));
        cx.push(problem.help("a relation is one word, like `next`"));
    }
}

/// A pointer into the body of the request, where something is sent. It can't be
/// the whole body.
pub(super) fn body_pointer(cx: &Reporter<'_>, at: &Path, written: &str) {
    pointer(cx, at, written);
    if written.is_empty() {
        let problem = Problem::error(at, "this can't be the whole body of the request");
        cx.push(problem.help("point to the key that the server reads, like `/cursor`"));
    }
}

/// The one key that is given, with its value; reports none or several.
pub(super) fn exactly_one<'a>(
    cx: &Reporter<'_>,
    at: &Path,
    keys: &[(&'static str, Option<&'a String>)],
) -> Option<(&'static str, &'a str)> {
    let given: Vec<_> =
        keys.iter().filter_map(|(key, value)| Some((*key, value.as_ref()?))).collect();
    if let [(key, value)] = given[..] {
        return Some((key, value.as_str()));
    }
    let all = either(keys.iter().map(|(key, _)| *key));
    let written = given.iter().map(|(key, _)| format!("`{key}`")).collect::<Vec<_>>().join(" and ");
    let problem = if given.is_empty() {
        Problem::error(at, "this map has no keys").help(format!("write {all}"))
    } else {
        let message = format!("{written} can't be used together");
        Problem::error(at, message).help("keep the one that the server reads")
    };
    cx.push(problem);
    None
}

/// Whether a pointer leads to the same place as another one, or below it.
pub(super) fn is_within(pointer: &str, outer: &str) -> bool {
    pointer.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The name of a header is a token (RFC 9110, section 5.6.2).
pub(super) fn is_header_name(name: &str) -> bool {
    let symbol = |c: char| "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || symbol(c))
}

/// The name of a header, of a request or a reply.
pub(super) fn header_name(cx: &Reporter<'_>, at: &Path, name: &str) {
    if !is_header_name(name) {
        let shown = credentials::shown_header(at, name);
        let message = format!("`{}` is not a valid header name", excerpt(&shown));
        let problem = Problem::error(at, message).secret_if(shown != name);
        cx.push(problem.help("a name is letters, digits and dashes, like `X-Api-Key`"));
    }
}

/// The name of a query parameter is not empty and has no control characters;
/// everything else is percent-encoded.
pub(super) fn query_name(cx: &Reporter<'_>, at: &Path, name: &str) {
    if name.trim().is_empty() {
        let problem = Problem::error(at, "the name of the query parameter is empty");
        cx.push(problem.help("write the name that the server expects"));
    } else if name.contains(char::is_control) {
        let message = format!("the query parameter `{}` has a control character", excerpt(name));
        cx.push(Problem::error(at, message).help("remove it; the client percent-encodes the name"));
    }
}

/// Adds the known name that was probably meant, or all known names.
pub(super) fn suggest_known<'a>(
    problem: Problem,
    written: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Problem {
    if did_you_mean(written, known.clone()).is_some() {
        return problem.suggest(written, known);
    }
    match known.clone().next() {
        Some(_) => problem.help(format!("expected {}", either(known))),
        None => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source_map::SourceMap;

    #[test]
    fn pointers_are_checked() {
        let first_help = |written: &str| {
            let source_map = SourceMap::default();
            let cx = Reporter::new(&source_map);
            pointer(&cx, &Path::default(), written);
            cx.finish(()).err().map(|diagnostics| diagnostics.problems[0].helps[0].clone())
        };
        for good in ["", "/", "/a", "/a/0/b", "/~0~1", "/~01"] {
            assert_eq!(first_help(good), None, "{good}");
        }
        assert!(first_help("data").unwrap().contains("`/data`"));
        assert!(first_help("$.meta.next").unwrap().contains("`/meta/next`"));
        assert!(first_help("/a~b").unwrap().contains("~0"));
        assert!(first_help("/a~").unwrap().contains("~0"));
    }

    #[test]
    fn pointers_lead_into_each_other() {
        assert!(is_within("/data/next", "/data"));
        assert!(is_within("/data", "/data"));
        assert!(!is_within("/database", "/data"));
        assert!(is_within("/next", ""));
    }
}
