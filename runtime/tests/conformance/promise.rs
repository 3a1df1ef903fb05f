//! A walk yields each row once and in order, or says that it did not, or claims no
//! more than it can know.

use crate::call::{Call, LINK, NUMBER, TOKEN, Walking, list};
use crate::driver::{self, Walked, drain};
use crate::lists::{self, Kind, Record};
use crate::resume::{pager, round_trip, stopped};
use crate::row::Outcome::Shows;
use crate::row::{fails, shows};
use crate::scene::Scene;
use pagesmith::ErrorKind::{Cycle, Drifted, Unproven};
use pagesmith::Evidence::{self, Anchored, Continued, Counted};
use pagesmith::Numbered;
use std::time::Duration;

const OFFSET: Call = list(Kind::Offset);
const OFFSET_KEYED: Call = list(Kind::OffsetKeyed);

/// Stopped after so many records of `L`.
fn behind<L: Numbered<Item = Record>, const COUNT: usize>(scene: &Scene) -> Walking<'_> {
    Box::pin(stopped::<L>(scene, COUNT))
}

rows! {
    /// A walk by link over an honest list ends with `continued`.
    link_shows on "three-pages-by-link": LINK
        => ["/list", "/list?page={2..3}"], "1-6", shows(Continued);
    /// A walk by a link in a header over an honest list ends with `continued`.
    header_link_shows on "links-in-a-header": list(Kind::HeaderLink)
        => ["/list", "/list?page={2..3}"], "1-5", shows(Continued);
    /// A walk by token over an honest list ends with `continued`.
    token_shows on "three-pages-by-token": TOKEN
        => ["/list", "/list?page_token=t{1..2}"], "1-6", shows(Continued);
    /// A walk by the last row over an honest list ends with `continued`.
    last_row_shows on "after-the-last-row": list(Kind::Last)
        => ["/list", "/list?page_token=2", "/list?page_token=4", "/list?page_token=5"], "1-5", shows(Continued);
    /// By number, an honest list shows `counted` if each reply states the same total.
    number_shows on "numbers-by-total": NUMBER
        => ["/list?per_page=2&page={0..2}"], "1-5", shows(Counted);
    /// By number without a total, it shows `unproven`.
    number_without_total_shows on "numbers-by-pages": NUMBER
        => ["/list?per_page=2&page={0..2}"], "1-5", shows(Evidence::Unproven);
    /// By offset, an honest list with a total shows `counted`.
    offset_shows on "offsets-by-total": OFFSET
        => ["/list?offset=0", "/list?offset=2", "/list?offset=4"], "1-5", shows(Counted);
    /// By offset, an honest list whose records have a key shows `anchored`.
    offset_with_a_key_shows on "offsets-by-total": OFFSET_KEYED
        => ["/list?offset={0..3}"], "1-5", shows(Anchored);
    /// A walk that a limit ends shows `unproven`.
    limit_shows on "three-pages-by-token": TOKEN.limit(4)
        => ["/list", "/list?page_token=t1"], "1-4", shows(Evidence::Unproven);
    /// A walk that begins after the first page shows `unproven`.
    from_a_page_shows on "numbers-by-total": TOKEN.at_page(1)
        => ["/list?per_page=2&page={1..3}"], "3-5", shows(Evidence::Unproven);
    /// A walk with a warning about completeness shows `unproven`.
    warning_shows on "token-null-and-more-counted": TOKEN
        => ["/list", "/list?page_token=a"], "1-4", Shows(Evidence::Unproven, &["the server counts 6"]);
    /// A single page that does not say that it is the last shows `unproven`.
    one_page_shows on "token-absent-at-first": TOKEN => ["/list"], "1-2", shows(Evidence::Unproven);
    /// An outcome states the number of pages, requests and retries, and how long the walk waited.
    three_pages_and_one_503: TOKEN.timed().own(counted)
        => ["/list", "2 * /list?page_token=t1", "/list?page_token=t2"], "1-6", shows(Continued);

    /// By token, a resumed walk shows the same evidence as a walk without a stop.
    resumed_token_shows on "three-pages-by-token": TOKEN.own(behind::<lists::list::Keyed, 3>)
        => ["/list", "2 * /list?page_token=t1", "/list?page_token=t2"], "1-6", shows(Continued);
    /// The same holds by number.
    resumed_number_shows on "rows-stay-by-number": TOKEN.own(behind::<lists::list::NumberKeyed, 3>)
        => ["/list?per_page=2&page=0", "2 * /list?per_page=2&page=1", "/list?per_page=2&page=2"],
        "1-5", shows(Counted);
    /// The same holds by offset.
    resumed_offset_shows on "offsets-by-total": TOKEN.own(behind::<lists::list::OffsetKeyed, 2>)
        => ["/list?offset={0..3}"], "1-5", shows(Anchored);
    /// Resuming a finished walk sends no request, and still shows its evidence.
    resumed_at_the_end_shows on "three-pages-by-token": TOKEN.own(behind::<lists::list::Keyed, 6>)
        => ["/list", "/list?page_token=t{1..2}"], "1-6", shows(Continued);

    /// A walk that shows the required evidence ends without an error.
    required_and_shown on "three-pages-by-token": TOKEN.require(Continued)
        => ["/list", "/list?page_token=t{1..2}"], "1-6", shows(Continued);
    /// Stronger evidence than required is enough.
    required_less_than_shown on "offsets-by-total": OFFSET_KEYED.require(Counted)
        => ["/list?offset={0..3}"], "1-5", shows(Anchored);
    /// A walk with weaker evidence than required fails after all its records, and says why.
    required_and_not_counted on "total-stated-once": NUMBER.require(Counted)
        => ["/list?per_page=2&page={0..3}"], "1-8", fails(Unproven, &["ended as `unproven`", "the same total"]);
    /// A warning makes the evidence weaker, and the error names the warning.
    required_and_warned on "token-null-and-more-counted": TOKEN.require(Continued)
        => ["/list", "/list?page_token=a"], "1-4", fails(Unproven, &["it has the warning", "the server counts 6"]);
    /// A limit that ends the walk makes the evidence weaker, too.
    required_and_limited on "three-pages-by-token": TOKEN.limit(4).require(Counted)
        => ["/list", "/list?page_token=t1"], "1-4", fails(Unproven, &["its limit of items"]);
    /// Evidence that no walk of the list can show is refused before the first request.
    required_in_vain on "offsets-by-total": OFFSET.require(Anchored)
        => [], "", fails(Unproven, &["`counted` at most", "the list has no `key`"]);
    /// Evidence is also refused before the first request if the walk leaves out the first page.
    required_from_a_page on "numbers-by-total": TOKEN.at_page(1).require(Counted)
        => [], "", fails(Unproven, &["skips the first pages"]);

    /// If a page's next token leads to the page itself, a walk that is resumed there yields no row twice.
    next_of_before_once: TOKEN.own(behind::<lists::list::Keyed, 4>)
        => ["/list", "/list?page_token=a", "/list?page_token=b"], "1-6", fails(Cycle, &["again"]);
    /// Without a key, a walk that is resumed there yields no row twice, either.
    next_of_before_once_without_a_key on "next-of-before-once": TOKEN.own(behind::<lists::list::Token, 4>)
        => ["/list", "/list?page_token=a", "/list?page_token=b"], "1-6", fails(Cycle, &["again"]);
    /// If a page's next token leads back to the page before, a walk that is resumed there reports the repeated rows.
    next_of_long_before_once: TOKEN.own(behind::<lists::list::Keyed, 4>)
        => ["/list", "/list?page_token=a", "/list?page_token=b"], "1-6", fails(Cycle, &["again"]);
    /// A walk of A → B → A that is killed and resumed after each page still ends, with an error.
    resumed_in_a_cycle on "cycle-of-2-tokens": TOKEN.own(killed_at_each_page)
        => ["/list", "/list?page_token={1..2}"], "1-6", fails(Cycle, &["again"]);
    /// The same rows with a new token each time are an error at the second page.
    rows_again_under_new_tokens: list(Kind::Keyed)
        => ["/list", "/list?page_token=n1"], "1-2", fails(Cycle, &["page 1"]);
    /// Two pages that alternate with a new token each time are detected within a few pages.
    two_pages_again_under_new_tokens: list(Kind::Keyed)
        => ["/list", "/list?page_token=n{1..3}"], "1-4 1-2", fails(Cycle, &["page 2"]);
    /// Without a key, each page with the same content as the one before causes a warning, and after a hundred of them the walk fails.
    rows_again_without_a_key on "rows-again-under-new-tokens": TOKEN.own(repeated)
        => ["/list", "/list?page_token=n{1..100}"], "", fails(Cycle, &["page"]);
    /// By number, if a row was added before the current page, a resumed walk continues after the last row that it yielded, or fails if that row has left the page.
    row_comes_before_the_page_by_number: TOKEN.own(behind::<lists::list::NumberKeyed, 4>)
        => ["/list?per_page=2&page=0", "2 * /list?per_page=2&page=1"], "1-4", fails(Drifted, &["page number 1"]);
    /// Without a key, it warns that the page changed.
    row_comes_before_the_page_without_a_key on "row-comes-before-the-page-by-number": TOKEN.own(behind::<lists::list::Number, 4>)
        => ["/list?per_page=2&page=0", "2 * /list?per_page=2&page=1", "/list?per_page=2&page=2"], "1-4 4-5",
        Shows(Evidence::Unproven, &["page 2 changed", "from 5 to 6"]);
    /// By number, if a row was removed before the current page, a resumed walk leaves no row out, and warns that the total changed.
    row_goes_before_the_page_by_number: TOKEN.own(behind::<lists::list::NumberKeyed, 4>)
        => ["/list?per_page=2&page=0", "2 * /list?per_page=2&page=1", "/list?per_page=2&page=2"], "1-5",
        Shows(Evidence::Unproven, &["from 5 to 4"]);
    /// Without a key, it warns that the page changed.
    row_goes_before_the_page_without_a_key on "row-goes-before-the-page-by-number": TOKEN.own(behind::<lists::list::Number, 4>)
        => ["/list?per_page=2&page=0", "2 * /list?per_page=2&page=1", "/list?per_page=2&page=2"], "1-4",
        Shows(Evidence::Unproven, &["page 2 changed", "from 5 to 4"]);
    /// By offset with a key, no row is left out when one row is removed and another is added.
    one_row_goes_and_one_comes: OFFSET_KEYED
        => ["/list?offset=0", "/list?offset=1", "/list?offset={0..3}"], "1-5 9", shows(Anchored);
    /// Without a key, nothing shows that a row was left out: `counted` assumes that rows are only added or only removed.
    one_row_goes_and_one_comes_without_a_key on "one-row-goes-and-one-comes": OFFSET
        => ["/list?offset=0", "/list?offset=2", "/list?offset=4"], "1-2 4-5 9", shows(Counted);
    /// With `repeat: stop`, a resumed walk by number yields the last page once.
    last_page_resumed on "last-page-repeated": TOKEN.own(behind::<lists::list::NumberRepeatStops, 6>)
        => ["/list?per_page=2&page={0..1}", "2 * /list?per_page=2&page=2", "/list?per_page=2&page=3"],
        "1-6", shows(Evidence::Unproven);
    /// With `repeat: stop`, a walk by token that is resumed at its end yields the last page once.
    last_token_resumed on "cycle-of-2-tokens": TOKEN.own(behind::<lists::list::RepeatStops, 6>)
        => ["/list", "/list?page_token={1..2}"], "1-6", shows(Evidence::Unproven);
    /// The same holds for a walk that is resumed in the middle of the cycle.
    token_in_a_circle_resumed on "cycle-of-2-tokens": TOKEN.own(behind::<lists::list::RepeatStops, 4>)
        => ["/list", "/list?page_token={1..2}"], "1-6", shows(Evidence::Unproven);
}

/// The outcome of a walk with one retry.
fn counted(scene: &Scene) -> Walking<'_> {
    Box::pin(async {
        let began = scene.now();
        let walked = driver::walk(&TOKEN, scene).await;
        let outcome = walked.outcome.as_ref().unwrap();
        assert_eq!((outcome.items, outcome.pages), (6, 3));
        assert_eq!((outcome.requests, outcome.retries), (4, 1));
        assert!(outcome.waited <= Duration::from_millis(250));
        // A clock of whole milliseconds.
        let passed = scene.now().saturating_sub(began);
        assert!(outcome.waited <= passed + Duration::from_millis(1), "{passed:?}");
        walked
    })
}

/// Killed after each page, and resumed there; an error ends it.
fn killed_at_each_page(scene: &Scene) -> Walking<'_> {
    Box::pin(async {
        let mut all = Walked::default();
        let mut from = None;
        for _ in 0..20 {
            let pager = pager::<lists::list::Keyed>(scene).read_ahead(false);
            let mut items = match &from {
                None => scene.items(pager),
                Some(position) => scene.items(pager.resume(position)),
            };
            for _ in 0..2 {
                match items.next().await {
                    Some(Ok(record)) => all.records.push(record.id),
                    Some(Err(error)) => all.failed = Some(error),
                    None => break,
                }
            }
            if all.failed.is_some() {
                break;
            }
            from = Some(round_trip(&items.position().unwrap()));
        }
        all
    })
}

/// A walk whose pages repeat: its records are counted, and its warnings held.
fn repeated(scene: &Scene) -> Walking<'_> {
    Box::pin(async {
        let mut walked = drain(scene.items(pager::<lists::list::Token>(scene))).await;
        let records = std::mem::take(&mut walked.records);
        assert_eq!((records.len(), walked.warnings.len()), (200, 99));
        walked
    })
}
