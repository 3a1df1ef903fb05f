//! Walks and refusals of the SendSage lists.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::{get, send, texts};
use fake_api::{EndMark, FakeApi, KeyOrder, List, TokenStyle};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

const SUBSCRIBERS: &str = "/ga/api/v2/mailing_lists/1/subscribers";

/// Follows `next_page_token` from the first page on; the pages and the ids of all of them.
async fn walk(api: &FakeApi, query: &str) -> (Vec<Value>, Vec<String>) {
    let (mut pages, mut ids): (Vec<Value>, _) = (Vec::new(), Vec::new());
    let mut target = format!("{SUBSCRIBERS}?{query}");
    loop {
        let (status, page) = get(api, &target).await;
        assert_eq!((status, &page["success"]), (200, &json!(true)), "{target}: {page}");
        ids.extend(texts(&page["data"], "/id"));
        pages.push(page);
        let Some(token) = pages.last().unwrap()["next_page_token"].as_str() else { break };
        let token = utf8_percent_encode(token, NON_ALPHANUMERIC);
        target = format!("{SUBSCRIBERS}?{query}&page_token={token}");
    }
    (pages, ids)
}

#[tokio::test]
async fn tokens_lead_through_every_row_once() {
    let api = FakeApi::builder().subscribers(250).token_style(TokenStyle::Nasty).start().await;
    let (pages, ids) = walk(&api, "per_page=100").await;
    assert_eq!(ids, api.edit(|data| data.ids(List::Subscribers)));
    assert_eq!(pages.len(), 3);
    assert_eq!((&pages[0]["page"], pages[0].get("page_token")), (&json!(0), None));
    assert_eq!(pages[1]["page_token"], pages[0]["next_page_token"]);
    assert_eq!(pages[1].get("page"), None);
    assert_eq!(pages[2]["next_page_token"], Value::Null);
    for page in &pages {
        let counts = (&page["per_page"], &page["num_records"], &page["num_pages"]);
        assert_eq!(counts, (&json!(100), &json!(250), &json!(3)));
    }
}

#[tokio::test]
async fn tokens_are_contiguous_while_rows_are_added_and_removed() {
    let api = FakeApi::builder().subscribers(9).start().await;
    let mut expected = api.edit(|data| data.ids(List::Subscribers));
    api.before_request(2, |data| {
        assert!(data.remove(List::Subscribers, "1003"), "the row before the token");
        assert!(data.remove(List::Subscribers, "1005"), "a row that is still to come");
        data.insert_front(List::Subscribers);
        data.insert_back(List::Subscribers);
    });
    let (_, ids) = walk(&api, "per_page=3").await;
    expected.retain(|id| id != "1005");
    expected.push(String::from("1010"));
    assert_eq!(ids, expected);
}

#[tokio::test]
async fn page_numbers_shift_while_rows_are_added_and_removed() {
    let api = FakeApi::builder().subscribers(6).start().await;
    api.before_request(2, |data| {
        data.remove(List::Subscribers, "1001");
    });
    let (_, first) = get(&api, &format!("{SUBSCRIBERS}?page=0&per_page=3")).await;
    let (_, second) = get(&api, &format!("{SUBSCRIBERS}?page=1&per_page=3")).await;
    assert_eq!(texts(&first["data"], "/id"), ["1001", "1002", "1003"]);
    assert_eq!(texts(&second["data"], "/id"), ["1005", "1006"], "1004 slipped to page 0");
    assert_eq!((&first["num_records"], &second["num_records"]), (&json!(6), &json!(5)));
    assert_eq!((&second["page"], second.get("next_page_token")), (&json!(1), None));
    let (_, beyond) = get(&api, &format!("{SUBSCRIBERS}?page=9")).await;
    assert_eq!((&beyond["success"], &beyond["data"]), (&json!(true), &json!([])));
}

#[tokio::test]
async fn wrong_requests_are_refused_with_status_200() {
    let api = FakeApi::builder().subscribers(9).rows(List::SubscriberImports, 2).start().await;
    let (_, page) = get(&api, &format!("{SUBSCRIBERS}?per_page=2&segment_id=7")).await;
    let token = page["next_page_token"].as_str().unwrap();
    let imports = "/ga/api/v2/subscriber_imports";
    for (target, code) in [
        (format!("{SUBSCRIBERS}?segment_id=7&page=1&page_token={token}"), "invalid_request"),
        (format!("{SUBSCRIBERS}?segment_id=8&page_token={token}"), "invalid_request"),
        (format!("{SUBSCRIBERS}?segment_id=7&page_token={token}x"), "invalid_request"),
        (format!("{SUBSCRIBERS}?page_token="), "invalid_request"),
        (format!("{SUBSCRIBERS}?page=-1"), "invalid_request"),
        (format!("{SUBSCRIBERS}?per_page=0"), "invalid_request"),
        (format!("{SUBSCRIBERS}?per_page=501"), "requested_too_many"),
        (format!("{imports}?page_token={token}"), "invalid_request"),
        (format!("{imports}?scope=old"), "invalid_request"),
        (SUBSCRIBERS.replace('1', "77"), "not_found"),
        (String::from("/ga/api/v2/campaigns/2/link_stats"), "not_found"),
    ] {
        let (status, error) = get(&api, &target).await;
        assert_eq!((status, &error["success"]), (200, &json!(false)), "{target}");
        assert_eq!((&error["error_code"], &error["data"]), (&json!(code), &Value::Null));
    }
    let (status, body) = send(&api, "GET", SUBSCRIBERS, "").await;
    assert_eq!((status, body.contains("not_authorized")), (401, true));
}

#[tokio::test]
async fn the_other_lists() {
    let builder = FakeApi::builder().subscribers(5).rows(List::SubscriberImports, 5);
    let builder = builder.rows(List::LinkStats, 5).rows(List::SystemCampaigns, 5);
    let api = builder.start().await;
    let (_, imports) = get(&api, "/ga/api/v2/subscriber_imports?per_page=2&page=2").await;
    assert_eq!(texts(&imports["data"], "/id"), ["5"]);
    assert_eq!((&imports["num_records"], &imports["num_pages"]), (&json!(5), &json!(3)));
    let (_, active) = get(&api, "/ga/api/v2/mailing_lists/1/subscriber_imports?scope=active").await;
    assert_eq!(texts(&active["data"], "/state"), ["importing", "importing"]);
    let (_, links) = get(&api, "/ga/api/v2/campaigns/1/link_stats?page=1&per_page=3").await;
    assert_eq!(texts(&links["data"]["links"], "/link_id"), ["4", "5"]);
    assert_eq!((&links["page"], &links["num_pages"]), (&json!(1), &json!(2)));
    let (_, campaigns) = get(&api, "/ga/api/v2/system_campaigns?per_page=4").await;
    assert_eq!(texts(&campaigns["data"]["campaign_report"], "/campaign/id").len(), 4);
    let mut keys: Vec<_> = campaigns.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["data", "error_code", "error_message", "page", "per_page", "success"]);
    let (_, lists) = get(&api, "/ga/api/v2/mailing_lists").await;
    assert_eq!((texts(&lists["data"], "/id").len(), lists.get("per_page")), (3, None));
    let (_, empty) = get(&api, "/ga/api/v2/mailing_lists/2/subscribers").await;
    assert_eq!((&empty["data"], &empty["num_pages"]), (&json!([]), &json!(0)));
}

#[tokio::test]
async fn habits_of_real_servers() {
    let builder = FakeApi::builder().subscribers(3).end_mark(EndMark::Absent).without_counts();
    let api = builder.page_size_as_string().key_order(KeyOrder::PagingFirst).start().await;
    let (pages, ids) = walk(&api, "per_page=2").await;
    assert_eq!((pages.len(), ids.len()), (2, 3));
    assert_eq!((pages[1].get("next_page_token"), &pages[1]["per_page"]), (None, &json!("2")));
    assert_eq!(pages[1].get("num_records"), None);
    let header = format!("Authorization: {}\r\n", common::SENDSAGE);
    let (_, body) = send(&api, "GET", SUBSCRIBERS, &header).await;
    assert!(body.starts_with("{\"page\":0,\"per_page\":\"100\",\"success\":true"), "{body}");
}
