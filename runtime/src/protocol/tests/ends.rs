//! How walks end: counts, empty pages, flags, limits.

use super::*;

const MORE: Paging = TOKENS.more(More::While("/more"));
const DONE: Paging = TOKENS.more(More::Until("/done"));

/// Ends after two items of nine, or of three.
const SHORT: [&str; 2] = ["'data':[1],'next':'x','total':9", "'data':[2],'next':null,'total':3"];

#[test]
fn a_shortage_is_a_warning_unless_set() {
    case(BOTH).over(SHORT).yielded([1, 2]).ended_with(&[Warning::Shortfall { seen: 2, total: 9 }]);
}

#[test]
fn a_shortage_is_an_error_after_the_items_if_the_style_says_so() {
    case(BOTH.counts(OnShortfall::Error))
        .over(SHORT)
        .yielded([1, 2])
        .failed(ErrorKind::Incomplete, ["page 2 of", "after 2 items", "counts 9"]);
}

#[test]
fn a_shortage_is_ignored_if_the_style_says_so() {
    case(BOTH.counts(OnShortfall::Ignore)).over(SHORT).yielded([1, 2]).ended();
}

#[test]
fn more_items_than_counted_are_not_a_shortage() {
    case(BOTH.counts(OnShortfall::Error))
        .over(["'data':[1,2],'next':'x','total':1", "'data':[3],'next':null,'total':1"])
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn a_limit_is_not_a_shortage() {
    case(BOTH.counts(OnShortfall::Error))
        .limit(1)
        .over(["'data':[1],'next':'x','total':9"])
        .yielded([1])
        .ended();
    case(BOTH.counts(OnShortfall::Error))
        .limit(2)
        .over(["'data':[1],'next':'x','total':9", "'data':[2],'next':null,'total':9"])
        .yielded([1, 2])
        .ended();
}

#[test]
fn an_empty_page_with_a_next_position_does_not_end_a_walk() {
    case(TOKENS)
        .over(["'data':[],'next':'x'", "'data':[1],'next':'y'", "'data':[],'next':null"])
        .requests(3)
        .yielded([1])
        .ended();
}

#[test]
fn too_many_empty_pages_in_a_row_are_an_error() {
    let endless = |data: fn(usize) -> &'static str| {
        let mut page = 0;
        guarded(TOKENS, |safety| safety.max_empty_pages = 3).max_pages(50).against(move |_| {
            page += 1;
            body(&format!("'data':[{}],'next':'{page}'", data(page)))
        })
    };
    endless(|page| if page == 1 { "1" } else { "" })
        .requests(5)
        .yielded([1])
        .failed(ErrorKind::TooManyPages, ["page 5 of", "4 pages in a row were empty"]);
    // A row in between begins the count anew.
    endless(|page| if page % 4 == 0 { "1" } else { "" })
        .requests(50)
        .failed(ErrorKind::TooManyPages, ["`max_pages`"]);
}

#[test]
fn a_thousand_empty_pages_are_allowed_unless_set() {
    let mut page = 0;
    case(TOKENS)
        .against(|_| {
            page += 1;
            body(&format!("'data':[],'next':'{page}'"))
        })
        .requests(1001)
        .failed(ErrorKind::TooManyPages, []);
}

#[test]
fn an_empty_page_is_the_end_if_the_style_says_so() {
    let ends = TOKENS.ends.empty_page(true);
    case(TOKENS.ends(ends))
        .over(["'data':[1],'next':'x'", "'data':[],'next':'y'"])
        .requests(2)
        .yielded([1])
        .ended();
}

#[test]
fn more_false_and_done_true_override_any_token() {
    for (paging, flag) in [
        (MORE, "'more':false"),
        (DONE, "'done':true"),
        (MORE, "'more':'false'"),
        (DONE, "'done':1"),
    ] {
        case(paging)
            .over([&format!("'data':[1],'next':'x',{flag}")])
            .requests(1)
            .yielded([1])
            .ended();
    }
}

#[test]
fn more_false_ends_a_reply_without_a_token() {
    case(MORE).over(["'data':[1],'more':false"]).yielded([1]).ended();
}

#[test]
fn more_with_a_token_continues_the_walk() {
    case(MORE)
        .over(["'data':[1],'next':'x','more':true", "'data':[2],'next':'y','more':false"])
        .requested(["/list", "/list?t=x"])
        .yielded([1, 2])
        .ended();
    case(DONE)
        .over(["'data':[1],'next':'x','done':false", "'data':[2],'next':null,'done':true"])
        .yielded([1, 2])
        .ended();
}

#[test]
fn more_without_a_token_is_a_contradiction() {
    for (paging, flag) in [(MORE, "'more':true"), (DONE, "'done':false")] {
        for next in ["'next':null,", "'next':'',", ""] {
            case(paging)
                .over([&format!("{next}'data':[1],{flag}")])
                .requests(1)
                .yielded([1])
                .failed(ErrorKind::Contradiction, ["page 1 of", "says that more pages follow"]);
        }
    }
}

#[test]
fn without_a_flag_the_token_decides() {
    for flag in ["", ",'more':null"] {
        case(MORE)
            .over([&format!("'data':[1],'next':'x'{flag}"), "'data':[2],'next':null"])
            .yielded([1, 2])
            .ended();
    }
}

#[test]
fn a_flag_that_is_not_a_boolean_is_an_error() {
    case(MORE)
        .over(["'data':[1],'next':'x','more':[]"])
        .yielded([1])
        .failed(ErrorKind::PagingKey, ["expected true or false at `/more`", "an array"]);
}

#[test]
fn more_by_number_continues_past_the_counts() {
    case(NUMBERS.more(More::While("/more")))
        .over(["'data':[1],'pages':1,'more':true", "'data':[2],'pages':1,'more':false"])
        .requests(2)
        .yielded([1, 2])
        .ended();
}

#[test]
fn a_list_without_paging_takes_one_request() {
    case(Paging::NONE).over(["'data':[1],'next':null"]).requested(["/list"]).yielded([1]).ended();
}

#[test]
fn a_limit_ends_a_walk_at_the_page_that_reaches_it() {
    // Pages of 50 unless asked otherwise: 0, 1, page − 1, page, page + 1, above the total.
    for (limit, requests, first) in [
        (0, 0, ""),
        (1, 1, "/list?size=1"),
        (49, 1, "/list?size=49"),
        (50, 1, "/list"),
        (51, 2, "/list"),
        (100, 2, "/list"),
        (500, 3, "/list"),
    ] {
        let walked = case(TOKENS).limit(limit).against(serve_120).requests(requests);
        let asked = walked.urls.first().map_or("", |url| url.strip_prefix(ORIGIN).unwrap());
        assert_eq!(asked, first);
        walked.yielded(1..=limit.min(120)).ended();
    }
}

#[test]
fn a_limit_caps_the_requested_page_size() {
    case(TOKENS)
        .page_size(20)
        .limit(7)
        .against(serve_120)
        .requested(["/list?size=7"])
        .yielded(1..=7);
    case(TOKENS)
        .page_size(20)
        .limit(30)
        .against(serve_120)
        .requested(["/list?size=20", "/list?size=20&t=20"])
        .yielded(1..=30)
        .ended();
}

/// 120 items, pages of `size` or 50, tokens that count the items before.
fn serve_120(url: &str) -> String {
    let url = Url::parse(url).unwrap();
    let value = |name| url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value);
    let number = |name| value(name).and_then(|value| value.parse::<u64>().ok());
    let from = number("t").unwrap_or(0);
    let to = (from + number("size").unwrap_or(50)).min(120);
    let rows: Vec<String> = (from + 1..=to).map(|row| row.to_string()).collect();
    let next = if to < 120 { format!("'{to}'") } else { "null".to_owned() };
    body(&format!("'data':[{}],'next':{next}", rows.join(",")))
}

#[test]
fn a_server_that_ignores_the_page_size_does_not_exceed_the_limit() {
    case(TOKENS).limit(2).over(["'data':[1,2,3,4],'next':'x'"]).requests(1).yielded([1, 2]).ended();
}

#[test]
fn max_pages_is_an_error_if_the_list_has_more() {
    case(TOKENS)
        .max_pages(2)
        .over(["'data':[1],'next':'x'", "'data':[2],'next':'y'"])
        .requests(2)
        .yielded([1, 2])
        .failed(ErrorKind::TooManyPages, ["page 3 of", "more than 2 pages", "`max_pages`"]);
}

#[test]
fn max_pages_is_not_an_error_if_the_list_ends_there() {
    case(TOKENS)
        .max_pages(2)
        .over(["'data':[1],'next':'x'", "'data':[2],'next':null"])
        .yielded([1, 2])
        .ended();
}

#[test]
fn max_pages_of_the_style_applies() {
    guarded(TOKENS, |safety| safety.max_pages = Some(1))
        .over(["'data':[1],'next':'x'"])
        .yielded([1])
        .failed(ErrorKind::TooManyPages, []);
}
