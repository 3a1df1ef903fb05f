//! Arrays of objects beside the items, which a warning names once.

use super::*;
use crate::paging::{Element, ItemRules, Partial};

fn others(items: &str, others: &[&str]) -> Warning {
    let others = others.iter().map(|at| (*at).to_owned()).collect();
    Warning::OtherArrays { items: items.to_owned(), others }
}

const ONE: &str = "'data':[{'id':1}],'removed':[{'id':7}],'next':'a'";

#[test]
fn other_arrays_are_named_once_a_walk() {
    case(TOKENS)
        .over([ONE, "'data':[{'id':2}],'removed':[{'id':8}],'next':null"])
        .yielded([1, 2])
        .ended_with(&[others("/data", &["/removed"])]);
    // Those that come later are part of the rows that were taken for granted.
    case(TOKENS)
        .over(["'data':[1],'next':'a'", "'data':[2],'removed':[{'id':8}],'next':null"])
        .yielded([1, 2])
        .ended();
    case(TOKENS.ends(EndRules::DEFAULT.hints(false)))
        .over([ONE, "'data':[],'next':null"])
        .yielded([1])
        .ended();
}

#[test]
fn a_page_without_items_names_them_too() {
    case(TOKENS)
        .over(["'data':[],'removed':[{'id':7}],'next':null"])
        .yielded([])
        .ended_with(&[others("/data", &["/removed"])]);
}

#[test]
fn what_the_list_names_is_no_other_array() {
    let paging = LINKS
        .next(NextFrom::Element(Element::new("/way", "rel", "next", "/href")))
        .partial(Partial::at("/failures"))
        .more(More::While("/state/0/more"));
    let short = "'data':[1],'way':[{'rel':'self'}],'failures':[{}],'state':[{'more':false}]";
    let walked = case(paging).over([short]).yielded([1]);
    assert!(walked.warnings.iter().all(|it| !matches!(it, Warning::OtherArrays { .. })));
    let also = ItemRules::DEFAULT.also(&["/removed"]);
    let both = List::get("/list", "/data").paging(TOKENS).item_rules(also);
    list(both).over(["'data':[{'id':1}],'removed':[{'id':7}],'next':null"]).yielded([1, 7]).ended();
    let errors = List::get("/list", "/data").paging(TOKENS).error_message("/errors/0/message");
    list(errors).over(["'data':[1],'errors':[{'message':''}],'next':null"]).yielded([1]).ended();
}

#[test]
fn a_caller_that_knows_the_rest_gets_no_warning() {
    let mut known = case(TOKENS);
    known.plan.knows_rest = true;
    known.over([ONE, "'data':[],'next':null"]).yielded([1]).ended();
}

#[test]
fn the_warning_leaves_the_evidence_as_it_is() {
    let continued = case(TOKENS).require(Evidence::Continued);
    continued
        .over([ONE, "'data':[],'next':null"])
        .yielded([1])
        .ended_with(&[others("/data", &["/removed"])]);
    let text = others("/data", &["/a", "/b"]).to_string();
    assert!(text.contains("arrays of objects beside the items at `/data`"), "{text}");
    assert!(text.contains(": `/a`, `/b`;"), "{text}");
}
