//! Walks whose next position is in the last item of a page.

use super::*;

/// A list as in Stripe's API.
const LAST: Paging = TOKENS.next(NextFrom::Last("/id"));

#[test]
fn the_last_item_has_the_next_position_up_to_an_empty_page() {
    case(LAST)
        .over(["'data':[{'id':1},{'id':2}]", "'data':[{'id':3}]", "'data':[]"])
        .requested(["/list", "/list?t=2", "/list?t=3"])
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn the_position_is_found_whatever_the_items_contain() {
    case(LAST)
        .over(["'data':[ {'id':1,'of':[{'id':8},']']} ,\n {'x':'},{','id':2 } ]", "'data':[]"])
        .requested(["/list", "/list?t=2"])
        .yielded([1, 2])
        .ended();
}

#[test]
fn a_flag_ends_the_walk_earlier() {
    case(LAST.more(More::While("/more")))
        .over(["'data':[{'id':1}],'more':true", "'data':[{'id':2}],'more':false"])
        .requests(2)
        .yielded([1, 2])
        .ended();
}

#[test]
fn the_item_itself_may_be_the_position() {
    case(LAST.next(NextFrom::Last("")))
        .over(["'data':[1,2]", "'data':[]"])
        .requested(["/list", "/list?t=2"])
        .ended();
}

#[test]
fn a_string_is_sent_unchanged() {
    case(LAST.next(NextFrom::Last("/at/0")))
        .over(["'data':[{'id':1,'at':['a&b']}]", "'data':[]"])
        .requested(["/list", "/list?t=a%26b"])
        .ended();
}

#[test]
fn an_item_without_a_position_is_not_the_end() {
    for item in ["{'id':1}", "{'id':1,'at':null}", "{'id':1,'at':''}"] {
        case(LAST.next(NextFrom::Last("/at")).ends(LAST.ends.absent(OnMissingNext::End)))
            .over([&format!("'data':[{item}]")])
            .yielded([1])
            .failed(ErrorKind::Truncated, ["`/at` of the last item"]);
    }
}

#[test]
fn a_value_that_is_not_a_token_is_reported() {
    case(LAST.next(NextFrom::Last("/at")))
        .over(["'data':[{'id':1,'at':[1]}]"])
        .yielded([1])
        .failed(ErrorKind::PagingKey, ["`/at` of the last item", "a token", "an array"]);
}

#[test]
fn a_repeated_last_item_is_a_cycle() {
    case(LAST)
        .over(["'data':[{'id':1}]", "'data':[{'id':1}]"])
        .yielded([1, 1])
        .failed(ErrorKind::Cycle, ["page 2 again", "period 1"]);
}

#[test]
fn an_empty_page_that_says_more_follows_contradicts_itself() {
    case(LAST.more(More::While("/more")))
        .over(["'data':[],'more':true"])
        .failed(ErrorKind::Contradiction, ["`/more`"]);
}
