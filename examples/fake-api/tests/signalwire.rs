//! Walks and refusals of the SignalWire lists.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::{COMPATIBLE, SIGNALWIRE, get, laml, send, texts};
use fake_api::{
    ACCOUNT_SID, Builder, COMPATIBLE_SID, EndMark, FakeApi, KeyOrder, List, TokenStyle,
};
use serde_json::{Value, json};

/// Follows `next_page_uri` from a target on; the pages and the items of all of them.
async fn walk(api: &FakeApi, target: &str, items: &str) -> (Vec<Value>, Vec<String>) {
    let (mut pages, mut sids) = (Vec::new(), Vec::new());
    let mut next = Some(target.to_owned());
    while let Some(target) = next {
        let (status, page) = get(api, &target).await;
        assert_eq!(status, 200, "{target}: {page}");
        sids.extend(texts(&page[items], "/sid"));
        next = page["next_page_uri"].as_str().filter(|uri| !uri.is_empty()).map(str::to_owned);
        pages.push(page);
    }
    (pages, sids)
}

#[tokio::test]
async fn links_lead_through_every_row_once() {
    let api = FakeApi::builder().messages(137).start().await;
    let (pages, sids) = walk(&api, &laml("Messages?PageSize=50"), "messages").await;
    assert_eq!(sids, api.edit(|data| data.ids(List::Messages)));
    assert_eq!(pages.len(), 3);

    let link = |page: &Value, key: &str| page[key].as_str().map(str::to_owned);
    assert_eq!(link(&pages[0], "uri").unwrap(), laml("Messages?Page=0&PageSize=50"));
    assert_eq!(pages[0]["previous_page_uri"], Value::Null);
    assert_eq!(link(&pages[1], "uri"), link(&pages[0], "next_page_uri"));
    assert_eq!(link(&pages[1], "previous_page_uri"), link(&pages[0], "uri"));
    assert_eq!(link(&pages[2], "previous_page_uri"), link(&pages[1], "uri"));
    assert_eq!((&pages[2]["page"], &pages[2]["page_size"]), (&json!(2), &json!(50)));
    assert_eq!(pages[2]["next_page_uri"], Value::Null);

    let message = &pages[0]["messages"][0];
    assert_eq!(message["date_created"], "Tue, 14 Aug 2018 19:37:39 +0000");
    assert_eq!((&message["num_segments"], &message["price"]), (&json!(1), &json!(0.005)));
    assert_eq!(api.log().iter().map(|entry| entry.rows).collect::<Vec<_>>(), [50, 50, 37]);
}

/// As the account begins in clients of the API that this one is compatible with: the links keep it.
#[tokio::test]
async fn the_account_has_a_second_name() {
    let api = FakeApi::builder().messages(3).start().await;
    let list = |account: &str| format!("/2010-04-01/Accounts/{account}/Messages.json?PageSize=2");
    let header = format!("Authorization: {COMPATIBLE}\r\n");
    let (status, body) = send(&api, "GET", &list(COMPATIBLE_SID), &header).await;
    let page: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((status, texts(&page["messages"], "/sid").len()), (200, 2));
    assert!(page["next_page_uri"].as_str().unwrap().contains(COMPATIBLE_SID), "{page}");
    let (status, _) = send(&api, "GET", &list("ACother"), &header).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn added_and_removed_rows_do_not_stop_a_walk() {
    let api = FakeApi::builder().messages(10).start().await;
    let before = api.edit(|data| data.ids(List::Messages));
    // The row after which the second page starts is removed, and newer ones arrive.
    let gone = before[3].clone();
    api.before_request(2, move |data| {
        data.insert_front(List::Messages);
        data.insert_front(List::Messages);
        assert!(data.remove(List::Messages, &gone));
    });
    let (_, sids) = walk(&api, &laml("Messages?PageSize=4"), "messages").await;
    assert_eq!(sids, before);
    assert_eq!(api.edit(|data| data.count(List::Messages)), 11);
}

#[tokio::test]
async fn tokens_are_bound_to_page_filters_and_bytes() {
    let api = FakeApi::builder().messages(9).token_style(TokenStyle::Nasty).start().await;
    let (_, page) = get(&api, &laml("Messages?From=%2B15550100001&PageSize=2")).await;
    let next = page["next_page_uri"].as_str().unwrap().to_owned();
    let start = laml("Messages?From=%2B15550100001&Page=1&PageSize=2&PageToken=PA");
    assert!(next.starts_with(&start), "{next}");

    let without_token = laml("Messages?From=%2B15550100001&Page=1&PageSize=2");
    for wrong in [
        without_token,
        next.replace("Page=1", "Page=2"),
        next.replace("%2B15550100001", "%2B15550100002"),
        next.replace("From=%2B15550100001&", ""),
        next.replace("==", "%3D%3D"),
        next.replace("%3f", "%3F"),
        next.replace("%2520", "%20"),
        next.replace("/Messages", "/Calls"),
    ] {
        assert_ne!(wrong, next);
        let (status, error) = get(&api, &wrong).await;
        assert_eq!((status, &error["status"]), (422, &json!(400)), "{wrong}");
        assert_eq!(error["code"], "21481", "{wrong}");
    }
    // As given, and as often as wanted.
    for _ in 0..2 {
        let (status, page) = get(&api, &next).await;
        assert_eq!((status, texts(&page["messages"], "/sid").len()), (200, 1));
    }
    assert_eq!(api.log().last().unwrap().target(), next);
}

#[tokio::test]
async fn parameters_out_of_range_are_refused() {
    let api = FakeApi::builder().messages(3).start().await;
    for query in ["PageSize=0", "PageSize=1001", "PageSize=x", "Page=-1", "DateSent%3E=soon"] {
        let (status, error) = get(&api, &laml(&format!("Messages?{query}"))).await;
        assert_eq!((status, error["code"].is_string()), (422, true), "{query}");
    }
    let (status, _) = get(&api, &laml("Messages?PageSize=1000")).await;
    assert_eq!(status, 200);
    let (status, _) = get(&api, &laml("Messages").replace(ACCOUNT_SID, "another")).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn filters_choose_rows() {
    // One row a minute, so that they span two days; every fifth is queued and has no date.
    let api = FakeApi::builder().messages(2000).start().await;
    let count = async |query: &str| {
        let target = laml(&format!("Messages?PageSize=1000&{query}"));
        walk(&api, &target, "messages").await.1.len()
    };
    let sent = 1600;
    assert_eq!(count("Status=queued").await, 400);
    assert_eq!(count("DateSent%3E=2018-01-01").await, sent);
    let today = count("DateSent=2018-08-14").await;
    assert_eq!(today, count("DateSent%3E=2018-08-14").await);
    assert_eq!(sent - today, count("DateSent%3C=2018-08-13").await);
    assert_eq!(count("DateSent=2018-08-14T19:37:41Z").await, 1);
    assert_eq!(count("To=%2B15550100001&From=%2B15550100001").await, 222);
    // A raw plus is a space.
    assert_eq!(count("To=+15550100001").await, 0);
}

#[tokio::test]
async fn credentials_are_needed() {
    let api = FakeApi::builder().start().await;
    let (status, body) = send(&api, "GET", &laml("Calls"), "").await;
    assert_eq!((status, body.contains("\"code\":\"20003\"")), (401, true));
    let header = format!("Authorization: {}\r\n", SIGNALWIRE.replace("Basic", "Bearer"));
    let (status, _) = send(&api, "GET", &laml("Calls"), &header).await;
    assert_eq!(status, 401);
    let (status, _) = send(&api, "POST", &laml("Calls"), &header).await;
    assert_eq!(status, 405);
    assert_eq!(api.log()[0].authorization, None);
    assert_eq!(api.log()[1].authorization, Some(SIGNALWIRE.replace("Basic", "Bearer")));
}

#[tokio::test]
async fn every_list_is_walked_by_link() {
    let fill = |builder: Builder, list| builder.rows(list, 7);
    let api = List::SIGNALWIRE.into_iter().fold(FakeApi::builder(), fill).start().await;
    for list in List::SIGNALWIRE {
        let path = list.path().replace("{AccountSid}", ACCOUNT_SID);
        let mut target = format!("{path}?PageSize=3");
        let mut rows = 0;
        loop {
            let (status, page) = get(&api, &target).await;
            assert_eq!(status, 200, "{target}");
            let arrays: Vec<_> =
                page.as_object().unwrap().values().filter_map(Value::as_array).collect();
            rows += arrays[0].len();
            let Some(next) = page["next_page_uri"].as_str() else { break };
            target = next.to_owned();
        }
        assert_eq!(rows, 7, "{path}");
    }
}

#[tokio::test]
async fn media_of_a_fax_are_listed_once_or_twice() {
    let target = laml("Faxes/FX1/Media");
    for (builder, keys) in [
        (FakeApi::builder(), ["fax_media"].as_slice()),
        (FakeApi::builder().fax_media_twice(), &["media", "fax_media"]),
    ] {
        let api = builder.rows(List::FaxMedia, 2).start().await;
        let (_, page) = get(&api, &target).await;
        let arrays = page.as_object().unwrap().iter().filter(|(_, value)| value.is_array());
        let mut found: Vec<_> = arrays.map(|(key, rows)| (key.as_str(), rows)).collect();
        found.sort_by_key(|(key, _)| std::cmp::Reverse(*key));
        assert_eq!(found.iter().map(|(key, _)| *key).collect::<Vec<_>>(), keys);
        assert!(
            found.iter().all(|(_, rows)| *rows == found[0].1 && texts(rows, "/sid").len() == 2)
        );
    }
}

#[tokio::test]
async fn clients_that_know_the_version_alone_are_answered() {
    let api = FakeApi::builder().messages(3).start().await;
    let path = |path: &str| laml(path).replace("/api/laml", "");
    let (pages, sids) = walk(&api, &path("Messages.json?PageSize=2"), "messages").await;
    assert_eq!((pages.len(), sids.len()), (2, 3));
    let next = pages[0]["next_page_uri"].as_str().unwrap();
    assert!(
        next.starts_with("/2010-04-01/Accounts/") && next.contains("/Messages.json?"),
        "{next}"
    );
}

#[tokio::test]
async fn habits_of_real_servers() {
    let builder = FakeApi::builder().messages(3).end_mark(EndMark::EmptyString);
    let builder = builder.page_stuck_at_zero().page_size_as_string();
    let api = builder.key_order(KeyOrder::RowsFirst).start().await;
    let (pages, sids) = walk(&api, &laml("Messages.json?PageSize=2"), "messages").await;
    assert_eq!((pages.len(), sids.len()), (2, 3));
    assert_eq!((&pages[1]["page"], &pages[1]["page_size"]), (&json!(0), &json!("2")));
    assert_eq!(pages[1]["next_page_uri"], "");
    let header = format!("Authorization: {SIGNALWIRE}\r\n");
    let (_, body) = send(&api, "GET", &laml("Messages"), &header).await;
    assert!(body.starts_with("{\"messages\":["), "{body}");
}
