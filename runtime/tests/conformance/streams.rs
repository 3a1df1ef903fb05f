//! What the streams do between polls, at the end and after it.

use crate::call::{Call, TOKEN, Walking, basic};
use crate::driver::{Walked, drain};
use crate::lists::{Record, list};
use crate::row::{ENDS, fails};
use crate::scene::Scene;
use futures_core::{FusedStream as _, Stream as _};
use futures_util::{FutureExt as _, StreamExt as _, select};
use pagesmith::ErrorKind::Items as NoItems;
use pagesmith::{Items, Pager};

const HAND: Call = TOKEN;

/// The list by token, of this server.
fn pager(stage: &Scene) -> Pager<list::Token> {
    Pager::new(&stage.build(basic(stage)).unwrap(), [])
}

/// So many records, and what is left of the walk.
async fn take(mut items: Items<Record>, count: usize) -> (Vec<u64>, Items<Record>) {
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(items.next().await.unwrap().unwrap().id);
    }
    (ids, items)
}

/// Lets the server take whatever was sent.
async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

fn of(records: Vec<u64>) -> Walked {
    Walked { records, ..Walked::default() }
}

rows! {
    /// Polled after the end, a stream stays finished, and sends nothing.
    polled_after_the_end on "three-pages-by-token": HAND.own(polled_on)
        => ["/list", "/list?page_token=t{1..2}"], "1-6", ENDS;
    /// Polled after an error, a stream stays finished, and sends nothing.
    polled_after_an_error on "items-missing": HAND.own(polled_on)
        => ["/list", "/list?page_token=a"], "1-2", fails(NoItems, &["page 2"]);
    /// Under `select!`, which checks `is_terminated` first, the items of the last page are yielded.
    terminated_under_select in async on "three-pages-by-token": HAND.own(selected)
        => ["/list", "/list?page_token=t{1..2}"], "1-6", ENDS;
    /// A stream is not terminated while items of the last page are unread.
    terminated_with_items_unread in async on "one-page": HAND.own(unread) => ["/list"], "1-2", ENDS;
    /// The size hint ranges from the number of buffered items to what is left of the limit.
    size_hint_with_a_limit in async on "three-pages-by-token": HAND.own(hinted)
        => ["/list?per_page=2", "/list?per_page=2&page_token=t{1..2}"], "1-5", ENDS;
    /// The size hint never relies on the server's total.
    size_hint_and_the_total in async on "token-null-and-more-counted": HAND.own(unpromised)
        => ["/list"], "1", ENDS;
    /// Nothing is sent before the first poll.
    lazy_until_polled in async on "one-page": HAND.own(unpolled) => [], "", ENDS;
    /// While the first item of a page is handed out, nothing is read ahead.
    nothing_ahead_of_the_first_item in async on "three-pages-by-token": HAND.own(|stage| Box::pin(async {
        let (ids, items) = take(pager(stage).items(), 1).await;
        settle().await;
        drop(items);
        of(ids)
    })) => ["/list"], "1", ENDS;
    /// From the second item of a page on, one page is read ahead, never two.
    one_page_ahead in async on "ten-rows": HAND.own(ahead)
        => ["/list?per_page=4", "/list?per_page=4&page_token=t1"], "1-4", ENDS;
    /// If reading ahead is off, the next page is requested when it is needed.
    nothing_ahead_when_off in async on "three-pages-by-token": HAND.own(|stage| Box::pin(async {
        let (ids, items) = take(pager(stage).read_ahead(false).items(), 2).await;
        settle().await;
        drop(items);
        of(ids)
    })) => ["/list"], "1-2", ENDS;
    /// Nothing is read ahead beyond a limit.
    nothing_ahead_of_a_limit in async on "three-pages-by-token": HAND.own(|stage| Box::pin(async {
        let (ids, items) = take(pager(stage).limit(2).items(), 2).await;
        settle().await;
        assert!(items.is_terminated());
        of(ids)
    })) => ["/list"], "1-2", ENDS;
    /// A stream that is dropped in the middle of a page sends nothing more.
    dropped_in_mid_page in async on "three-pages-by-token": HAND.own(|stage| Box::pin(async {
        let (ids, items) = take(pager(stage).items(), 3).await;
        drop(items);
        settle().await;
        of(ids)
    })) => ["/list", "/list?page_token=t1"], "1-3", ENDS;
    /// A stream that is dropped while it waits for a reply closes its connection.
    dropped_in_a_request in async on "stall-before-headers": HAND.own(dropped)
        => ["/list", "/list?page_token=a"], "1-2", ENDS;
    /// Resuming a position that was saved at the end sends nothing.
    position_at_the_end on "one-page": HAND.own(saved) => ["/list"], "1-2", ENDS;
    /// Pages can be streamed as well, each with what the server says about the list.
    pages_as_a_stream in async on "short-pages": HAND.own(pages)
        => ["/list", "/list?page_token=a", "/list?page_token=b", "/list?page_token=c"], "1-5", ENDS;
}

fn polled_on(stage: &Scene) -> Walking<'_> {
    Box::pin(async {
        let walked = drain(stage.items(pager(stage))).await;
        let mut items = stage.items(pager(stage).limit(0));
        for _ in 0..3 {
            assert!(items.next().await.is_none());
        }
        walked
    })
}

fn selected(stage: &Scene) -> Walking<'_> {
    Box::pin(async {
        let mut items = pager(stage).items();
        let mut ids = Vec::new();
        loop {
            select! {
                item = items.select_next_some() => ids.push(item.unwrap().id),
                complete => break,
            }
        }
        of(ids)
    })
}

fn unread(stage: &Scene) -> Walking<'_> {
    Box::pin(async {
        let (mut ids, mut items) = take(pager(stage).items(), 1).await;
        assert!(!items.is_terminated());
        ids.push(items.next().await.unwrap().unwrap().id);
        assert!(items.is_terminated());
        assert!(items.next().await.is_none());
        of(ids)
    })
}

fn hinted(stage: &Scene) -> Walking<'_> {
    Box::pin(async {
        let mut items = pager(stage).page_size(2).limit(5).items();
        let mut hints = vec![items.size_hint()];
        let mut ids = Vec::new();
        while let Some(item) = items.next().await {
            ids.push(item.unwrap().id);
            hints.push(items.size_hint());
        }
        let buffered = [0, 1, 0, 1, 0, 0];
        let expected = (0..6).map(|at| (buffered[at], Some(5 - at)));
        assert_eq!(hints, expected.collect::<Vec<_>>());
        of(ids)
    })
}

fn unpromised(stage: &Scene) -> Walking<'_> {
    Box::pin(async {
        let (ids, items) = take(pager(stage).items(), 1).await;
        assert_eq!(items.size_hint(), (1, None));
        of(ids)
    })
}

fn unpolled(stage: &Scene) -> Walking<'_> {
    Box::pin(async {
        let items = pager(stage).items();
        let pages = pager(stage).pages();
        let first = pager(stage).first_page();
        settle().await;
        assert!(!items.is_terminated() && !pages.is_terminated());
        drop(first);
        of(Vec::new())
    })
}

fn ahead(stage: &Scene) -> Walking<'_> {
    Box::pin(async {
        let mut items = pager(stage).page_size(4).items();
        let mut ids = Vec::new();
        for _ in 0..4 {
            ids.push(items.next().await.unwrap().unwrap().id);
            // The request that is under way moves with each poll.
            settle().await;
        }
        assert_eq!(stage.requests().len(), 2);
        of(ids)
    })
}

fn dropped(stage: &Scene) -> Walking<'_> {
    Box::pin(async {
        let (ids, mut items) = take(pager(stage).items(), 2).await;
        while stage.open_connections() < 1 || stage.requests().len() < 2 {
            assert!(items.next().now_or_never().is_none());
            tokio::task::yield_now().await;
        }
        drop(items);
        while stage.open_connections() > 0 {
            tokio::task::yield_now().await;
        }
        of(ids)
    })
}

fn saved(stage: &Scene) -> Walking<'_> {
    Box::pin(async {
        let mut items = stage.items(pager(stage));
        let mut ids = Vec::new();
        for _ in 0..2 {
            ids.push(items.next().await.unwrap().unwrap().id);
        }
        assert!(items.next().await.is_none());
        let position = items.position().unwrap();
        let text = position.encode();
        let position = pagesmith::Position::decode(&text).unwrap();
        assert!(position.is_done() && position.items() == 2);
        let rest = drain(stage.items(pager(stage).resume(&position))).await;
        assert!(rest.records.is_empty() && rest.failed.is_none());
        of(ids)
    })
}

fn pages(stage: &Scene) -> Walking<'_> {
    Box::pin(async {
        let mut pages = pager(stage).pages();
        let mut ids = Vec::new();
        while let Some(page) = pages.try_next().await.unwrap() {
            assert_eq!(page.status().as_u16(), 200);
            assert_eq!(page.has_next(), ids.len() < 4);
            ids.extend(page.items().iter().map(|record| record.id));
        }
        assert!(pages.is_terminated() && pages.next().await.is_none());
        of(ids)
    })
}
