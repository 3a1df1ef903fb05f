//! Paths: the names of their parameters in a spec, and the name of their resource.

use super::names;
use crate::drafting::detect::singular;
use pagesmith_codegen::lower::names::{NameKind, ident};
use pagesmith_codegen::lower::reserved;

/// A path in the form of a spec, with the parameters' names in the description.
pub(super) struct Path {
    /// The path in the spec.
    pub text: String,
    /// The parameters in order: name in the spec, name in the description.
    pub params: Vec<(String, String)>,
    /// The query that a description wrote into the path.
    pub query: Vec<(String, String)>,
}

/// Reads a path, and renames its parameters for the spec.
pub(super) fn read(path: &str) -> Path {
    let (path, query) = without_query(path);
    let mut text = String::new();
    let mut params: Vec<(String, String)> = Vec::new();
    let mut taken = names::ValueNames::default();
    let mut rest = path;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, inside)| Some((before, inside.split_once('}')?)))
    {
        let plain = ident(name, NameKind::Value)
            .filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
        let key = taken.take_free(&plain.unwrap_or_else(|| "value".to_owned()));
        text.extend([before, "{", &key, "}"]);
        params.push((key, name.to_owned()));
        rest = after;
    }
    text.push_str(rest);
    Path { text, params, query }
}

/// A path without the query that it ends with, and the pairs of that query. One that is more than
/// plain names and values stays, and is refused.
fn without_query(path: &str) -> (&str, Vec<(String, String)>) {
    let plain = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-._~".contains(c))
    };
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        (plain(name) && plain(value)).then(|| (name.to_owned(), value.to_owned()))
    };
    let read = path.split_once('?').and_then(|(path, query)| {
        Some((path, query.split('&').map(pair).collect::<Option<Vec<_>>>()?))
    });
    read.unwrap_or((path, Vec::new()))
}

/// The parameter that nearly all paths begin with, which the client gets once; and the start
/// of the paths up to it.
pub(super) fn client_wide(paths: &[Path]) -> Option<(String, String)> {
    let start = |path: &Path| {
        let (key, _) = path.params.first()?;
        let end = path.text.find('}')? + 1;
        Some((key.clone(), path.text[..end].to_owned()))
    };
    let (key, prefix) = paths.iter().find_map(start)?;
    let begins = |path: &&Path| path.text.starts_with(&prefix);
    let with_params = paths.iter().filter(|path| !path.params.is_empty());
    let same = with_params.clone().filter(begins).count();
    let enough = same >= 3 && same == with_params.count() && same * 10 >= paths.len() * 9;
    (enough && !reserved::is_of_builder(&key)).then_some((key, prefix))
}

/// The name of a path's resource: its words, those before a parameter in the
/// singular, without a version and without the prefix up to a client-wide
/// parameter.
pub(super) fn resource(path: &Path, prefix: Option<&str>) -> String {
    let text = prefix.and_then(|prefix| path.text.strip_prefix(prefix)).unwrap_or(&path.text);
    let segments: Vec<&str> = text.split('/').filter(|segment| !segment.is_empty()).collect();
    let version = segments.iter().take_while(|segment| is_version(segment)).count();
    let mut words = Vec::new();
    for (index, segment) in segments.iter().enumerate().skip(version) {
        // A method of a record, as in `/queues/{queue}:search`.
        let segment = if segment.contains('{') {
            let Some((_, verb)) = segment.rsplit_once("}:") else { continue };
            verb
        } else {
            segment
        };
        let bare = segment.split('.').next().unwrap_or_default();
        let Some(word) = ident(bare, NameKind::Value) else { continue };
        let one = segments.get(index + 1).is_some_and(|next| next.starts_with('{'));
        words.push(if one { singular(&word) } else { word });
    }
    if words.is_empty() { "items".to_owned() } else { words.join("_") }
}

/// Whether a segment names the version or kind of the API.
fn is_version(segment: &str) -> bool {
    let digits = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '_'))
    };
    matches!(segment, "api" | "rest")
        || digits(segment)
        || segment.strip_prefix('v').is_some_and(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_named_by_their_paths() {
        let named = |path: &str| resource(&read(path), None);
        assert_eq!(named("/v1/messages"), "messages");
        assert_eq!(named("/2010-04-01/Accounts/{AccountSid}/Messages.json"), "account_messages");
        assert_eq!(named("/repos/{owner}/{repo}/issues"), "repo_issues");
        assert_eq!(named("/api/v2/{x}"), "items");
        assert_eq!(named("/v1/queues/{queue}:search"), "queue_search");
        let path = read("/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Recordings.json");
        assert_eq!(resource(&path, Some("/2010-04-01/Accounts/{account_sid}")), "call_recordings");
    }

    #[test]
    fn a_query_in_a_path_is_apart_from_it() {
        let path = read("/items/{id}/parts?beta=true&v=1.2");
        let pairs: Vec<(&str, &str)> =
            path.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(path.text, "/items/{id}/parts");
        assert_eq!(pairs, [("beta", "true"), ("v", "1.2")]);
        for odd in ["/items?a={b}", "/items?a", "/items?", "/items?a=b c"] {
            assert_eq!((read(odd).text.contains('?'), read(odd).query.len()), (true, 0), "{odd}");
        }
    }

    #[test]
    fn parameters_get_distinct_names() {
        let path = read("/a/{userId}/b/{user-id}/{1x}/{");
        assert_eq!(path.text, "/a/{user_id}/b/{user_id_2}/{value}/{");
        assert_eq!(path.params[2].1, "1x");
    }

    #[test]
    fn a_parameter_of_nearly_all_paths_belongs_to_the_client() {
        let paths = |texts: &[&str]| texts.iter().map(|text| read(text)).collect::<Vec<_>>();
        let all = paths(&["/a/{x}/b", "/a/{x}/c", "/a/{x}/d"]);
        assert_eq!(client_wide(&all), Some(("x".to_owned(), "/a/{x}".to_owned())));
        assert_eq!(client_wide(&paths(&["/a/{x}/b", "/a/{x}/c"])), None, "too few to tell");
        assert_eq!(client_wide(&paths(&["/a/{x}/b", "/a/{x}/c", "/a/{x}/d", "/b/{x}"])), None);
    }
}
