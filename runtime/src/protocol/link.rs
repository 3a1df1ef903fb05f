//! Links: resolved against the request whose reply has them, and checked for the
//! client's origin before anything is sent.

use crate::error::{Error, ErrorKind};
use crate::paging::{LinkOrigin, Text};
use std::borrow::Cow;
use url::Url;

/// The longest URL that is followed: servers accept some 8 to 64 KiB.
pub(in crate::protocol) const MAX_LENGTH: usize = 32 << 10;

/// The longest origin that is shown: a name of DNS has at most 253 characters. A longer
/// one may hold a credential, and a part of it could not be hidden.
const LONGEST_ORIGIN: usize = 300;

/// How many segments a path that is followed may have.
const MAX_SEGMENTS: usize = 128;

/// The URL that a link leads to, or why it is not followed.
///
/// `base` is the URL of the request whose reply has the link, `own` a URL on the client's origin.
pub(crate) fn resolve(
    raw: &str,
    base: &Url,
    own: &Url,
    rule: &LinkOrigin<Vec<Text>>,
) -> Result<Url, Error> {
    follow("the link to the next page", raw, base, own, rule)
}

/// The URL that a redirect leads to, within the client's origin.
pub(crate) fn redirect(location: &str, base: &Url, own: &Url) -> Result<Url, Error> {
    follow("the redirect", location, base, own, &LinkOrigin::Same)
}

fn follow(
    what: &str,
    raw: &str,
    base: &Url,
    own: &Url,
    rule: &LinkOrigin<Vec<Text>>,
) -> Result<Url, Error> {
    let refused = |why: &str| {
        Err(Error::new(ErrorKind::ForeignOrigin, format!("{what} {why}; it was not followed")))
    };
    let before_query = raw.split(['?', '#']).next().unwrap_or_default();
    let first = before_query.split('/').next().unwrap_or_default();
    if raw.chars().any(char::is_control) {
        return refused("contains a control character");
    }
    if before_query.contains('\\') {
        return refused("contains a backslash");
    }
    let mut url = match base.join(raw) {
        Ok(url) => url,
        Err(problem) => return refused(&format!("is not a valid URL ({problem})")),
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refused("has a scheme other than http and https");
    }
    let is_scheme =
        |before: &str| ["http", "https"].iter().any(|it| it.eq_ignore_ascii_case(before.trim()));
    if first.split_once(':').is_some_and(|(before, _)| !is_scheme(before)) {
        return refused(
            "has a colon in its first segment, which a relative link must not have (RFC 3986, 4.2)",
        );
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refused("contains user information");
    }
    url.set_fragment(None);
    encode_illegal(&mut url);
    let segments = url.path().bytes().filter(|byte| *byte == b'/').count();
    if url.as_str().len() > MAX_LENGTH || segments > MAX_SEGMENTS {
        return refused(&format!(
            "is {} bytes long with {segments} path segments, but the limits are {MAX_LENGTH} bytes and {MAX_SEGMENTS} segments; does every page append to the previous page's URL?",
            url.as_str().len()
        ));
    }

    match rule {
        _ if url.origin() == own.origin() => Ok(url),
        LinkOrigin::Hosts(hosts) if is_listed(&url, hosts) => Ok(url),
        LinkOrigin::Rebase => {
            let mut rebased = own.clone();
            rebased.set_path(url.path());
            rebased.set_query(url.query());
            Ok(rebased)
        }
        LinkOrigin::Same | LinkOrigin::Hosts(_) => {
            let origin = url.origin().ascii_serialization();
            let to = match origin.len() {
                ..=LONGEST_ORIGIN => origin,
                bytes => format!("another origin, whose name has {bytes} bytes"),
            };
            let own = own.origin().ascii_serialization();
            refused(&format!("leads to {to}, but the client's origin is {own}"))
        }
    }
}

/// Whether the URL leads to one of these hosts by https on its default port.
fn is_listed(url: &Url, hosts: &[Text]) -> bool {
    url.scheme() == "https"
        && url.port().is_none()
        && url
            .host_str()
            .is_some_and(|host| hosts.iter().any(|listed| listed.eq_ignore_ascii_case(host)))
}

/// Encodes the bytes that the URL parser accepts in a query although RFC 3986 does not,
/// so that every transport accepts the URL.
fn encode_illegal(url: &mut Url) {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const ILLEGAL: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'\\')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    if let Some(query) = url.query() {
        let encoded = utf8_percent_encode(query, ILLEGAL).to_string();
        if encoded != query {
            url.set_query(Some(&encoded));
        }
    }
}

/// Removes this query parameter, and leaves every other byte unchanged.
pub(crate) fn remove(url: &mut Url, param: &str) {
    let Some(query) = url.query() else { return };
    let kept: Vec<&str> = query.split('&').filter(|pair| !names(pair, param)).collect();
    let kept = kept.join("&");
    if kept.len() != query.len() {
        url.set_query((!kept.is_empty()).then_some(&kept));
    }
}

/// The number in this query parameter; `None` if it is missing, comes several times, or
/// holds something else.
pub(in crate::protocol) fn number(url: &Url, param: &str) -> Option<u64> {
    let mut found = pairs(url).filter(|pair| names(pair, param));
    let (pair, None) = (found.next()?, found.next()) else { return None };
    pair.split_once('=')?.1.parse().ok()
}

/// Sets the number in this query parameter, and leaves every other byte unchanged.
pub(in crate::protocol) fn set_number(url: &mut Url, param: &str, number: u64) {
    let set = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if names(pair, param) => format!("{name}={number}"),
        _ => pair.to_owned(),
    };
    let Some(query) = url.query() else { return };
    let query: Vec<String> = query.split('&').map(set).collect();
    url.set_query(Some(&query.join("&")));
}

/// The names of the pairs of a query, decoded.
pub(crate) fn names_in(query: &str) -> impl Iterator<Item = String> {
    let names = query.split('&').filter_map(|pair| pair.split('=').next());
    names
        .filter(|name| !name.is_empty())
        .map(|name| percent_encoding::percent_decode_str(name).decode_utf8_lossy().into_owned())
}

/// A link that is written below a base URL; one that is absolute, or a query alone,
/// stays as it is.
pub(in crate::protocol) fn below<'l>(base: &str, link: &'l str) -> Cow<'l, str> {
    let first = link.split(['/', '?', '#']).next().unwrap_or_default();
    let is_absolute = first.contains(':') || link.starts_with("//");
    if is_absolute || link.starts_with(['?', '#']) {
        return Cow::Borrowed(link);
    }
    let base = base.split(['?', '#']).next().unwrap_or_default();
    Cow::Owned(format!("{}/{}", base.trim_end_matches('/'), link.trim_start_matches('/')))
}

/// Adds these parameters of `from` if `url` lacks them.
pub(crate) fn keep(url: &mut Url, from: &Url, params: &[Text]) {
    for param in params {
        let missing = |url: &Url| !pairs(url).any(|pair| names(pair, param));
        if missing(url) {
            let kept: Vec<String> =
                pairs(from).filter(|pair| names(pair, param)).map(str::to_owned).collect();
            for pair in kept {
                append(url, &pair);
            }
        }
    }
}

/// The names of parameters that `from` has more often than `to`, in order.
pub(crate) fn dropped(from: &Url, to: &Url) -> Vec<String> {
    let count =
        |url: &Url, name: &str| url.query_pairs().filter(|(known, _)| known == name).count();
    let mut names: Vec<String> = Vec::new();
    for (name, _) in from.query_pairs() {
        if !names.iter().any(|known| *known == name) && count(to, &name) < count(from, &name) {
            names.push(name.into_owned());
        }
    }
    names
}

/// Adds an encoded pair to the query.
pub(crate) fn append(url: &mut Url, pair: &str) {
    let query = match url.query() {
        Some(query) if !query.is_empty() => format!("{query}&{pair}"),
        _ => pair.to_owned(),
    };
    url.set_query(Some(&query));
}

/// A query pair, each half percent-encoded once.
pub(crate) fn pair(name: &str, value: &str) -> String {
    format!("{}={}", encode(name), encode(value))
}

/// All bytes but the unreserved ones of RFC 3986, percent-encoded.
pub(crate) fn encode(text: &str) -> percent_encoding::PercentEncode<'_> {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const RESERVED: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, RESERVED)
}

/// The pairs of its query, still encoded.
pub(in crate::protocol) fn pairs(url: &Url) -> impl Iterator<Item = &str> {
    url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty())
}

fn names(pair: &str, param: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    percent_encoding::percent_decode_str(name).eq(param.bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follow(raw: &str, rule: &LinkOrigin<Vec<Text>>) -> Result<String, ErrorKind> {
        let base = Url::parse("https://api.example.com/v1/Messages?PageSize=2").unwrap();
        resolve(raw, &base, &base, rule).map(String::from).map_err(|error| error.kind())
    }

    fn same(raw: &str) -> Result<String, ErrorKind> {
        follow(raw, &LinkOrigin::Same)
    }

    #[test]
    fn links_resolve_against_the_request() {
        let at = |path: &str| Ok(format!("https://api.example.com{path}"));
        assert_eq!(same("/v1/Messages?Page=1"), at("/v1/Messages?Page=1"));
        assert_eq!(same("?Page=1"), at("/v1/Messages?Page=1"));
        assert_eq!(same("Calls"), at("/v1/Calls"));
        assert_eq!(same("../p"), at("/p"));
        assert_eq!(same("//api.example.com/p"), at("/p"));
        assert_eq!(same("HTTPS://API.example.com:443/p#top"), at("/p"));
    }

    #[test]
    fn a_query_stays_byte_for_byte() {
        let query = "?To=%2B1&Token=YQ%3D%3D&raw=YQ==&path=/a/";
        assert_eq!(same(query), Ok(format!("https://api.example.com/v1/Messages{query}")));
        assert_eq!(
            same("?a=b c|d"),
            Ok("https://api.example.com/v1/Messages?a=b%20c%7Cd".to_owned())
        );
    }

    #[test]
    fn a_colon_is_accepted_after_the_first_segment() {
        let at = |path: &str| Ok(format!("https://api.example.com{path}"));
        assert_eq!(same("./a:b"), at("/v1/a:b"));
        assert_eq!(same("p/a:b"), at("/v1/p/a:b"));
        assert_eq!(same("/a:b"), at("/a:b"));
        assert_eq!(same("?a:b/c"), at("/v1/Messages?a:b/c"));
    }

    #[test]
    fn a_url_that_keeps_growing_is_refused() {
        let long = |count: usize| format!("/p?t={}", "x".repeat(count));
        assert!(same(&long(30_000)).is_ok());
        assert_eq!(same(&long(40_000)), Err(ErrorKind::ForeignOrigin));
        assert!(same(&"a/".repeat(100)).is_ok());
        assert_eq!(same(&"a/".repeat(200)), Err(ErrorKind::ForeignOrigin));
    }

    #[test]
    fn parameters_that_are_dropped_are_named() {
        let url = |query: &str| Url::parse(&format!("https://h/p?{query}")).unwrap();
        let dropped = |from, to| dropped(&url(from), &url(to));
        assert!(dropped("a=1&b=2", "b=3&c=1&%61=").is_empty());
        assert_eq!(dropped("a=1&a=2&b=2&b=3", "a=1"), ["a", "b"]);
    }

    #[test]
    fn other_origins_are_refused() {
        for raw in [
            "https://evil.example/p",
            "//evil.example/p",
            "http://api.example.com/p",
            "https://api.example.com:8443/p",
            "https://api.example.com./p",
            "https://api.example.com@evil.example/p",
            "https://user:pw@api.example.com/p",
            "\\\\evil.example\\p",
            "/\\evil.example/p",
            "ht\ntps://evil.example/p",
            "\t//evil.example/p",
            "ftp://api.example.com/p",
            "https://",
            "localhost:1/x",
            "127.0.0.1:8080/x",
            "my_host:80",
            "@api.example.com:80/x",
        ] {
            assert_eq!(same(raw), Err(ErrorKind::ForeignOrigin), "{raw:?}");
        }
    }

    #[test]
    fn listed_hosts_are_https_only() {
        let rule = LinkOrigin::Hosts(vec!["cdn.example.com".into()]);
        assert!(follow("https://cdn.example.com/p", &rule).is_ok());
        assert!(follow("http://cdn.example.com/p", &rule).is_err());
        assert!(follow("https://cdn.example.com:8443/p", &rule).is_err());
    }

    #[test]
    fn a_link_is_put_below_a_base() {
        for (base, link, expected) in [
            ("https://h/rest", "/orgs/1?v=1", "https://h/rest/orgs/1?v=1"),
            ("https://h/rest/", "orgs", "https://h/rest/orgs"),
            ("/wiki?x=1", "/rest/content", "/wiki/rest/content"),
            ("https://h/rest", "https://h/orgs", "https://h/orgs"),
            ("https://h/rest", "//h/orgs", "//h/orgs"),
            ("https://h/rest", "?page=2", "?page=2"),
        ] {
            assert_eq!(below(base, link), expected, "{base} {link}");
        }
    }

    #[test]
    fn rebase_keeps_path_and_query() {
        assert_eq!(
            follow("http://internal:8080/v1/Messages?Page=1&t=a==", &LinkOrigin::Rebase),
            Ok("https://api.example.com/v1/Messages?Page=1&t=a==".to_owned())
        );
    }

    #[test]
    fn parameters_are_kept_and_removed_by_name() {
        let mut url = Url::parse("https://h/p?key=1&k%65y=2&b=%2B&c==").unwrap();
        remove(&mut url, "key");
        assert_eq!(url.as_str(), "https://h/p?b=%2B&c==");
        let from = Url::parse("https://h/p?b=x&d=%20y").unwrap();
        keep(&mut url, &from, &["b", "d", "e"].map(Text::Borrowed));
        assert_eq!(url.as_str(), "https://h/p?b=%2B&c==&d=%20y");
    }
}
