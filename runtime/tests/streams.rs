//! Items and pages as streams: when they send, what they hand out, and that
//! they end.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::wire::Wire;
use common::{Numbers, poll, ready};
use futures_core::{FusedStream, Stream};
use pagesmith::{ErrorKind, Items, Page, Pages, Paging, Warning};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const FIRST: &str = "'data':[1,2,3],'next_page_token':'a'";
const SECOND: &str = "'data':[4,5],'next_page_token':'b'";
const THIRD: &str = "'data':[6],'next_page_token':null";

fn three_pages() -> Wire {
    Wire::of([FIRST, SECOND, THIRD])
}

/// The next item, which is there without waiting.
#[track_caller]
fn item(items: &mut Items<u64>) -> u64 {
    ready(items).unwrap().unwrap()
}

#[track_caller]
fn stays_over<S: FusedStream + Unpin>(stream: &mut S) {
    for _ in 0..3 {
        assert!(ready(stream).is_none());
        assert!(stream.is_terminated());
    }
}

#[test]
fn streams_are_send_and_unpin_and_own_what_they_need() {
    fn owned<T: Send + Unpin + 'static>() {}
    fn shared<T: Send + Sync + 'static>() {}
    owned::<Items<String>>();
    owned::<Pages<String>>();
    owned::<Page<String>>();
    shared::<pagesmith::Client>();
    shared::<pagesmith::Error>();
    // Also where the record itself can't be moved once it is pinned.
    owned::<Items<std::marker::PhantomPinned>>();
}

#[test]
fn nothing_is_sent_before_the_first_poll() {
    let wire = three_pages();
    let mut items = Numbers::list(&wire.client()).items();
    let pages = Numbers::list(&wire.client()).pages();
    drop(Numbers::list(&wire.client()).first_page());
    drop(Numbers::list(&wire.client()).collect());
    drop(items.next());
    assert_eq!((items.size_hint(), items.is_terminated()), ((0, None), false));
    drop(pages);
    assert_eq!(wire.sent(), [""; 0]);
}

#[test]
fn the_second_item_requests_the_next_page_and_no_other_page() {
    let wire = three_pages();
    let mut items = Numbers::list(&wire.client()).items();
    let mut sent = Vec::new();
    for id in 1..=6 {
        assert_eq!(item(&mut items), id);
        sent.push(wire.sent().len());
    }
    assert_eq!(sent, [1, 2, 2, 2, 3, 3]);
    assert_eq!(wire.sent(), ["/list", "/list?page_token=a", "/list?page_token=b"]);
    stays_over(&mut items);
}

#[test]
fn without_read_ahead_a_page_is_requested_when_it_is_needed() {
    let wire = three_pages();
    let mut items = Numbers::list(&wire.client()).read_ahead(false).items();
    let mut sent = Vec::new();
    for id in 1..=6 {
        assert_eq!(item(&mut items), id);
        sent.push(wire.sent().len());
    }
    assert_eq!(sent, [1, 1, 1, 2, 2, 3]);
}

#[test]
fn pages_are_not_read_ahead() {
    let wire = three_pages();
    let mut pages = Numbers::list(&wire.client()).pages();
    for page in 1..=3 {
        assert!(ready(&mut pages).unwrap().is_ok());
        assert_eq!(wire.sent().len(), page);
    }
    stays_over(&mut pages);
}

#[test]
fn buffered_items_do_not_wait_for_the_page_that_is_read_ahead() {
    let wire = three_pages();
    let mut items = Numbers::list(&wire.client()).items();
    assert_eq!(item(&mut items), 1);
    wire.hold(true);
    assert_eq!((item(&mut items), item(&mut items)), (2, 3));
    assert!(poll(&mut items).is_pending() && poll(&mut items).is_pending());
    assert_eq!((wire.sent().len(), wire.under_way()), (2, 1));
    assert_eq!((items.size_hint(), items.is_terminated()), ((0, None), false));
    wire.hold(false);
    assert_eq!([4, 5, 6].map(|_| item(&mut items)), [4, 5, 6]);
    assert_eq!(wire.sent().len(), 3);
}

#[test]
fn a_buffered_item_polls_neither_the_clock_nor_the_request() {
    let rows: Vec<String> = (1..=500).map(|id| id.to_string()).collect();
    let wire = Wire::of([&*format!("'data':[{}],'next_page_token':'a'", rows.join(",")), SECOND]);
    let clock = Clock::default();
    let client = wire.builder().timer(clock.clone()).build().unwrap();
    let mut items = Numbers::list(&client).items();
    assert_eq!([1, 2].map(|_| item(&mut items)), [1, 2]);
    let looked = clock.0.load(Ordering::Relaxed);
    assert!((3..500).all(|id| item(&mut items) == id));
    assert_eq!(clock.0.load(Ordering::Relaxed), looked);
    assert_eq!([item(&mut items), item(&mut items)], [500, 4]);
}

/// A clock that does not advance, and counts how often it is read.
#[derive(Clone, Default)]
struct Clock(Arc<AtomicUsize>);

impl pagesmith::Timer for Clock {
    fn now(&self) -> Duration {
        self.0.fetch_add(1, Ordering::Relaxed);
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> pagesmith::transport::BoxFuture<()> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn reading_ahead_never_goes_past_a_limit() {
    for (limit, requests) in [(0, 0), (1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 3), (7, 3)] {
        let wire = three_pages();
        // The server takes no page size, so that its pages stay what they are.
        let by_token = Paging::NONE.next(NEXT).send(pagesmith::paging::SendIn::Query("t"));
        let mut items = wire
            .client()
            .list::<u64>("/list", [""; 0], by_token)
            .items_at("/data")
            .limit(limit)
            .items();
        let mut count = 0;
        while let Some(item) = ready(&mut items) {
            count += 1;
            assert_eq!(item.unwrap(), count);
        }
        assert_eq!((count, wire.sent().len()), (limit.min(6), requests), "limit {limit}");
        stays_over(&mut items);
    }
}

const NEXT: pagesmith::paging::NextFrom = pagesmith::paging::NextFrom::Body("/next_page_token");

#[test]
fn a_dropped_stream_cancels_its_request_and_sends_no_other() {
    let wire = three_pages();
    let mut items = Numbers::list(&wire.client()).items();
    assert_eq!(item(&mut items), 1);
    wire.hold(true);
    assert_eq!(item(&mut items), 2);
    assert_eq!((wire.sent().len(), wire.under_way()), (2, 1));
    drop(items);
    assert_eq!((wire.sent().len(), wire.under_way()), (2, 0));
}

#[test]
fn a_cancelled_call_of_next_loses_no_item() {
    let wire = three_pages();
    wire.hold(true);
    let mut items = Numbers::list(&wire.client()).items();
    for _ in 0..3 {
        let mut next = Box::pin(items.next());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(next.as_mut().poll(&mut context).is_pending());
    }
    wire.hold(false);
    assert_eq!([1, 2, 3, 4, 5, 6].map(|_| item(&mut items)), [1, 2, 3, 4, 5, 6]);
    assert_eq!(wire.sent().len(), 3);
}

#[test]
fn an_error_comes_once_after_all_items_before_it_and_ends_the_stream() {
    for read_ahead in [true, false] {
        let wire = Wire::of([FIRST]);
        wire.then(500, "");
        wire.then(200, r#"{"data":[4],"next_page_token":null}"#);
        let mut items = Numbers::list(&wire.client()).read_ahead(read_ahead).items();
        assert_eq!([1, 2, 3].map(|_| item(&mut items)), [1, 2, 3]);
        assert!(!items.is_terminated());
        assert_eq!(ready(&mut items).unwrap().unwrap_err().kind(), ErrorKind::Status);
        stays_over(&mut items);
        assert_eq!(wire.sent().len(), 2);
    }
}

#[test]
fn a_request_that_fails_ends_the_stream_too() {
    for read_ahead in [true, false] {
        let wire = Wire::of([FIRST]);
        let mut items = Numbers::list(&wire.client()).read_ahead(read_ahead).items();
        assert_eq!([1, 2, 3].map(|_| item(&mut items)), [1, 2, 3]);
        assert_eq!(ready(&mut items).unwrap().unwrap_err().kind(), ErrorKind::Transport);
        wire.then(200, r#"{"data":[4],"next_page_token":null}"#);
        stays_over(&mut items);
        assert_eq!(wire.sent().len(), 2);
    }
}

#[test]
fn an_error_between_pages_comes_once_and_ends_the_stream() {
    for read_ahead in [true, false] {
        let wire = Wire::of(["'data':[1,2],'next_page_token':'a'", "'data':[3,4]"]);
        let mut items = Numbers::list(&wire.client()).read_ahead(read_ahead).items();
        assert_eq!([1, 2, 3, 4].map(|_| item(&mut items)), [1, 2, 3, 4]);
        assert!(!items.is_terminated());
        assert_eq!(ready(&mut items).unwrap().unwrap_err().kind(), ErrorKind::Truncated);
        stays_over(&mut items);
    }
}

#[test]
fn pages_end_with_an_error_once_too() {
    let wire = Wire::of([FIRST, FIRST]);
    let mut pages = Numbers::list(&wire.client()).pages();
    assert!(ready(&mut pages).unwrap().is_ok() && ready(&mut pages).unwrap().is_ok());
    assert!(!pages.is_terminated());
    assert!(ready(&mut pages).unwrap().unwrap_err().is_cycle());
    stays_over(&mut pages);
}

#[test]
fn a_value_that_cannot_be_used_is_an_error_of_the_first_poll() {
    let wire = three_pages();
    let mut items = Numbers::list(&wire.client()).page_size(0).items();
    assert_eq!((items.size_hint(), items.is_terminated()), ((0, Some(1)), false));
    assert_eq!(ready(&mut items).unwrap().unwrap_err().kind(), ErrorKind::Input);
    assert_eq!(items.size_hint(), (0, Some(0)));
    stays_over(&mut items);
    let mut pages = Numbers::list(&wire.client()).page_size(2001).pages();
    assert_eq!(ready(&mut pages).unwrap().unwrap_err().kind(), ErrorKind::Input);
    stays_over(&mut pages);
    assert_eq!(wire.sent(), [""; 0]);
}

#[test]
fn the_size_hint_is_between_the_buffered_items_and_the_limit() {
    // The server counts a thousand, but promises nothing.
    let wire = Wire::of([
        "'data':[1,2,3],'next_page_token':'a','num_records':1000",
        "'data':[4,5,6],'next_page_token':'b','num_records':1000",
    ]);
    let mut items = Numbers::list(&wire.client()).limit(5).items();
    let mut hints = vec![items.size_hint()];
    while ready(&mut items).is_some() {
        hints.push(items.size_hint());
    }
    let expected = [(0, 5), (2, 4), (1, 3), (0, 2), (1, 1), (0, 0)];
    assert_eq!(hints, expected.map(|(buffered, left)| (buffered, Some(left))));
}

#[test]
fn without_a_limit_the_size_hint_has_no_upper_bound_but_at_the_end() {
    let wire = three_pages();
    let mut items = Numbers::list(&wire.client()).items();
    let mut hints = Vec::new();
    while ready(&mut items).is_some() {
        hints.push(items.size_hint());
    }
    let end = Some(0);
    assert_eq!(hints, [(2, None), (1, None), (0, None), (1, None), (0, None), (0, end)]);
}

#[test]
fn a_stream_is_terminated_only_when_its_buffer_is_empty() {
    let wire = Wire::of(["'data':[1,2],'next_page_token':null"]);
    let mut items = Numbers::list(&wire.client()).items();
    let mut terminated = vec![items.is_terminated()];
    while ready(&mut items).is_some() {
        terminated.push(items.is_terminated());
    }
    assert_eq!(terminated, [false, false, true]);
}

#[test]
fn a_limit_of_zero_ends_at_once() {
    let wire = three_pages();
    let mut items = Numbers::list(&wire.client()).limit(0).items();
    assert_eq!((items.size_hint(), items.is_terminated()), ((0, Some(0)), true));
    stays_over(&mut items);
    stays_over(&mut Numbers::list(&wire.client()).limit(0).pages());
    assert_eq!(wire.sent(), [""; 0]);
}

#[test]
fn empty_pages_are_passed_within_one_poll() {
    let wire = Wire::of([
        "'data':[],'next_page_token':'a'",
        "'data':[],'next_page_token':'b'",
        "'data':[1],'next_page_token':null",
    ]);
    let mut items = Numbers::list(&wire.client()).items();
    assert_eq!(item(&mut items), 1);
    stays_over(&mut items);
}

#[tokio::test]
async fn collect_gives_all_items_or_those_before_the_error() {
    let wire = three_pages();
    assert_eq!(Numbers::list(&wire.client()).collect().await.unwrap(), [1, 2, 3, 4, 5, 6]);

    let wire = Wire::of([FIRST, "'data':[4,'x'],'next_page_token':null"]);
    let failed = Numbers::list(&wire.client()).collect().await.unwrap_err();
    assert_eq!((failed.items.as_slice(), failed.error.kind()), (&[1, 2, 3][..], ErrorKind::Record));
    assert!(failed.to_string().ends_with("(after 3 items)"), "{failed}");
    assert_eq!(pagesmith::Error::from(failed).page(), Some(2));

    let wire = Wire::of([FIRST, "'data':[4]"]);
    let failed = Numbers::list(&wire.client()).collect().await.unwrap_err();
    assert_eq!(
        (failed.items.as_slice(), failed.error.kind()),
        (&[1, 2, 3, 4][..], ErrorKind::Truncated)
    );
}

#[tokio::test]
async fn warnings_and_the_shortfall_come_with_the_walk() {
    let wire = Wire::of([
        "'data':[1,2],'page':0,'per_page':2,'num_records':4,'num_pages':2",
        "'data':[3],'page':1,'per_page':2,'num_records':4,'num_pages':2",
    ]);
    let mut items = Numbers::list(&wire.client()).items();
    assert_eq!((items.warnings(), items.shortfall()), (&[][..], None));
    while items.try_next().await.unwrap().is_some() {}
    assert_eq!(items.warnings(), [Warning::ByNumber, Warning::Shortfall { seen: 3, total: 4 }]);
    assert_eq!(items.shortfall(), Some(1));
    assert_eq!(wire.sent(), ["/list", "/list?per_page=2&page=1"]);
}
