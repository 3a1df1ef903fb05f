//! The presets over replies as their APIs document them, and lists that are
//! requested by POST.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::wire::Wire;
use pagesmith::paging::{More, NextFrom, SendIn};
use pagesmith::{Client, ErrorKind, Json, Paging};

/// Header lines and the body of a reply, `'` for `"`.
type Reply = (&'static [(&'static str, &'static str)], &'static str);

/// Walks the list at `/list`: its requests, and the ids of its rows.
async fn walk(paging: &Paging, items: &'static str, replies: &[Reply]) -> (Vec<String>, Vec<u64>) {
    let wire = Wire::default();
    for (headers, body) in replies {
        wire.then_with(200, headers, &body.replace('\'', "\""));
    }
    let list = wire.client().list::<Json>("/list", [] as [&str; 0], *paging).items_at(items);
    let rows = list.collect().await.unwrap();
    let ids = rows.iter().map(|row| row["id"].as_u64().or(row.as_u64()).unwrap()).collect();
    (wire.sent(), ids)
}

/// A walk by a preset: its items, its replies, its requests and its rows.
macro_rules! presets {
    ($($name:ident: $paging:ident, $items:literal, $replies:expr => $requests:expr, $ids:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let (requests, ids) = walk(&Paging::$paging, $items, &$replies).await;
            assert_eq!(requests, $requests);
            assert_eq!(ids, $ids);
        }
    )*};
}

presets! {
    link_header: LINK_HEADER, "", [
        (&[("link", "<https://api.test/list?page=2>; rel=\"next\", <https://api.test/list?page=2>; rel=\"last\"")],
            "[{'id':1},{'id':2}]"),
        (&[("link", "<https://api.test/list?page=1>; rel=\"prev\", <https://api.test/list?page=1>; rel=\"first\"")],
            "[{'id':3}]"),
    ] => ["/list", "/list?page=2"], [1, 2, 3];
    aip_158: AIP_158, "/books", [
        (&[], "{'books':[{'id':1}],'nextPageToken':'a=','totalSize':900}"),
        (&[], "{'nextPageToken':'b','books':[]}"),
        (&[], "{'books':[{'id':2}],'nextPageToken':''}"),
    ] => ["/list", "/list?pageToken=a%3D", "/list?pageToken=b"], [1, 2];
    aip_158_without_the_key: AIP_158, "/books", [(&[], "{'books':[{'id':1}]}")]
        => ["/list"], [1];
    json_api: JSON_API, "/data", [
        (&[], "{'data':[{'id':1}],'links':{'next':'https://api.test/list?page%5Bnumber%5D=2'}}"),
        (&[], "{'data':[{'id':2}],'links':{'prev':'/list','next':null}}"),
    ] => ["/list", "/list?page%5Bnumber%5D=2"], [1, 2];
    odata: ODATA, "/value", [
        (&[], "{'@odata.context':'c','@odata.count':2,'value':[{'id':1}],'@odata.nextLink':'https://api.test/list?$skiptoken=X%2B'}"),
        (&[], "{'value':[{'id':2}]}"),
    ] => ["/list", "/list?$skiptoken=X%2B"], [1, 2];
    hal: HAL, "/_embedded/orders", [
        (&[], "{'_links':{'self':{'href':'/list'},'next':{'href':'/list?page=2'}},'_embedded':{'orders':[{'id':1}]}}"),
        (&[], "{'_links':{'self':{'href':'/list?page=2'}},'_embedded':{'orders':[{'id':2}]}}"),
    ] => ["/list", "/list?page=2"], [1, 2];
    stripe: STRIPE, "/data", [
        (&[], "{'object':'list','data':[{'id':1},{'id':2}],'has_more':true}"),
        (&[], "{'object':'list','data':[{'id':3}],'has_more':false}"),
    ] => ["/list", "/list?starting_after=2"], [1, 2, 3];
    slack: SLACK, "/members", [
        (&[], "{'ok':true,'members':[{'id':1}],'response_metadata':{'next_cursor':'dGVhbQ=='}}"),
        (&[], "{'ok':true,'members':[{'id':2}],'response_metadata':{'next_cursor':''}}"),
    ] => ["/list", "/list?cursor=dGVhbQ%3D%3D"], [1, 2];
    offset: OFFSET, "/items", [
        (&[], "{'items':[{'id':1},{'id':2}],'total':3}"),
        (&[], "{'items':[{'id':3}],'total':3}"),
    ] => ["/list?offset=0", "/list?offset=2"], [1, 2, 3];
    page_number: PAGE_NUMBER, "/items", [
        (&[], "{'items':[{'id':1},{'id':2}],'page':1,'total_pages':2,'total':3}"),
        (&[], "{'items':[{'id':3}],'page':2,'total_pages':2,'total':3}"),
    ] => ["/list?page=1", "/list?page=2"], [1, 2, 3];
    page_number_to_an_empty_page: PAGE_NUMBER, "/items", [
        (&[], "{'items':[{'id':1}]}"),
        (&[], "{'items':[]}"),
    ] => ["/list?page=1", "/list?page=2"], [1];
    twilio_v1: TWILIO_V1, "/services", [
        (&[], "{'services':[{'id':1}],'meta':{'page':0,'next_page_url':'https://api.test/list?PageSize=50&Page=1','key':'services'}}"),
        (&[], "{'services':[{'id':2}],'meta':{'page':1,'next_page_url':null,'key':'services'}}"),
    ] => ["/list", "/list?PageSize=50&Page=1"], [1, 2];
}

/// Notion's lists: by POST, the token in the body.
const NOTION: Paging = Paging::NONE
    .next(NextFrom::Body("/next_cursor"))
    .send(SendIn::Body("/start_cursor"))
    .page_size("/page_size", Some(100), Some(100))
    .more(More::While("/has_more"));

fn bodies(wire: &Wire) -> Vec<String> {
    let body = |request: &http::Request<bytes::Bytes>| {
        assert_eq!(request.method(), http::Method::POST);
        assert_eq!(request.headers()["content-type"], "application/json");
        String::from_utf8(request.body().to_vec()).unwrap().replace('"', "'")
    };
    wire.requests().iter().map(body).collect()
}

fn search(client: &Client) -> pagesmith::Pager<pagesmith::Dynamic<Json>> {
    client.list::<Json>("/search", [] as [&str; 0], NOTION).post().items_at("/results")
}

#[tokio::test]
async fn a_post_carries_what_was_set_and_its_token() {
    let wire = Wire::of([
        "'results':[{'id':1}],'has_more':true,'next_cursor':'c'",
        "'results':[{'id':2}],'has_more':false,'next_cursor':null",
    ]);
    let rows = search(&wire.client()).page_size(10).body_at("/filter/value", "page");
    assert_eq!(rows.body_at("/query", [1, 2]).collect().await.unwrap().len(), 2);
    let body = "{'filter':{'value':'page'},'query':[1,2],'page_size':10";
    assert_eq!(bodies(&wire), [format!("{body}}}"), format!("{body},'start_cursor':'c'}}")]);
}

#[tokio::test]
async fn a_value_of_a_body_that_cannot_be_sent_is_refused() {
    let wire = Wire::of([]);
    let client = wire.client();
    let odd = std::collections::BTreeMap::from([((1, 2), 3)]);
    let cases = [
        search(&client).body_at("/start_cursor", "x"),
        search(&client).body_at("query", "x"),
        search(&client).body_at("/query", odd),
        search(&client).body_at("", "x"),
        client.list::<Json>("/search", [] as [&str; 0], NOTION).body_at("/query", "x"),
    ];
    for case in cases {
        let error = case.collect().await.unwrap_err().error;
        assert_eq!(error.kind(), ErrorKind::Input, "{error}");
    }
    assert!(wire.sent().is_empty());
}

#[tokio::test]
async fn the_previous_page_is_found_in_a_header() {
    let wire = Wire::default();
    wire.then_with(200, &[("link", "</list?page=1>; rel=prev"), ("x-total", "9")], "[1]");
    wire.then_with(200, &[], "[2]");
    let keys = Paging::LINK_HEADER.page.total("header:X-Total");
    let paging = Paging::LINK_HEADER.page(keys);
    let list = wire.client().list::<u64>("/list", [] as [&str; 0], paging);
    let page = list.first_page().await.unwrap();
    assert_eq!((page.total(), page.has_next()), (Some(9), false));
    assert_eq!(page.previous().await.unwrap().unwrap().items(), [2]);
    assert_eq!(wire.sent(), ["/list", "/list?page=1"]);
}
