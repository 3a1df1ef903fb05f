//! What a reply states of itself: that pages follow, that it failed, that it is
//! incomplete, or by its status that the list has ended.

use super::*;
use crate::list::rate_limit::{AnyRateLimit, RateLimit, Wait};
use crate::paging::{OnPartial, Partial};
use crate::protocol::later::TooEarly;
use std::time::Duration;

#[test]
fn values_other_than_true_say_that_pages_follow() {
    const YES: More = More::WhileIn("/more", &["Y", "1"]);
    for (more, done) in [("'Y'", "'N'"), ("1", "0"), ("'1'", "''")] {
        let pages = [
            format!("'data':[1],'next':'x','more':{more}"),
            format!("'data':[2],'next':'y','more':{done}"),
        ];
        case(TOKENS.more(YES)).over([&*pages[0], &*pages[1]]).yielded([1, 2]).ended();
    }
    case(TOKENS.more(More::UntilIn("/done", &["Y"])))
        .over(["'data':[1],'next':'x','done':'N'", "'data':[2],'next':'y','done':'Y'"])
        .yielded([1, 2])
        .ended();
    // A reply that says nothing leaves it to the next position.
    case(TOKENS.more(YES)).over(["'data':[1],'next':null"]).yielded([1]).ended();
}

#[test]
fn a_count_of_what_remains_says_that_pages_follow() {
    const COUNTED: Paging = TOKENS.more(More::Remaining("/pending"));
    case(COUNTED)
        .over(["'data':[1],'next':'x','pending':3", "'data':[2],'next':'y','pending':0"])
        .yielded([1, 2])
        .ended();
    case(COUNTED)
        .over(["'data':[1],'next':null,'pending':3"])
        .yielded([1])
        .failed(ErrorKind::Contradiction, ["`/pending`"]);
    case(COUNTED)
        .over(["'data':[1],'next':'x','pending':'some'"])
        .failed(ErrorKind::PagingKey, ["a whole number at `/pending`"]);
    case(NUMBERS.more(More::Remaining("/pending")))
        .over(["'data':[1],'pending':1", "'data':[2],'pending':0"])
        .yielded([1, 2])
        .ended();
}

#[test]
fn an_attribute_of_a_link_says_that_pages_follow() {
    const BY_LINK: Paging =
        Paging::NONE.next(NextFrom::Link("next")).more(More::While("link:next results"));
    case(BY_LINK)
        .headed([
            (&["link: </list?p=2>; rel=\"next\"; results=\"true\""], "'data':[1]"),
            (&["link: </list?p=3>; rel=\"next\"; results=\"false\""], "'data':[2]"),
        ])
        .requested(["/list", "/list?p=2"])
        .yielded([1, 2])
        .ended();
    case(BY_LINK)
        .headed([(&["link: </list?p=2>; rel=next; results=maybe"], "'data':[1]")])
        .failed(ErrorKind::PagingKey, ["the attribute `results` of the link `next`"]);
}

#[test]
fn success_is_one_of_some_values() {
    const LISTED: List = List::get("/list", "/data")
        .success("/code")
        .success_is(&["0", "OK"])
        .error_code("/code")
        .error_message("/msg")
        .paging(TOKENS);
    for code in ["0", "'0'", "'OK'", "null"] {
        list(LISTED).over([&format!("'data':[1],'next':null,'code':{code}")]).yielded([1]).ended();
    }
    list(LISTED)
        .over(["'data':[1],'next':null,'code':7,'msg':'the key is old'"])
        .yielded([])
        .failed(ErrorKind::Api, ["(7): the key is old"]);
    // A reply that says that it succeeded may have no rows.
    list(LISTED.missing_is_empty()).over(["'next':null,'code':'OK','msg':'fine'"]).ended();
}

#[test]
fn something_at_a_place_says_that_a_reply_failed() {
    const LISTED: List = List::get("/list", "/data")
        .failed("/errors")
        .error_message("/errors/0/message")
        .paging(TOKENS);
    for nothing in ["", ",'errors':null", ",'errors':[]", ",'errors':false", ",'errors':{}"] {
        list(LISTED).over([&format!("'data':[1],'next':null{nothing}")]).yielded([1]).ended();
    }
    list(LISTED)
        .over(["'data':[1],'next':null,'errors':[{'message':'one node is gone'}]"])
        .yielded([])
        .failed(ErrorKind::Api, ["one node is gone"]);
}

#[test]
fn an_incomplete_reply_is_a_warning_or_an_error() {
    const PARTIAL: Paging = TOKENS.partial(Partial::at("/partial"));
    let warning = Warning::Partial { page: 2, place: "`/partial`".to_owned() };
    assert!(warning.to_string().contains("page 2 says at `/partial`"));
    case(PARTIAL)
        .over(["'data':[1],'next':'x','partial':false", "'data':[2],'next':null,'partial':['a']"])
        .yielded([1, 2])
        .ended_with(&[warning]);
    case(TOKENS.partial(Partial::at("/partial").does(OnPartial::Error)))
        .over([
            "'data':[1],'next':'x'",
            "'data':[2],'next':null,'partial':1,'message':'shard 3 is down'",
        ])
        .yielded([1])
        .failed(ErrorKind::Partial, ["`/partial`", "incomplete", "shard 3 is down"]);
    let some = Partial::at("/state").is(&["partial"]);
    case(TOKENS.partial(some)).over(["'data':[1],'next':null,'state':'whole'"]).ended();
}

#[test]
fn an_incomplete_reply_leaves_a_walk_unproven() {
    case(TOKENS.partial(Partial::at("/partial")))
        .require(Evidence::Continued)
        .over(["'data':[1],'next':null,'partial':true"])
        .yielded([1])
        .failed(ErrorKind::Unproven, ["`/partial`"]);
}

const GONE: Paging = NUMBERS.page(PageKeys::NONE).ends(EndRules::DEFAULT.status(&[204, 404]));

/// Two pages of one row, and this status after them.
fn ended_by(status: u16) -> impl FnMut(&str) -> (u16, String) {
    move |url| match url.rsplit('=').next() {
        Some("0") => (200, body("'data':[1]")),
        Some("1") => (200, body("'data':[2]")),
        _ => (status, if status == 204 { String::new() } else { body("'error':'no such page'") }),
    }
}

#[test]
fn a_status_is_the_end_of_a_list() {
    for status in [204, 404] {
        case(GONE).replied(ended_by(status)).requests(3).yielded([1, 2]).ended();
    }
    case(GONE).replied(ended_by(410)).yielded([1, 2]).failed(ErrorKind::Status, ["410"]);
    case(LINKS.ends(EndRules::DEFAULT.status(&[404])))
        .require(Evidence::Continued)
        .replied(|url| match url {
            "https://api.test/list" => (200, body("'data':[1],'next':'/list?p=2'")),
            _ => (404, String::new()),
        })
        .yielded([1])
        .ended();
}

#[test]
fn a_refusal_of_the_first_request_warns() {
    case(GONE)
        .replied(|_| (404, body("'error':'nothing here'")))
        .yielded([])
        .ended_with(&[Warning::EndedByStatus { status: 404 }]);
    case(GONE).replied(|_| (204, String::new())).yielded([]).ended();
}

#[test]
fn a_status_that_ends_a_list_states_its_end_and_leaves_its_total() {
    // A first reply without rows that states no end proves nothing.
    case(LINKS.ends(EndRules::DEFAULT.status(&[204])))
        .require(Evidence::Continued)
        .replied(|_| (204, String::new()))
        .yielded([])
        .ended();
    case(GONE.page(PageKeys::NONE.total("/total")).more(More::While("/more")))
        .require(Evidence::Counted)
        .replied(|url| match url.rsplit('=').next() {
            Some("0") => (200, body("'data':[1],'total':1,'more':true")),
            _ => (404, String::new()),
        })
        .yielded([1])
        .ended();
}

#[test]
fn the_body_of_a_status_that_ends_a_list_gives_no_hints() {
    case(GONE)
        .replied(|_| (404, body("'data':[],'has_more':true")))
        .yielded([])
        .ended_with(&[Warning::EndedByStatus { status: 404 }]);
}

#[test]
fn a_status_past_the_last_row_is_the_end_of_overlapping_pages() {
    let offsets =
        Paging::NONE.offset("from", 0, Step::Items).ends(EndRules::DEFAULT.status(&[416]));
    let rows = |from: usize| (1..=4).skip(from).take(2).collect::<Vec<u64>>();
    list(List::get("/list", "/data").key("/id").paging(offsets))
        .replied(|url| {
            let from = url.rsplit('=').next().unwrap().parse().unwrap();
            let rows: Vec<_> = rows(from).iter().map(|id| format!("{{'id':{id}}}")).collect();
            if rows.is_empty() {
                return (416, String::new());
            }
            (200, body(&format!("'data':[{}]", rows.join(","))))
        })
        .yielded([1, 2, 3, 4])
        .ended();
}

#[test]
fn totals_still_count_if_a_status_ends_the_list() {
    case(GONE.page(PageKeys::NONE.total("/total")))
        .replied(|url| {
            let is_first = url.contains("page=0");
            if is_first { (200, body("'data':[1],'total':3")) } else { (404, String::new()) }
        })
        .yielded([1])
        .ended_with(&[Warning::Shortfall { seen: 1, total: 3 }]);
}

fn limited(limit: RateLimit) -> Plan {
    let list = List::get("/list", "/data").error_code("/code").paging(TOKENS);
    let url = Url::parse(ORIGIN).unwrap();
    let plan = Plan::new(list, url.clone()).unwrap();
    plan.of_client(&url, Some(&AnyRateLimit::from(limit))).unwrap()
}

/// What a plan says of a reply: the wait of one that came too early, and the pause after.
fn waits(plan: Plan, status: u16, short: &str) -> (Option<TooEarly>, Option<Duration>) {
    let mut walk = Walk::new(Arc::new(plan), Cursor::Start);
    let ask = walk.next_request().unwrap().unwrap();
    let reply = reply(&ask, status, body(short));
    let contents = walk.plan.decode(&ask, &reply, Decode::of::<Row>(), None).unwrap();
    let pause = contents.as_ref().and_then(|contents| walk.plan.wait_after(contents));
    (walk.plan.says_later(&reply, contents.as_ref()), pause)
}

#[test]
fn a_code_says_that_a_request_came_too_early_whatever_the_status() {
    const CODED: RateLimit = RateLimit::new(&[]).code(&["THROTTLED", "99"]);
    for status in [200, 400] {
        for code in ["'THROTTLED'", "99", "'99'"] {
            let short = format!("'code':{code}");
            assert_eq!(
                waits(limited(CODED), status, &short).0,
                Some(TooEarly { wait: None }),
                "{status} {code}"
            );
        }
        assert_eq!(waits(limited(CODED), status, "'code':'OTHER'").0, None);
    }
    let seconds = CODED.wait(Wait::Seconds(2));
    let two = Duration::from_secs(2);
    assert_eq!(
        waits(limited(seconds), 200, "'code':99"),
        (Some(TooEarly { wait: Some(two) }), None)
    );
    assert_eq!(waits(limited(seconds), 200, "'data':[]"), (None, None));
}

#[test]
fn a_reply_states_its_wait_in_seconds() {
    const AT: RateLimit = RateLimit::new(&[]).code(&["99"]).wait(Wait::At("/backoff"));
    let seconds = |seconds| Some(Duration::from_secs_f64(seconds));
    assert_eq!(
        waits(limited(AT), 200, "'code':99,'backoff':1.5").0,
        Some(TooEarly { wait: seconds(1.5) })
    );
    assert_eq!(waits(limited(AT), 200, "'data':[],'backoff':'10'"), (None, seconds(10.0)));
    for none in ["", ",'backoff':0", ",'backoff':-1", ",'backoff':'soon'", ",'backoff':1e9"] {
        assert_eq!(waits(limited(AT), 200, &format!("'data':[]{none}")), (None, None), "{none}");
    }
}

#[test]
fn the_body_of_a_refusal_states_its_wait() {
    let wait = |limit, short: &str| {
        let mut walk = Walk::new(Arc::new(limited(limit)), Cursor::Start);
        let ask = walk.next_request().unwrap().unwrap();
        walk.plan.wait_of_refusal(&reply(&ask, 429, body(short)))
    };
    let at = RateLimit::new(&[]).wait(Wait::At("/retry_after"));
    assert_eq!(wait(at, "'retry_after':3"), Some(Duration::from_secs(3)));
    assert_eq!(wait(at, "'retry_after':'soon'"), None);
    // A number of seconds belongs to a code.
    assert_eq!(wait(RateLimit::new(&[]).wait(Wait::Seconds(2)), "'retry_after':3"), None);
}

#[test]
fn a_refusal_may_be_an_array_where_a_page_is_one_too() {
    let list = List::get("/list", "").error_code("/0/status").error_message("/0/why");
    let plan = Plan::new(list.paging(Paging::LINK_HEADER), Url::parse(ORIGIN).unwrap()).unwrap();
    let mut walk = Walk::new(Arc::new(plan), Cursor::Start);
    let ask = walk.next_request().unwrap().unwrap();
    let refused = reply(&ask, 400, r#"[{"status":17,"why":"no such page"}]"#.to_owned());
    let error = walk.check_status(&ask, refused).err().unwrap();
    let api = error.api_error().unwrap();
    let found = (api.code.as_deref(), api.message.as_deref());
    assert_eq!(found, (Some("17"), Some("no such page")));
}

#[test]
fn a_code_of_a_rate_limit_is_never_a_page() {
    let mut walk = Walk::new(Arc::new(limited(RateLimit::new(&[]).code(&["99"]))), Cursor::Start);
    let ask = walk.next_request().unwrap().unwrap();
    let reply = reply(&ask, 200, body("'data':[1],'next':null,'code':99"));
    let error = read(&mut walk, &ask, reply, Decode::of::<Row>()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api, "{error}");
}
