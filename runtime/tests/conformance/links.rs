//! Links in every form: where they lead is what the WHATWG parser says, and
//! whether they are followed is decided on the parsed origin.

use crate::call::{CANARY, Call, LINK, list};
use crate::lists::Kind;
use crate::row::{ENDS, Row, fails};
use fake_api::scenarios::Stage;
use pagesmith::ErrorKind::{Cycle, ForeignOrigin};
use pagesmith::reqwest::Proxy;
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{Client, ClientBuilder, ErrorKind};
use url::Url;

/// By link, from `/a/b/list` on.
const DEEP: Call = list(Kind::LinkDeep);
/// The same for names: the server is the proxy for requests to
/// `http://api.test`, so it sees every request. Only the streams do that: ureq asks
/// proxies for tunnels.
const NAMED: Call = DEEP.client(|stage| proxied(stage, "http://api.test"));

fn proxied(stage: &Stage, base: &str) -> ClientBuilder {
    let proxy = Proxy::http(stage.url()).unwrap();
    Client::builder(base).basic("user", CANARY).reqwest(|client| client.proxy(proxy))
}

/// Requests for `https://api.test`, as if the server had a certificate.
fn secure(stage: &Stage) -> ClientBuilder {
    Client::builder("https://api.test").basic("user", CANARY).transport(Clear(stage.url()))
}

/// Takes the TLS off.
struct Clear(String);

impl Transport for Clear {
    fn send(
        &self,
        request: http::Request<bytes::Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let path = request.uri().path_and_query().map(ToString::to_string);
        let url = self.0.clone() + &path.unwrap_or_default();
        Box::pin(async move {
            let client = pagesmith::reqwest::Client::builder().no_proxy().build()?;
            let reply = client.get(url).send().await?;
            Ok(http::Response::from(reply).map(Body::new))
        })
    }
}

/// The first page at `/a/b/list`, and the second there.
macro_rules! leads {
    ($to:literal) => {
        ["/a/b/list", $to]
    };
}

/// The same by name.
macro_rules! names {
    () => {
        ["http://api.test/a/b/list"]
    };
    ($to:literal) => {
        ["http://api.test/a/b/list", $to]
    };
}

rows! {
    /// A link that begins with `/` stays on its server.
    link_from_the_root: DEEP => leads!("/p?page=2"), "1-2", ENDS;
    /// A link that is only a query keeps the path of its page.
    link_query_alone: DEEP => leads!("/a/b/list?page=2"), "1-2", ENDS;
    /// A link that is only a name replaces the last segment of the path of its page.
    link_name_alone: DEEP => leads!("/a/b/p"), "1-2", ENDS;
    /// A name after `./` does, too.
    link_dot_and_name: DEEP => leads!("/a/b/p"), "1-2", ENDS;
    /// `../` goes up one segment.
    link_one_up: DEEP => leads!("/a/p"), "1-2", ENDS;
    /// `../` at the root stays at the root.
    link_up_beyond_the_root: DEEP => leads!("/p"), "1-2", ENDS;
    /// Encoded dots (`%2e%2e/`) go up, too.
    link_dots_encoded: DEEP => leads!("/p"), "1-2", ENDS;
    /// An encoded slash does not separate segments.
    link_dots_and_slash_encoded: DEEP => leads!("/a/b/..%2fp"), "1-2", ENDS;
    /// Encoded slashes stay encoded.
    link_slash_encoded: DEEP => leads!("/x%2Fy%2fz"), "1-2", ENDS;
    /// A link without a scheme (`//host/…`) to the server's own host stays on the origin.
    link_without_scheme: DEEP => leads!("/p"), "1-2", ENDS;
    /// An absolute link to the server's own host is followed, too.
    link_absolute: DEEP => leads!("/p?x=1"), "1-2", ENDS;
    /// The case of a scheme does not matter.
    link_scheme_in_capitals: DEEP => leads!("/p"), "1-2", ENDS;
    /// A scheme in mixed case is the same scheme.
    link_scheme_in_both_cases: DEEP => leads!("/p"), "1-2", ENDS;
    /// What comes after the client's own scheme and one slash (`http:/…`) is read as a path, not as a host.
    link_scheme_and_one_slash: DEEP => leads!("/<host>/p"), "1-2", ENDS;
    /// What comes after the client's own scheme without a slash (`http:…`) is read as a relative path.
    link_scheme_and_no_slash: DEEP => leads!("/a/b/p"), "1-2", ENDS;
    /// It is read as a relative path even if it looks like a host.
    link_scheme_and_host_without_slash: DEEP => leads!("/a/b/<host>"), "1-2", ENDS;
    /// A link such as `@host:port/p` is refused: a relative link can't have a colon in its first segment.
    link_at_sign_first: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["colon"]);
    /// An at sign with no user before it is ignored.
    link_no_user_and_at_sign: DEEP => leads!("/p"), "1-2", ENDS;
    /// A shortened IPv4 address (`127.1`) equals the full one.
    link_ipv4_shortened: DEEP => leads!("/p"), "1-2", ENDS;
    /// An IPv4 address that is written as one number equals the full one.
    link_ipv4_as_number: DEEP => leads!("/p"), "1-2", ENDS;
    /// An IPv4 address in hexadecimal equals the full one.
    link_ipv4_in_hex: DEEP => leads!("/p"), "1-2", ENDS;
    /// An IPv4 address in full-width digits equals the full one.
    link_ipv4_in_full_width: DEEP => leads!("/p"), "1-2", ENDS;
    /// A leading space is removed.
    link_space_first: DEEP => leads!("/p"), "1-2", ENDS;
    /// A trailing space is removed.
    link_space_last: DEEP => leads!("/p"), "1-2", ENDS;
    /// A space inside is encoded once.
    link_space_inside: DEEP => leads!("/p%20q?r%20s"), "1-2", ENDS;
    /// A fragment is not sent.
    link_fragment: DEEP => leads!("/p"), "1-2", ENDS;
    /// An empty query is kept.
    link_query_empty: DEEP => leads!("/p?"), "1-2", ENDS;
    /// Dots in a query are ordinary characters.
    link_query_with_dots: DEEP => leads!("/p?x=/../y"), "1-2", ENDS;
    /// A backslash in a query is an ordinary character, encoded once.
    link_query_with_backslash: DEEP => leads!("/p?x=%5Cy"), "1-2", ENDS;
    /// An encoded line break stays encoded, and adds no header.
    link_query_with_line_feed_encoded: DEEP => leads!("/p?x=%0d%0aX-Evil:%201"), "1-2", ENDS;
    /// Two slashes after a dot are a path, not a host.
    link_two_slashes_behind_a_dot: DEEP => leads!("//<foreign>/p"), "1-2", ENDS;
    /// A URL inside a path is part of that path.
    link_url_in_the_path: DEEP => leads!("/http://<foreign>/p"), "1-2", ENDS;
    /// Relative links start from the page that they were on, not from the first one.
    link_chain_of_relatives: DEEP
        => ["/a/b/list", "/a/b/c/d?x=1", "/a/b/c/d?x=2"], "1-6", ENDS;

    /// Another port is another origin; the error names both, and nothing is sent.
    link_to_another_port: DEEP
        => ["/a/b/list"], "1", fails(ForeignOrigin, &["http://<foreign>", "http://<host>"]);
    /// The same holds for a link without a scheme.
    link_to_another_port_without_scheme: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["<foreign>"]);
    /// Three slashes are not a URL.
    link_with_three_slashes: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["not a valid URL"]);
    /// After a scheme, five slashes count as two.
    link_with_five_slashes: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["<foreign>"]);
    /// Another name is another origin, even if it leads to the same address.
    link_to_another_host: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["localhost"]);
    /// A link without a port has the scheme's default port, not the client's.
    link_to_the_default_port: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["http://127.0.0.1,"]);
    /// A host that begins with the client's host is another host.
    link_to_the_same_host_longer: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["127.0.0.1.evil.test"]);
    /// Another scheme is another origin, even the safer one.
    link_upgraded: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["https://<host>"]);
    /// After a scheme that is not the client's, the next part is read as a host even without slashes.
    link_scheme_without_slashes_upgraded: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["https://p"]);
    /// FTP is not followed.
    link_ftp: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["scheme"]);
    /// A file is not read.
    link_file: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["scheme"]);
    /// A `javascript:` link is not followed.
    link_javascript: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["scheme"]);
    /// A `data:` link is not followed.
    link_data: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["scheme"]);
    /// A scheme without a host is not a URL.
    link_without_host: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["not a valid URL"]);
    /// An IPv6 address without its closing bracket is not a URL.
    link_bracket_open: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["not a valid URL"]);
    /// A link whose port is too large is not a valid URL.
    link_port_too_large: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["not a valid URL"]);
    /// Backslashes, which browsers read as slashes, are refused.
    link_backslashes: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["backslash"]);
    /// A backslash after a slash is refused, too.
    link_slash_and_backslash: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["backslash"]);
    /// Backslashes after a scheme are refused, too.
    link_scheme_and_backslashes: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["backslash"]);
    /// A backslash in a path is refused, too.
    link_backslash_in_the_path: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["backslash"]);
    /// A leading tab, which the parser would remove, is refused.
    link_tab_first: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["control character"]);
    /// A tab between the slashes is refused, too.
    link_tab_inside: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["control character"]);
    /// A line feed inside the scheme is refused, too.
    link_line_feed_in_the_scheme: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["control character"]);
    /// A leading space does not hide that a link leads to another origin.
    link_space_and_another_port: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["<foreign>"]);
    /// A NUL character is refused.
    link_nul_first: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["control character"]);
    /// A line break is refused, and adds no header.
    link_header_behind_a_line_break: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["control character"]);
    /// A link with a user (`http://user@host`) is refused, even on the client's own origin.
    link_user: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["user information"]);
    /// A link with a password is refused, too, and the error does not show the password.
    link_user_and_password: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["user information"]);
    /// A link that names the client's host only as the user (`http://host@evil`) is refused.
    link_host_as_user: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["user information"]);
    /// A link that names the client's host and port as user and password is refused, too.
    link_host_as_user_and_password: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["user information"]);
    /// A link that percent-encodes them is refused, too.
    link_host_as_user_encoded: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["user information"]);
    /// A link that has the client's host only in its fragment is refused, too.
    link_fragment_and_another_host: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["<foreign>"]);
    /// A link that is only a fragment leads to the same page, which is a cycle.
    link_fragment_alone: DEEP => ["/a/b/list"], "1", fails(Cycle, &["page 1 again", "period 1"]);

    /// A URL with the default port equals one without a port.
    link_name_default_port in async: NAMED => names!("http://api.test/p"), "1-2", ENDS;
    /// The default port may be written with leading zeros.
    link_name_default_port_with_zeros in async: NAMED => names!("http://api.test/p"), "1-2", ENDS;
    /// An empty port is the default port.
    link_name_port_empty in async: NAMED => names!("http://api.test/p"), "1-2", ENDS;
    /// The case of a host does not matter.
    link_name_in_capitals in async: NAMED => names!("http://api.test/p"), "1-2", ENDS;
    /// A host is decoded before it is compared.
    link_name_percent_encoded in async: NAMED => names!("http://api.test/p"), "1-2", ENDS;
    /// Full-width letters in a host count as ordinary letters.
    link_name_in_full_width in async: NAMED => names!("http://api.test/p"), "1-2", ENDS;
    /// An ideographic full stop in a host counts as a dot.
    link_name_with_ideographic_stop in async: NAMED => names!("http://api.test/p"), "1-2", ENDS;
    /// A soft hyphen in a host is ignored.
    link_name_with_soft_hyphen in async: NAMED => names!("http://api.test/p"), "1-2", ENDS;
    /// A host with a trailing dot is another host.
    link_name_with_dot_behind in async: NAMED => names!(), "1", fails(ForeignOrigin, &["http://api.test.,"]);
    /// A host that ends with the client's host is another host.
    link_name_longer_in_front in async: NAMED => names!(), "1", fails(ForeignOrigin, &["evilapi.test"]);
    /// A host that begins with the client's host is another host.
    link_name_longer_behind in async: NAMED => names!(), "1", fails(ForeignOrigin, &["api.test.evil.test"]);
    /// A subdomain of the client's host is another host.
    link_name_below in async: NAMED => names!(), "1", fails(ForeignOrigin, &["x.api.test"]);
    /// Another port of the same host is another origin.
    link_name_on_another_port in async: NAMED => names!(), "1", fails(ForeignOrigin, &["api.test:8080"]);
    /// A host with letters that look like those of the client's host is another host.
    link_name_of_look_alikes in async: NAMED => names!(), "1", fails(ForeignOrigin, &["xn--"]);
    /// An encoded NUL does not end a host.
    link_name_with_null_encoded in async: NAMED => names!(), "1", fails(ForeignOrigin, &["not a valid URL"]);
    /// An encoded slash does not end a host either.
    link_name_with_slash_encoded in async: NAMED => names!(), "1", fails(ForeignOrigin, &["not a valid URL"]);
    /// A walk that began with https never continues over http.
    link_name_downgraded in async: DEEP.client(secure)
        => ["/a/b/list"], "1", fails(ForeignOrigin, &["http://api.test,", "https://api.test"]);
    /// A link in punycode to the client's host, which is in Unicode, stays on the origin.
    link_punycode in async: DEEP.client(|stage| proxied(stage, "http://bücher.test"))
        => ["http://xn--bcher-kva.test/a/b/list", "http://xn--bcher-kva.test/p"], "1-2", ENDS;
    /// The same holds if the client's URL is in punycode and the link is in Unicode.
    link_punycode_decoded in async: DEEP.client(|stage| proxied(stage, "http://xn--bcher-kva.test"))
        => ["http://xn--bcher-kva.test/a/b/list", "http://xn--bcher-kva.test/p"], "1-2", ENDS;
    /// Punycode of other letters is another host.
    link_punycode_wrong in async: DEEP.client(|stage| proxied(stage, "http://xn--bcher-kva.test"))
        => ["http://xn--bcher-kva.test/a/b/list"], "1", fails(ForeignOrigin, &[]);
    /// An IPv6 address that is written in full equals its short form.
    link_ipv6_written_out in async: DEEP.client(|stage| proxied(stage, "http://[::1]"))
        => ["http://[::1]/a/b/list", "http://[::1]/p"], "1-2", ENDS;
    /// An IPv6 address with a zone is not a URL.
    link_ipv6_zone in async: DEEP.client(|stage| proxied(stage, "http://[::1]"))
        => ["http://[::1]/a/b/list"], "1", fails(ForeignOrigin, &["not a valid URL"]);
    /// An IPv4 address that is written as IPv6 (`::ffff:…`) is another host.
    link_ipv6_of_ipv4 in async: DEEP.client(|stage| proxied(stage, "http://127.0.0.1"))
        => ["http://127.0.0.1/a/b/list"], "1", fails(ForeignOrigin, &["[::ffff:7f00:1]"]);

    /// With `origin: rebase`, a link's path and query are requested from the client's own origin.
    rebase on "link-to-another-port": list(Kind::Rebase) => ["/list", "/p"], "1-2", ENDS;
    /// The same holds for a link with another scheme.
    rebase_of_https on "link-upgraded": list(Kind::Rebase) => ["/list", "/p"], "1-2", ENDS;
    /// The same holds for a link without a scheme.
    rebase_without_scheme on "link-to-another-port-without-scheme": list(Kind::Rebase) => ["/list", "/p"], "1-2", ENDS;
    /// With `origin: rebase`, a link with a user is refused, too.
    rebase_of_a_user on "link-host-as-user": list(Kind::Rebase)
        => ["/list"], "1", fails(ForeignOrigin, &["user information"]);
    /// With `origin: rebase`, a scheme other than http and https is refused, too.
    rebase_of_ftp on "link-ftp": list(Kind::Rebase) => ["/list"], "1", fails(ForeignOrigin, &["scheme"]);
    /// Other hosts in `origin` are reached only by https on its default port, never by http.
    hosts_in_the_clear on "link-to-the-default-port": list(Kind::Hosts)
        => ["/list"], "1", fails(ForeignOrigin, &["http://127.0.0.1,"]);
    /// Other hosts in `origin` are not reached on another port.
    hosts_on_another_port on "link-to-another-port": list(Kind::Hosts)
        => ["/list"], "1", fails(ForeignOrigin, &["<foreign>"]);
    /// Parameters in `keep` are added to links that lack them.
    link_lacking_parameters: list(Kind::Keep).page_size(2).query(&[("kept", "a b"), ("left", "1")])
        => ["/list?kept=a%20b&left=1&per_page=2", "/list?page=2&kept=a%20b&per_page=2"], "1-2", ENDS;
    /// If a link has a parameter that is in `keep`, the link stays unchanged.
    link_with_its_own_parameters: list(Kind::Keep).page_size(2)
        => ["/list?per_page=2", "/list?page=2&per%5Fpage=7"], "1-2", ENDS;
    /// Without `keep`, no parameters are added to links.
    link_takes_nothing_along on "link-lacking-parameters": LINK.page_size(2).query(&[("left", "1")])
        => ["/list?left=1&per_page=2", "/list?page=2"], "1-2", ENDS;
}

/// Holds what a walk did with a link against what the parser of the WHATWG URL
/// standard makes of it, whatever the row says.
pub(crate) fn agrees(row: &Row, stage: &Stage, failed: Option<ErrorKind>) {
    let Some(link) = row.scenario().link() else { return };
    let (link, requests) = (stage.fill(link), stage.requests());
    let asked = |target: &str| {
        let own = if target.starts_with("http") { String::new() } else { stage.url() };
        Url::parse(&(own + target)).unwrap()
    };
    let first = asked(&requests[0].target);
    let joined = first.join(&link);
    let own = joined.as_ref().is_ok_and(|url| url.origin() == first.origin());
    if let Some(second) = requests.get(1) {
        let (second, joined) = (asked(&second.target), joined.unwrap());
        assert_eq!(second.path(), joined.path(), "the path of {link}");
        let rebased = matches!(row.call.list, Kind::Rebase);
        assert!(own || rebased, "{link} leads elsewhere, and was followed");
    } else if failed == Some(ForeignOrigin) {
        let odd = |character: char| character.is_control() || matches!(character, '\\' | '@');
        assert!(!own || link.contains(odd), "{link} leads to its own origin, and was refused");
    }
}
