//! Walks whose next position is in a header of the reply, or is sent in a header of
//! the request.

use super::*;

const BY_LINK: Paging = LINKS.next(NextFrom::Link("next"));
const BY_HEADER: Paging = LINKS.next(NextFrom::Header("X-Next")).send(SendIn::Query("t"));

#[test]
fn links_of_the_header_are_followed_to_the_last_one() {
    case(BY_LINK)
        .headed([
            (&["link: </list?p=2>; rel=\"next\", </list?p=9>; rel=last"], "'data':[1,2]"),
            (&["link: </list?p=1>; rel=prev", "link: <?p=3>; rel=next"], "'data':[3]"),
            (&["link: </list?p=2>; rel=prev"], "'data':[4]"),
        ])
        .requested(["/list", "/list?p=2", "/list?p=3"])
        .yielded([1, 2, 3, 4])
        .ended();
}

#[test]
fn a_reply_without_the_header_is_the_last_whatever_an_absent_key_means() {
    for absent in [OnMissingNext::End, OnMissingNext::Error, OnMissingNext::SinglePage] {
        for paging in [BY_LINK, BY_HEADER] {
            let ends = paging.ends.absent(absent);
            case(paging.ends(ends)).headed([(&[], "'data':[1]")]).requests(1).yielded([1]).ended();
        }
    }
}

#[test]
fn a_link_of_the_header_must_lead_to_the_own_origin() {
    case(BY_LINK)
        .headed([(&["link: <https://evil.test/list>; rel=next"], "'data':[1]")])
        .requests(1)
        .yielded([1])
        .failed(ErrorKind::ForeignOrigin, ["evil.test"]);
}

#[test]
fn a_cycle_of_header_links_is_detected() {
    case(BY_LINK)
        .headed([
            (&["link: </list?p=2>; rel=next"], "'data':[1]"),
            (&["link: </list>; rel=next"], "'data':[2]"),
        ])
        .yielded([1, 2])
        .failed(ErrorKind::Cycle, ["page 1 again", "period 2"]);
}

#[test]
fn a_link_header_that_breaks_its_grammar_is_an_error_after_the_items() {
    case(BY_LINK)
        .headed([(&["link: /list?p=2; rel=next"], "'data':[1]")])
        .yielded([1])
        .failed(ErrorKind::PagingKey, ["the link `next`", "an unreadable value"]);
}

#[test]
fn a_token_of_a_header_is_sent_with_the_next_request() {
    case(BY_HEADER)
        .headed([(&["x-next: a b"], "'data':[1]"), (&["X-NEXT:  "], "'data':[2]")])
        .requested(["/list", "/list?t=a%20b"])
        .yielded([1, 2])
        .ended();
}

#[test]
fn a_token_is_sent_in_a_header() {
    case(TOKENS.send(SendIn::Header("X-Token")))
        .over(["'data':[1],'next':'abc=='", "'data':[2],'next':7", "'data':[3],'next':null"])
        .requested(["/list", "/list", "/list"])
        .carried(["x-token: abc==", "x-token: 7"])
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn a_cycle_of_tokens_in_headers_is_detected() {
    case(TOKENS.send(SendIn::Header("X-Token")))
        .over(["'data':[1],'next':'abc'", "'data':[2],'next':'abc'"])
        .yielded([1, 2])
        .failed(ErrorKind::Cycle, ["page 2 again", "period 1"]);
}

#[test]
fn a_token_that_a_header_can_not_carry_is_an_error_after_the_items() {
    case(TOKENS.send(SendIn::Header("X-Token")))
        .over([r"'data':[1],'next':'a\nb'"])
        .requests(1)
        .yielded([1])
        .failed(ErrorKind::PagingKey, ["`X-Token`", "control character"]);
}

#[test]
fn counts_are_read_from_headers() {
    let page = NUMBERS.page.total("header:X-Total");
    case(NUMBERS.page(page))
        .headed([(&["x-total: 3"], "'data':[1,2]"), (&["x-total: 3"], "'data':[3]")])
        .requests(2)
        .ended();
    case(LINKS.page(page).next(NextFrom::Link("next")))
        .headed([(&["x-total: 3"], "'data':[1,2]")])
        .ended_with(&[Warning::Shortfall { seen: 2, total: 3 }]);
    case(NUMBERS.page(page))
        .headed([(&["x-total: many"], "'data':[1,2]")])
        .yielded([1, 2])
        .failed(ErrorKind::PagingKey, ["the header `X-Total`", "a whole number"]);
}

#[test]
fn a_flag_is_read_from_a_header() {
    let more = More::While("header:X-More");
    case(TOKENS.more(more))
        .headed([
            (&["x-more: true"], "'data':[1],'next':'a'"),
            (&["x-more: false"], "'data':[2],'next':'b'"),
        ])
        .requests(2)
        .ended();
    case(BY_LINK.more(more))
        .headed([(&["x-more: true"], "'data':[1]")])
        .yielded([1])
        .failed(ErrorKind::Contradiction, ["the header `X-More`"]);
}

#[test]
fn two_next_links_to_different_pages_are_an_error_after_the_items() {
    for lines in [
        &["link: </list?p=2>; rel=next, </list?p=3>; rel=next"][..],
        &["link: </list?p=2>; rel=next", "link: </list?p=3>; rel=\"last next\""],
    ] {
        case(BY_LINK)
            .headed([(lines, "'data':[1]")])
            .requests(1)
            .yielded([1])
            .failed(ErrorKind::PagingKey, ["the link `next`", "two different values"]);
    }
}

#[test]
fn the_same_next_link_twice_is_followed() {
    let twice = "link: </list?p=2>; rel=next, <https://api.test/list?p=2>; rel=next";
    case(BY_LINK)
        .headed([(&[twice, "link: <?p=2>; rel=next"], "'data':[1]"), (&[], "'data':[2]")])
        .requested(["/list", "/list?p=2"])
        .yielded([1, 2])
        .ended();
}

#[test]
fn a_header_with_two_different_tokens_is_an_error_after_the_items() {
    case(BY_HEADER)
        .headed([(&["x-next: a", "x-next: b"], "'data':[1]")])
        .requests(1)
        .yielded([1])
        .failed(ErrorKind::PagingKey, ["the header `X-Next`", "two different values"]);
    case(BY_HEADER)
        .headed([(&["x-next: a", "x-next: a "], "'data':[1]"), (&[], "'data':[2]")])
        .requested(["/list", "/list?t=a"])
        .yielded([1, 2])
        .ended();
}

#[test]
fn a_header_with_two_different_counts_is_an_error_after_the_items() {
    let page = NUMBERS.page.total("header:X-Total");
    case(NUMBERS.page(page))
        .headed([(&["x-total: 3", "x-total: 4"], "'data':[1,2]")])
        .yielded([1, 2])
        .failed(ErrorKind::PagingKey, ["the header `X-Total`", "two different values"]);
}

#[test]
fn two_different_next_links_are_a_sign_that_more_follows() {
    case(Paging::NONE)
        .headed([(&["link: </list?p=2>; rel=next, </list?p=3>; rel=next"], "'data':[1]")])
        .ended_with(&[Warning::MoreFollows {
            sign: "its header `Link` has a link with `rel=next`".to_owned(),
        }]);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "headers of a test live as long as it")]
fn a_very_long_link_is_cut_in_the_error() {
    let far = format!("link: <https://{}.test/p>; rel=next", "x".repeat(90_000));
    let walked = case(BY_LINK).headed([(&[far.leak()], "'data':[1]")]);
    let error = walked.error.unwrap().to_string();
    assert!(error.contains("is 90015 bytes long"), "{error}");
    assert!(error.len() < 1_000, "{} bytes", error.len());
}
