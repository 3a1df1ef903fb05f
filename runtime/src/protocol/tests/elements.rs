//! The next position in an element of an array, chosen by a field of it.

use super::*;
use crate::paging::Element;

const ELEMENT: Element = Element::new("/link", "relation", "next", "/url");
const CHOSEN: Paging = LINKS.next(NextFrom::Element(ELEMENT));
const ABSENT_ENDS: Paging = CHOSEN.ends(EndRules::DEFAULT.absent(OnMissingNext::End));

const SELF: &str = "{'relation':'self','url':'/list'}";

#[test]
fn the_element_is_found_in_any_place() {
    case(CHOSEN)
        .over([
            "'data':[1],'link':[{'relation':'self','url':'/list'},{'url':'/list?p=2','relation':'next'}]",
            "'link':[{'relation':'next','x':[{'relation':'next'}],'url':'/list?p=3'},{'relation':'self'}],'data':[2]",
            "'data':[3],'link':[{'relation':'self','url':'/list?p=3'}]",
        ])
        .requested(["/list", "/list?p=2", "/list?p=3"])
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn an_array_without_the_element_ends_the_list() {
    let others =
        format!("'data':[1],'link':[{SELF},7,null,'next',['next'],{{'relation':['next']}}]");
    for links in ["'data':[1],'link':[]", "'data':[1],'link':null", others.as_str()] {
        case(CHOSEN).require(Evidence::Continued).over([links]).yielded([1]).ended();
    }
}

#[test]
fn a_reply_without_the_array_ends_the_list_as_the_rules_say() {
    let page = ["'data':[1]"];
    case(CHOSEN).over(page).yielded([1]).failed(ErrorKind::Truncated, ["`/link`", "is missing"]);
    case(ABSENT_ENDS).over(page).yielded([1]).ended();
}

#[test]
fn several_elements_are_an_error() {
    let twice = "'data':[1],'link':[{'relation':'next','url':'/a'},{'relation':'next','url':'/a'}]";
    for paging in [CHOSEN, ABSENT_ENDS] {
        case(paging)
            .over([twice])
            .yielded([1])
            .failed(ErrorKind::PagingKey, ["`/url` in the element of `/link`", "several such"]);
    }
}

#[test]
fn an_element_without_a_position_is_an_error() {
    for element in ["{'relation':'next'}", "{'relation':'next','href':'/a'}"] {
        case(ABSENT_ENDS)
            .over([&*format!("'data':[1],'link':[{SELF},{element}]")])
            .yielded([1])
            .failed(ErrorKind::PagingKey, ["found nothing"]);
    }
    case(CHOSEN).over(["'data':[1],'link':[{'relation':'next','url':null}]"]).yielded([1]).ended();
}

#[test]
fn what_is_not_an_array_is_an_error_and_no_link() {
    for other in ["'/list?p=2'", "{'relation':'next','url':'/a'}", "7", "true"] {
        case(ABSENT_ENDS)
            .over([&*format!("'data':[1],'link':{other}")])
            .yielded([1])
            .failed(ErrorKind::PagingKey, ["no array"]);
    }
}

#[test]
fn an_element_may_hold_a_token_below_and_have_a_number_or_an_odd_name() {
    let element = Element::new("/link", "a/b~", "7", "/to/token");
    let tokens = TOKENS.next(NextFrom::Element(element));
    case(tokens)
        .over([
            "'data':[1],'link':[{'a/b~':8,'to':{'token':'y'}},{'a/b~':7,'to':{'token':'x+'}}]",
            "'data':[2],'link':[]",
        ])
        .requested(["/list", "/list?t=x%2B"])
        .yielded([1, 2])
        .ended();
}

#[test]
fn the_array_may_have_other_keys_in_it() {
    let previous = PageKeys::NONE.previous("/link/0/url");
    case(CHOSEN.page(previous))
        .over(["'data':[1],'link':[{'relation':'self','url':'/a'},{'relation':'next','url':'/list?p=2'}]", "'data':[2],'link':[]"])
        .requested(["/list", "/list?p=2"])
        .ended();
}
