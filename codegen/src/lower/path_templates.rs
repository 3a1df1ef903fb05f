//! Path templates of other tools, and how to write them in a spec.

use super::path::PathSource;
use crate::diag::excerpt;

/// What is wrong with a path, and what to write instead.
type Mistake = (String, String);

/// Checks that a path is not written as a template of another tool.
pub(super) fn check(text: &str, source: PathSource) -> Result<(), Mistake> {
    check_braces(text)?;
    check_expressions(text, source)?;
    if let Some(at) = text.find("}{") {
        let (first, second) = (name_before(&text[..at]), name_behind(&text[at + 2..]));
        let message = format!("has nothing between `{{{first}}}` and `{{{second}}}`");
        let help = format!(
            "write `{{{first}}}/{{{second}}}`, or one parameter for both: `{{{first}_{second}}}`"
        );
        return Err((message, help));
    }
    text.split('/').skip(1).try_for_each(check_segment)
}

/// Two pairs of braces, and braces with a dollar sign.
fn check_braces(text: &str) -> Result<(), Mistake> {
    for (begin, end) in [("{{", "}}"), ("${", "}")] {
        if let Some((_, rest)) = text.split_once(begin)
            && let Some((name, _)) = rest.split_once(end)
        {
            let name = excerpt(name.trim());
            let message = format!("has `{begin}{name}{end}`, which is not a parameter");
            return Err((message, format!("a parameter is written `{{{name}}}`")));
        }
    }
    Ok(())
}

/// The expressions of URI templates (RFC 6570) and of routers, between braces.
fn check_expressions(text: &str, source: PathSource) -> Result<(), Mistake> {
    for part in text.split('{').skip(1) {
        if let Some((inside, _)) = part.split_once('}')
            && let Some(help) = instead(inside, text, source)
        {
            let message =
                format!("has `{{{}}}`, which is not the name of a parameter", excerpt(inside));
            return Err((message, help));
        }
    }
    Ok(())
}

/// What to write in place of this text between braces; `None` for a name.
fn instead(inside: &str, text: &str, source: PathSource) -> Option<String> {
    let (operator, names) = inside.split_at_checked(1)?;
    let list = |names: &str| {
        let names =
            names.split(',').map(|name| format!("`{}`", excerpt(name.trim_end_matches('*'))));
        names.collect::<Vec<_>>().join(" and ")
    };
    let one = |names: &str| excerpt(names.split([',', '*', ':']).next().unwrap_or_default());
    match operator {
        "?" | "&" => {
            let path = excerpt(text.split('{').next().unwrap_or_default());
            let (path, names) =
                (if text.starts_with(&*path) { path } else { "/…".into() }, list(names));
            Some(match source {
                PathSource::Spec => format!("write `{path}`, and declare {names} as filters"),
                PathSource::Attribute => {
                    format!("write `{path}`, and set {names} with `.query(…)`")
                }
            })
        }
        "+" | "#" => Some(format!(
            "write `{{{}}}`: a value is one segment, and a `/` in it is sent as `%2F`",
            one(names)
        )),
        "/" | "." => Some(format!("write `{operator}{{{}}}`", one(names))),
        ";" => Some(format!("write `;{0}={{{0}}}`", one(names))),
        _ if inside.ends_with('*') => {
            Some(format!("write `{{{}}}`: a parameter is one value, and one segment", one(inside)))
        }
        _ if inside.contains(',') => {
            let names = inside.split(',').map(|name| format!("{{{}}}", excerpt(name.trim())));
            Some(format!(
                "write each name in braces of its own: `{}`",
                names.collect::<Vec<_>>().join(",")
            ))
        }
        _ if inside.contains(':') => Some(match source {
            PathSource::Spec => {
                format!(
                    "write `{{{}}}`, and its type under `params` unless it is a string",
                    one(inside)
                )
            }
            PathSource::Attribute => format!("write `{{{}}}`", one(inside)),
        }),
        _ => None,
    }
}

/// A segment that is a parameter in other tools.
fn check_segment(segment: &str) -> Result<(), Mistake> {
    let between = |open, close| segment.strip_prefix(open)?.strip_suffix(close);
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    };
    let colon = segment.strip_prefix(':').map(|name| name.trim_end_matches(['?', '*', '+']));
    let typed = between('<', '>').and_then(|name| name.rsplit(':').next());
    let name = colon.or(typed).or(between('[', ']')).filter(|name| is_name(name));
    if let Some(name) = name {
        let message = format!("has the segment `{}`, which is not a parameter", excerpt(segment));
        let name = excerpt(name);
        let literal = match colon {
            Some(_) => format!("; for a literal colon, write `%3A{name}`"),
            None => String::new(),
        };
        return Err((message, format!("a parameter is written `{{{name}}}`{literal}")));
    }
    if matches!(segment, "*" | "**") {
        let message = format!("has the segment `{segment}`, which is not a parameter");
        let help =
            "a part that varies is a parameter, like `{path}`; for a literal asterisk, write `%2A`";
        return Err((message, help.to_owned()));
    }
    Ok(())
}

/// The name between braces that this text ends with.
fn name_before(text: &str) -> String {
    excerpt(text.rsplit('{').next().unwrap_or_default())
}

/// The name between braces that this text begins with.
fn name_behind(text: &str) -> String {
    excerpt(text.split('}').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_in_the_notation_of_other_tools_are_reported() {
        for good in
            ["/", "/a/{b}.json", "/{a}:list", "/a:b", "/{a},{b}", "/a%3Ab", "/x*", "/$ref", "/:"]
        {
            assert_eq!(check(good, PathSource::Spec), Ok(()), "{good}");
        }
        for (path, written) in [
            ("/a/{b}{c}", "`{b}/{c}`"),
            ("/a/{+b}", "`{b}`"),
            ("/a{/b}", "`/{b}`"),
            ("/a{.b}", "`.{b}`"),
            ("/a{;b}", "`;b={b}`"),
            ("/a{?b,c*}", "`/a`, and declare `b` and `c` as filters"),
            ("/a{?}", "`/a`"),
            ("/a/{b*}", "`{b}`"),
            ("/a/{b:3}", "`{b}`"),
            ("/a/{b,c}", "`{b},{c}`"),
            ("/a/:b", "`{b}`"),
            ("/a/:b?", "`{b}`"),
            ("/a/<b>", "`{b}`"),
            ("/a/<int:b>", "`{b}`"),
            ("/a/[b]/c", "`{b}`"),
            ("/a/{{b}}", "`{b}`"),
            ("/a/{{ b }}", "`{b}`"),
            ("/a/${b}", "`{b}`"),
            ("/a/**", "`{path}`"),
        ] {
            let (_, help) = check(path, PathSource::Spec).expect_err(path);
            assert!(help.contains(written), "{path}: {help}");
        }
        let (_, help) = check("/a{?b}", PathSource::Attribute).expect_err("a query");
        assert_eq!(help, "write `/a`, and set `b` with `.query(…)`");
    }
}
