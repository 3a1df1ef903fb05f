//! The position as a segment of the path: a list whose style sends it there has that
//! segment, and callers don't give it.

use crate::ast::{Map, Resource};
use crate::diag::{Problem, Reporter, excerpt};
use crate::lower::path;
use crate::source_map::Path;

fn is_name(name: &str) -> bool {
    path::parameters(&format!("/{{{name}}}")) == Ok(vec![name])
}

/// The name of a parameter.
pub(super) fn check_name(cx: &Reporter<'_>, at: &Path, name: &str) {
    if !is_name(name) {
        let message = format!("`{}` is not the name of a path parameter", excerpt(name));
        let help = "write the name without braces, with letters, digits and `_`: `path: last_seen`";
        cx.push(Problem::error(at, message).help(help));
    }
}

/// The path of a list whose style sends the position as this parameter.
pub(in crate::lower) fn check(
    cx: &Reporter<'_>,
    at: &Path,
    resource: &Resource,
    of_client: &Map<String>,
    name: &str,
) {
    let (key, path) = resource.path();
    let segment = format!("{{{name}}}");
    let is_parameter = path::parameters(path).is_ok_and(|names| names.contains(&name));
    // A wrong name, and a path that is missing, were reported.
    let is_whole = path.split('/').any(|known| known == segment);
    if is_name(name) && !path.is_empty() && !is_whole {
        let message = if is_parameter {
            format!("`{segment}` holds the position, so it must be a segment of its own")
        } else {
            format!("the paging sends the position as `{segment}` of the path, which lacks it")
        };
        let help = format!("write `/{segment}` into the path; the first request lacks the segment");
        cx.push(Problem::error(&at.key(key), message).help(help));
    }
    let own = resource.params.get(name).map(|_| at.key("params").key(name));
    let root = || Path::default().key("params").key(name);
    let declared = own.or_else(|| of_client.get(name).map(|_| root()));
    if let Some(declared) = declared.filter(|_| is_parameter) {
        let message = format!("the parameter `{segment}` carries the position");
        let help = "remove it: callers don't give it";
        cx.push(Problem::error(&declared, message).on_key().help(help));
    }
}
