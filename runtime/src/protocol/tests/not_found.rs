//! Pointers that lead nowhere, where a key differs in upper and lower case alone.

use super::*;
use crate::paging::{Element, ItemRules, LinkBase, SendRules};

const MEANT: &str = "which differs in upper and lower case";

#[test]
fn the_next_position_in_other_case_is_named() {
    case(TOKENS)
        .over(["'data':[1],'Next':'a'"])
        .failed(ErrorKind::Truncated, ["`/next` is missing", "there is `/Next`", MEANT]);
    let last = TOKENS.next(NextFrom::Last("/ID"));
    case(last)
        .over(["'data':[{'id':1},{'id':2}]"])
        .failed(ErrorKind::Truncated, ["`/ID` of the last item", "there is `/id`", MEANT]);
    let element = LINKS.next(NextFrom::Element(Element::new("/Links", "rel", "next", "/href")));
    case(element)
        .over(["'data':[1],'links':[{'rel':'next','href':'/x'}]"])
        .failed(ErrorKind::Truncated, ["there is `/links`", MEANT]);
    // A key that is spelt otherwise is not meant.
    let walked = case(TOKENS).over(["'data':[1],'nexts':'a'"]);
    assert!(!walked.error.unwrap().to_string().contains(MEANT));
}

#[test]
fn an_element_whose_field_differs_in_case_is_a_sign_of_more() {
    let element = LINKS.next(NextFrom::Element(Element::new("/links", "Rel", "next", "/href")));
    case(element)
        .over(["'data':[1],'links':[{'rel':'next','href':'/x'}]"])
        .yielded([1])
        .ended_with(&[Warning::MoreFollows {
            sign: "its `/links` has a link to the next page".to_owned(),
        }]);
    let element = LINKS.next(NextFrom::Element(Element::new("/links", "rel", "next", "/href")));
    case(element).over(["'data':[1],'links':[{'rel':'next','href':null}]"]).yielded([1]).ended();
}

#[test]
fn the_step_and_the_base_in_other_case_are_named() {
    let step = Paging::NONE.offset("from", 0, Step::Body("/Step"));
    case(step)
        .over(["'data':[1],'step':1"])
        .failed(ErrorKind::PagingKey, ["`/Step`", "there is `/step`", MEANT]);
    let below = LINKS.send_rules(SendRules::DEFAULT.url(LinkBase::At("/Base")));
    case(below)
        .over(["'data':[1],'next':'/x','base':'/y'"])
        .failed(ErrorKind::PagingKey, ["`/Base`", "there is `/base`", MEANT]);
}

#[test]
fn items_in_other_case_are_never_an_empty_page() {
    let one = List::get("/list", "/data").paging(TOKENS);
    let found = ["expected an array of items at `/data`", "there is `/Data`", MEANT];
    list(one).over(["'Data':[1],'next':null"]).failed(ErrorKind::Items, found);
    let found = ["expected an array of items at `/data`", "there is `/Data`", MEANT];
    list(one.missing_is_empty()).over(["'Data':[1],'next':null"]).failed(ErrorKind::Items, found);
    list(one.missing_is_empty()).over(["'other':[1],'next':null"]).yielded([]).ended();
    let also = one.item_rules(ItemRules::DEFAULT.also(&["/Removed"]));
    list(also).over(["'data':[1],'removed':[2],'next':null"]).failed(
        ErrorKind::Items,
        ["expected items at `/Removed` too", "there is `/removed`", MEANT],
    );
}
