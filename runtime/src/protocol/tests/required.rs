//! Evidence that a call requires, and the error of a walk that ends with less.

use super::*;
use crate::paging::OnDrift;
use ErrorKind::Unproven;
use Evidence::{Anchored, Continued, Counted};

const TOTAL: PageKeys = PageKeys::NONE.total("/total");
const OFFSETS: Paging =
    Paging::NONE.offset("from", 0, Step::Items).page_size("size", Some(2), Some(10));

fn keyed(paging: Paging) -> Case {
    list(List::get("/list", "/data").paging(paging).key(""))
}

#[test]
fn a_walk_that_shows_the_required_evidence_succeeds() {
    let by_token = ["'data':[1,2],'next':'a'", "'data':[3],'next':null"];
    for required in [Counted, Continued] {
        case(TOKENS).require(required).over(by_token).yielded(1..=3).ended();
    }
    let counted = ["'data':[1,2],'total':3", "'data':[3],'total':3"];
    case(NUMBERS).require(Counted).over(counted).yielded(1..=3).ended();
    let overlapping = ["'data':[1,2]", "'data':[2,3]", "'data':[3]", "'data':[]"];
    keyed(OFFSETS).require(Anchored).over(overlapping).yielded(1..=3).ended();
}

#[test]
fn a_walk_with_a_limit_is_unproven() {
    case(TOKENS)
        .require(Continued)
        .limit(3)
        .over(["'data':[1,2],'next':'a'", "'data':[3,4],'next':null"])
        .yielded(1..=3)
        .failed(
            Unproven,
            ["ended as `unproven`, but the call requires `continued`", "its limit of items"],
        );
    case(TOKENS).require(Continued).limit(0).over([]).failed(Unproven, ["its limit of items"]);
    let whole = ["'data':[1,2],'next':null"];
    case(TOKENS).require(Continued).limit(3).over(whole).yielded(1..=2).ended();
}

#[test]
fn a_walk_with_a_warning_is_unproven_and_the_error_names_it() {
    case(NUMBERS)
        .require(Counted)
        .over(["'data':[1,2],'total':3", "'data':[3,4],'total':5", "'data':[5],'total':5"])
        .yielded(1..=5)
        .failed(Unproven, ["it has the warning", "from 3 to 5"]);
    case(TOKENS.page(TOTAL))
        .require(Continued)
        .over(["'data':[1,2],'next':null,'total':3"])
        .yielded(1..=2)
        .failed(Unproven, ["it has the warning", "the server counts 3"]);
}

#[test]
fn totals_that_do_not_count_the_items_prove_nothing() {
    case(NUMBERS)
        .require(Counted)
        .over(["'data':[1,2],'total':3", "'data':[3]", "'data':[]"])
        .yielded(1..=3)
        .failed(Unproven, ["do not all state the same total"]);
    case(NUMBERS)
        .require(Counted)
        .over(["'data':[1,2],'total':3,'pages':2", "'data':[4],'total':3,'pages':3", "'data':[]"])
        .failed(Unproven, ["do not all state the same total"]);
}

#[test]
fn one_page_that_may_not_be_the_last_proves_nothing() {
    let link = LINKS.next(NextFrom::Link("next"));
    case(link)
        .require(Continued)
        .over(["'data':[1,2]"])
        .yielded(1..=2)
        .failed(Unproven, ["it has one page", "`page: {total: …}`"]);
    case(link).page_size(3).require(Continued).over(["'data':[1,2]"]).yielded(1..=2).ended();
}

#[test]
fn an_end_by_repetition_proves_nothing() {
    let stops = |guards: &mut Guards| guards.repeat = Repeat::Stop;
    guarded(TOKENS, stops)
        .require(Continued)
        .over(["'data':[1],'next':'a'", "'data':[2],'next':'a'"])
        .yielded(1..=2)
        .failed(Unproven, ["a position was repeated"]);
}

#[test]
fn pages_that_do_not_overlap_are_not_anchored() {
    keyed(OFFSETS.page(TOTAL))
        .require(Anchored)
        .over(["'data':[1],'total':2", "'data':[2],'total':2"])
        .yielded(1..=2)
        .failed(Unproven, ["ended as `counted`", "did not overlap", "require `counted`"]);
}

#[test]
fn evidence_that_no_walk_of_the_style_can_show_is_refused_before_the_first_request() {
    let off = OFFSETS.overlap(OnDrift::Off).page(TOTAL);
    for (case, required, why) in vec![
        (case(TOKENS), Anchored, "require `continued`"),
        (case(NUMBERS.page(PageKeys::NONE)), Counted, "state no total"),
        (case(NUMBERS), Continued, "require `counted`"),
        (case(NUMBERS.counts(OnShortfall::Ignore)), Counted, "its totals are estimates"),
        (case(BOTH).at_page(0), Continued, "walk it without `by_number`"),
        (case(OFFSETS), Counted, "state no total"),
        (case(OFFSETS.page(TOTAL)), Anchored, "the list has no `key`"),
        (keyed(off), Anchored, "`overlap: off`"),
        (
            keyed(off.offset("from", 0, Step::Size)),
            Anchored,
            "does not advance by the number of items",
        ),
        (case(Paging::NONE), Counted, "it has one page"),
        (case(NUMBERS).at_page(2), Counted, "skips the first pages"),
    ] {
        case.require(required).over([]).requests(0).failed(Unproven, ["the call requires", why]);
    }
}

#[test]
fn a_failure_of_another_kind_is_the_only_error() {
    case(TOKENS)
        .require(Continued)
        .over(["'data':[1],'next':'a'", "'data':[2]"])
        .yielded(1..=2)
        .failed(ErrorKind::Truncated, []);
}

#[test]
fn a_resumed_walk_shows_the_evidence_of_both_runs() {
    let plan = Arc::new(case(LINKS.next(NextFrom::Link("next"))).plan);
    let mut walk = Walk::new(plan.clone(), Cursor::Start);
    let ask = walk.next_request().unwrap().unwrap();
    let reply = reply(&ask, 200, body("'data':[1]"));
    read(&mut walk, &ask, reply, Decode::of::<Row>()).unwrap().unwrap();
    let end = walk.position();
    assert!(end.is_done() && walk.is_done());
    let mut on = Walk::resumed(plan, end).unwrap().requiring(Counted).unwrap();
    assert!(!on.is_done());
    let error = on.next_request().unwrap().unwrap_err();
    assert_eq!(error.kind(), Unproven);
    assert!(error.to_string().contains("showed no more"), "{error}");
    assert!(error.position().unwrap().is_done() && !error.is_resumable());
    on.stop();
    assert!(on.is_done() && on.next_request().is_none());
}

#[test]
fn an_outcome_says_why_its_evidence_is_not_stronger() {
    let why = |case: Case, replies: &[&str]| {
        let mut walk = Walk::new(Arc::new(case.plan), case.from);
        for text in replies {
            let ask = walk.next_request().unwrap().unwrap();
            let reply = reply(&ask, 200, body(text));
            read(&mut walk, &ask, reply, Decode::of::<Row>()).unwrap().unwrap();
        }
        assert!(walk.is_done());
        (walk.evidence(), walk.evidence_gap().unwrap_or_default())
    };
    let last = ["'data':[1],'next':null,'total':1"];
    assert_eq!(why(case(TOKENS), &last), (Continued, String::new()));
    assert_eq!(why(case(NUMBERS), &last), (Counted, String::new()));
    let whole = ["'data':[1],'total':1"];
    assert_eq!(why(case(OFFSETS.page(TOTAL)), &whole), (Counted, String::new()));
    let uncounted = case(NUMBERS.page(PageKeys::NONE.number("/page")));
    let (shown, text) = why(uncounted, &["'data':[1],'page':0", "'data':[],'page':1"]);
    let expected = "it pages by number, but replies state no total; set `page: {total: …}` to where replies state the total";
    assert_eq!((shown, text.as_str()), (Evidence::Unproven, expected));
    let ones = ["'data':[1],'total':2", "'data':[2],'total':2"];
    let (shown, text) = why(keyed(OFFSETS.page(TOTAL)), &ones);
    assert_eq!(shown, Counted);
    assert_eq!(text, "it pages by offset, but some page did not overlap the one before");
    let (shown, text) = why(case(TOKENS).limit(1), &["'data':[1],'next':'a'"]);
    assert_eq!(shown, Evidence::Unproven);
    assert_eq!(text, "the walk ended at its limit of items; list again without a limit");
    let (shown, text) = why(case(NUMBERS).ending_at(0), &["'data':[1],'total':2"]);
    assert_eq!(shown, Evidence::Unproven);
    assert_eq!(text, "it ended at page 0, the last one requested; walk to the end of the list");
}
