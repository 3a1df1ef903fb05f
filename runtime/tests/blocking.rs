//! The calls without async.

#![cfg(all(feature = "blocking", feature = "testing"))]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::replay::{builder, page, two_pages};
use common::{Numbers, Subscriber};
use pagesmith::testing::Replay;
use pagesmith::{Client, Credentials, ErrorKind, Evidence, Lenient, Position};
use serde_json::json;

fn client(replay: &Replay) -> Client {
    builder(replay).build_blocking().unwrap()
}

#[test]
fn items_and_pages_are_iterators() {
    let replay = two_pages();
    let items: Result<Vec<_>, _> = Numbers::list(&client(&replay)).blocking().items().collect();
    assert_eq!(items.unwrap(), [1, 2, 3]);

    let replay = two_pages();
    let mut pages = Numbers::list(&client(&replay)).blocking().pages();
    assert_eq!(replay.targets().len(), 0, "nothing is sent before the first call of next");
    let first = pages.next().unwrap().unwrap();
    assert_eq!((first.items(), first.has_next(), replay.targets().len()), (&[1, 2][..], true, 1));
    assert_eq!(pages.position().unwrap().items(), 2);
    assert_eq!(pages.next().unwrap().unwrap().into_items(), [3]);
    assert!(pages.next().is_none() && pages.next().is_none() && pages.warnings().is_empty());
}

#[test]
fn nothing_is_read_ahead() {
    let replay = two_pages();
    let mut items = Numbers::list(&client(&replay)).read_ahead(true).blocking().items();
    assert_eq!((items.next().unwrap().unwrap(), items.next().unwrap().unwrap()), (1, 2));
    assert_eq!(replay.targets(), ["/list"]);
}

#[test]
fn a_walk_can_be_resumed() {
    let replay = two_pages().page(page(&[3], None));
    let client = client(&replay);
    let mut items = Numbers::list(&client).blocking().items();
    assert_eq!(items.by_ref().take(2).map(Result::unwrap).collect::<Vec<_>>(), [1, 2]);
    let position = Position::decode(&items.position().unwrap().encode()).unwrap();
    let rest = Numbers::list(&client).resume(&position).blocking().collect().unwrap();
    assert_eq!(rest, [3]);
}

#[test]
fn one_page_goes_to_others() {
    let pages = |at: u64| json!({"data": [at], "page": at, "per_page": 1, "num_pages": 3});
    let replay = Replay::new().page(pages(1)).page(pages(2)).page(pages(1)).page(pages(0));
    let page = Numbers::list(&client(&replay)).blocking().get_page(1).unwrap();
    assert_eq!((page.number(), page.total_pages()), (Some(1), Some(3)));
    let next = page.next().unwrap().unwrap();
    assert_eq!(next.items(), [2]);
    assert_eq!(next.previous().unwrap().unwrap().items(), [1]);
    assert_eq!(page.first().unwrap().items(), [0]);
    let asked = replay.requests().into_iter().map(|request| request.query("page").unwrap());
    assert_eq!(asked.collect::<Vec<_>>(), ["1", "2", "1", "0"]);
}

#[test]
fn an_error_holds_the_items_before_it() {
    let replay = Replay::new()
        .page(page(&[1, 2], Some("a")))
        .page(json!({"data": ["x"], "next_page_token": null}));
    let failed = Numbers::list(&client(&replay)).blocking().collect().unwrap_err();
    assert_eq!((failed.items, failed.error.kind()), (vec![1, 2], ErrorKind::Record));
}

#[test]
fn records_that_do_not_decode_are_handed_out_by_lenient_walks() {
    let replay = Replay::new().page(json!({"data": [1, "x"], "next_page_token": null}));
    let rows = Numbers::list(&client(&replay)).lenient().blocking().collect().unwrap();
    assert!(
        matches!(&rows[..], [Lenient::Decoded(1), Lenient::Undecoded(x)] if x.json() == "\"x\"")
    );
}

#[test]
fn pages_several_at_a_time_come_one_after_another() {
    let pages = |at: u64| json!({"data": [at], "page": at, "per_page": 1, "num_pages": 3});
    let replay = Replay::new().page(pages(0)).page(pages(1)).page(pages(2));
    let all = Numbers::list(&client(&replay)).by_number().concurrency(8).blocking().collect();
    assert_eq!(all.unwrap(), [0, 1, 2]);
    assert_eq!(replay.left(), 0);
}

#[tokio::test]
async fn a_call_of_the_other_kind_is_refused_before_it_is_sent() {
    let replay = two_pages();
    let error = Numbers::list(&client(&replay)).first_page().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert!(error.to_string().contains("call `.blocking()`"), "{error}");

    let client = builder(&replay).build().unwrap();
    let error = Subscriber::list(&client, 1).blocking().items().next().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert!(error.to_string().contains("`build_blocking`"), "{error}");
    assert!(replay.targets().is_empty());
}

#[cfg(feature = "reqwest")]
#[test]
fn settings_of_the_other_transport_are_refused() {
    let client = || Client::builder("https://api.test");
    let error = client().reqwest(|it| it).build_blocking().unwrap_err().to_string();
    assert!(error.contains("`.ureq(…)`"), "{error}");
    let error = client().ureq(|it| it).build().unwrap_err().to_string();
    assert!(error.contains("`build_blocking`"), "{error}");
    assert!(client().reqwest(|it| it).ureq(|it| it).build_blocking().is_ok());
}

#[test]
fn the_client_waits_for_a_provider_that_waits_for_another_thread() {
    let provider = || {
        let (give, take) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || give.send("s3cret").unwrap());
        async move { Ok(Credentials::bearer(take.await?)?) }
    };
    let replay = two_pages();
    // By the clock of the system, on which nothing has to pass.
    let client = Client::builder("https://api.test").transport(replay.clone()).auth(provider);
    let items = Numbers::list(&client.build_blocking().unwrap()).blocking().collect().unwrap();
    assert_eq!(items, [1, 2, 3]);
    assert_eq!(replay.requests()[1].header("authorization"), Some("Bearer s3cret"));
}

/// Crypto and roots are there: a client greets, and takes no answer in the clear.
#[cfg(feature = "rustls")]
#[test]
fn tls_is_spoken() {
    use std::io::{Read as _, Write as _};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut greeting = [0; 5];
        stream.read_exact(&mut greeting).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
        greeting
    });
    let client = Client::builder(url).retry(pagesmith::Retry::none()).build_blocking().unwrap();
    let error = Numbers::list(&client).blocking().first_page().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error:?}");
    // A record of a handshake (RFC 8446, 5.1).
    assert_eq!(server.join().unwrap()[0], 22);
}

#[test]
fn a_walk_that_ended_has_an_outcome() {
    let replay = two_pages();
    let mut items = Numbers::list(&client(&replay)).require(Evidence::Continued).blocking().items();
    assert!(items.outcome().is_none(), "it has not begun");
    assert_eq!(items.by_ref().take(2).map(Result::unwrap).collect::<Vec<_>>(), [1, 2]);
    assert!(items.outcome().is_none(), "a page follows");
    assert_eq!(items.next().unwrap().unwrap(), 3);
    let outcome = items.outcome().unwrap();
    assert_eq!((outcome.items, outcome.pages, outcome.requests, outcome.retries), (3, 2, 2, 0));
    assert_eq!((outcome.evidence, outcome.warnings.len()), (Evidence::Continued, 0));
    assert!(items.next().is_none());
    assert_eq!(outcome.to_string(), "continued: 3 items on 2 pages by 2 requests");

    let replay = two_pages();
    let mut pages = Numbers::list(&client(&replay)).blocking().pages();
    let first = pages.next().unwrap().unwrap();
    assert!(pages.outcome().is_none());
    pages.next().unwrap().unwrap();
    assert_eq!(pages.outcome().unwrap().requests, 2);
    drop(first.first());
    assert_eq!(
        pages.outcome().unwrap().requests,
        2,
        "requests from a single page are counted separately"
    );
}

#[test]
fn a_walk_with_too_little_evidence_fails_after_its_items() {
    let replay = two_pages();
    let numbers = Numbers::list(&client(&replay)).limit(3).require(Evidence::Counted).blocking();
    let mut items = numbers.clone().items();
    assert_eq!(items.by_ref().take(3).map(Result::unwrap).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(items.outcome().is_none() && items.size_hint() == (0, Some(1)));
    assert_eq!(items.next().unwrap().unwrap_err().kind(), ErrorKind::Unproven);
    assert!(items.next().is_none() && items.size_hint() == (0, Some(0)));
    assert_eq!(items.outcome().unwrap().evidence, Evidence::Unproven);

    let replay = two_pages();
    let numbers = Numbers::list(&client(&replay)).limit(3).require(Evidence::Counted).blocking();
    let failed = numbers.collect().unwrap_err();
    assert_eq!((failed.items, failed.error.kind()), (vec![1, 2, 3], ErrorKind::Unproven));
    assert!(!failed.error.is_resumable());

    let replay = two_pages();
    let anchored = Numbers::list(&client(&replay)).require(Evidence::Anchored).blocking();
    assert_eq!(anchored.clone().collect().unwrap_err().error.kind(), ErrorKind::Unproven);
    assert_eq!(replay.targets(), [""; 0], "its style can't show it");
    assert_eq!(anchored.first_page().unwrap().items(), [1, 2], "a page is not a walk");
}
