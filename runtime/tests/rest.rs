//! What a page says beside its items: read as any type, for callers that ask for it.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::Numbers;
use common::wire::Wire;
use pagesmith::{Client, ErrorKind, Json, Page, PageWith, Paging, Rest};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::json;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Facets {
    facets: Vec<String>,
    next_page_token: Option<String>,
}

const FIRST: &str = "'facets':['a','b'],'data':[1,2,3],'next_page_token':'t'";
const LAST: &str = "'facets':[],'next_page_token':null,'data':[4]";

#[tokio::test]
async fn each_page_gives_its_rest_without_the_items() {
    let wire = Wire::of([FIRST, LAST]);
    let mut pages = Numbers::list(&wire.client()).with_rest().pages();
    let first = pages.try_next().await.unwrap().unwrap();
    let facets = ["a", "b"].map(str::to_owned).to_vec();
    let rest = Facets { facets, next_page_token: Some("t".into()) };
    assert_eq!((first.items(), first.rest::<Facets>().unwrap()), (&[1, 2, 3][..], rest));
    let last = pages.try_next().await.unwrap().unwrap();
    assert_eq!(last.rest::<Json>().unwrap(), json!({"facets": [], "next_page_token": null}));
    assert!(pages.try_next().await.unwrap().is_none());
    assert!(pages.outcome().is_some());
}

#[tokio::test]
async fn single_pages_and_the_pages_around_them_have_a_rest() {
    let page = |number: u64| format!("'data':[{number}],'page':{number},'num_pages':3");
    let bodies = [1, 2, 0, 0].map(page);
    let wire = Wire::of(bodies.each_ref().map(String::as_str));
    let shown = Numbers::list(&wire.client()).with_rest().get_page(1).await.unwrap();
    let number = |page: &PageWith<u64, Rest>| page.rest::<Json>().unwrap()["page"].clone();
    assert_eq!((number(&shown), shown.number()), (json!(1), Some(1)));
    assert_eq!(number(&shown.next().await.unwrap().unwrap()), 2);
    assert_eq!(number(&shown.previous().await.unwrap().unwrap()), 0);
    assert_eq!(number(&shown.first().await.unwrap()), 0);
}

#[tokio::test]
async fn a_limit_and_a_resume_leave_the_rest_whole() {
    let wire = Wire::of([FIRST, FIRST, LAST]);
    let list = || Numbers::list(&wire.client());
    let mut pages = list().limit(1).with_rest().pages();
    let first = pages.try_next().await.unwrap().unwrap();
    assert_eq!(
        (first.items(), first.rest::<Json>().unwrap()["facets"][1].clone()),
        (&[1][..], json!("b"))
    );
    let mut pages = list().with_rest().resume(&pages.position().unwrap()).pages();
    let first = pages.try_next().await.unwrap().unwrap();
    assert_eq!(
        (first.items(), first.rest::<Json>().unwrap()["facets"][1].clone()),
        (&[2, 3][..], json!("b"))
    );
}

#[tokio::test]
async fn a_rest_of_another_type_is_an_error_that_names_the_key_and_quotes_no_value() {
    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "it never decodes")]
    struct Wrong {
        facets: Vec<u8>,
    }
    let wire = Wire::of([FIRST]);
    let page = Numbers::list(&wire.client()).with_rest().first_page().await.unwrap();
    let error = page.rest::<Wrong>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Record);
    assert_eq!(
        error.to_string(),
        "the rest of the page does not decode at `facets[0]`: expected u8, found a string"
    );
}

#[tokio::test]
async fn a_body_that_is_the_items_has_null_beside_them() {
    let wire = Wire::default();
    wire.then(200, "[1, 2]");
    let list = wire.client().list::<u64>("/list", [""; 0], Paging::NONE);
    let page = list.with_rest().first_page().await.unwrap();
    assert_eq!((page.items(), page.rest::<Json>().unwrap()), (&[1, 2][..], Json::Null));
}

#[tokio::test]
async fn items_that_follow_pages_are_those_not_yielded_yet() {
    let wire = Wire::of([FIRST, LAST]);
    let mut pages = Numbers::list(&wire.client()).with_rest().pages();
    pages.try_next().await.unwrap().unwrap();
    let (before, mut items) = (pages.position(), pages.items());
    assert_eq!(items.position(), before);
    assert_eq!(items.try_next().await.unwrap(), Some(4));
    assert_eq!(items.try_next().await.unwrap(), None);
    assert!(items.outcome().is_some());
}

#[tokio::test]
async fn items_after_the_last_page_are_at_its_position() {
    let wire = Wire::of(["'data':[1],'page':0,'num_pages':1"]);
    let mut pages = Numbers::list(&wire.client()).by_number().limit(1).pages();
    pages.try_next().await.unwrap().unwrap();
    let (before, items) = (pages.position().unwrap(), pages.items());
    assert_eq!(before.items(), 1);
    assert_eq!(items.position().unwrap(), before);
}

#[tokio::test]
async fn a_status_that_ends_the_list_has_no_rest() {
    let wire = Wire::default();
    wire.then(204, "");
    let ends = pagesmith::paging::EndRules::DEFAULT.status(&[204]);
    let paging = Paging::SENDSAGE.ends(ends);
    let list = wire.client().list::<u64>("/list", [""; 0], paging).items_at("/data");
    let page: PageWith<u64, Rest> = list.with_rest().first_page().await.unwrap();
    assert_eq!((page.items().len(), page.rest::<Option<u8>>().unwrap()), (0, None));
}

#[tokio::test]
async fn a_page_says_where_it_is() {
    let wire = Wire::of([FIRST, LAST]);
    let first = Numbers::list(&wire.client()).page_size(3).first_page().await.unwrap();
    assert!(first.uri().ends_with("/list?per_page=3"), "{}", first.uri());
    assert_eq!((first.token(), first.next_token(), first.next_uri()), (None, Some("t"), None));
    let last = first.next().await.unwrap().unwrap();
    assert!(last.uri().ends_with("/list?per_page=3&page_token=t"), "{}", last.uri());
    assert_eq!((last.token(), last.next_token(), last.previous_uri()), (Some("t"), None, None));
    let shown = format!("{first:?}{last:?}");
    assert!(!shown.contains("page_token"), "{shown}");
}

#[tokio::test]
async fn a_page_serializes_without_links_and_tokens() {
    let wire = Wire::of([
        "'data':[1,2],'page':0,'per_page':2,'num_pages':2,'num_records':3,'next_page_token':'t'",
    ]);
    let page = Numbers::list(&wire.client()).with_rest().first_page().await.unwrap();
    let written = json!({"items": [1, 2], "number": 0, "size": 2, "total": 3, "total_pages": 2, "has_next": true});
    assert_eq!(serde_json::to_value(&page).unwrap(), written);
    assert_eq!(serde_json::to_value(&*page).unwrap(), written);
}

#[tokio::test]
async fn a_link_is_shown_as_the_server_wrote_it() {
    let wire = Wire::of([
        "'rows':[1],'next_page_uri':'/list?Page=1','previous_page_uri':null,'first_page_uri':'/list?Page=0'",
    ]);
    let page: Page<u64> = {
        let builder = Client::builder("https://api.test").transport(wire.clone());
        let client = builder.api_key_query("key", "a-secret-key").build().unwrap();
        let list = client.list::<u64>("/list", [""; 0], Paging::LAML).items_at("/rows");
        list.first_page().await.unwrap()
    };
    assert_eq!(page.next_uri(), Some("/list?Page=1"));
    assert_eq!((page.previous_uri(), page.first_uri()), (None, Some("/list?Page=0")));
    assert_eq!(page.uri(), "https://api.test/list");
}

#[tokio::test]
async fn the_number_of_a_page_is_the_requested_one_if_the_reply_has_none() {
    let wire = Wire::of(["'data':[1]", "'data':[1],'page':7"]);
    let list = || Numbers::list(&wire.client());
    assert_eq!(list().get_page(2).await.unwrap().number(), Some(2));
    assert_eq!(list().get_page(2).await.unwrap().number(), Some(7));
}

#[tokio::test]
async fn a_number_before_the_first_page_is_refused_before_any_request() {
    let wire = Wire::default();
    let paging = Paging::PAGE_NUMBER;
    let list = wire.client().list::<u64>("/list", [""; 0], paging).items_at("/data");
    let error = list.from_page(0).unwrap().first_page().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert!(error.to_string().contains("numbered from 1, got 0; ask for page 1"), "{error}");
    assert!(wire.sent().is_empty());
}

/// Any JSON without floats, whose texts differ by how they are written.
fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        "[\"\\\\,:\\[\\]{} a]{0,6}".prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Json::from),
            vec(("[\"\\\\,: b]{0,3}", inner), 0..3)
                .prop_map(|pairs| pairs.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// The rest is what `serde_json` reads of the body once the items are removed from it.
    #[test]
    fn the_rest_is_the_body_with_the_items_removed(
        members in vec(("[\"\\\\,: c]{0,4}", any_json()), 0..4),
        name in "[\"\\\\/~ items]{1,5}",
        at in any::<prop::sample::Index>(),
        rows in vec("[\"\\\\,\\[\\]{}]{0,4}", 0..4),
        nested in any::<bool>(),
        pretty in any::<bool>(),
    ) {
        let mut members: Vec<(String, Json)> =
            members.into_iter().filter(|(key, _)| *key != name && key != "page").collect();
        members.insert(at.index(members.len() + 1), (name.clone(), rows.clone().into()));
        // Written by hand, since a map of `serde_json` has no order.
        let (blank, line) = if pretty { (" ", "\n\t") } else { ("", "") };
        let member = |(key, value): &(String, Json)| {
            format!("{line}{}{blank}:{blank}{value}{blank}", Json::from(key.as_str()))
        };
        let written: Vec<String> = members.iter().map(member).collect();
        let object = format!("{{{}{line}}}", written.join(","));
        let body = if nested { format!("{{\"page\":{blank}{object},\"z\":1}}") } else { object };
        let mut expected: Json = serde_json::from_str(&body).unwrap();
        let holder = if nested { &mut expected["page"] } else { &mut expected };
        holder.as_object_mut().unwrap().remove(&name);

        let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        let pointer = if nested { format!("/page{pointer}") } else { pointer };
        let wire = Wire::default();
        wire.then(200, &body);
        let list = wire.client().list::<String>("/list", [""; 0], Paging::NONE).items_at(pointer);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let page = runtime.block_on(list.with_rest().first_page()).unwrap();
        prop_assert_eq!(page.items(), &rows[..]);
        prop_assert_eq!(page.rest::<Json>().unwrap(), expected);
    }
}
