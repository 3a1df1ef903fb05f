//! Signs in a reply, at places that the list does not name.

use super::*;

fn more(sign: &str) -> Warning {
    Warning::MoreFollows { sign: sign.to_owned() }
}

#[test]
fn a_first_page_that_ends_the_walk_and_says_that_more_follows_is_a_warning() {
    for (short, sign) in [
        ("'total':23", "its `/total` is 23"),
        ("'count':'23'", "its `/count` is 23"),
        ("'meta':{'a':1,'total_count':3}", "its `/meta/total_count` is 3"),
        ("'page':{'number':0,'totalElements':3}", "its `/page/totalElements` is 3"),
        ("'total_pages':2", "its `/total_pages` is 2"),
        ("'last_page':2", "its `/last_page` is 2"),
        ("'has_more':true", "its `/has_more` is true"),
        ("'pageInfo':{'hasNextPage':true}", "its `/pageInfo/hasNextPage` is true"),
        ("'last':false", "its `/last` is false"),
        ("'next':'/list?page=2'", "its `/next` is not empty"),
        ("'next_page':2", "its `/next_page` is 2"),
        ("'next_page_token':'a'", "its `/next_page_token` is not empty"),
        ("'@odata.nextLink':'/x'", "its `/@odata.nextLink` is not empty"),
        ("'done':false,'nextRecordsUrl':'/q/1'", "its `/done` is false"),
        ("'metadata':{'continue':'abc'}", "its `/metadata/continue` is not empty"),
        ("'hits':{'total':{'value':30}}", "its `/hits/total/value` is 30"),
        ("'@odata.count':30", "its `/@odata.count` is 30"),
        (
            "'link':[{'relation':'self'},{'relation':'next'}]",
            "its `/link` has a link to the next page",
        ),
        ("'list_info':{'has_more_rows':'true'}", "its `/list_info/has_more_rows` is not empty"),
        ("'links':{'next':{'href':'/x'}}", "its `/links/next/href` is not empty"),
        ("'_links':{'a/b':{'next':1},'next':'/x'}", "its `/_links/next` is not empty"),
    ] {
        let pages = |paging| case(paging).over([&*format!("{short},'data':[1,2]")]).yielded([1, 2]);
        pages(Paging::NONE).ended_with(&[more(sign)]);
        // The same if the style names other places.
        pages(Paging::AIP_158).ended_with(&[more(sign)]);
        pages(Paging::NONE.ends(EndRules::DEFAULT.hints(false))).ended();
    }
}

#[test]
fn a_list_of_one_page_causes_no_warning() {
    for short in [
        "'total':2,'count':2,'pages':1",
        "'has_more':false,'hasNextPage':false,'last':true",
        "'next':null,'next_page_token':'','next_page':0,'links':{'next':{'href':null}}",
        "'next_billing_date':'2026-01-01','nextSteps':'none','more_info':true",
        "'author':{'followers':{'count':500}},'included':[{'next':'x','total':9}]",
        "'total':-1,'count':'many','total_pages':null",
    ] {
        case(Paging::NONE).over([&*format!("{short},'data':[1,2]")]).yielded([1, 2]).ended();
    }
    // Fields within the items belong to the items.
    case(Paging::NONE).over(["'data':[{'id':1,'next':'x','has_more':true}]"]).yielded([1]).ended();
    list(List::get("/list", "/data/rows"))
        .over(["'data':{'rows':[{'id':1,'next':'x'}],'total':1}"])
        .yielded([1])
        .ended();
}

#[test]
fn places_that_the_list_names_cause_no_warning() {
    let total = PageKeys::NONE.total("/total");
    case(Paging::NONE.page(total))
        .over(["'data':[1],'total':2"])
        .ended_with(&[Warning::Shortfall { seen: 1, total: 2 }]);
    case(Paging::NONE.page(total).counts(OnShortfall::Ignore))
        .over(["'data':[1],'total':2"])
        .ended();
}

#[test]
fn headers_say_that_more_follows_too() {
    for (line, sign) in [
        ("link: </list?page=2>; rel=next", "its header `Link` has a link with `rel=next`"),
        ("x-total: 3", "its header `x-total` is 3"),
        ("x-wp-totalpages: 3", "its header `x-wp-totalpages` is 3"),
        ("x-ms-continuation: abc", "its header `x-ms-continuation` is not empty"),
        ("opc-next-page: abc", "its header `opc-next-page` is not empty"),
        ("x-total-count: 3", "its header `x-total-count` is 3"),
        ("x-next-page: 2", "its header `x-next-page` is 2"),
        ("content-range: items 0-1/3", "its header `content-range` is 3"),
    ] {
        let lines: &[&'static str] = &[line];
        case(Paging::NONE).headed([(lines, "'data':[1,2]")]).ended_with(&[more(sign)]);
    }
    let honest: &[&'static str] = &[
        "link: </list?page=1>; rel=first",
        "x-total: 2",
        "x-next-page: ",
        "content-range: items 0-1/2",
        "x-ratelimit-remaining: 99",
    ];
    case(Paging::NONE).headed([(honest, "'data':[1,2]")]).ended();
}

#[test]
fn a_limit_or_a_later_page_causes_no_warning() {
    case(Paging::NONE).limit(1).over(["'data':[1,2],'total':3"]).yielded([1]).ended();
    case(TOKENS)
        .over(["'data':[1],'next':'x','has_more':true", "'data':[2],'next':null,'has_more':true"])
        .yielded([1, 2])
        .ended();
}

const ENDING: Paging = TOKENS.ends(EndRules::DEFAULT.absent(OnMissingNext::End));

#[test]
fn a_failure_at_the_places_of_the_list_is_not_an_empty_page() {
    let with = || List::get("/list", "/data").paging(ENDING);
    for missing in [with().missing_is_empty(), with()] {
        for short in
            ["'code':99,'msg':'denied'", "'code':'denied','data':null", "'code':99,'data':[]"]
        {
            let listed = missing.error_code("/code").error_message("/msg");
            list(listed)
                .over(["'data':[1],'next':'x'", short])
                .yielded([1])
                .failed(ErrorKind::Api, ["page 2 of", "the API reported a failure"]);
        }
        let listed = missing.error_message("/error/message");
        list(listed)
            .over(["'error':{'message':'quota used up'},'data':[]"])
            .failed(ErrorKind::Api, ["quota used up"]);
    }
    for good in ["0", "200", "'0'", "'ok'", "'OK'", "null", "''", "false"] {
        let listed = with().missing_is_empty().error_code("/code").error_message("/msg");
        let reply = format!("'code':{good},'msg':'success','next':null");
        list(listed).over([&*reply]).requests(1).ended();
    }
    // A reply with rows did not fail, unless its `success` says so.
    list(with().error_code("/code")).over(["'code':7,'data':[1]"]).yielded([1]).ended();
    list(with().success("/ok").error_code("/code")).over(["'ok':true,'code':7,'data':[]"]).ended();
}

#[test]
fn a_failure_in_usual_words_is_not_an_empty_page() {
    let missing = || list(List::get("/list", "/data").paging(ENDING).missing_is_empty());
    for (short, place) in [
        ("'error':{'message':'quota used up','code':4}", "`/error`"),
        ("'errors':['denied'],'next':null", "`/errors`"),
        ("'Fault':{'Error':[{'code':'4000'}]}", "`/Fault`"),
        ("'status':'error'", "`/status`"),
        ("'statusCode':500,'next':null", "`/statusCode`"),
        ("'errcode':40001,'errmsg':'x'", "`/errcode`"),
        ("'response':{'errors':['x']}", "`/response/errors`"),
        ("'meta':{'error':{'code':3}}", "`/meta/error`"),
        ("'success':'false'", "`/success`"),
        ("'hasError':true", "`/hasError`"),
        ("'message':'denied'", "`/message`"),
        ("'success':false", "`/success`"),
        ("'error_code':'E1','next':null", "`/error_code`"),
    ] {
        missing()
            .over(["'data':[1],'next':'x'", short])
            .yielded([1])
            .failed(ErrorKind::Items, ["page 2 of", "`/data`", place, "failed"]);
    }
    for short in [
        "",
        "'kind':'list','etag':'x'",
        "'message':'no results'",
        "'code':'SUCCESS','message':'ok'",
        "'code':'00000','error':{'code':0,'message':''}",
        "'error':'false','status':'ok','statusCode':200",
        "'next':null,'message':'nothing found'",
        "'error':null,'errors':[],'code':0,'success':true,'message':''",
    ] {
        missing().over([short]).requests(1).ended();
    }
}

#[test]
fn after_rows_no_message_advises_that_missing_items_are_an_empty_page() {
    let advice = "if this API omits the array when it is empty";
    case(TOKENS).over(["'next':null"]).failed(ErrorKind::Items, [advice]);
    let walked = case(TOKENS).over(["'data':[1],'next':'x'", "'next':null"]);
    let told = walked.error.unwrap().to_string();
    assert!(!told.contains(advice), "{told}");
}

#[test]
fn an_empty_page_that_says_that_it_failed_is_not_the_end() {
    for short in ["'error':'backend timeout'", "'success':false", "'status':'error'", "'err':'x'"] {
        for paging in [ENDING, Paging::PAGE_NUMBER, Paging::NONE] {
            case(paging)
                .over([&*format!("{short},'data':[]")])
                .failed(ErrorKind::Items, ["found an empty array", "says that the request failed"]);
        }
    }
    for short in ["'error':null", "'message':'denied'", "'status':'ok','errors':[]"] {
        case(Paging::NONE).over([&*format!("{short},'data':[]")]).requests(1).ended();
    }
    // A `success` that the list names is believed.
    let listed = List::get("/list", "/data").success("/ok").paging(Paging::NONE);
    list(listed).over(["'ok':true,'error':'x','data':[]"]).ended();
    list(listed.missing_is_empty()).over(["'ok':true,'code':1"]).ended();
}

#[test]
fn a_reply_that_is_not_an_object_or_has_its_rows_elsewhere_is_not_an_empty_page() {
    let missing = || list(List::get("/list", "/data").paging(ENDING).missing_is_empty());
    for text in ["\"Too many requests\"", "null", "5", "[]"] {
        missing()
            .replied(|_| (200, text.to_owned()))
            .failed(ErrorKind::Items, ["the response is not an object"]);
    }
    // Where the reply itself is the list, null means no rows, if the list says so.
    let whole = List::get("/list", "").paging(Paging::LINK_HEADER);
    let null = |_: &str| (200, "null".to_owned());
    list(whole.missing_is_empty()).replied(null).requests(1).ended();
    list(whole).replied(null).failed(ErrorKind::Items, ["found"]);
    missing()
        .over(["'records':[{'id':1}],'x':1"])
        .failed(ErrorKind::Items, ["its `/records` is an array of objects"]);
}
