//! Credentials from a provider, hooks, and the pace of all walks together.

use crate::call::{CANARY, Call, TOKEN, Walking, basic};
use crate::driver::{Walked, drain};
use crate::lists::list;
use crate::row::{ENDS, fails};
use crate::scene::Scene;
use fake_api::scenarios::Stage;
use futures_util::future::join;
use pagesmith::ErrorKind::{Auth, Status};
use pagesmith::{Client, ClientBuilder, Credentials, Pager};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Shows who asks.
const HAND: Call = TOKEN.showing(&["authorization"]);

/// How often something was called.
type Count = Arc<AtomicUsize>;

/// A client whose provider gives another token each time.
fn rounds(stage: &Stage) -> (ClientBuilder, Count) {
    let count = Count::default();
    let asked = Arc::clone(&count);
    let provider = move || {
        let round = asked.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            tokio::task::yield_now().await;
            Ok(Credentials::bearer(format!("round-{round}"))?)
        }
    };
    (Client::builder(stage.url()).auth(provider), count)
}

async fn walk(scene: &Scene, client: &Client) -> Walked {
    drain(scene.items(Pager::<list::Token>::new(client, []))).await
}

/// Walks with a provider that has to be asked so often.
fn asked<const TIMES: usize>(stage: &Scene) -> Walking<'_> {
    Box::pin(async {
        let (client, count) = rounds(stage);
        let walked = walk(stage, &stage.build(client).unwrap()).await;
        assert_eq!(count.load(Ordering::SeqCst), TIMES);
        walked
    })
}

rows! {
    /// A credentials provider is asked once per walk.
    provider_asked_once on "three-pages-by-token": HAND.own(asked::<1>)
        => ["/list authorization: Bearer round-1", "/list?page_token=t{1..2} authorization: Bearer round-1"], "1-6", ENDS;
    /// If several requests wait for credentials, the provider is asked once.
    provider_asked_once_for_all on "one-page": HAND.own(together)
        => ["3 * /list authorization: Bearer round-1"], "1-2 1-2 1-2", ENDS;
    /// The provider is asked once more after a 401, and the page is then read.
    provider_asked_again on "token-expires": HAND.own(asked::<2>)
        => ["/list authorization: Bearer round-1", "/list?page_token=t1 authorization: Bearer round-1",
            "/list?page_token=t{1..2} authorization: Bearer round-2"], "1-6", ENDS;
    /// A second 401 is an error at once.
    provider_in_vain on "token-never-good": HAND.own(asked::<2>)
        => ["/list authorization: Bearer round-1", "/list authorization: Bearer round-2"], "", fails(Status, &["401"]);
    /// A failure of the provider is an error of its own kind, and nothing is sent.
    provider_that_fails on "one-page": HAND.client(|stage| Client::builder(stage.url()).auth(|| async { Err("no token today".into()) }))
        => [], "", fails(Auth, &["no token today"]);
    /// Hooks see each request and each reply, including those of retries.
    hooks_see_retries on "passing-503": HAND.timed().own(watched)
        => ["/list authorization: Basic dXNlcjpjYW5hcnktNWVjcmV0", "2 * /list?page_token=t1 authorization: Basic dXNlcjpjYW5hcnktNWVjcmV0"],
        "1-4", ENDS;
    /// If a key is sent in the query, printing the requests and replies that hooks see does not show it.
    hooks_see_no_key on "three-pages-by-link": TOKEN.own(|stage| Box::pin(async {
        let client = Client::builder(stage.url()).api_key_query("api_key", CANARY);
        overseen::<list::Link>(stage, client, &["200"; 3]).await
    })) => ["/list?api_key=canary-5ecret", "/list?page={2..3}&api_key=canary-5ecret"], "1-6", ENDS;
    /// A rate limit applies across the pages of a walk.
    pace_of_a_walk on "three-pages-by-token": TOKEN.client(|stage| basic(stage).rate(2)).took(1000, 1003)
        => ["/list", "/list?page_token=t{1..2}"], "1-6", ENDS;
    /// A rate limit applies to all walks of a client and its clones together.
    pace_of_all_walks on "one-page": TOKEN.took(1000, 1003).own(paced) => ["3 * /list"], "1-2 1-2 1-2", ENDS;
    /// A rate limit applies to retries, too.
    pace_of_retries on "retry-after-0": TOKEN.client(|stage| basic(stage).rate(2)).took(1000, 1003)
        => ["/list", "2 * /list?page_token=t1"], "1-4", ENDS;
    /// A rate of 0 is refused before any request.
    pace_of_0 on "one-page": TOKEN.client(|stage| basic(stage).rate(0))
        => [], "", fails(pagesmith::ErrorKind::Input, &["rate"]);
    /// If the server states that no request remains (`RateLimit`), the next one waits for the reset.
    limit_used_up: TOKEN.took(30_000, 30_001) => TWO, "1-4", ENDS;
    /// The same holds for `RateLimit-Remaining` and `RateLimit-Reset`.
    limit_used_up_by_older_headers: TOKEN.took(30_000, 30_001) => TWO, "1-4", ENDS;
    /// The same holds for `X-RateLimit-Remaining` and `X-RateLimit-Reset`.
    limit_used_up_by_x_headers: TOKEN.took(30_000, 30_001) => TWO, "1-4", ENDS;
    /// A reset in seconds since 1970 counts from the reply's own `Date`.
    limit_reset_by_date: TOKEN.took(30_000, 30_001) => TWO, "1-4", ENDS;
    /// The last requests before a reset are spread over the time until then.
    limit_nearly_used_up: TOKEN.took(12_000, 12_004) => ["/list", "/list?page_token=t{1..4}"], "1-10", ENDS;
    /// If many requests remain, none waits.
    limit_hardly_used: TOKEN.took(0, 0) => ["/list", "/list?page_token=t{1..4}"], "1-10", ENDS;
    /// A wait that is longer than a page may take is not made: the server decides.
    limit_reset_tomorrow: TOKEN.took(0, 0) => TWO, "1-4", ENDS;
    /// The same holds for a wait of three hundred years.
    limit_reset_in_300_years: TOKEN.took(0, 0) => TWO, "1-4", ENDS;
    /// A wait that would go beyond the walk's deadline is not made.
    limit_beyond_the_deadline on "limit-used-up": TOKEN.deadline(29_000).took(0, 0) => TWO, "1-4", ENDS;
    /// A limit of something other than requests is ignored.
    limit_of_bytes: TOKEN.took(0, 0) => TWO, "1-4", ENDS;
    /// Headers about the rate limit that can't be read are ignored.
    limit_garbage: TOKEN.took(0, 0) => TWO, "1-4", ENDS;
    /// A client may be set not to slow down (`slow_down(false)`).
    limit_not_heeded on "limit-used-up": TOKEN.client(|stage| basic(stage).slow_down(false)).took(0, 0) => TWO, "1-4", ENDS;
}

/// The requests of two pages.
const TWO: [&str; 2] = ["/list", "/list?page_token=t1"];

/// Three walks at once.
async fn three(scene: &Scene, client: &Client) -> Walked {
    let walk = || walk(scene, client);
    let (first, (second, third)) = Box::pin(join(walk(), join(walk(), walk()))).await;
    let records = [first.records, second.records, third.records].concat();
    Walked { records, ..Walked::default() }
}

fn together(stage: &Scene) -> Walking<'_> {
    Box::pin(async {
        let (client, count) = rounds(stage);
        let walked = three(stage, &stage.build(client).unwrap()).await;
        assert_eq!(count.load(Ordering::SeqCst), 1);
        walked
    })
}

fn paced(stage: &Scene) -> Walking<'_> {
    Box::pin(async { three(stage, &stage.build(basic(stage).rate(2)).unwrap()).await })
}

fn watched(stage: &Scene) -> Walking<'_> {
    Box::pin(overseen::<list::Token>(stage, basic(stage), &["200", "503", "200"]))
}

/// Walks under the eyes of hooks, which see replies with these statuses.
async fn overseen<L: pagesmith::Paged<Item = crate::lists::Record>>(
    scene: &Scene,
    client: ClientBuilder,
    statuses: &[&str],
) -> Walked {
    let seen = Arc::new(Mutex::new((Vec::new(), Vec::new(), String::new())));
    let (asking, answered) = (Arc::clone(&seen), Arc::clone(&seen));
    let client = client
        .on_request(move |request| {
            let mut seen = asking.lock().unwrap();
            seen.0.push(request.uri.to_string());
            write!(seen.2, "{request:?}").unwrap();
        })
        .on_response(move |reply| {
            let mut seen = answered.lock().unwrap();
            seen.1.push(reply.status.as_str().to_owned());
            write!(seen.2, "{reply:?}").unwrap();
        });
    let mut walked = drain(scene.items(Pager::<L>::new(&scene.build(client).unwrap(), []))).await;
    let seen = seen.lock().unwrap();
    assert_eq!(seen.0.len(), statuses.len());
    assert_eq!(seen.1, statuses);
    walked.shown += &seen.2;
    walked
}
