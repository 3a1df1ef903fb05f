//! Single pages: what they show, and how one leads to another.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use bytes::Bytes;
use common::Numbers;
use common::wire::Wire;
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{Client, Error, ErrorKind, Json, Page, Paging};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const FIRST: &str = "'data':[1,2,3],'next_page_token':'a'";
const SECOND: &str = "'data':[4,5],'next_page_token':'b'";
const THIRD: &str = "'data':[6],'next_page_token':null";

#[tokio::test]
async fn a_page_shows_what_the_server_says_and_leads_on() {
    let wire = Wire::of([
        "'data':[1,2],'page':'0','per_page':'2','num_pages':2,'num_records':3,'next_page_token':'a'",
        THIRD,
    ]);
    let page = Numbers::list(&wire.client()).first_page().await.unwrap();
    assert_eq!((page.items(), page.status().as_u16()), (&[1, 2][..], 200));
    assert_eq!((page.number(), page.size()), (Some(0), Some(2)));
    assert_eq!((page.total_pages(), page.total()), (Some(2), Some(3)));
    assert!(page.has_next() && page.first_uri().is_none() && page.warnings().is_empty());
    let last = page.next().await.unwrap().unwrap();
    assert_eq!((last.items(), last.has_next()), (&[6][..], false));
    assert!(last.next().await.unwrap().is_none());
    assert_eq!(wire.sent(), ["/list", "/list?page_token=a"]);
}

#[tokio::test]
async fn the_pages_around_a_page_by_number_are_by_number() {
    let page =
        |page: u64| format!("'data':[{page}],'page':{page},'num_pages':4,'next_page_token':'no'");
    let wire = Wire::of([2, 3, 1, 0].map(page).each_ref().map(String::as_str));
    let shown = Numbers::list(&wire.client()).get_page(2).await.unwrap();
    assert_eq!(shown.next().await.unwrap().unwrap().items(), [3]);
    assert_eq!(shown.previous().await.unwrap().unwrap().items(), [1]);
    let first = shown.first().await.unwrap();
    assert_eq!(first.items(), [0]);
    assert!(first.previous().await.unwrap().is_none());
    let asked = [2, 3, 1, 0].map(|page| format!("/list?per_page=100&page={page}"));
    assert_eq!(wire.sent(), asked);
}

#[tokio::test]
async fn the_first_page_of_a_walk_by_token_has_no_token() {
    let wire = Wire::of([FIRST, SECOND, FIRST]);
    let page = Numbers::list(&wire.client()).page_size(3).first_page().await.unwrap();
    let second = page.next().await.unwrap().unwrap();
    assert!(second.previous().await.unwrap().is_none());
    assert_eq!(second.first().await.unwrap().items(), [1, 2, 3]);
    assert_eq!(
        wire.sent(),
        ["/list?per_page=3", "/list?per_page=3&page_token=a", "/list?per_page=3"]
    );
}

#[tokio::test]
async fn a_broken_next_position_is_reported_when_it_is_used() {
    let wire = Wire::of(["'data':[1],'next_page_token':[]"]);
    let page = Numbers::list(&wire.client()).first_page().await.unwrap();
    assert!(page.has_next());
    for _ in 0..2 {
        assert_eq!(page.next().await.unwrap_err().kind(), ErrorKind::PagingKey);
    }
    assert_eq!(wire.sent().len(), 1);
}

#[tokio::test]
async fn a_first_page_that_fails_is_an_error() {
    let wire = Wire::default();
    wire.then(404, "");
    let error = Numbers::list(&wire.client()).first_page().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    let error = Numbers::list(&wire.client()).limit(0).first_page().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
}

#[tokio::test]
async fn a_transport_that_fails_is_an_error_with_its_cause() {
    let wire = Wire::default();
    let error = Numbers::list(&wire.client()).first_page().await.unwrap_err();
    assert_eq!((error.kind(), error.page()), (ErrorKind::Transport, Some(1)));
    let cause = std::error::Error::source(&error).unwrap();
    assert_eq!(cause.to_string(), "no reply is left");
}

#[tokio::test]
async fn a_page_larger_than_allowed_is_an_error() {
    let body = "'data':[1,2],'next_page_token':null";
    for (max, fits) in [(body.len() + 1, false), (body.len() + 2, true)] {
        let client = Wire::of([body]).builder().max_page_bytes(max).build().unwrap();
        let page = Numbers::list(&client).first_page().await;
        assert_eq!(
            page.map(Page::into_items).map_err(|error| error.kind()),
            if fits { Ok(vec![1, 2]) } else { Err(ErrorKind::Body) }
        );
    }
}

#[tokio::test]
async fn a_page_of_more_items_than_allowed_is_an_error_however_they_are_read() {
    use pagesmith::ErrorKind::Body;
    let body = "'data':[1,2,3],'next_page_token':null";
    for (max, outcome) in [(2, Err(Body)), (3, Ok(3))] {
        let client = Wire::of([body; 4]).builder().max_page_items(max).build().unwrap();
        let any = client.list::<Json>("/list", [""; 0], Paging::SENDSAGE).items_at("/data");
        let counts = [
            Numbers::list(&client).collect().await.map(|all| all.len()).map_err(Error::from),
            Numbers::list(&client)
                .lenient()
                .collect()
                .await
                .map(|all| all.len())
                .map_err(Error::from),
            any.collect().await.map(|all| all.len()).map_err(Error::from),
            Numbers::list(&client).limit(1).collect().await.map(|_| 3).map_err(Error::from),
        ];
        for count in counts {
            assert_eq!(count.map_err(|error| error.kind()), outcome);
        }
    }
}

#[tokio::test]
async fn pages_that_all_warn_share_the_first_hundred_warnings_and_count_the_others() {
    let wire = Wire::default();
    for page in 0..300 {
        wire.then(200, &format!("{{\"data\":[{page}],\"num_records\":{}}}", 1000 + page));
    }
    let call = Numbers::list(&wire.client()).page_size(1).by_number().to_page(299);
    let (mut walk, mut pages) = (call.pages(), Vec::new());
    while let Some(page) = walk.try_next().await.unwrap() {
        pages.push(page);
    }
    let last = pages.last().unwrap();
    assert_eq!((pages.len(), last.warnings().len(), last.more_warnings()), (300, 100, 199));
    // A copy for each of the first hundred, at most, and none for any page behind them.
    let copies: std::collections::HashSet<_> =
        pages.iter().map(|page| page.warnings().as_ptr()).collect();
    assert!(copies.len() <= 101, "{} copies", copies.len());
    let outcome = walk.outcome().unwrap();
    assert_eq!((outcome.warnings.len(), outcome.more_warnings), (100, walk.more_warnings()));
    assert!(outcome.to_string().ends_with("299 warnings"), "{outcome}");
}

#[tokio::test]
async fn a_list_known_at_run_time_goes_by_number_where_its_style_does() {
    let wire = Wire::of(["'data':[{}],'num_pages':1"]);
    let list = |paging| wire.client().list::<Json>("/list", [""; 0], paging).items_at("/data");
    assert_eq!(list(Paging::NONE).by_number().unwrap_err().kind(), ErrorKind::Input);
    let numbered = list(Paging::SENDSAGE).by_number().unwrap();
    assert_eq!(numbered.collect().await.unwrap().len(), 1);
    assert_eq!(wire.sent(), ["/list?per_page=100&page=0"]);
}

/// A body that is counted until it is dropped.
struct Counted(Vec<u8>, Arc<AtomicUsize>);

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.1.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Three pages of ten, by token or by number, and how many bodies are held.
#[derive(Clone, Default)]
struct Bodies(Arc<AtomicUsize>);

impl Transport for Bodies {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let page: u64 = request
            .uri()
            .query()
            .and_then(|query| query.rsplit_once('=')?.1.parse().ok())
            .unwrap_or(0);
        let rows: Vec<String> = (page * 10..page * 10 + 10).map(|row| row.to_string()).collect();
        let next = if page < 2 { (page + 1).to_string() } else { "null".to_owned() };
        let body = format!(
            r#"{{"data":[{}],"page":{page},"num_pages":3,"next_page_token":{next}}}"#,
            rows.join(",")
        );
        self.0.fetch_add(1, Ordering::Relaxed);
        let body = Bytes::from_owner(Counted(body.into_bytes(), self.0.clone()));
        Box::pin(std::future::ready(Ok(http::Response::new(Body::from(body)))))
    }
}

impl Bodies {
    fn client(&self) -> Client {
        Client::builder("https://api.test").transport(self.clone()).build().unwrap()
    }

    fn held(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

#[tokio::test]
async fn a_stored_page_holds_no_body() {
    let bodies = Bodies::default();
    for by_number in [false, true] {
        let list = Numbers::list(&bodies.client());
        let mut stream = if by_number { list.by_number().pages() } else { list.pages() };
        let mut pages = Vec::new();
        while let Some(page) = stream.try_next().await.unwrap() {
            pages.push(page);
            // One page is held against the next, by the walk.
            assert!(bodies.held() <= 1);
        }
        drop(stream);
        assert_eq!((pages.len(), bodies.held()), (3, 0));
        assert_eq!(pages[0].next().await.unwrap().unwrap().items()[0], 10);
    }
}

#[tokio::test]
async fn items_hold_two_bodies_at_most() {
    let bodies = Bodies::default();
    for by_number in [false, true] {
        let list = Numbers::list(&bodies.client());
        let mut items = if by_number { list.by_number().items() } else { list.items() };
        for item in 0..30 {
            assert_eq!(items.try_next().await.unwrap(), Some(item));
            assert!(bodies.held() <= 2, "{}", bodies.held());
        }
        drop(items);
        assert_eq!(bodies.held(), 0);
    }
}
