//! Links in every form: where they lead is what the WHATWG parser says, and
//! whether they are followed is decided on the parsed origin.

use crate::call::{CANARY, Call, LINK, list};
use crate::lists::Kind;
use crate::row::{ENDS, Row, fails};
use fake_api::scenarios::Stage;
use pagesmith::__private::reqwest::Proxy;
use pagesmith::ErrorKind::{Cycle, ForeignOrigin};
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
            let client = pagesmith::__private::reqwest::Client::builder().no_proxy().build()?;
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
    /// A path from the root stays on its server.
    link_from_the_root: DEEP => leads!("/p?page=2"), "1-2", ENDS;
    /// A query alone keeps the path of the page that it came with.
    link_query_alone: DEEP => leads!("/a/b/list?page=2"), "1-2", ENDS;
    /// A name alone replaces the last segment of the path of the page that it came with.
    link_name_alone: DEEP => leads!("/a/b/p"), "1-2", ENDS;
    /// So does a name after `./`.
    link_dot_and_name: DEEP => leads!("/a/b/p"), "1-2", ENDS;
    /// `../` goes up.
    link_one_up: DEEP => leads!("/a/p"), "1-2", ENDS;
    /// It goes up no further than the root.
    link_up_beyond_the_root: DEEP => leads!("/p"), "1-2", ENDS;
    /// Encoded dots go up, too.
    link_dots_encoded: DEEP => leads!("/p"), "1-2", ENDS;
    /// An encoded slash does not separate segments.
    link_dots_and_slash_encoded: DEEP => leads!("/a/b/..%2fp"), "1-2", ENDS;
    /// Encoded slashes stay encoded.
    link_slash_encoded: DEEP => leads!("/x%2Fy%2fz"), "1-2", ENDS;
    /// Without a scheme, the server's own host is its own origin.
    link_without_scheme: DEEP => leads!("/p"), "1-2", ENDS;
    /// So it is with an absolute link.
    link_absolute: DEEP => leads!("/p?x=1"), "1-2", ENDS;
    /// The case of a scheme does not matter.
    link_scheme_in_capitals: DEEP => leads!("/p"), "1-2", ENDS;
    /// Nor does mixed case.
    link_scheme_in_both_cases: DEEP => leads!("/p"), "1-2", ENDS;
    /// The same scheme with one slash is a path, not a host.
    link_scheme_and_one_slash: DEEP => leads!("/<host>/p"), "1-2", ENDS;
    /// The same scheme without a slash is a name.
    link_scheme_and_no_slash: DEEP => leads!("/a/b/p"), "1-2", ENDS;
    /// It is a name even if it looks like a host.
    link_scheme_and_host_without_slash: DEEP => leads!("/a/b/<host>"), "1-2", ENDS;
    /// An at sign in a path is a letter, but no relative link has a colon in its first segment.
    link_at_sign_first: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["colon"]);
    /// An at sign without a user before it means nothing.
    link_no_user_and_at_sign: DEEP => leads!("/p"), "1-2", ENDS;
    /// A shortened address is the address.
    link_ipv4_shortened: DEEP => leads!("/p"), "1-2", ENDS;
    /// An address as one number is the address.
    link_ipv4_as_number: DEEP => leads!("/p"), "1-2", ENDS;
    /// An address in hexadecimal is the address.
    link_ipv4_in_hex: DEEP => leads!("/p"), "1-2", ENDS;
    /// An address in full-width digits is the address.
    link_ipv4_in_full_width: DEEP => leads!("/p"), "1-2", ENDS;
    /// A leading space is removed.
    link_space_first: DEEP => leads!("/p"), "1-2", ENDS;
    /// A trailing space is removed.
    link_space_last: DEEP => leads!("/p"), "1-2", ENDS;
    /// A space inside is encoded once.
    link_space_inside: DEEP => leads!("/p%20q?r%20s"), "1-2", ENDS;
    /// A fragment is not sent.
    link_fragment: DEEP => leads!("/p"), "1-2", ENDS;
    /// An empty query stays.
    link_query_empty: DEEP => leads!("/p?"), "1-2", ENDS;
    /// Dots in a query are ordinary characters.
    link_query_with_dots: DEEP => leads!("/p?x=/../y"), "1-2", ENDS;
    /// A backslash in a query is an ordinary character, encoded once.
    link_query_with_backslash: DEEP => leads!("/p?x=%5Cy"), "1-2", ENDS;
    /// An encoded line break stays encoded, and adds no header.
    link_query_with_line_feed_encoded: DEEP => leads!("/p?x=%0d%0aX-Evil:%201"), "1-2", ENDS;
    /// Two slashes after a dot are a path, not a host.
    link_two_slashes_behind_a_dot: DEEP => leads!("//<foreign>/p"), "1-2", ENDS;
    /// A URL in a path is a path.
    link_url_in_the_path: DEEP => leads!("/http://<foreign>/p"), "1-2", ENDS;
    /// Links are relative to the page that they came with, not to the first one.
    link_chain_of_relatives: DEEP
        => ["/a/b/list", "/a/b/c/d?x=1", "/a/b/c/d?x=2"], "1-6", ENDS;

    /// Another port is another origin; the error names both, and nothing is sent.
    link_to_another_port: DEEP
        => ["/a/b/list"], "1", fails(ForeignOrigin, &["http://<foreign>", "http://<host>"]);
    /// So it is without a scheme.
    link_to_another_port_without_scheme: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["<foreign>"]);
    /// Three slashes are not a URL.
    link_with_three_slashes: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["not a valid URL"]);
    /// After a scheme, five slashes count as two.
    link_with_five_slashes: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["<foreign>"]);
    /// Another name is another origin, even if it leads to the same address.
    link_to_another_host: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["localhost"]);
    /// A link without a port means the default port, not the client's.
    link_to_the_default_port: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["http://127.0.0.1,"]);
    /// A host that begins like the client's is another host.
    link_to_the_same_host_longer: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["127.0.0.1.evil.test"]);
    /// Another scheme is another origin, even the safer one.
    link_upgraded: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["https://<host>"]);
    /// Another scheme without slashes is followed by a host.
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
    /// An address without its bracket is not a URL.
    link_bracket_open: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["not a valid URL"]);
    /// A port that is too large does not make a URL.
    link_port_too_large: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["not a valid URL"]);
    /// Backslashes, which browsers read as slashes, are refused.
    link_backslashes: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["backslash"]);
    /// So is one after a slash.
    link_slash_and_backslash: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["backslash"]);
    /// So are those after a scheme.
    link_scheme_and_backslashes: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["backslash"]);
    /// So are those in a path.
    link_backslash_in_the_path: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["backslash"]);
    /// A leading tab, which the parser would remove, is refused.
    link_tab_first: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["control character"]);
    /// So is one between the slashes.
    link_tab_inside: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["control character"]);
    /// So is a line feed inside the scheme.
    link_line_feed_in_the_scheme: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["control character"]);
    /// A leading space does not hide another origin.
    link_space_and_another_port: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["<foreign>"]);
    /// A NUL is refused.
    link_nul_first: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["control character"]);
    /// A line break is refused, and adds no header.
    link_header_behind_a_line_break: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["control character"]);
    /// A user in a link is refused, even on the client's own origin.
    link_user: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["user information"]);
    /// So is a password, and it is not shown.
    link_user_and_password: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["user information"]);
    /// The client's host as a user is not its origin.
    link_host_as_user: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["user information"]);
    /// Nor is it as a user and a password.
    link_host_as_user_and_password: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["user information"]);
    /// Nor is it if they are encoded.
    link_host_as_user_encoded: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["user information"]);
    /// Nor is it in a fragment.
    link_fragment_and_another_host: DEEP => ["/a/b/list"], "1", fails(ForeignOrigin, &["<foreign>"]);
    /// A fragment alone leads to the same page, which is a cycle.
    link_fragment_alone: DEEP => ["/a/b/list"], "1", fails(Cycle, &["page 1 again", "period 1"]);

    /// A URL with the default port equals one without a port.
    link_name_default_port in async: NAMED => names!("http://api.test/p"), "1-2", ENDS;
    /// So does one with leading zeros in that port.
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
    /// A trailing dot makes another host.
    link_name_with_dot_behind in async: NAMED => names!(), "1", fails(ForeignOrigin, &["http://api.test.,"]);
    /// A host that ends like the client's is another host.
    link_name_longer_in_front in async: NAMED => names!(), "1", fails(ForeignOrigin, &["evilapi.test"]);
    /// So is one that begins like it.
    link_name_longer_behind in async: NAMED => names!(), "1", fails(ForeignOrigin, &["api.test.evil.test"]);
    /// So is a subdomain.
    link_name_below in async: NAMED => names!(), "1", fails(ForeignOrigin, &["x.api.test"]);
    /// Another port of the same host is another origin.
    link_name_on_another_port in async: NAMED => names!(), "1", fails(ForeignOrigin, &["api.test:8080"]);
    /// Letters that only look alike make another host.
    link_name_of_look_alikes in async: NAMED => names!(), "1", fails(ForeignOrigin, &["xn--"]);
    /// A NUL does not end a host.
    link_name_with_null_encoded in async: NAMED => names!(), "1", fails(ForeignOrigin, &["not a valid URL"]);
    /// Nor does an encoded slash.
    link_name_with_slash_encoded in async: NAMED => names!(), "1", fails(ForeignOrigin, &["not a valid URL"]);
    /// A walk that began with https never continues in the clear.
    link_name_downgraded in async: DEEP.client(secure)
        => ["/a/b/list"], "1", fails(ForeignOrigin, &["http://api.test,", "https://api.test"]);
    /// Punycode and the letters that it encodes are one host.
    link_punycode in async: DEEP.client(|stage| proxied(stage, "http://bücher.test"))
        => ["http://xn--bcher-kva.test/a/b/list", "http://xn--bcher-kva.test/p"], "1-2", ENDS;
    /// So they are the other way round.
    link_punycode_decoded in async: DEEP.client(|stage| proxied(stage, "http://xn--bcher-kva.test"))
        => ["http://xn--bcher-kva.test/a/b/list", "http://xn--bcher-kva.test/p"], "1-2", ENDS;
    /// Other punycode is another host.
    link_punycode_wrong in async: DEEP.client(|stage| proxied(stage, "http://xn--bcher-kva.test"))
        => ["http://xn--bcher-kva.test/a/b/list"], "1", fails(ForeignOrigin, &[]);
    /// An IPv6 address is the same, however long it is written.
    link_ipv6_written_out in async: DEEP.client(|stage| proxied(stage, "http://[::1]"))
        => ["http://[::1]/a/b/list", "http://[::1]/p"], "1-2", ENDS;
    /// An IPv6 address with a zone is not a URL.
    link_ipv6_zone in async: DEEP.client(|stage| proxied(stage, "http://[::1]"))
        => ["http://[::1]/a/b/list"], "1", fails(ForeignOrigin, &["not a valid URL"]);
    /// An IPv4 address within an IPv6 one is another host.
    link_ipv6_of_ipv4 in async: DEEP.client(|stage| proxied(stage, "http://127.0.0.1"))
        => ["http://127.0.0.1/a/b/list"], "1", fails(ForeignOrigin, &["[::ffff:7f00:1]"]);

    /// If links are rebased, path and query go to the client's own origin.
    rebase on "link-to-another-port": list(Kind::Rebase) => ["/list", "/p"], "1-2", ENDS;
    /// So they do from another scheme.
    rebase_of_https on "link-upgraded": list(Kind::Rebase) => ["/list", "/p"], "1-2", ENDS;
    /// So they do from a link without a scheme.
    rebase_without_scheme on "link-to-another-port-without-scheme": list(Kind::Rebase) => ["/list", "/p"], "1-2", ENDS;
    /// A user is refused there as well.
    rebase_of_a_user on "link-host-as-user": list(Kind::Rebase)
        => ["/list"], "1", fails(ForeignOrigin, &["user information"]);
    /// So is another scheme than http and https.
    rebase_of_ftp on "link-ftp": list(Kind::Rebase) => ["/list"], "1", fails(ForeignOrigin, &["scheme"]);
    /// A further host is reached by https on its default port, and not in the clear.
    hosts_in_the_clear on "link-to-the-default-port": list(Kind::Hosts)
        => ["/list"], "1", fails(ForeignOrigin, &["http://127.0.0.1,"]);
    /// Nor is it on another port.
    hosts_on_another_port on "link-to-another-port": list(Kind::Hosts)
        => ["/list"], "1", fails(ForeignOrigin, &["<foreign>"]);
    /// Parameters that a link lacks are added, if the list says so.
    link_lacking_parameters: list(Kind::Keep).page_size(2).query(&[("kept", "a b"), ("left", "1")])
        => ["/list?kept=a%20b&left=1&per_page=2", "/list?page=2&kept=a%20b&per_page=2"], "1-2", ENDS;
    /// Parameters that it has stay unchanged.
    link_with_its_own_parameters: list(Kind::Keep).page_size(2)
        => ["/list?per_page=2", "/list?page=2&per%5Fpage=7"], "1-2", ENDS;
    /// Without that, links get no parameters.
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
