//! A walk that stopped continues where it was: each record once, in order.

use crate::call::{CANARY, TOKEN, Walking, basic};
use crate::driver::{Walked, drain};
use crate::lists::{Record, list};
use crate::row::{ENDS, fails};
use crate::scene::Scene;
use pagesmith::ErrorKind::{Cycle, Drifted, Position as Refused};
use pagesmith::{Client, Error, Numbered, Pager, Position};

fn client(scene: &Scene) -> Client {
    scene.build(basic(scene)).unwrap()
}

/// The list `L` of this server.
pub(crate) fn pager<L: Numbered<Item = Record>>(stage: &Scene) -> Pager<L> {
    Pager::new(&client(stage), [])
}

/// Encodes and decodes a position, as a program that stores it does.
pub(crate) fn round_trip(position: &Position) -> Position {
    Position::decode(&position.encode()).unwrap()
}

/// Walks `L`, stops after so many records, and resumes there.
pub(crate) async fn stopped<L: Numbered<Item = Record>>(stage: &Scene, count: usize) -> Walked {
    let mut items = stage.items(pager::<L>(stage).read_ahead(false));
    let mut records = Vec::new();
    for _ in 0..count {
        records.push(items.next().await.unwrap().unwrap().id);
    }
    let position = round_trip(&items.position().unwrap());
    assert_eq!(position.items(), count as u64);
    drop(items);
    let mut walked = drain(stage.items(pager::<L>(stage).resume(&position))).await;
    walked.records.splice(..0, records);
    walked
}

/// Stopped after so many records of a list with a key.
fn keyed<const COUNT: usize>(stage: &Scene) -> Walking<'_> {
    Box::pin(stopped::<list::Keyed>(stage, COUNT))
}

/// Stopped after so many records of a list without a key.
fn unkeyed<const COUNT: usize>(stage: &Scene) -> Walking<'_> {
    Box::pin(stopped::<list::Token>(stage, COUNT))
}

/// Stopped after so many records of a walk by number.
fn numbered<const COUNT: usize>(stage: &Scene) -> Walking<'_> {
    Box::pin(stopped::<list::NumberKeyed>(stage, COUNT))
}

/// Stopped after so many records of a walk by link.
fn linked<const COUNT: usize>(stage: &Scene) -> Walking<'_> {
    Box::pin(stopped::<list::Link>(stage, COUNT))
}

rows! {
    /// A walk that was stopped before the first record begins at the first page.
    resumed_after_0 on "three-pages-by-token": TOKEN.own(keyed::<0>)
        => ["/list", "/list?page_token=t{1..2}"], "1-6", ENDS;
    /// Stopped after the first record, a walk requests that page again and continues after the record.
    resumed_after_1 on "three-pages-by-token": TOKEN.own(keyed::<1>)
        => ["2 * /list", "/list?page_token=t{1..2}"], "1-6", ENDS;
    /// Stopped after the last record of a page, a walk requests the next page.
    resumed_after_2 on "three-pages-by-token": TOKEN.own(keyed::<2>)
        => ["/list", "/list?page_token=t{1..2}"], "1-6", ENDS;
    /// Stopped in the second page, a walk continues there.
    resumed_after_3 on "three-pages-by-token": TOKEN.own(keyed::<3>)
        => ["/list", "2 * /list?page_token=t1", "/list?page_token=t2"], "1-6", ENDS;
    /// Stopped after the second page, a walk continues with the third.
    resumed_after_4 on "three-pages-by-token": TOKEN.own(keyed::<4>)
        => ["/list", "/list?page_token=t{1..2}"], "1-6", ENDS;
    /// Stopped in the last page, a walk continues there.
    resumed_after_5 on "three-pages-by-token": TOKEN.own(keyed::<5>)
        => ["/list", "/list?page_token=t1", "2 * /list?page_token=t2"], "1-6", ENDS;
    /// Stopped after the last record, a walk sends nothing.
    resumed_after_6 on "three-pages-by-token": TOKEN.own(keyed::<6>)
        => ["/list", "/list?page_token=t{1..2}"], "1-6", ENDS;
    /// Without a key, a resumed walk finds its place by counting records.
    resumed_without_a_key on "three-pages-by-token": TOKEN.own(unkeyed::<3>)
        => ["/list", "2 * /list?page_token=t1", "/list?page_token=t2"], "1-6", ENDS;
    /// By link, the position holds the link.
    resumed_by_link on "three-pages-by-link": TOKEN.own(linked::<3>)
        => ["/list", "2 * /list?page=2", "/list?page=3"], "1-6", ENDS;
    /// By number, the position holds the number and the page size.
    resumed_by_number on "rows-stay-by-number": TOKEN.own(numbered::<3>)
        => ["/list?per_page=2&page=0", "2 * /list?per_page=2&page=1", "/list?per_page=2&page=2"], "1-5", ENDS;
    /// If each page fails once, a walk that is resumed each time yields every record once.
    resumed_after_each_error on "each-page-fails-once": TOKEN.own(persistent::<5>)
        => ["2 * /list", "2 * /list?page_token=t{1..4}"], "1-10", ENDS;
    /// A walk that ran out of retries can be resumed, and then reaches the end.
    resumed_after_giving_up on "a-half-fails": TOKEN.timed().own(persistent::<2>)
        => ["/list", "2 * /list?page_token=t{1..24}", "2 * /list?page_token=t25",
            "2 * /list?page_token=t{26..49}"], "1-100", ENDS;

    /// If the last yielded row is still in its place, a resumed walk continues after it.
    resumed_at_the_same on "same-on-return": TOKEN.own(keyed::<3>)
        => ["/list", "2 * /list?page_token=a", "/list?page_token=b"], "1-6", ENDS;
    /// With a key, a resumed walk skips rows that were added before its position.
    resumed_behind_a_new_row on "row-in-front-on-return": TOKEN.own(keyed::<3>)
        => ["/list", "2 * /list?page_token=a", "/list?page_token=b"], "1-6", ENDS;
    /// If the last yielded row is gone, resuming is an error, not a guess.
    resumed_behind_a_row_that_is_gone on "row-gone-in-front-on-return": TOKEN.own(keyed::<3>)
        => ["/list", "2 * /list?page_token=a"], "1-3", fails(Drifted, &["page 2"]);
    /// If the page now has other rows, resuming is an error, too.
    resumed_behind_a_row_that_moved on "row-moved-away-on-return": TOKEN.own(keyed::<3>)
        => ["/list", "2 * /list?page_token=a"], "1-3", fails(Drifted, &["page 2"]);
    /// Without a key, a page with fewer rows than were yielded is an error.
    resumed_at_an_empty_page on "empty-on-return": TOKEN.own(unkeyed::<3>)
        => ["/list", "2 * /list?page_token=a"], "1-3", fails(Drifted, &["page 2"]);

    /// After a cycle of tokens a walk can't be resumed: it fails again, and yields no record twice.
    resumed_behind_a_cycle on "cycle-of-2-tokens": TOKEN.own(persistent::<3>)
        => ["/list", "/list?page_token={1..2}"], "1-6", fails(Cycle, &["walk the list from its beginning"]);
    /// The same holds after a repeated page by number.
    resumed_behind_a_page_that_repeats on "last-page-repeated": TOKEN.own(persistent_by_number::<3>)
        => ["/list?per_page=2&page={0..3}"], "1-6", fails(Cycle, &["walk the list from its beginning"]);

    /// A position of another list is refused before any request.
    position_of_another_list on "one-page": TOKEN.own(|stage| Box::pin(async {
        let other = pager::<list::LinkDeep>(stage);
        refused(drain(stage.items(other.resume(&position(stage).await))).await)
    })) => ["/list"], "", fails(Refused, &["another list"]);
    /// A position of the same list with other filters is refused, too.
    position_of_other_filters on "one-page": TOKEN.own(|stage| Box::pin(async {
        let other = pager::<list::Keyed>(stage).query([("To", "1")]);
        refused(drain(stage.items(other.resume(&position(stage).await))).await)
    })) => ["/list"], "", fails(Refused, &["other filters"]);
    /// A position of another server is refused, too.
    position_of_another_server on "one-page": TOKEN.own(|stage| Box::pin(async {
        let elsewhere = stage.build(Client::builder(format!("http://{}", stage.foreign_host()))).unwrap();
        let other = Pager::<list::Keyed>::new(&elsewhere, []);
        refused(drain(stage.items(other.resume(&position(stage).await))).await)
    })) => ["/list"], "", fails(Refused, &["another list"]);
    /// A position is refused if any character was changed.
    position_tampered_with on "one-page": TOKEN.own(|stage| Box::pin(async {
        let text = position(stage).await.encode();
        for at in 0..text.len() {
            let mut other = text.clone().into_bytes();
            other[at] = if other[at] == b'1' { b'2' } else { b'1' };
            refused_text(&String::from_utf8(other).unwrap());
        }
        failing(refused_text(&text[..text.len() - 1]))
    })) => ["/list"], "", fails(Refused, &["invalid position", "changed"]);
    /// A position of another version is refused, and the error says so.
    position_of_another_version on "one-page": TOKEN.own(|stage| Box::pin(async {
        let text = position(stage).await.encode();
        failing(refused_text(&text.replacen("ps3.", "ps2.", 1)))
    })) => ["/list"], "", fails(Refused, &["another version"]);
    /// A string that was never a position is refused.
    position_of_nothing on "one-page": TOKEN.own(|_| Box::pin(async {
        failing(refused_text("https://127.0.0.1/list?page_token=a"))
    })) => [], "", fails(Refused, &["invalid position"]);
    /// Serde writes a position as a string, and reads only such strings.
    position_by_serde on "one-page": TOKEN.own(|stage| Box::pin(async {
        let position = position(stage).await;
        let json = serde_json::to_string(&position).unwrap();
        assert_eq!(serde_json::from_str::<Position>(&json).unwrap(), position);
        assert!(serde_json::from_str::<Position>("\"ps2.e30.0\"").is_err());
        Walked::default()
    })) => ["/list"], "", ENDS;
    /// A position holds no credentials, even if they are sent in the query.
    position_without_credentials on "links-with-a-key": TOKEN.own(|stage| Box::pin(async {
        let client = stage.build(Client::builder(stage.url()).api_key_query("api_key", CANARY)).unwrap();
        let mut items = stage.items(Pager::<list::Link>::new(&client, []));
        let mut walked = Walked::default();
        for _ in 0..3 {
            walked.records.push(items.next().await.unwrap().unwrap().id);
            let text = held(&items.position().unwrap());
            assert!(!text.contains(CANARY) && !text.contains("echoed"), "{text}");
        }
        walked
    })) => ["/list?api_key=canary-5ecret", "/list?page=2&x=1&api_key=canary-5ecret"], "1-3", ENDS;
}

/// Walks, and resumes after each error, this many times at most.
fn persistent<const TIMES: usize>(stage: &Scene) -> Walking<'_> {
    Box::pin(retried::<list::Keyed>(stage, TIMES))
}

/// The same by number.
fn persistent_by_number<const TIMES: usize>(stage: &Scene) -> Walking<'_> {
    Box::pin(retried::<list::NumberKeyed>(stage, TIMES))
}

async fn retried<L: Numbered<Item = Record>>(stage: &Scene, times: usize) -> Walked {
    let mut walked = drain(stage.items(pager::<L>(stage))).await;
    for _ in 0..times {
        let Some(error) = walked.failed.take() else { break };
        let position = round_trip(error.position().unwrap());
        assert_eq!(position.items(), walked.records.len() as u64);
        assert!(!(error.is_cycle() && error.is_resumable()));
        let rest = drain(stage.items(pager::<L>(stage).resume(&position))).await;
        walked.records.extend(rest.records);
        walked.failed = rest.failed;
    }
    walked
}

/// After the first record of the list with a key.
async fn position(stage: &Scene) -> Position {
    let mut items = stage.items(pager::<list::Keyed>(stage));
    items.next().await.unwrap().unwrap();
    items.position().unwrap()
}

/// What an encoded position holds.
fn held(position: &Position) -> String {
    use base64::Engine as _;
    let text = position.encode();
    let body = text.split('.').nth(1).unwrap();
    let bytes = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(body).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A walk that failed before it sent a request.
fn refused(walked: Walked) -> Walked {
    assert!(walked.failed.as_ref().unwrap().page().is_none());
    walked
}

fn refused_text(text: &str) -> Error {
    Position::decode(text).unwrap_err()
}

fn failing(error: Error) -> Walked {
    Walked { failed: Some(error), ..Walked::default() }
}
