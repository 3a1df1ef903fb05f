//! Base URLs, and templates with `{parameters}` in them.

use crate::error::Error;
use crate::paging::Text;
use crate::protocol::link;
use http::{HeaderName, HeaderValue};
use url::Url;

/// Parses a base URL, below which lists can be.
pub(crate) fn parse_base(base: &str) -> Result<Url, Error> {
    let refused = |why: &str| Err(Error::input(format!("the base URL {why}")));
    let url = match Url::parse(base) {
        Ok(url) => url,
        Err(cause) => {
            return Err(Error::input(format!(
                "`{base}` is not an absolute URL ({cause}); write a URL such as `https://example.com`"
            )));
        }
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refused("must begin with https:// or http://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refused("contains credentials; set them by `.basic(…)`");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refused("must not have a query or a fragment");
    }
    Ok(url)
}

/// The server of a spec with its variables filled in. A variable in the host must be
/// one DNS label, so that no value can lead to another host.
pub(crate) fn fill_server(template: &str, values: &[(Text, String)]) -> Result<String, Error> {
    let host_ends = template
        .find("://")
        .and_then(|at| Some(at + 3 + template[at + 3..].find('/')?))
        .unwrap_or(template.len());
    let (host, path) = template.split_at(host_ends);
    let host = fill(host, |name| {
        let value = lookup(values, name)?;
        if is_label(value) {
            Ok(value.to_owned())
        } else {
            Err(Error::input(format!(
                "`{name}` is part of the host name, so it must be one DNS label (letters, digits and dashes), got `{value}`"
            )))
        }
    })?;
    let path = fill(path, |name| segment(name, lookup(values, name)?))?;
    Ok(host + &path)
}

fn lookup<'v>(values: &'v [(Text, String)], name: &str) -> Result<&'v str, Error> {
    let found = values.iter().find(|(known, _)| *known == name);
    found
        .map(|(_, value)| value.as_str())
        .ok_or_else(|| Error::input(format!("`{name}` is missing")))
}

fn is_label(value: &str) -> bool {
    (1..=63).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !value.starts_with('-')
        && !value.ends_with('-')
}

/// Fills in the `{parameters}` of a template.
pub(crate) fn fill(
    template: &str,
    mut value: impl FnMut(&str) -> Result<String, Error>,
) -> Result<String, Error> {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .ok_or_else(|| Error::input(format!("`{template}` has a `{{` without a `}}`")))?;
        filled.push_str(before);
        filled.push_str(&value(name)?);
        rest = after;
    }
    Ok(filled + rest)
}

/// A value as one segment of a path: never empty, `.` or `..`, and encoded.
pub(crate) fn segment(name: &str, value: &str) -> Result<String, Error> {
    if matches!(value, "" | "." | "..") {
        let name = if name.is_empty() { "a path value".to_owned() } else { format!("`{name}`") };
        return Err(Error::input(format!(
            "{name} must be one path segment, got `{value}`, which would lead to another path"
        )));
    }
    Ok(link::encode(value).to_string())
}

/// Checks a header, and marks it as sensitive, since it may be a key.
pub(crate) fn header_pair(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
        (Ok(name), Ok(mut value)) => {
            value.set_sensitive(true);
            Ok((name, value))
        }
        (Err(_), _) => Err(Error::input(format!("`{name}` is not a valid header name"))),
        (_, Err(_)) => Err(Error::input(format!(
            "the value of the header `{name}` contains a control character"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: &str = "https://{space}.example.com/api/{version}";

    fn server(space: &str, version: &str) -> Result<String, Error> {
        fill_server(
            SERVER,
            &[("space".into(), space.to_owned()), ("version".into(), version.to_owned())],
        )
    }

    #[test]
    fn a_variable_of_the_host_is_one_label() {
        assert_eq!(server("acme-1", "v 1").unwrap(), "https://acme-1.example.com/api/v%201");
        for space in ["", "a.b", "evil.com/#", "a@b", "-a", "a-", "ä", "a:1"] {
            assert!(server(space, "v1").is_err(), "{space}");
        }
    }

    #[test]
    fn a_segment_stays_within_its_path() {
        for value in ["", ".", ".."] {
            assert!(server("acme", value).is_err(), "{value}");
        }
        assert_eq!(segment("a", "../x").unwrap(), "..%2Fx");
        assert_eq!(segment("a", "%2E%2E").unwrap(), "%252E%252E");
    }

    #[test]
    fn a_base_url_is_checked() {
        for base in ["ftp://h", "h", "https://u:p@h", "https://h?q", "https://h#f", "https://"] {
            assert!(parse_base(base).is_err(), "{base}");
        }
    }
}
