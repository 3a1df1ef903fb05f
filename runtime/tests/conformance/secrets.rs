//! Nothing that is printed, sent to `tracing` or kept in an error holds a
//! secret. (Every row of the suite checks this for the client's own credentials;
//! these walks have more to hide, or a reason to show it.)

use crate::call::{CANARY, Call, LINK, TOKEN, Walking, basic};
use crate::driver::{self, Walked};
use crate::row::fails;
use crate::scene::Scene;
use pagesmith::ErrorKind::{Api, Body, Cycle, ForeignOrigin, Input, Record, Status};
use pagesmith::{Client, Secret};
use std::panic::{self, AssertUnwindSafe};

/// By links and a key in the query.
const KEYED: Call =
    LINK.client(|stage| Client::builder(stage.url()).api_key_query("api_key", CANARY));

rows! {
    /// If the server refuses a token, the error does not show the token.
    secret_tokens: TOKEN => ["/list", "/list?page_token=t0ken-canary-{1..2}"], "1-4", fails(Status, &["page 3", "400"]);
    /// If a token leads to itself, the error does not show the token.
    secret_token_in_a_circle: TOKEN => ["/list", "/list?page_token=t0ken-canary"], "1-2 1-2", fails(Cycle, &["period 1"]);
    /// If the server refuses a link, the error shows the link without the values in its query.
    secret_links: LINK => ["/list", "/list?sig=t0ken-canary-{1..2}"], "1-4", fails(Status, &["/list?sig:"]);
    /// If a link is not followed, the error shows only its origin.
    secret_link_elsewhere: LINK => ["/list"], "1-2", fails(ForeignOrigin, &["user information"]);
    /// If a redirect is not followed, the error shows only its origin.
    secret_redirect: LINK => ["/list", "/list?page=2"], "1-2", fails(ForeignOrigin, &["http://<foreign>"]);
    /// If a record does not decode, the error does not show its values.
    secret_record: TOKEN => ["/list"], "", fails(Record, &["item 0", "id"]);
    /// If a reply breaks off, the error does not show its content.
    secret_cut: TOKEN.timed() => ["4 * /list"], "", fails(Body, &["begins with"]);
    /// A body that is not a page is shown without the token that it echoes.
    secret_body: TOKEN => ["/list", "/list?page_token=t0ken-canary"], "1-2", fails(Body, &["begins with"]);
    /// A body that is not a page is shown without basic credentials that it echoes.
    echoed_basic on "echo-credentials": LINK => ["/list", "/list?page=2"], "1-2", fails(Body, &["begins with"]);
    /// It is shown without a bearer token that it echoes.
    echoed_bearer on "echo-credentials": LINK.client(|stage| Client::builder(stage.url()).bearer(CANARY))
        => ["/list", "/list?page=2"], "1-2", fails(Body, &["begins with"]);
    /// It is shown without a key in a header that it echoes.
    echoed_header on "echo-credentials": LINK.client(|stage| Client::builder(stage.url()).api_key_header("X-Key", CANARY))
        => ["/list", "/list?page=2"], "1-2", fails(Body, &["begins with"]);
    /// It is shown without a key in the query that it echoes.
    echoed_query on "echo-credentials": KEYED
        => ["/list?api_key=canary-5ecret", "/list?page=2&api_key=canary-5ecret"], "1-2", fails(Body, &["begins with"]);
    /// If a request fails, the error does not show the key in the query.
    key_of_a_failed_request on "reset-for-ever": TOKEN.timed()
            .client(|stage| Client::builder(stage.url()).api_key_query("api_key", CANARY))
        => ["/list?api_key=canary-5ecret", "4 * /list?page_token=t1&api_key=canary-5ecret"], "1-2",
        fails(pagesmith::ErrorKind::Transport, &["page 2"]);
    /// The error does not show the key if the server can't be reached, either.
    key_of_a_refused_connection on "one-page": TOKEN.timed()
            .client(|_| Client::builder("http://127.0.0.1:9").api_key_query("api_key", CANARY))
        => [], "", fails(pagesmith::ErrorKind::Transport, &["page 1"]);
    /// The error does not show the key if the status is an error, either.
    key_of_a_status on "lasting-403": TOKEN.client(|stage| Client::builder(stage.url()).api_key_query("api_key", CANARY))
        => ["/list?api_key=canary-5ecret", "/list?page_token=t1&api_key=canary-5ecret"], "1-2", fails(Status, &["403"]);
    /// The error does not show a filter's value.
    filter_of_a_status on "lasting-403": TOKEN.query(&[("To", CANARY)])
        => ["/list?To=canary-5ecret", "/list?To=canary-5ecret&page_token=t1"], "1-2", fails(Status, &["/list?To"]);
    /// If a credential can't be sent, the error does not show it.
    credential_that_is_none on "one-page": TOKEN
            .client(|stage| Client::builder(stage.url()).bearer(format!("{CANARY}\n")))
        => [], "", fails(Input, &["credentials", "control character"]);
    /// If the program panics while it holds a client, a pager and an error, the message shows no secret.
    panic_with_all_in_hand on "secret-tokens": TOKEN.own(panicking)
        => ["/list", "/list?page_token=t0ken-canary-{1..2}"], "1-4", fails(Status, &["400"]);
    /// If a reply reports a failure, the error has the API's own message, without our credentials.
    api_error_in_its_words on "success-false": crate::call::list(crate::lists::Kind::Success)
        => ["/list", "/list?page_token=a"], "1-2", fails(Api, &["no such list"]);
}

/// What a panic says that prints all there is.
fn panicking(stage: &Scene) -> Walking<'_> {
    Box::pin(async {
        let mut walked: Walked = driver::walk(&TOKEN, stage).await;
        let client = stage.build(basic(stage)).unwrap();
        let secret = Secret::from(CANARY);
        let failed = walked.failed.clone();
        let panicked = panic::catch_unwind(AssertUnwindSafe(|| {
            panic!("{client:?} {secret:?} {failed:?} {:?}", failed.as_ref().unwrap().position());
        }));
        walked.shown += panicked.unwrap_err().downcast_ref::<String>().unwrap();
        walked
    })
}
