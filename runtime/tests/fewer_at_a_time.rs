//! Several pages at a time, from servers that allow fewer: on a paused clock.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use bytes::Bytes;
use common::Numbers;
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{Client, ClientBuilder, List, Numbered, Outcome, Paged, Pager, RateLimit};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep};

/// A reply: its status, a header, its body.
type Reply = (u16, Option<(&'static str, &'static str)>, String);

/// Serves numbered pages of two, each after 50 ms; refuses what exceeds the number that it
/// allows at a time.
#[derive(Clone)]
struct Crowded {
    pages: u64,
    refusal: (u16, Option<(&'static str, &'static str)>),
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    allowed: usize,
    under_way: usize,
    /// The most at a time after the last change of `allowed`.
    most: usize,
    refused: usize,
    /// How often each page was served.
    served: BTreeMap<u64, usize>,
}

impl Crowded {
    fn new(pages: u64, allowed: usize) -> Self {
        let state = State { allowed, ..State::default() };
        Self { pages, refusal: (429, None), state: Arc::new(Mutex::new(state)) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn allow(&self, allowed: usize) {
        let mut state = self.state();
        (state.allowed, state.most) = (allowed, 0);
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder("https://api.test").transport(self.clone())
    }

    async fn reply(&self, target: &str) -> Reply {
        let page = target.rsplit_once("page=").unwrap().1.parse().unwrap();
        {
            let mut state = self.state();
            if state.under_way == state.allowed {
                state.refused += 1;
                return (self.refusal.0, self.refusal.1, r#"{"code":"BUSY"}"#.to_owned());
            }
            state.under_way += 1;
            state.most = state.most.max(state.under_way);
        }
        sleep(Duration::from_millis(50)).await;
        let mut state = self.state();
        state.under_way -= 1;
        *state.served.entry(page).or_default() += 1;
        let (first, pages) = (page * 2, self.pages);
        let body =
            format!("{{\"data\":[{first},{}],\"page\":{page},\"num_pages\":{pages}}}", first + 1);
        (200, None, body)
    }

    /// Walks it, so many pages at a time; the items are right, and no page was served twice.
    async fn walk(&self, client: &Client, at_a_time: usize) -> Outcome {
        let mut items =
            Numbers::list(client).page_size(2).by_number().concurrency(at_a_time).items();
        let mut all = Vec::new();
        while let Some(item) = items.try_next().await.unwrap() {
            all.push(item);
        }
        assert_eq!(all, (0..self.pages * 2).collect::<Vec<u64>>());
        assert!(self.state().served.values().all(|times| *times == 1), "{:?}", self.state().served);
        items.outcome().unwrap()
    }
}

impl Transport for Crowded {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let server = self.clone();
        Box::pin(async move {
            let (status, header, body) = server.reply(request.uri().query().unwrap()).await;
            let mut reply = http::Response::builder().status(status);
            if let Some((name, value)) = header {
                reply = reply.header(name, value);
            }
            Ok(reply.body(body.into())?)
        })
    }
}

#[tokio::test(start_paused = true)]
async fn refusals_are_few_however_many_are_allowed() {
    for allowed in 1..=8 {
        let server = Crowded::new(200, allowed);
        let outcome = server.walk(&server.builder().build().unwrap(), 8).await;
        let refused = server.state().refused;
        assert_eq!(outcome.retries, refused as u64);
        // Eight, four and two at a time, and one for each ten good pages after that.
        let most = if allowed == 8 { 0 } else { 7 + 3 + 1 + 200 / 10 };
        assert!(refused <= most, "{refused} refusals, {allowed} at a time");
    }
}

#[tokio::test(start_paused = true)]
async fn after_a_refusal_fewer_are_sent_and_later_as_many_as_before() {
    let server = Crowded::new(400, 8);
    let client = server.builder().build().unwrap();
    let list = Numbers::list(&client).page_size(2).by_number().concurrency(8);
    let mut pages = list.pages();
    let most_over = async |pages: &mut pagesmith::Pages<u64>, count, allowed| {
        server.allow(allowed);
        for _ in 0..count {
            pages.try_next().await.unwrap().unwrap();
        }
        server.state().most
    };
    assert_eq!(most_over(&mut pages, 20, 8).await, 8);
    most_over(&mut pages, 20, 3).await;
    // Some time later, the server allows all again: one more at a time for ten pages.
    assert!(most_over(&mut pages, 20, 100).await <= 5);
    most_over(&mut pages, 60, 100).await;
    assert_eq!(most_over(&mut pages, 60, 100).await, 8);
    assert!(server.state().refused <= 8, "{}", server.state().refused);
}

#[tokio::test(start_paused = true)]
async fn a_503_counts_if_it_says_when_to_come_back_and_so_does_a_limit_of_the_client() {
    const LIMIT: RateLimit = RateLimit::new(&[403]).remaining("left");
    let most_after = async |refusal, limit: Option<RateLimit>| {
        let server = Crowded { refusal, ..Crowded::new(40, 3) };
        let mut builder = server.builder();
        if let Some(limit) = limit {
            builder = builder.rate_limit(limit);
        }
        let client = builder.build().unwrap();
        let mut pages = Numbers::list(&client).page_size(2).by_number().concurrency(4).pages();
        for _ in 0..2 {
            pages.try_next().await.unwrap().unwrap();
        }
        server.allow(100);
        for _ in 0..8 {
            pages.try_next().await.unwrap().unwrap();
        }
        server.state().most
    };
    assert_eq!(most_after((429, None), None).await, 2);
    assert_eq!(most_after((503, Some(("retry-after", "0"))), None).await, 2);
    assert_eq!(most_after((403, Some(("left", "0"))), Some(LIMIT)).await, 2);
    assert_eq!(most_after((503, None), None).await, 4);
    assert_eq!(most_after((500, Some(("retry-after", "0"))), None).await, 4);
}

/// The same list, with the API's own code.
struct Coded;

impl Paged for Coded {
    type Item = u64;
    const LIST: List = Numbers::LIST.error_code("/code");
}

impl Numbered for Coded {}

#[tokio::test(start_paused = true)]
async fn a_code_that_means_later_counts_whatever_the_status() {
    const LATER: RateLimit = RateLimit::new(&[]).code(&["BUSY"]);
    for status in [200, 400] {
        let server = Crowded { refusal: (status, None), ..Crowded::new(40, 3) };
        let client = server.builder().rate_limit(LATER).build().unwrap();
        let list = Pager::<Coded>::new(&client, []).page_size(2).by_number().concurrency(4);
        let mut pages = list.pages();
        for _ in 0..2 {
            pages.try_next().await.unwrap().unwrap();
        }
        server.allow(100);
        for _ in 0..8 {
            pages.try_next().await.unwrap().unwrap();
        }
        assert_eq!(server.state().most, 2, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn pages_that_were_refused_together_wait_together() {
    let server = Crowded { refusal: (429, Some(("retry-after", "20"))), ..Crowded::new(9, 2) };
    let began = Instant::now();
    let outcome = server.walk(&server.builder().build().unwrap(), 8).await;
    assert_eq!((outcome.retries, server.state().refused), (6, 6));
    // Not 20 seconds for each of the six.
    let took = began.elapsed().as_millis();
    assert!((20_000..20_500).contains(&took), "{took} ms");
}

/// Answers one request of this server.
async fn answer(server: Crowded, stream: TcpStream) {
    let mut stream = BufReader::new(stream);
    let mut head = String::new();
    while stream.read_line(&mut head).await.unwrap_or(0) > 2 {}
    let Some(target) = head.split(' ').nth(1) else { return };
    let (status, _, body) = server.reply(target).await;
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} Scripted\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
    );
    // The client may have gone.
    let _gone = stream.write_all((head + &body).as_bytes()).await;
}

#[tokio::test(start_paused = true)]
async fn over_a_socket_refusals_are_few_too() {
    let server = Crowded::new(100, 3);
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serving = server.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(serving.clone(), stream));
        }
    });
    let client = Client::builder(url).build().unwrap();
    let outcome = server.walk(&client, 8).await;
    let refused = server.state().refused;
    assert!((1..=7 + 3 + 1 + 10).contains(&refused), "{refused} refusals");
    assert_eq!(outcome.retries, refused as u64);
}
