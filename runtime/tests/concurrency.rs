//! Pages by number, several at a time and in order, on a paused clock.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use bytes::Bytes;
use common::Numbers;
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{Client, ErrorKind};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Serves numbered pages of ten, each after 50 ms of the paused clock; odd ones
/// after 90 ms, so that replies overtake each other.
#[derive(Clone)]
struct Slow {
    pages: u64,
    counts: &'static str,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    asked: Vec<u64>,
    under_way: usize,
    most: usize,
}

impl Slow {
    fn new(pages: u64, counts: &'static str) -> Self {
        Self { pages, counts, state: Arc::default() }
    }

    fn client(&self) -> Client {
        Client::builder("https://api.test").transport(self.clone()).build().unwrap()
    }

    fn body(&self, page: u64) -> String {
        let rows = if page < self.pages { 10 } else { 0 };
        let rows: Vec<String> = (0..rows).map(|row| (page * 10 + row).to_string()).collect();
        let counts = match self.counts {
            "pages" => format!(",\"num_pages\":{}", self.pages),
            "total" => format!(",\"num_records\":{}", self.pages * 10),
            _ => String::new(),
        };
        format!("{{\"data\":[{}],\"page\":{page},\"per_page\":10{counts}}}", rows.join(","))
    }
}

impl Transport for Slow {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let query = request.uri().query().unwrap();
        let page: u64 = query.rsplit_once("page=").unwrap().1.parse().unwrap();
        let slow = self.clone();
        Box::pin(async move {
            {
                let mut state = slow.state.lock().unwrap();
                state.asked.push(page);
                state.under_way += 1;
                state.most = state.most.max(state.under_way);
            }
            let wait = if page % 2 == 1 { 90 } else { 50 };
            tokio::time::sleep(Duration::from_millis(wait)).await;
            slow.state.lock().unwrap().under_way -= 1;
            Ok(http::Response::new(slow.body(page).into()))
        })
    }
}

/// The items, how long it took, what was asked for, and the most at a time.
async fn walk(slow: &Slow, at_a_time: usize) -> (Vec<u64>, u128, usize, usize) {
    let began = tokio::time::Instant::now();
    let pager = Numbers::list(&slow.client()).page_size(10).by_number().concurrency(at_a_time);
    let items = pager.collect().await.unwrap();
    let state = slow.state.lock().unwrap();
    (items, began.elapsed().as_millis(), state.asked.len(), state.most)
}

#[tokio::test(start_paused = true)]
async fn eight_at_a_time_keep_the_order_and_request_no_page_twice() {
    for counts in ["pages", "total"] {
        // 60 pages: the last eight at a time would reach beyond them.
        let (all, alone, ..) = walk(&Slow::new(60, counts), 1).await;
        assert_eq!(all, (0..600).collect::<Vec<u64>>());
        let (items, together, asked, most) = walk(&Slow::new(60, counts), 8).await;
        assert_eq!(items, all);
        assert_eq!((asked, most), (60, 8), "{counts}");
        assert!(together * 100 <= alone * 25, "{together} of {alone} ms");
    }
}

#[tokio::test(start_paused = true)]
async fn without_counts_fewer_extra_pages_are_requested_than_run_at_a_time() {
    let (items, _, asked, most) = walk(&Slow::new(20, "none"), 8).await;
    assert_eq!((items.len(), most), (200, 8));
    // 20 pages, the empty one that ends the list, and seven behind it.
    assert!((21..=28).contains(&asked), "{asked}");
}

#[tokio::test(start_paused = true)]
async fn no_page_beyond_a_limit_is_requested() {
    let slow = Slow::new(65, "pages");
    let pager = Numbers::list(&slow.client()).page_size(10).by_number().concurrency(8).limit(35);
    assert_eq!(pager.collect().await.unwrap().len(), 35);
    let mut asked = slow.state.lock().unwrap().asked.clone();
    asked.sort_unstable();
    assert_eq!(asked, [0, 1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn an_error_comes_after_all_items_before_it_and_no_later_page_is_requested() {
    let slow = Slow::new(65, "pages");
    let pager = Numbers::list(&slow.client()).page_size(10).by_number().concurrency(8);
    let failed = pager.max_pages(5).collect().await.unwrap_err();
    assert_eq!((failed.items.len(), failed.error.kind()), (50, ErrorKind::TooManyPages));
    assert_eq!(failed.error.position().unwrap().items(), 50);
    assert_eq!(slow.state.lock().unwrap().asked.len(), 5);
}

#[tokio::test(start_paused = true)]
async fn the_window_moves_with_each_page_that_is_handed_out() {
    let slow = Slow::new(60, "pages");
    let mut pages = Numbers::list(&slow.client()).page_size(10).by_number().concurrency(8).pages();
    for page in 1..=20 {
        assert!(pages.try_next().await.unwrap().is_some());
        // Those handed out, and eight more.
        assert_eq!(slow.state.lock().unwrap().asked.len(), page + 8);
    }
}
