//! Credentials go to the client's own origin, on every page, and nowhere else.

use crate::call::{CANARY, Call, LINK, TOKEN};
use crate::row::{ENDS, fails};
use pagesmith::Client;
use pagesmith::ErrorKind::{ForeignOrigin, Status};

const AUTHORIZED: &[&str] = &["authorization"];

/// By links and a key in the query.
const KEYED: Call =
    LINK.client(|stage| Client::builder(stage.url()).api_key_query("api_key", CANARY));

/// The second page was found elsewhere on the same server.
macro_rules! redirected {
    () => {
        ["/list", "/list?page=2", "/moved?page=3"]
    };
}

rows! {
    /// When paging by token, basic credentials are sent with every request.
    basic_by_token on "three-pages-by-token": TOKEN.showing(AUTHORIZED)
        => ["/list authorization: Basic dXNlcjpjYW5hcnktNWVjcmV0",
            "/list?page_token=t{1..2} authorization: Basic dXNlcjpjYW5hcnktNWVjcmV0"], "1-6", ENDS;
    /// When paging by link, basic credentials are sent with every request.
    basic_by_link on "three-pages-by-link": LINK.showing(AUTHORIZED)
        => ["/list authorization: Basic dXNlcjpjYW5hcnktNWVjcmV0",
            "/list?page={2..3} authorization: Basic dXNlcjpjYW5hcnktNWVjcmV0"], "1-6", ENDS;
    /// A bearer token is sent with every request.
    bearer on "three-pages-by-link": LINK.showing(AUTHORIZED)
            .client(|stage| Client::builder(stage.url()).bearer(CANARY))
        => ["/list authorization: Bearer canary-5ecret",
            "/list?page={2..3} authorization: Bearer canary-5ecret"], "1-6", ENDS;
    /// A key in a header is sent with every request, and no other credential is.
    key_in_a_header on "three-pages-by-link": LINK.showing(&["x-api-key", "authorization"])
            .client(|stage| Client::builder(stage.url()).api_key_header("X-Api-Key", CANARY))
        => ["/list x-api-key: canary-5ecret authorization: ",
            "/list?page={2..3} x-api-key: canary-5ecret authorization: "], "1-6", ENDS;
    /// When paging by link, a key in the query is sent with every request.
    key_in_the_query on "three-pages-by-link": KEYED
        => ["/list?api_key=canary-5ecret", "/list?page={2..3}&api_key=canary-5ecret"], "1-6", ENDS;
    /// When paging by token, a key in the query is sent with every request.
    key_in_the_query_by_token on "three-pages-by-token": TOKEN
            .client(|stage| Client::builder(stage.url()).api_key_query("api_key", CANARY))
        => ["/list?api_key=canary-5ecret", "/list?page_token=t{1..2}&api_key=canary-5ecret"], "1-6", ENDS;
    /// A key in a link is removed, however it is spelt: only the client's own is sent.
    key_in_a_link on "links-with-a-key": KEYED
        => ["/list?api_key=canary-5ecret", "/list?page=2&x=1&api_key=canary-5ecret"], "1-4", ENDS;
    /// Constant headers are sent with every request.
    constant_header on "three-pages-by-link": LINK.showing(&["x-version"])
            .client(|stage| Client::builder(stage.url()).header("X-Version", "2"))
        => ["/list x-version: 2", "/list?page={2..3} x-version: 2"], "1-6", ENDS;
    /// If the client has no credentials, none are sent.
    no_credentials on "three-pages-by-link": LINK.showing(AUTHORIZED)
            .client(|stage| Client::builder(stage.url()))
        => ["/list authorization: ", "/list?page={2..3} authorization: "], "1-6", ENDS;
    /// A line break in a credential is refused before any request.
    credential_with_a_line_break on "one-page": LINK
            .client(|stage| Client::builder(stage.url()).bearer("a\r\nX: 1"))
        => [], "", fails(pagesmith::ErrorKind::Input, &["control character"]);
    /// A redirect within the origin is followed, with credentials.
    redirect_301: LINK.showing(AUTHORIZED)
        => ["/list authorization: Basic dXNlcjpjYW5hcnktNWVjcmV0",
            "/list?page=2 authorization: Basic dXNlcjpjYW5hcnktNWVjcmV0",
            "/moved?page=3 authorization: Basic dXNlcjpjYW5hcnktNWVjcmV0"], "1-4", ENDS;
    /// A redirect with status 302 is followed, too.
    redirect_302: LINK => redirected!(), "1-4", ENDS;
    /// A redirect with status 303 is followed, too.
    redirect_303: LINK => redirected!(), "1-4", ENDS;
    /// A redirect with status 307 is followed, too.
    redirect_307: LINK => redirected!(), "1-4", ENDS;
    /// A redirect with status 308 is followed, too.
    redirect_308: LINK => redirected!(), "1-4", ENDS;
    /// A redirect to an absolute URL of the same origin is followed, too.
    redirect_absolute: LINK => redirected!(), "1-4", ENDS;
    /// Status 300 is not followed as a redirect; it is an error.
    redirect_300: LINK => ["/list", "/list?page=2"], "1-2", fails(Status, &["300"]);
    /// Status 304 is not a page; it is an error.
    redirect_304: LINK => ["/list", "/list?page=2"], "1-2", fails(Status, &["304"]);
    /// A key in a redirect is removed: only the client's own is sent.
    redirect_with_a_key: KEYED
        => ["/list?api_key=canary-5ecret", "/list?page=2&api_key=canary-5ecret",
            "/moved?page=3&api_key=canary-5ecret"], "1-4", ENDS;
    /// A redirect with a backslash is refused, like a link.
    redirect_backslash: LINK => ["/list", "/list?page=2"], "1-2", fails(ForeignOrigin, &["backslash"]);
    /// A redirect with an empty target is an error.
    redirect_empty: LINK => ["/list", "/list?page=2"], "1-2", fails(Status, &["302"]);
    /// A redirect without a target is an error.
    redirect_without_location: LINK => ["/list", "/list?page=2"], "1-2", fails(Status, &["302"]);
    /// A redirect with two different targets is an error.
    redirect_twice_told: LINK => ["/list", "/list?page=2"], "1-2", fails(Status, &["302"]);
    /// Redirects in a cycle are an error after ten of them.
    redirect_in_a_circle: LINK => ["/list", "11 * /list?page=2"], "1-2", fails(Status, &["more than 10"]);
    /// After a redirect, relative links start from the URL that the redirect led to.
    redirect_and_relative_link: LINK => ["/list", "/v2/all/list", "/v2/all/more?page=2"], "1-4", ENDS;
    /// A proxy from the environment is used only if the client is configured to use it.
    environment_proxy on "one-page": TOKEN.alone(&[
            ("http_proxy", "http://127.0.0.1:9"), ("HTTP_PROXY", "http://127.0.0.1:9"),
            ("all_proxy", "http://127.0.0.1:9"), ("ALL_PROXY", "http://127.0.0.1:9"), ("no_proxy", ""), ("NO_PROXY", "")])
        => ["/list"], "1-2", ENDS;
    /// A `.netrc` is not read.
    environment_netrc on "one-page": TOKEN.showing(AUTHORIZED).client(|stage| Client::builder(stage.url()))
            .alone(&[("HOME", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/home")),
                ("NETRC", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/home/.netrc"))])
        => ["/list authorization: "], "1-2", ENDS;
    /// A redirect to another port is an error, and makes no connection there.
    redirect_to_another_port: LINK.showing(AUTHORIZED)
        => ["/list authorization: Basic dXNlcjpjYW5hcnktNWVjcmV0",
            "/list?page=2 authorization: Basic dXNlcjpjYW5hcnktNWVjcmV0"],
        "1-2", fails(ForeignOrigin, &["<foreign>"]);
    /// A redirect without a scheme to another port is an error, too.
    redirect_without_scheme: LINK => ["/list", "/list?page=2"], "1-2", fails(ForeignOrigin, &["<foreign>"]);
    /// A redirect to another scheme of the same host is an error, too.
    redirect_to_another_scheme: LINK => ["/list", "/list?page=2"], "1-2", fails(ForeignOrigin, &["https://<host>"]);
    /// A redirect with a user is an error, even on the client's own origin.
    redirect_with_user: LINK => ["/list", "/list?page=2"], "1-2", fails(ForeignOrigin, &["user information"]);
    /// A redirect through another origin and back is an error at its first step.
    redirect_away_and_back: LINK => ["/list", "/list?page=2"], "1-2", fails(ForeignOrigin, &["<foreign>"]);
}
