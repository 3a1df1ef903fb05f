//! Pointers that lead nowhere, where a key differs in its spelling alone, or the items are
//! elsewhere.

use super::*;
use crate::paging::{Element, ItemRules, LinkBase, SendRules, Shape};

const MEANT: &str = "which differs only in case, `_` or `-`";

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

#[test]
fn a_pointer_in_snake_case_finds_a_key_in_camel_case() {
    let tokens = TOKENS.next(NextFrom::Body("/next_page_token"));
    case(tokens)
        .over(["'data':[1],'nextPageToken':'a'"])
        .failed(ErrorKind::Truncated, ["there is `/nextPageToken`", MEANT]);
    let one = List::get("/list", "/log_entries").paging(TOKENS);
    list(one)
        .over(["'logEntries':[1],'next':null"])
        .failed(ErrorKind::Items, ["there is `/logEntries`", MEANT]);
}

/// The message of a list at `/data` over this reply, without what it says of the page.
fn message(reply: &str) -> String {
    let list = list(List::get("/list", "/data").paging(Paging::LINK_HEADER));
    let reply = reply.replace('\'', "\"");
    let error = list.replied(move |_| (200, reply.clone())).error.unwrap();
    error.message().to_owned()
}

const OMITS: &str = "if this API omits the array when it is empty";

#[test]
fn a_reply_that_is_the_array_itself_says_what_to_write() {
    let message = message("[{'id':1}]");
    let says = "found nothing, but the reply itself is the array: write `items: \"\"` in a spec, `items = \"\"` in a derive; the reply (200";
    assert!(message.contains(says), "{message}");
    assert!(!message.contains(OMITS), "{message}");
}

#[test]
fn the_only_array_of_objects_is_what_was_meant() {
    let one = message("{'tasks':[{'id':1}],'tags':['a'],'links':[{}]}");
    assert!(one.contains("found nothing, but `/tasks` is an array of objects; correct the items pointer; the reply"), "{one}");
    assert!(!one.contains(OMITS), "{one}");
    for several in ["{'tasks':[{}],'notes':[{}]}", "{'tags':['a']}", "{}"] {
        let several = message(several);
        assert!(
            several.contains("found nothing; correct the items pointer; the reply"),
            "{several}"
        );
        let (_, last) = several.rsplit_once("; ").unwrap();
        assert!(last.starts_with(OMITS), "{several}");
    }
}

#[test]
fn only_the_first_page_of_a_list_advises_to_check_its_url() {
    let advice = "check the base URL";
    let gone = |_: &str| (404, "{}".to_owned());
    case(TOKENS).replied(gone).failed(ErrorKind::Status, ["404", advice]);
    let one = List::get("/list", "")
        .paging(Paging::NONE)
        .item_rules(ItemRules::DEFAULT.shape(Shape::One));
    for walked in [
        list(one).replied(gone),
        case(TOKENS).replied(|url| {
            let first = (200, r#"{"data":[1],"next":"a"}"#.to_owned());
            if url.contains("t=") { gone(url) } else { first }
        }),
    ] {
        let error = walked.error.unwrap().to_string();
        assert!(error.contains("404") && !error.contains(advice), "{error}");
    }
}
