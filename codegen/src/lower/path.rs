//! Paths with `{parameters}`: of the server and of resources.

use super::{credentials, path_templates};
use crate::credentials::are_in_url;
use crate::diag::{Problem, Reporter, excerpt};
use crate::source_map::Path;
use crate::work::Counted;
use std::collections::BTreeSet;

/// Where a path was written, which decides how to give a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathSource {
    /// In a spec; its lists have filters.
    Spec,
    /// In the attribute of a struct; its calls take a query.
    Attribute,
}

/// The names between braces, in order.
///
/// # Errors
///
/// A sentence, when a brace has no partner or the name between braces is
/// invalid.
pub(super) fn parameters(text: &str) -> Result<Vec<&str>, String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(brace) = rest.find(['{', '}']) {
        if rest[brace..].starts_with('}') {
            return Err("has a `}` without its `{`".to_owned());
        }
        let inside = &rest[brace + 1..];
        let end = inside.find(['{', '}', '/']).filter(|end| inside[*end..].starts_with('}'));
        let Some(end) = end else { return Err("has a `{` without its `}`".to_owned()) };
        let name = &inside[..end];
        check_parameter_name(name)?;
        names.push(name);
        rest = &inside[end + 1..];
    }
    Ok(names)
}

/// The texts between braces, even if the rest of the path is wrong.
pub(super) fn braced(text: &str) -> impl Iterator<Item = &str> {
    let behind = text.split('{').skip(1);
    behind.filter_map(|inside| inside.split_once('}').map(|(name, _)| name))
}

/// The first name that occurs twice.
pub(super) fn repeated<'t>(names: &[&'t str]) -> Option<&'t str> {
    let mut seen = BTreeSet::new();
    names.iter().copied().find(|name| !seen.insert(Counted(*name)))
}

/// A parameter is named like an identifier, so that its name in Rust is
/// obvious.
fn check_parameter_name(name: &str) -> Result<(), String> {
    let good = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(good) {
        return Ok(());
    }
    Err(format!(
        "has the parameter `{{{}}}`, and its name must be letters, digits and `_`",
        excerpt(name)
    ))
}

/// The parameters of a resource's path; reports what is wrong with it.
pub(super) fn lower<'t>(
    cx: &Reporter<'_>,
    at: &Path,
    text: &'t str,
    source: PathSource,
) -> Vec<&'t str> {
    match check(text, source) {
        Ok(parameters) => parameters,
        Err((message, help)) => {
            let shown = credentials::shown(text);
            // The message quotes parts of it.
            let (message, help) = check(&shown, source).err().unwrap_or((message, help));
            let problem = Problem::error(at, format!("the path `{}` {message}", excerpt(&shown)));
            cx.push(problem.secret_if(shown != text).help(help));
            Vec::new()
        }
    }
}

fn check(text: &str, source: PathSource) -> Result<Vec<&str>, (String, String)> {
    let problem = |message: &str, help: String| Err((message.to_owned(), help));
    if text.contains("://") {
        return problem(
            "is a whole URL",
            "write the part below the server, from its `/` on".into(),
        );
    }
    if !text.starts_with('/') {
        return problem("does not start with `/`", format!("write `/{}`", excerpt(text)));
    }
    path_templates::check(text, source)?;
    if are_in_url(text.split('?').next().unwrap_or_default()) {
        return problem(
            "holds a credential",
            "write a parameter in its place, of type `secret`".into(),
        );
    }
    if let Some((path, query)) = text.split_once('?') {
        let (path, query) = (excerpt(path), excerpt(query));
        let help = match source {
            PathSource::Spec => format!("write `{path}`, and declare `{query}` as filters"),
            PathSource::Attribute => format!("write `{path}`, and set `{query}` with `.query(…)`"),
        };
        return problem("has a query", help);
    }
    let parameters = parameters(text)
        .map_err(|message| (message, "a parameter is written `{account_sid}`".to_owned()))?;
    if let Some(twice) = repeated(&parameters) {
        let help = format!(
            "each is a separate argument of the call: name the second one `{{other_{twice}}}`, for example"
        );
        return problem(&format!("has the parameter `{{{twice}}}` twice"), help);
    }
    check_letters(text)?;
    check_segments(text)?;
    Ok(parameters)
}

/// A path is written as it is sent: other characters than those of a URL are
/// percent-encoded.
pub(super) fn check_letters(text: &str) -> Result<(), (String, String)> {
    let legal = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@%/{}".contains(c);
    if let Some(odd) = text.chars().find(|c| !legal(*c)) {
        let help = match odd {
            '#' => "a path has no fragment: remove it".to_owned(),
            ' ' => "write `%20`".to_owned(),
            _ => "write it percent-encoded".to_owned(),
        };
        return Err((format!("has the character `{odd}`, which no path can have"), help));
    }
    let is_code =
        |code: Option<&str>| code.is_some_and(|code| code.chars().all(|c| c.is_ascii_hexdigit()));
    let mut codes = text.match_indices('%');
    if codes.any(|(at, _)| !is_code(text.get(at + 1..at + 3))) {
        let help = "for a literal percent sign, write `%25`".to_owned();
        return Err(("has a `%` without two hexadecimal digits after it".to_owned(), help));
    }
    Ok(())
}

/// Dots and empty segments lead elsewhere once a URL is parsed.
fn check_segments(text: &str) -> Result<(), (String, String)> {
    let segments: Vec<&str> = text.split('/').skip(1).collect();
    let dots = |segment: &str| {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        plain == "." || plain == ".."
    };
    if let Some(segment) = segments.iter().find(|segment| dots(segment)) {
        let help = "write the resolved path".to_owned();
        return Err((format!("has the segment `{segment}`"), help));
    }
    let (_, inner) = segments.split_last().unwrap_or((&"", &[]));
    if inner.contains(&"") {
        return Err(("has two `/` in a row".to_owned(), "write one".to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_come_in_order() {
        assert_eq!(parameters("/a/{x}/b/{y}.json/{x}"), Ok(vec!["x", "y", "x"]));
        assert_eq!(repeated(&["x", "y", "x"]), Some("x"));
        assert_eq!(repeated(&["x", "y"]), None);
        assert_eq!(parameters("/a"), Ok(vec![]));
        for odd in ["{", "}", "{a", "a}", "{}", "{{a}}", "{a/b}", "{1}", "{a b}", "{a}}"] {
            assert!(parameters(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn paths_stay_where_they_are() {
        for good in ["/", "/a", "/a/", "/a/{b}.json", "/a%20b", "/Accounts/{sid}:list"] {
            assert!(check(good, PathSource::Spec).is_ok(), "{good}");
        }
        let odd = [
            "",
            "a",
            "//a",
            "/a//b",
            "/../a",
            "/%2e%2E/a",
            "/a/./b",
            "/a?b=c",
            "/a#b",
            "/a b",
            "/a\\b",
            "/ä",
            "/a%2",
            "/a%zz",
            "/a\nb",
            "https://h/a",
            "/{a",
            "/{a}/b/{a}",
        ];
        for odd in odd {
            assert!(check(odd, PathSource::Spec).is_err(), "{odd}");
        }
    }
}
