//! Walks by token: how they continue, how they end, and what the first reply decides.

use super::*;

#[test]
fn a_token_continues_a_walk_and_null_ends_it() {
    case(TOKENS)
        .over(["'data':[1,2],'next':'x'", "'data':[3],'next':'y'", "'data':[4],'next':null"])
        .requested(["/list", "/list?t=x", "/list?t=y"])
        .yielded([1, 2, 3, 4])
        .ended();
}

#[test]
fn an_empty_token_ends() {
    case(TOKENS).over(["'data':[1],'next':''"]).requested(["/list"]).yielded([1]).ended();
}

#[test]
fn an_empty_token_is_a_value_if_the_style_allows_it() {
    let ends = TOKENS.ends.empty_string(false);
    case(TOKENS.ends(ends))
        .over(["'data':[1],'next':''", "'data':[2],'next':null"])
        .requested(["/list", "/list?t="])
        .yielded([1, 2])
        .ended();
}

#[test]
fn an_absent_token_is_an_error_after_the_items() {
    case(TOKENS)
        .over(["'data':[1],'next':'x'", "'data':[2]"])
        .requested(["/list", "/list?t=x"])
        .yielded([1, 2])
        .failed(
            ErrorKind::Truncated,
            ["page 2 of", "`/next` is missing", "2 items were read so far"],
        );
}

#[test]
fn an_absent_token_is_the_end_if_the_style_says_so() {
    let ends = TOKENS.ends.absent(OnMissingNext::End);
    case(TOKENS.ends(ends)).over(["'data':[1],'next':'x'", "'data':[2]"]).yielded([1, 2]).ended();
}

#[test]
fn a_number_is_a_token_by_its_literal_text() {
    case(TOKENS)
        .over([
            "'data':[1],'next':7",
            "'data':[2],'next':12345678901234567890123",
            "'data':[3],'next':1.50",
            "'data':[4],'next':null",
        ])
        .requested(["/list", "/list?t=7", "/list?t=12345678901234567890123", "/list?t=1.50"])
        .yielded([1, 2, 3, 4])
        .ended();
}

#[test]
fn values_of_other_types_are_not_tokens() {
    for (next, stood) in [("[]", "an array"), ("{}", "an object"), ("true", "a boolean")] {
        case(TOKENS)
            .over([&format!("'data':[1],'next':{next}")])
            .requests(1)
            .yielded([1])
            .failed(ErrorKind::PagingKey, ["expected a token at `/next`", stood]);
    }
}

#[test]
fn a_token_is_encoded_once_whatever_it_holds() {
    for (token, encoded) in [
        ("a+b/c==&d%20", "a%2Bb%2Fc%3D%3D%26d%2520"),
        ("x#y?z", "x%23y%3Fz"),
        ("é", "%C3%A9"),
        ("a b", "a%20b"),
        ("-._~", "-._~"),
    ] {
        case(TOKENS)
            .over([&format!("'data':[],'next':'{token}'"), "'data':[],'next':null"])
            .requested(["/list", &format!("/list?t={encoded}")])
            .ended();
    }
}

#[test]
fn an_escaped_token_is_unescaped_as_json_first() {
    case(TOKENS)
        .over([r"'data':[],'next':'\u00e9\/'", "'data':[],'next':null"])
        .requested(["/list", "/list?t=%C3%A9%2F"])
        .ended();
}

#[test]
fn a_token_of_8_kib_goes_out_whole() {
    let token = "a".repeat(8192);
    case(TOKENS)
        .over([&format!("'data':[],'next':'{token}'"), "'data':[],'next':null"])
        .requested(["/list", &format!("/list?t={token}")])
        .ended();
}

#[test]
fn filters_and_page_size_are_sent_with_every_token() {
    case(TOKENS)
        .filtered("DateSent%3C=2024-01-01&To=%2B1")
        .page_size(5)
        .over(["'data':[],'next':'x'", "'data':[],'next':null"])
        .requested([
            "/list?DateSent%3C=2024-01-01&To=%2B1&size=5",
            "/list?DateSent%3C=2024-01-01&To=%2B1&size=5&t=x",
        ])
        .ended();
}

#[test]
fn the_first_request_has_neither_token_nor_number() {
    case(BOTH).over(["'data':[1],'next':null"]).requested(["/list"]).yielded([1]).ended();
}

#[test]
fn a_walk_by_token_never_sends_a_number() {
    case(BOTH)
        .over([
            "'data':[1,2],'next':'x','page':0,'pages':3,'total':5,'size':2",
            "'data':[3,4],'next':'y','pages':3,'total':5,'size':2",
            "'data':[5],'next':null,'pages':3,'total':5,'size':2",
        ])
        .requested(["/list", "/list?t=x", "/list?t=y"])
        .yielded([1, 2, 3, 4, 5])
        .ended();
}

// The first reply in a style with tokens and numbers.

#[test]
fn without_a_token_a_count_of_more_pages_continues_by_number() {
    for next in ["", "'next':null,", "'next':'',"] {
        case(BOTH)
            .over([
                &format!("{next}'data':[1,2],'page':0,'size':2,'pages':2"),
                "'data':[3],'page':1,'size':2,'pages':2",
            ])
            .requested(["/list", "/list?size=2&page=1"])
            .yielded([1, 2, 3])
            .ended_with(&[Warning::ByNumber]);
    }
}

#[test]
fn without_a_token_a_count_of_more_items_continues_by_number() {
    for next in ["", "'next':null,"] {
        case(BOTH)
            .over([&format!("{next}'data':[1,2],'total':'3'"), "'data':[3],'total':3"])
            .requested(["/list", "/list?size=2&page=1"])
            .yielded([1, 2, 3])
            .ended_with(&[Warning::ByNumber]);
    }
}

#[test]
fn continuing_by_number_keeps_the_page_size_of_the_first_page() {
    let second = "'data':[],'pages':2";
    let first = |size: &str| format!("'data':[1],'pages':2{size}");
    case(BOTH).over([&first(",'size':'7'"), second]).requested(["/list", "/list?size=7&page=1"]);
    case(BOTH).over([&first(""), second]).requested(["/list", "/list?size=2&page=1"]);
    case(BOTH)
        .page_size(5)
        .over([&first(",'size':3"), second])
        .requested(["/list?size=5", "/list?size=5&page=1"]);
}

#[test]
fn without_a_token_key_and_counts_the_walk_continues_by_number_to_an_empty_page() {
    for key in ["'page':0", "'size':2"] {
        case(BOTH)
            .over([
                &format!("'data':[1,2],{key}"),
                &format!("'data':[3],{key}"),
                &format!("'data':[],{key}"),
            ])
            .requested(["/list", "/list?size=2&page=1", "/list?size=2&page=2"])
            .yielded([1, 2, 3])
            .ended_with(&[Warning::ByNumber]);
    }
}

#[test]
fn null_without_counts_is_the_end() {
    case(BOTH)
        .over(["'data':[1,2],'page':0,'size':2,'next':null"])
        .requests(1)
        .yielded([1, 2])
        .ended();
}

#[test]
fn without_a_token_key_and_rows_the_walk_ends() {
    case(BOTH).over(["'data':[],'page':0,'size':2"]).requests(1).yielded([]).ended();
}

#[test]
fn a_reply_without_paging_keys_is_the_only_page() {
    case(BOTH).over(["'data':[1,2]"]).requested(["/list"]).yielded([1, 2]).ended();
}

#[test]
fn a_reply_without_paging_keys_is_an_error_if_the_style_says_so() {
    case(TOKENS).over(["'data':[1,2]"]).yielded([1, 2]).failed(ErrorKind::Truncated, ["page 1 of"]);
}

#[test]
fn counts_that_are_reached_end_the_first_page() {
    for next in ["", "'next':null,"] {
        case(BOTH)
            .over([&format!("{next}'data':[1,2],'pages':1,'total':2,'page':0")])
            .requests(1)
            .yielded([1, 2])
            .ended();
    }
}

#[test]
fn without_page_numbers_counts_of_more_are_a_shortfall() {
    case(BOTH.without_number())
        .over(["'data':[1,2],'next':null,'total':3"])
        .requests(1)
        .ended_with(&[Warning::Shortfall { seen: 2, total: 3 }]);
}

// After a request by token.

#[test]
fn null_after_a_token_is_the_end_whatever_the_counts() {
    for next in ["null", "''"] {
        case(BOTH)
            .over([
                "'data':[1,2],'next':'x','pages':9,'total':99",
                &format!("'data':[3],'next':{next},'pages':9,'total':99"),
            ])
            .requested(["/list", "/list?t=x"])
            .yielded([1, 2, 3])
            .ended_with(&[Warning::Shortfall { seen: 3, total: 99 }]);
    }
}

#[test]
fn an_absent_token_after_a_token_is_an_error_and_never_continues_by_number() {
    case(BOTH)
        .over(["'data':[1,2],'next':'x','total':9", "'data':[3],'pages':9,'total':9,'page':1"])
        .requested(["/list", "/list?t=x"])
        .yielded([1, 2, 3])
        .failed(ErrorKind::Truncated, ["page 2 of", "3 items"]);
}

#[test]
fn an_absent_token_after_a_token_is_an_error_without_counts() {
    case(BOTH)
        .over(["'data':[1,2],'next':'x'", "'data':[3]"])
        .yielded([1, 2, 3])
        .failed(ErrorKind::Truncated, []);
}

#[test]
fn an_absent_token_after_a_token_is_the_end_if_the_newest_total_is_reached() {
    // The newest total counts, whether it rose or fell.
    for total in ["", ",'total':3", ",'total':2"] {
        case(BOTH)
            .over(["'data':[1,2],'next':'x','total':3", &format!("'data':[3]{total}")])
            .yielded([1, 2, 3])
            .ended();
    }
    case(BOTH)
        .over(["'data':[1,2],'next':'x','total':3", "'data':[3],'total':4"])
        .failed(ErrorKind::Truncated, []);
}

#[test]
fn a_short_page_with_a_token_means_nothing() {
    case(BOTH)
        .page_size(5)
        .over(["'data':[1],'next':'x'", "'data':[2,3],'next':'y'", "'data':[4],'next':null"])
        .yielded([1, 2, 3, 4])
        .ended();
}

// Cycles.

/// Tokens `1 … tail + period`, the last of which leads back to `tail + 1`.
fn cycle(repeat: Repeat, tail: u64, period: u64) -> Walked {
    let mut page = 0;
    guarded(TOKENS, |safety| safety.repeat = repeat).max_pages(5000).against(|_| {
        page += 1;
        let next = if page < tail + period { page } else { tail + (page - tail) % period };
        body(&format!("'data':[{page}],'next':'{next}'"))
    })
}

#[test]
fn a_cycle_of_any_period_ends_after_tail_and_period_requests() {
    for (tail, period) in [(1, 1), (1, 2), (3, 5), (1, 5), (7, 1000)] {
        cycle(Repeat::Error, tail, period)
            .requests(usize::try_from(tail + period).unwrap())
            .yielded(1..=tail + period)
            .failed(ErrorKind::Cycle, [&format!("period {period})"), "would never end"]);
    }
}

#[test]
fn a_cycle_ends_without_an_error_if_the_style_says_so() {
    cycle(Repeat::Stop, 1, 2).requests(3).yielded(1..=3).ended();
}

#[test]
fn a_cycle_continues_to_max_pages_if_the_style_says_so() {
    cycle(Repeat::Allow, 1, 2).requests(5000).failed(ErrorKind::TooManyPages, []);
}

#[test]
fn a_token_that_looks_like_another_position_is_not_a_cycle() {
    // The token "/list" is not a link, and "0" is not a number.
    case(BOTH)
        .over([
            "'data':[1],'next':'https://api.test/list'",
            "'data':[2],'next':0",
            "'data':[3],'next':null",
        ])
        .requests(3)
        .ended();
}

#[test]
fn the_token_that_was_sent_is_the_end_if_the_style_says_so() {
    let pages = ["'data':[1],'next':'a'", "'data':[2],'next':'b'", "'data':[3],'next':'b'"];
    case(TOKENS.ends(TOKENS.ends.same(true))).over(pages).yielded([1, 2, 3]).ended();
    case(TOKENS).over(pages).yielded([1, 2, 3]).failed(ErrorKind::Cycle, ["period 1"]);
    // Any other repeated position is still a cycle.
    case(TOKENS.ends(TOKENS.ends.same(true)))
        .over(["'data':[1],'next':'a'", "'data':[2],'next':'b'", "'data':[3],'next':'a'"])
        .failed(ErrorKind::Cycle, ["period 2"]);
    // The first request has no token that could be repeated.
    case(LINKS.ends(LINKS.ends.same(true)))
        .over(["'data':[1],'next':'/list?x=1'", "'data':[],'next':'/list?x=1'"])
        .yielded([1])
        .ended();
}

#[test]
fn an_ever_growing_token_fails_after_the_items_and_for_good() {
    let long = format!("'data':[1],'next':'{}'", "x".repeat(40_000));
    let walked = case(TOKENS).over([&*long]);
    let error = walked.error.as_ref().unwrap();
    assert_eq!((error.kind(), error.is_resumable()), (ErrorKind::PagingKey, false));
    walked.yielded([1]).failed(ErrorKind::PagingKey, ["the page token makes a URL of", "32768"]);
}
