//! Providers of credentials and hooks, on a transport of scripted replies.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::Numbers;
use common::wire::Wire;
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{AuthProvider, Client, Credentials, Error, ErrorKind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

const EMPTY: &str = "{\"data\":[],\"next_page_token\":null}";

/// Gives numbered credentials, once it is open; clones share everything.
#[derive(Clone)]
struct Desk {
    asked: Arc<AtomicUsize>,
    refreshed: Arc<AtomicUsize>,
    open: Arc<AtomicBool>,
    fails: Arc<AtomicBool>,
    alive: Arc<()>,
}

impl Desk {
    fn new() -> Self {
        let no = || Arc::new(AtomicBool::new(false));
        let open = no();
        open.store(true, Ordering::Relaxed);
        let (asked, refreshed) = Default::default();
        Self { asked, refreshed, open, fails: no(), alive: Arc::default() }
    }

    fn asked(&self) -> (usize, usize) {
        (self.asked.load(Ordering::Relaxed), self.refreshed.load(Ordering::Relaxed))
    }

    fn give(&self) -> BoxFuture<Result<Credentials, BoxError>> {
        let number = self.asked().0 + self.asked().1;
        let (open, fails, alive) = (self.open.clone(), self.fails.clone(), self.alive.clone());
        Box::pin(async move {
            opened(open).await;
            drop(alive);
            if fails.load(Ordering::Relaxed) {
                return Err("the vault is closed".into());
            }
            Ok(Credentials::bearer(format!("s3cret-{number}"))?)
        })
    }
}

impl AuthProvider for Desk {
    fn credentials(&self) -> BoxFuture<Result<Credentials, BoxError>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.give()
    }

    fn refresh(&self) -> BoxFuture<Result<Credentials, BoxError>> {
        self.refreshed.fetch_add(1, Ordering::Relaxed);
        self.give()
    }
}

fn client(wire: &Wire, desk: &Desk) -> Client {
    wire.builder().auth(desk.clone()).build().unwrap()
}

async fn page(client: &Client) -> Result<(), Error> {
    Numbers::list(client).first_page().await.map(drop)
}

/// The credentials of the requests so far.
fn proofs(wire: &Wire) -> Vec<String> {
    let proof = |request: &http::Request<_>| {
        request.headers().get("authorization").unwrap().to_str().unwrap().to_owned()
    };
    wire.requests().iter().map(proof).collect()
}

/// Waits until this is set.
async fn opened(open: Arc<AtomicBool>) {
    while !open.load(Ordering::Relaxed) {
        tokio::task::yield_now().await;
    }
}

/// Sends at once, and hands replies out while it is open.
struct Gate {
    wire: Wire,
    open: Arc<AtomicBool>,
}

impl Transport for Gate {
    fn send(
        &self,
        request: http::Request<bytes::Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let (reply, open) = (self.wire.send(request), self.open.clone());
        Box::pin(async move {
            opened(open).await;
            reply.await
        })
    }
}

/// Lets the tasks of this thread run.
async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_provider_is_called_once_for_all_waiting_and_later_requests() {
    let (wire, desk) = (Wire::default(), Desk::new());
    desk.open.store(false, Ordering::Relaxed);
    let client = client(&wire, &desk);
    let walks: Vec<_> = (0..20)
        .map(|_| {
            wire.then(200, EMPTY);
            let client = client.clone();
            tokio::spawn(async move { page(&client).await })
        })
        .collect();
    settle().await;
    assert_eq!((desk.asked(), wire.sent().len()), ((1, 0), 0));
    desk.open.store(true, Ordering::Relaxed);
    for walk in walks {
        walk.await.unwrap().unwrap();
    }
    wire.then(200, EMPTY);
    page(&client).await.unwrap();
    assert_eq!(desk.asked(), (1, 0));
    assert_eq!(proofs(&wire), ["Bearer s3cret-1"; 21]);
}

#[tokio::test]
async fn after_a_401_the_provider_is_called_again_and_the_request_is_retried() {
    let (wire, desk) = (Wire::default(), Desk::new());
    let client = client(&wire, &desk);
    wire.then(401, "{}");
    wire.then(200, EMPTY);
    wire.then(200, EMPTY);
    page(&client).await.unwrap();
    page(&client).await.unwrap();
    assert_eq!(desk.asked(), (1, 1));
    assert_eq!(proofs(&wire), ["Bearer s3cret-1", "Bearer s3cret-2", "Bearer s3cret-2"]);
}

#[tokio::test]
async fn a_second_401_is_the_error_and_the_next_request_asks_again() {
    let (wire, desk) = (Wire::default(), Desk::new());
    let client = client(&wire, &desk);
    wire.then(401, "{}");
    wire.then(401, "{}");
    let error = page(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 401));
    assert_eq!((desk.asked(), wire.sent().len()), ((1, 1), 2));
    wire.then(200, EMPTY);
    page(&client).await.unwrap();
    assert_eq!(desk.asked(), (1, 2), "refused credentials are not cached");
}

#[tokio::test]
async fn requests_refused_with_the_same_credentials_share_the_new_ones() {
    let (wire, desk, open) = (Wire::default(), Desk::new(), Arc::new(AtomicBool::new(true)));
    let gate = Gate { wire: wire.clone(), open: open.clone() };
    let client = wire.builder().transport(gate).auth(desk.clone()).build().unwrap();
    wire.then(200, EMPTY);
    page(&client).await.unwrap();
    open.store(false, Ordering::Relaxed);
    (0..9).for_each(|_| wire.then(401, "{}"));
    (0..9).for_each(|_| wire.then(200, EMPTY));
    let walks: Vec<_> = (0..9)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { page(&client).await })
        })
        .collect();
    settle().await;
    assert_eq!(wire.sent().len(), 10);
    open.store(true, Ordering::Relaxed);
    for walk in walks {
        walk.await.unwrap().unwrap();
    }
    assert_eq!(desk.asked(), (1, 1));
    assert_eq!(proofs(&wire)[1..10], ["Bearer s3cret-1"; 9]);
    assert_eq!(proofs(&wire)[10..], ["Bearer s3cret-2"; 9]);
}

#[tokio::test]
async fn a_provider_that_fails_is_an_error_with_its_cause() {
    let (wire, desk) = (Wire::default(), Desk::new());
    desk.fails.store(true, Ordering::Relaxed);
    let client = client(&wire, &desk);
    let error = page(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the vault is closed");
    assert_eq!((error.page(), wire.sent().len()), (Some(1), 0));
    desk.fails.store(false, Ordering::Relaxed);
    wire.then(200, EMPTY);
    page(&client).await.unwrap();
}

#[tokio::test]
async fn refused_requests_share_a_refresh_that_fails() {
    let (wire, desk, open) = (Wire::default(), Desk::new(), Arc::new(AtomicBool::new(true)));
    let gate = Gate { wire: wire.clone(), open: open.clone() };
    let client = wire.builder().transport(gate).auth(desk.clone()).build().unwrap();
    wire.then(200, EMPTY);
    page(&client).await.unwrap();
    open.store(false, Ordering::Relaxed);
    desk.fails.store(true, Ordering::Relaxed);
    (0..9).for_each(|_| wire.then(401, "{}"));
    let walk = || {
        let client = client.clone();
        tokio::spawn(async move { page(&client).await })
    };
    let walks: Vec<_> = (0..9).map(|_| walk()).collect();
    settle().await;
    open.store(true, Ordering::Relaxed);
    for walk in walks {
        assert_eq!(walk.await.unwrap().unwrap_err().kind(), ErrorKind::Auth);
    }
    assert_eq!((desk.asked(), wire.sent().len()), ((1, 1), 10));
}

#[tokio::test]
async fn a_provider_that_nobody_waits_for_is_dropped() {
    let (wire, desk) = (Wire::default(), Desk::new());
    desk.open.store(false, Ordering::Relaxed);
    let client = client(&wire, &desk);
    let unused = Arc::strong_count(&desk.alive);
    let walk = tokio::spawn({
        let client = client.clone();
        async move { page(&client).await }
    });
    settle().await;
    assert_eq!(Arc::strong_count(&desk.alive), unused + 1);
    walk.abort();
    assert!(walk.await.is_err());
    assert_eq!(Arc::strong_count(&desk.alive), unused);
}

#[tokio::test]
async fn credentials_that_were_given_once_are_not_tried_again() {
    let wire = Wire::default();
    wire.then(401, "{}");
    let client = wire.builder().bearer("s3cret").build().unwrap();
    assert_eq!(page(&client).await.unwrap_err().status().unwrap().as_u16(), 401);
    assert_eq!(wire.sent().len(), 1);
}

/// A provider of a key in the query, which may name the parameter.
struct KeyDesk(Option<&'static str>);

impl AuthProvider for KeyDesk {
    fn credentials(&self) -> BoxFuture<Result<Credentials, BoxError>> {
        Box::pin(async { Ok(Credentials::query("key", "s3 cret")) })
    }

    fn query_param(&self) -> Option<&str> {
        self.0
    }
}

#[tokio::test]
async fn a_provider_of_a_query_key_names_it_so_that_links_lose_it() {
    let wire = Wire::default();
    wire.then_with(302, &[("location", "/moved?key=s3%20cret&a=1")], "");
    wire.then(200, EMPTY);
    let client = wire.builder().auth(KeyDesk(Some("key"))).build().unwrap();
    page(&client).await.unwrap();
    assert_eq!(wire.sent(), ["/list?key=s3%20cret", "/moved?a=1&key=s3%20cret"]);

    let client = wire.builder().auth(KeyDesk(None)).build().unwrap();
    let error = page(&client).await.unwrap_err();
    assert_eq!((error.kind(), wire.sent().len()), (ErrorKind::Auth, 2));
}

#[tokio::test]
async fn a_closure_is_a_provider_and_credentials_are_never_shown() {
    let wire = Wire::default();
    wire.then(200, EMPTY);
    let provider = || async { Ok(Credentials::header("X-Key", "s3cret")?) };
    let client = wire.builder().auth(provider).build().unwrap();
    page(&client).await.unwrap();
    assert_eq!(wire.requests()[0].headers()["x-key"], "s3cret");
    for credentials in [
        Credentials::basic("u", "s3cret").unwrap(),
        Credentials::bearer("s3cret").unwrap(),
        Credentials::query("k", "s3cret"),
    ] {
        assert_eq!(format!("{credentials:?}"), "Credentials([redacted])");
    }
    assert!(Credentials::basic("u:v", "p").is_err());
    assert!(Credentials::bearer("a\nb").is_err());
    let empty = Wire::default().builder().bearer(" ").build().unwrap_err();
    assert!(empty.to_string().contains("the bearer token is empty"), "{empty}");
    assert!(Credentials::header("a b", "c").is_err());
}

#[tokio::test]
async fn hooks_see_each_request_and_each_head_and_no_secret() {
    let wire = Wire::default();
    let secrets =
        [("location", "/moved?key=s3cret"), ("set-cookie", "s3cret"), ("link", "<s3cret>")];
    wire.then_with(307, &secrets, "");
    wire.then_with(200, &[("x-remaining", "7")], EMPTY);
    let (requests, heads) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(Vec::new())));
    let (seen, read) = (requests.clone(), heads.clone());
    let client = wire
        .builder()
        .api_key_query("key", "s3cret")
        .header("X-Own", "s3cret")
        .on_request(move |head| {
            seen.lock().unwrap().push((head.uri.to_string(), format!("{head:?}")));
        })
        .on_response(move |head| read.lock().unwrap().push((head.status, format!("{head:?}"))))
        .build()
        .unwrap();
    page(&client).await.unwrap();
    let requests = requests.lock().unwrap();
    let uris: Vec<_> = requests.iter().map(|(uri, _)| uri.as_str()).collect();
    assert_eq!(uris, ["https://api.test/list", "https://api.test/moved"]);
    let heads = heads.lock().unwrap();
    assert_eq!(heads.iter().map(|(status, _)| status.as_u16()).collect::<Vec<_>>(), [307, 200]);
    assert!(heads[1].1.contains(r#""x-remaining": "7""#));
    let shown = requests.iter().map(|(_, shown)| shown).chain(heads.iter().map(|(_, shown)| shown));
    for shown in shown {
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}
