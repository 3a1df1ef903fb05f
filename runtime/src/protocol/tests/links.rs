//! Walks by link: where links may lead, and that their bytes do not change.

use super::*;

/// Follows `next` from the first page of `case` to a last one; the second URL.
fn followed(case: Case, next: &str) -> Walked {
    case.over([&format!("'data':[1],'next':'{next}'"), "'data':[2],'next':null"])
}

#[test]
fn a_link_continues_a_walk_and_null_or_an_empty_string_ends_it() {
    for end in ["null", "''"] {
        case(LINKS)
            .over(["'data':[1],'next':'/list?p=1'", &format!("'data':[2],'next':{end}")])
            .requested(["/list", "/list?p=1"])
            .yielded([1, 2])
            .ended();
    }
}

#[test]
fn an_absent_link_is_an_error() {
    case(LINKS)
        .over(["'data':[1],'next':'/list?p=1'", "'data':[2]"])
        .yielded([1, 2])
        .failed(ErrorKind::Truncated, ["page 2 of", "`/next` is missing"]);
}

#[test]
fn a_value_that_is_not_a_string_is_not_a_link() {
    for next in ["5", "0", "true", "[]", "{}"] {
        case(LINKS)
            .over([&format!("'data':[1],'next':{next}")])
            .requests(1)
            .yielded([1])
            .failed(ErrorKind::PagingKey, ["expected a link at `/next`"]);
    }
}

#[test]
fn links_resolve_against_the_request_of_their_reply() {
    for (next, url) in [
        ("/other?p=1", "/other?p=1"),
        ("?p=1", "/list?p=1"),
        ("sub/page", "/sub/page"),
        ("../p", "/p"),
        ("//api.test/p", "/p"),
        ("https://api.test/p?q", "/p?q"),
        ("HTTPS://API.TEST:443/p#part", "/p"),
    ] {
        followed(case(LINKS), next).requested(["/list", url]).yielded([1, 2]).ended();
    }
}

#[test]
fn a_relative_link_resolves_against_the_link_before() {
    case(LINKS)
        .over(["'data':[],'next':'/a/b?p=1'", "'data':[],'next':'?p=2'", "'data':[],'next':null"])
        .requested(["/list", "/a/b?p=1", "/a/b?p=2"])
        .ended();
}

#[test]
fn the_bytes_of_a_link_do_not_change() {
    for next in [
        "/list?To=%2B1&x=%2b",
        "/list?t=YQ%3D%3D",
        "/list?t=YQ==",
        "/list?path=/a/b/",
        "/list/?p=1",
        "/list?b=2&a=1&b=3",
        "/list?a=+&&b",
        "/list?t=%zz&u=%C3%A9",
        "/list?",
        "/a%2Fb/list?p=1",
    ] {
        followed(case(LINKS).filtered("To=9").page_size(5), next)
            .requested(["/list?To=9&size=5", next])
            .ended();
    }
}

#[test]
fn bytes_that_are_illegal_in_a_query_are_encoded_once() {
    followed(case(LINKS), r"?q=a b<c>|d^é`{e}\\%20\u0022")
        .requested(["/list", "/list?q=a%20b%3Cc%3E%7Cd%5E%C3%A9%60%7Be%7D%5C%20%22"])
        .ended();
}

#[test]
fn a_link_to_another_origin_is_refused_after_the_items() {
    for (next, why) in [
        ("https://evil.test/list", "leads to https://evil.test"),
        ("//evil.test/list", "leads to https://evil.test"),
        ("http://api.test/list", "leads to http://api.test"),
        ("https://api.test:8443/list", "leads to https://api.test:8443"),
        ("https://api.test.evil.test/list", "leads to"),
        ("https://api.test@evil.test/list", "user information"),
        ("https://me@api.test/list", "user information"),
        (r"/\\evil.test/list", "backslash"),
        (r"/list?p=1\n", "control character"),
        ("ftp://api.test/list", "a scheme other than"),
        ("localhost:1/x", "a scheme other than"),
        ("my_host:1/x", "colon in its first segment"),
        ("127.0.0.1:1/x", "colon in its first segment"),
        ("javascript:alert(1)", "a scheme other than"),
        ("https://[/list", "is not a valid URL"),
    ] {
        case(LINKS)
            .over([&format!("'data':[1],'next':'{next}'")])
            .requests(1)
            .yielded([1])
            .failed(ErrorKind::ForeignOrigin, ["page 1 of", why, "it was not followed"]);
    }
}

#[test]
fn links_that_grow_with_each_page_end_the_walk_with_a_short_error() {
    let mut page = 0;
    let walked = case(LINKS).against(|_| {
        page += 1;
        format!("{{\"data\":[{page}],\"next\":\"a/\"}}")
    });
    let error = walked.error.as_ref().unwrap();
    assert!(error.is_foreign_origin() && !error.is_resumable(), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("append to the previous") && text.len() < 1000, "{text}");
    assert!(walked.urls.len() < 200, "{}", walked.urls.len());
}

#[test]
fn a_long_origin_of_a_refused_link_is_not_shown() {
    let link = format!("https://{}.test/list", "evil".repeat(250));
    let walked = case(LINKS).over([&*format!("'data':[],'next':'{link}'")]);
    let text = walked.error.unwrap().to_string();
    assert!(text.contains("leads to another origin, whose name has 1013 bytes"), "{text:.300}");
    assert!(!text.contains("evil"), "{text:.300}");
}

#[test]
fn a_refused_link_shows_no_value_of_its_query() {
    let walked = case(LINKS).over(["'data':[],'next':'https://evil.test/list?t=s3cret'"]);
    let error = walked.error.unwrap();
    assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
}

#[test]
fn rebase_keeps_path_and_query_on_the_own_origin() {
    let rebased = || guarded(LINKS, |safety| safety.origin = LinkOrigin::Rebase);
    followed(rebased(), "http://internal:8080/v2/list?p=1&t=a==")
        .requested(["/list", "/v2/list?p=1&t=a=="])
        .yielded([1, 2])
        .ended();
    followed(rebased().filtered("To=9"), "http://internal/v2")
        .requested(["/list?To=9", "/v2"])
        .ended();
    rebased()
        .over(["'data':[],'next':'https://me@internal/list'"])
        .failed(ErrorKind::ForeignOrigin, ["user information"]);
}

#[test]
fn listed_hosts_are_followed_by_https_only() {
    let hosts = || guarded(LINKS, |safety| safety.origin = LinkOrigin::Hosts(&["cdn.test"]));
    followed(hosts(), "https://cdn.test/p?q=1")
        .requested(["/list", "https://cdn.test/p?q=1"])
        .ended();
    for next in ["http://cdn.test/p", "https://cdn.test:444/p", "https://x.cdn.test/p"] {
        hosts()
            .over([&format!("'data':[1],'next':'{next}'")])
            .yielded([1])
            .failed(ErrorKind::ForeignOrigin, []);
    }
}

#[test]
fn a_relative_link_of_a_listed_host_stays_there() {
    guarded(LINKS, |safety| safety.origin = LinkOrigin::Hosts(&["cdn.test"]))
        .over([
            "'data':[],'next':'https://cdn.test/a?p=1'",
            "'data':[],'next':'?p=2'",
            "'data':[],'next':'https://api.test/list?p=3'",
            "'data':[],'next':null",
        ])
        .requested(["/list", "https://cdn.test/a?p=1", "https://cdn.test/a?p=2", "/list?p=3"])
        .ended();
}

#[test]
fn parameters_that_a_link_lacks_are_kept_if_the_style_says_so() {
    let keep = || guarded(LINKS, |safety| safety.keep = &["To", "size"]);
    followed(keep().filtered("From=1&To=%2B9").page_size(5), "?p=1")
        .requested(["/list?From=1&To=%2B9&size=5", "/list?p=1&To=%2B9&size=5"])
        .ended();
    followed(keep().filtered("To=9").page_size(5), "?To=8&size=4&p=1")
        .requested(["/list?To=9&size=5", "/list?To=8&size=4&p=1"])
        .ended();
    followed(case(LINKS).filtered("To=9").page_size(5), "?p=1")
        .requested(["/list?To=9&size=5", "/list?p=1"])
        .ended();
}

#[test]
fn the_parameter_of_the_credentials_is_removed_from_links() {
    followed(case(LINKS).auth_param("key"), "?a=%2B&key=old&b==&k%65y=x")
        .requested(["/list", "/list?a=%2B&b=="])
        .ended();
    followed(case(LINKS).auth_param("key"), "/p?key=old").requested(["/list", "/p"]).ended();
}

// Cycles.

#[test]
fn a_link_to_the_first_page_itself_is_a_cycle_of_one_request() {
    for next in ["/list?To=9&size=5", "?To=9&size=5", "https://api.test/list?To=9&size=5#x"] {
        case(LINKS)
            .filtered("To=9")
            .page_size(5)
            .over([&format!("'data':[1],'next':'{next}'")])
            .requests(1)
            .yielded([1])
            .failed(ErrorKind::Cycle, ["page 1 of", "period 1"]);
    }
}

#[test]
fn a_link_that_leads_to_the_first_page_with_the_kept_parameters_is_a_cycle_of_one_request() {
    guarded(LINKS, |safety| safety.keep = &["To"])
        .filtered("To=9")
        .over(["'data':[1],'next':'/list'"])
        .requests(1)
        .failed(ErrorKind::Cycle, ["period 1"]);
}

#[test]
fn credentials_in_a_link_do_not_hide_a_cycle() {
    let mut key = 0;
    case(LINKS)
        .auth_param("key")
        .against(|_| {
            key += 1;
            body(&format!("'data':[],'next':'/list?p=1&key={key}'"))
        })
        .requests(2)
        .failed(ErrorKind::Cycle, ["period 1"]);
}

#[test]
fn a_cycle_of_links_of_any_period_ends() {
    for (tail, period) in [(0, 2), (1, 1), (1, 2), (2, 5), (0, 1000)] {
        let mut page = 0;
        case(LINKS)
            .filtered("p=0")
            .against(|url| {
                assert_eq!(url, format!("{ORIGIN}/list?p={page}"));
                page += 1;
                let next = if page < tail + period { page } else { tail };
                body(&format!("'data':[],'next':'?p={next}'"))
            })
            .requests(tail + period)
            .failed(ErrorKind::Cycle, [&format!("period {period})")]);
    }
}

#[test]
fn the_address_that_a_reply_gives_for_itself_is_never_used() {
    let place = "'page':0,'uri':'x','first_page_uri':'//evil.test','previous_page_uri':'x'";
    list(List::get("/list", "/data").paging(Paging::LAML))
        .over([
            &format!("'data':[1],'next_page_uri':'/list?p=1',{place}"),
            &format!("'data':[2],'next_page_uri':'/list?p=2',{place}"),
            &format!("'data':[3],'next_page_uri':null,{place}"),
        ])
        .requested(["/list", "/list?p=1", "/list?p=2"])
        .yielded([1, 2, 3])
        .ended();
}
