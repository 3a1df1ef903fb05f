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
    /// Basic credentials are sent on every page by token.
    basic_by_token on "three-pages-by-token": TOKEN.showing(AUTHORIZED)
        => ["/list authorization: Basic dXNlcjpjYW5hcnktNWVjcmV0",
            "/list?page_token=t{1..2} authorization: Basic dXNlcjpjYW5hcnktNWVjcmV0"], "1-6", ENDS;
    /// Basic credentials are sent on every page by link.
    basic_by_link on "three-pages-by-link": LINK.showing(AUTHORIZED)
        => ["/list authorization: Basic dXNlcjpjYW5hcnktNWVjcmV0",
            "/list?page={2..3} authorization: Basic dXNlcjpjYW5hcnktNWVjcmV0"], "1-6", ENDS;
    /// A bearer token is sent on every page.
    bearer on "three-pages-by-link": LINK.showing(AUTHORIZED)
            .client(|stage| Client::builder(stage.url()).bearer(CANARY))
        => ["/list authorization: Bearer canary-5ecret",
            "/list?page={2..3} authorization: Bearer canary-5ecret"], "1-6", ENDS;
    /// A key in a header is sent on every page, and no other credential.
    key_in_a_header on "three-pages-by-link": LINK.showing(&["x-api-key", "authorization"])
            .client(|stage| Client::builder(stage.url()).api_key_header("X-Api-Key", CANARY))
        => ["/list x-api-key: canary-5ecret authorization: ",
            "/list?page={2..3} x-api-key: canary-5ecret authorization: "], "1-6", ENDS;
    /// A key in the query is sent on every page by link.
    key_in_the_query on "three-pages-by-link": KEYED
        => ["/list?api_key=canary-5ecret", "/list?page={2..3}&api_key=canary-5ecret"], "1-6", ENDS;
    /// It is sent on every page by token.
    key_in_the_query_by_token on "three-pages-by-token": TOKEN
            .client(|stage| Client::builder(stage.url()).api_key_query("api_key", CANARY))
        => ["/list?api_key=canary-5ecret", "/list?page_token=t{1..2}&api_key=canary-5ecret"], "1-6", ENDS;
    /// A key in a link is removed, however it is spelt: only the client's own is sent.
    key_in_a_link on "links-with-a-key": KEYED
        => ["/list?api_key=canary-5ecret", "/list?page=2&x=1&api_key=canary-5ecret"], "1-4", ENDS;
    /// Constant headers are sent on every page.
    constant_header on "three-pages-by-link": LINK.showing(&["x-version"])
            .client(|stage| Client::builder(stage.url()).header("X-Version", "2"))
        => ["/list x-version: 2", "/list?page={2..3} x-version: 2"], "1-6", ENDS;
    /// Without credentials, none are sent.
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
    /// So is one with 302.
    redirect_302: LINK => redirected!(), "1-4", ENDS;
    /// So is one with 303.
    redirect_303: LINK => redirected!(), "1-4", ENDS;
    /// So is one with 307.
    redirect_307: LINK => redirected!(), "1-4", ENDS;
    /// So is one with 308.
    redirect_308: LINK => redirected!(), "1-4", ENDS;
    /// So is one by an absolute URL.
    redirect_absolute: LINK => redirected!(), "1-4", ENDS;
    /// A status of 300 is not a redirect.
    redirect_300: LINK => ["/list", "/list?page=2"], "1-2", fails(Status, &["300"]);
    /// A status of 304 is not a page.
    redirect_304: LINK => ["/list", "/list?page=2"], "1-2", fails(Status, &["304"]);
    /// A key in a redirect is removed: only the client's own is sent.
    redirect_with_a_key: KEYED
        => ["/list?api_key=canary-5ecret", "/list?page=2&api_key=canary-5ecret",
            "/moved?page=3&api_key=canary-5ecret"], "1-4", ENDS;
    /// A redirect with a backslash is refused, like a link.
    redirect_backslash: LINK => ["/list", "/list?page=2"], "1-2", fails(ForeignOrigin, &["backslash"]);
    /// A redirect to nowhere is an error.
    redirect_empty: LINK => ["/list", "/list?page=2"], "1-2", fails(Status, &["302"]);
    /// A redirect without a target is an error.
    redirect_without_location: LINK => ["/list", "/list?page=2"], "1-2", fails(Status, &["302"]);
    /// A redirect to two places is an error.
    redirect_twice_told: LINK => ["/list", "/list?page=2"], "1-2", fails(Status, &["302"]);
    /// Redirects in a cycle are an error after ten of them.
    redirect_in_a_circle: LINK => ["/list", "11 * /list?page=2"], "1-2", fails(Status, &["more than 10"]);
    /// Links are relative to the URL where their page was found.
    redirect_and_relative_link: LINK => ["/list", "/v2/all/list", "/v2/all/more?page=2"], "1-4", ENDS;
    /// A proxy of the environment is not used unless the client says so.
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
    /// So is one without a scheme.
    redirect_without_scheme: LINK => ["/list", "/list?page=2"], "1-2", fails(ForeignOrigin, &["<foreign>"]);
    /// So is one to another scheme of the same host.
    redirect_to_another_scheme: LINK => ["/list", "/list?page=2"], "1-2", fails(ForeignOrigin, &["https://<host>"]);
    /// So is one with a user, on the client's own origin too.
    redirect_with_user: LINK => ["/list", "/list?page=2"], "1-2", fails(ForeignOrigin, &["user information"]);
    /// A redirect through another origin and back is not followed: it ends at its first step.
    redirect_away_and_back: LINK => ["/list", "/list?page=2"], "1-2", fails(ForeignOrigin, &["<foreign>"]);
}
