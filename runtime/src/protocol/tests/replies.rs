//! Replies that can't be used, or that only look unusable.

use super::*;
use crate::list::rows::Decode;

fn with_errors() -> Case {
    let list_of = List::get("/list", "/data").paging(TOKENS).success("/success");
    list(list_of.error_code("/code").error_message("/message"))
}

fn one(case: Case, status: u16, body: &str) -> Walked {
    case.replied(|_| (status, body.to_owned())).requests(1).yielded([])
}

/// A walk and why it can't read the reply to its first request.
fn refused(case: Case, body: impl Into<bytes::Bytes>, decode: Decode) -> (Walk, Error) {
    let mut walk = Walk::new(Arc::new(case.plan), case.from);
    let ask = walk.next_request().unwrap().unwrap();
    let reply = Response { body: body.into(), ..reply(&ask, 200, String::new()) };
    let error = read(&mut walk, &ask, reply, decode).unwrap_err();
    (walk, error)
}

#[test]
fn items_that_are_not_an_array_are_an_error_that_says_what_was_found() {
    for (body, stood) in [
        ("'next':null", "nothing"),
        ("'rows':[1],'next':null", "nothing"),
        ("'data':null,'next':null", "null"),
        ("'data':{'0':1},'next':null", "an object"),
        ("'data':'1','next':null", "a string"),
        ("'data':7,'next':null", "a number"),
        ("'data':-7,'next':null", "a number"),
        ("'data':7.5,'next':null", "a number"),
        ("'data':true,'next':null", "a boolean"),
    ] {
        case(TOKENS).over([body]).yielded([]).failed(
            ErrorKind::Items,
            ["page 1 of", "an array of items at `/data`", &format!("found {stood};")],
        );
    }
}

#[test]
fn a_key_that_differs_in_case_alone_is_named() {
    case(TOKENS)
        .over(["'Data':[1],'next':null"])
        .failed(ErrorKind::Items, ["found nothing, but there is `/Data`"]);
    case(TOKENS)
        .over(["'data':[1],'Next':'x'"])
        .yielded([1])
        .failed(ErrorKind::Truncated, ["`/next` is missing", "there is `/Next`"]);
}

#[test]
fn missing_items_are_an_empty_page_if_the_list_allows_it() {
    let missing = || list(List::get("/list", "/data").paging(TOKENS).missing_is_empty());
    for first in ["'next':'x'", "'data':null,'next':'x'"] {
        missing().over([first, "'data':[1],'next':null"]).requests(2).yielded([1]).ended();
    }
    missing().over(["'data':{},'next':null"]).failed(ErrorKind::Items, ["an object"]);
}

#[test]
fn items_can_be_nested_and_at_an_escaped_pointer() {
    list(List::get("/list", "/da~1ta/~0/1").paging(TOKENS))
        .over(["'da/ta':{'~':[[9],[1,2],[9]]},'next':null"])
        .yielded([1, 2])
        .ended();
}

#[test]
fn the_body_itself_can_be_the_items() {
    list(List::get("/list", "")).replied(|_| (200, "[1,2]".into())).yielded([1, 2]).ended();
    list(List::get("/list", ""))
        .over(["'data':[1]"])
        .failed(ErrorKind::Items, ["at ``", "an object"]);
}

#[test]
fn a_paging_key_within_the_items_is_refused() {
    let at = |paging: Paging| {
        Plan::tree(&List::get("/list", "/data").paging(paging).into(), &"/data".into(), None)
            .is_ok()
    };
    assert!(!at(TOKENS.next(NextFrom::Body("/data/next"))));
    assert!(!at(TOKENS.next(NextFrom::Body("/data"))));
    assert!(!at(TOKENS.next(NextFrom::Body("next"))));
    assert!(at(TOKENS.next(NextFrom::Body("/data~1next"))));
}

#[test]
fn an_error_comes_after_all_items_before_it() {
    let mut script = [(200, body("'data':[1,2],'next':'x'")), (500, String::new())].into_iter();
    case(TOKENS)
        .replied(|_| script.next().unwrap())
        .requests(2)
        .yielded([1, 2])
        .failed(ErrorKind::Status, ["page 2 of https://api.test/list?t: ", "500"]);
}

#[test]
fn a_record_that_does_not_decode_is_named_and_its_page_is_discarded() {
    case(TOKENS)
        .over(["'data':[1,2],'next':'x'", "'data':[3,4,{}],'next':null"])
        .yielded([1, 2])
        .failed(ErrorKind::Record, ["page 2 of", "item 2 does not decode"]);
}

#[test]
fn a_record_that_does_not_decode_on_a_hashed_page_is_named_too() {
    case(NUMBERS).over(["'data':[1,[]],'pages':1"]).failed(ErrorKind::Record, ["item 1"]);
}

#[test]
fn a_reply_that_says_it_failed_is_an_error_whatever_its_data() {
    for data in ["'data':null", "'data':[]", "'data':[1]", "'data':[{}]", "'data':{}", "'x':1"] {
        for failed in ["false", "'false'", "0"] {
            let walked = with_errors().over([&format!(
                "{data},'next':null,'success':{failed},'code':17,'message':'no luck'"
            )]);
            let api = walked.error.as_ref().unwrap().api_error().unwrap().clone();
            assert_eq!(
                (api.code.as_deref(), api.message.as_deref()),
                (Some("17"), Some("no luck"))
            );
            walked.yielded([]).failed(ErrorKind::Api, ["page 1 of", "(17): no luck"]);
        }
    }
}

#[test]
fn a_reply_that_says_it_failed_comes_before_its_next_token() {
    with_errors()
        .over(["'data':[1],'next':'x','success':true", "'data':null,'next':'y','success':false"])
        .requests(2)
        .yielded([1])
        .failed(ErrorKind::Api, ["page 2 of", "no code", "no message"]);
}

#[test]
fn success_that_is_missing_or_null_is_not_a_failure() {
    for success in ["", ",'success':null", ",'success':true", ",'success':1"] {
        with_errors().over([&format!("'data':[1],'next':null{success}")]).yielded([1]).ended();
    }
}

#[test]
fn success_that_is_not_a_flag_is_an_error() {
    with_errors()
        .over(["'data':[1],'next':null,'success':'perhaps'"])
        .yielded([])
        .failed(ErrorKind::PagingKey, ["`/success`"]);
}

#[test]
fn an_error_status_is_an_error_with_the_message_of_the_body() {
    for status in [302, 400, 401, 403, 404, 422, 429, 500, 503] {
        let walked = one(with_errors(), status, r#"{"code":"20404","message":"gone","data":[1]}"#);
        let error = walked.error.as_ref().unwrap();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(error.api_error().unwrap().code.as_deref(), Some("20404"));
        walked.failed(ErrorKind::Status, [&status.to_string(), ": gone"]);
    }
}

#[test]
fn an_error_status_without_a_readable_body_is_an_error_too() {
    for body in ["", "<html>", "[]", "\u{0}"] {
        one(with_errors(), 502, body).failed(ErrorKind::Status, ["502"]);
    }
}

#[test]
fn a_body_that_is_not_json_is_an_error_with_its_content_type_and_length() {
    one(case(TOKENS), 200, "<html>login</html>")
        .failed(ErrorKind::Body, ["page 1 of", "text/html", "18 bytes"]);
    one(case(TOKENS), 200, "").failed(ErrorKind::Body, ["0 bytes"]);
    one(case(TOKENS), 204, "").failed(ErrorKind::Body, ["0 bytes"]);
}

#[test]
fn a_body_that_breaks_off_anywhere_is_an_error() {
    let whole = r#"{"data": [1, 2], "next": "x", "success": true} "#;
    for length in 0..whole.len() - 1 {
        one(case(TOKENS), 200, &whole[..length]).failed(ErrorKind::Body, []);
    }
}

#[test]
fn a_body_with_more_after_it_is_an_error() {
    one(case(TOKENS), 200, r#"{"data":[1],"next":null}{}"#).failed(ErrorKind::Body, []);
}

#[test]
fn a_body_that_is_not_utf_8_is_an_error() {
    let body = &b"{\"data\":[\"\xff\"]}"[..];
    let (walk, error) = refused(case(TOKENS), body, Decode::of::<String>());
    assert_eq!(error.kind(), ErrorKind::Body);
    assert_eq!(error.position(), Some(&walk.position()), "before that page");
}

#[test]
fn json_that_is_not_an_object_has_no_items() {
    for body in ["[]", "[{\"data\":[1]}]", "null", "1", "-1", "1.5", "true", "\"data\""] {
        one(case(TOKENS), 200, body).failed(ErrorKind::Items, ["nothing"]);
    }
}

#[test]
fn a_key_that_appears_twice_is_an_error() {
    for twice in [
        "'data':[1],'next':null,'data':[2]",
        "'data':[1],'next':null,'next':'x'",
        "'next':'x','data':[1],'next':'x'",
    ] {
        one(case(TOKENS), 200, &body(twice)).failed(ErrorKind::Body, ["twice"]);
    }
}

#[test]
fn a_duplicate_key_elsewhere_is_ignored() {
    case(TOKENS).over(["'data':[1],'x':1,'x':2,'next':null"]).yielded([1]).ended();
}

#[test]
fn keys_may_be_in_any_order() {
    case(TOKENS)
        .over(["'next':'x','data':[1],'z':{'next':'no','data':[9]}", "'data':[2],'next':null"])
        .requested(["/list", "/list?t=x"])
        .yielded([1, 2])
        .ended();
}

#[test]
fn a_deeply_nested_body_does_not_overflow() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    one(case(TOKENS), 200, &format!(r#"{{"x":{deep}}}"#)).failed(ErrorKind::Items, ["nothing"]);
    let body = format!(r#"{{"data":{deep},"next":null}}"#);
    let (_, error) = refused(case(TOKENS), body, Decode::of::<crate::Json>());
    assert_eq!(error.kind(), ErrorKind::Record);
    assert!(error.to_string().contains("item 0"), "{error}");
}

#[test]
fn the_recorded_walk_takes_three_requests() {
    // Re-typed after a recorded reply: a short page with a next, `page` stuck at 0, links that
    // keep their filters byte for byte, malformed own addresses, and `""` at the end.
    const FIRST: &str = "/api/laml/2010-04-01/Accounts/AC1/Messages.json?To=%2B1555&DateSent%3E=2008-01-02&PageSize=2&Page=0";
    const SECOND: &str = "/api/laml/2010-04-01/Accounts/AC1/Messages.json?To=%2B1555&DateSent%3E=2008-01-02&PageSize=2&Page=1&PageToken=PAMMc2";
    const THIRD: &str = "/api/laml/2010-04-01/Accounts/AC1/Messages.json?To=%2B1555&DateSent%3E=2008-01-02&PageSize=2&Page=1&PageToken=Other";
    let page = |rows: &str, next: &str, previous: &str| {
        format!(
            "'end':1,'first_page_uri':'{previous}','next_page_uri':'{next}','page':0,'page_size':2,\
             'previous_page_uri':'{previous}','messages':[{rows}],'start':0,'uri':'never see this'"
        )
    };
    let messages = List::get("/api/laml/2010-04-01/Accounts/AC1/Messages.json", "/messages");
    list(messages.paging(Paging::LAML))
        .filtered("To=%2B1555&DateSent%3E=2008-01-02")
        .page_size(2)
        .over([
            &page("1,2", SECOND, FIRST),
            &page("3", THIRD, "never see this"),
            &page("", "", "never see this"),
        ])
        .requested([FIRST.strip_suffix("&Page=0").unwrap(), SECOND, THIRD])
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn if_the_body_is_the_items_an_object_describes_a_failure() {
    let bare = || {
        let list_of = List::get("/list", "").paging(Paging::LINK_HEADER).success("/ok");
        list(list_of.error_code("/error/code").error_message("/error/message"))
    };
    bare().replied(|_| (200, "[1,2]".to_owned())).requests(1).yielded([1, 2]).ended();
    let failed = r#"{"ok":false,"error":{"code":"gone","message":"It was moved."}}"#;
    one(bare(), 404, failed).failed(ErrorKind::Status, ["404", "It was moved."]);
    one(bare(), 200, failed).failed(ErrorKind::Api, ["gone", "It was moved."]);
    one(bare(), 200, "{}").failed(ErrorKind::Items, ["an array of items at ``", "an object"]);
}

/// A byte order mark, which a parser may ignore (RFC 8259, section 8.1).
const MARK: &str = "\u{feff}";

#[test]
fn a_byte_order_mark_before_the_json_is_ignored() {
    let mut pages =
        bodies(["'data':[1,2],'next':'/list?p=2'", "'data':[3],'next':null"]).into_iter();
    case(LINKS)
        .against(|_| MARK.to_owned() + &pages.next().unwrap())
        .requested(["/list", "/list?p=2"])
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn a_row_after_a_byte_order_mark_is_named_as_without_one() {
    let rows = "'data':[1,2,{'name':'x'}]";
    let error = |mark: &str| {
        let walked = case(LINKS).against(|_| mark.to_owned() + &body(rows));
        walked.error.unwrap().to_string()
    };
    assert!(error("").contains("item 2"), "{}", error(""));
    assert_eq!(error(MARK), error(""));
}

#[test]
fn the_message_of_a_failure_is_read_after_a_byte_order_mark() {
    case(LINKS)
        .replied(|_| (400, MARK.to_owned() + &body("'errors':['no such list']")))
        .failed(ErrorKind::Status, ["no such list"]);
    let said = body("'error':'gone','data':[]");
    case(LINKS.ends(EndRules::DEFAULT.absent(OnMissingNext::End)))
        .replied(|_| (200, MARK.to_owned() + &said))
        .failed(ErrorKind::Items, ["`/error`"]);
}

#[test]
fn a_second_byte_order_mark_is_not_json() {
    case(LINKS)
        .against(|_| [MARK, MARK, "{}"].concat())
        .failed(ErrorKind::Body, ["expected value"]);
}
