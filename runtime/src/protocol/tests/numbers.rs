//! Walks by number: where they end, and which sizes they send.

use super::*;

#[test]
fn a_walk_by_number_ends_at_the_newest_count_of_pages() {
    case(NUMBERS)
        .over([
            "'data':[1,2],'pages':2,'page':0",
            "'data':[3,4],'pages':'3','page':1",
            "'data':[5],'pages':3,'page':2",
        ])
        .requested(["/list?size=2&page=0", "/list?size=2&page=1", "/list?size=2&page=2"])
        .yielded([1, 2, 3, 4, 5])
        .ended();
}

#[test]
fn a_list_that_shrank_ends_with_an_empty_page_past_its_newest_counts() {
    case(NUMBERS)
        .over([
            "'data':[1,2],'pages':3,'total':5",
            "'data':[3],'pages':2,'total':3",
            "'data':[],'pages':2,'total':3",
        ])
        .requests(3)
        .yielded([1, 2, 3])
        .ended_with(&[Warning::Drifted { page: 3, repeated: 0, total: Some((5, 3)) }]);
}

#[test]
fn a_list_without_pages_takes_one_request() {
    case(NUMBERS).over(["'data':[],'pages':0,'total':0,'page':0"]).requests(1).yielded([]).ended();
}

#[test]
fn numbers_begin_at_the_start_of_the_style() {
    case(NUMBERS.number("p", 1))
        .over(["'data':[1,2],'pages':2", "'data':[3],'pages':2"])
        .requested(["/list?size=2&p=1", "/list?size=2&p=2"])
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn a_total_alone_ends_a_walk() {
    case(NUMBERS)
        .over(["'data':[1,2],'total':'3'", "'data':[3],'total':3.0"])
        .requests(2)
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn a_total_that_is_not_reached_ends_at_an_empty_page_with_a_warning() {
    case(NUMBERS)
        .over(["'data':[1,2],'total':4", "'data':[3],'total':4", "'data':[],'total':4"])
        .requests(3)
        .ended_with(&[Warning::Shortfall { seen: 3, total: 4 }]);
}

#[test]
fn without_counts_an_empty_page_ends_a_walk() {
    case(NUMBERS)
        .over(["'data':[1,2],'page':0", "'data':[3],'page':1", "'data':[],'page':2"])
        .requests(3)
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn an_empty_page_in_the_middle_does_not_end_a_walk_with_a_page_count() {
    case(NUMBERS)
        .over(["'data':[1,2],'pages':3", "'data':[],'pages':3", "'data':[3],'pages':3"])
        .requests(3)
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn a_first_reply_without_paging_keys_is_the_only_page() {
    case(NUMBERS).over(["'data':[1,2]"]).requested(["/list?size=2&page=0"]).yielded([1, 2]).ended();
}

#[test]
fn after_a_later_reply_without_paging_keys_the_walk_continues_to_an_empty_page() {
    case(NUMBERS)
        .over(["'data':[1,2],'page':0", "'data':[3]", "'data':[]"])
        .requests(3)
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn a_repeated_last_page_is_a_cycle_and_yields_nothing() {
    case(NUMBERS)
        .over(["'data':[1,2],'page':0", "'data':[3],'page':1", "'data':[3],'page':1"])
        .requests(3)
        .yielded([1, 2, 3])
        .failed(ErrorKind::Cycle, ["page number 2 (the 3rd of this walk) of", "period 1"]);
}

#[test]
fn a_repeated_page_after_the_switch_to_numbers_is_a_cycle() {
    case(BOTH)
        .over(["'data':[1,2],'pages':2", "'data':[1,2],'pages':2"])
        .requests(2)
        .yielded([1, 2])
        .failed(ErrorKind::Cycle, ["page number 1 (the 2nd of this walk) of", "period 1"]);
}

#[test]
fn a_repeated_last_page_ends_a_walk_that_stops_at_repeats_and_yields_nothing() {
    guarded(NUMBERS, |safety| safety.repeat = Repeat::Stop)
        .max_pages(9)
        .against(|url| {
            let data = if url.ends_with("page=0") { "1,2" } else { "3" };
            body(&format!("'data':[{data}],'page':0"))
        })
        .requests(3)
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn a_repeated_page_is_yielded_if_repeats_are_allowed() {
    guarded(NUMBERS, |safety| safety.repeat = Repeat::Allow)
        .over(["'data':[1],'pages':2", "'data':[1],'pages':2"])
        .yielded([1, 1])
        .ended();
}

#[test]
fn a_walk_from_a_later_page_is_not_compared_with_the_total() {
    case(NUMBERS)
        .at_page(1)
        .over(["'data':[3,4],'pages':3,'total':5", "'data':[5],'pages':3,'total':5"])
        .requested(["/list?size=2&page=1", "/list?size=2&page=2"])
        .yielded([3, 4, 5])
        .ended();
}

#[test]
fn a_walk_from_a_later_page_without_counts_ends_at_an_empty_page() {
    case(NUMBERS)
        .at_page(1)
        .over(["'data':[3,4],'total':5", "'data':[5],'total':5", "'data':[],'total':5"])
        .requests(3)
        .yielded([3, 4, 5])
        .ended();
}

#[test]
fn a_page_beyond_the_end_is_the_last() {
    case(NUMBERS)
        .at_page(9)
        .over(["'data':[],'pages':3,'total':5"])
        .requests(1)
        .yielded([])
        .ended();
}

#[test]
fn the_largest_page_number_does_not_overflow() {
    case(NUMBERS)
        .at_page(u64::MAX)
        .over(["'data':[1],'page':0"])
        .requested(["/list?size=2&page=18446744073709551615"])
        .yielded([1])
        .ended();
}

#[test]
fn a_limit_does_not_change_the_page_size_by_number() {
    case(NUMBERS)
        .limit(1)
        .over(["'data':[1,2],'pages':2"])
        .requested(["/list?size=2&page=0"])
        .yielded([1])
        .ended();
}

#[test]
fn the_requested_page_size_is_sent_by_number() {
    case(NUMBERS)
        .page_size(7)
        .over(["'data':[1],'pages':1"])
        .requested(["/list?size=7&page=0"])
        .ended();
}

#[test]
fn a_count_that_is_not_a_number_is_an_error_after_the_items() {
    for (key, pointer) in [("'pages':'many'", "`/pages`"), ("'total':[3]", "`/total`")] {
        case(NUMBERS)
            .over([&format!("'data':[1],{key}")])
            .yielded([1])
            .failed(ErrorKind::PagingKey, [pointer, "a whole number"]);
    }
}

#[test]
fn an_unknown_count_is_ignored() {
    for unknown in ["-1", "null", "''"] {
        let page = |data: &str| format!("'data':[{data}],'pages':{unknown},'total':{unknown}");
        case(NUMBERS).over([&page("1"), &page("2"), &page("")]).requests(3).yielded([1, 2]).ended();
    }
}
