//! Walks of both APIs over real sockets, compared with the server's rows and
//! its access log.

#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::{Message, Subscriber};
use fake_api::{
    ACCOUNT_SID, API_KEY, API_TOKEN, Builder, EndMark, FakeApi, KeyOrder, List, ORGANIZATION_ID,
    TokenStyle,
};
use pagesmith::{Client, ErrorKind, Json, Pager, Paging, Warning};

/// The messages of a server.
fn messages(api: &FakeApi) -> Pager<Message> {
    let client = Client::builder(api.url()).basic(ACCOUNT_SID, API_TOKEN).build().unwrap();
    Message::list(&client, ACCOUNT_SID)
}

/// The subscribers of a server.
fn subscribers(api: &FakeApi) -> Pager<Subscriber> {
    Subscriber::list(&sendsage(api), 1)
}

fn sendsage(api: &FakeApi) -> Client {
    Client::builder(api.url()).basic(ORGANIZATION_ID, API_KEY).build().unwrap()
}

fn sids(messages: &[Message]) -> Vec<String> {
    messages.iter().map(|message| message.sid.clone()).collect()
}

fn ids(subscribers: &[Subscriber]) -> Vec<String> {
    subscribers.iter().map(|subscriber| subscriber.id.to_string()).collect()
}

/// The rows of a list on the server.
fn rows(api: &FakeApi, list: List) -> Vec<String> {
    api.edit(|data| data.ids(list))
}

/// The query of each request, byte for byte.
fn queries(api: &FakeApi) -> Vec<String> {
    api.log().into_iter().map(|entry| entry.query).collect()
}

/// Servers with every habit that a reply can show.
fn habits() -> Vec<Builder> {
    let mut habits = Vec::new();
    for end_mark in [EndMark::Null, EndMark::EmptyString] {
        for key_order in [KeyOrder::PagingFirst, KeyOrder::RowsFirst] {
            for token_style in [TokenStyle::Plain, TokenStyle::Nasty] {
                let builder = FakeApi::builder().end_mark(end_mark).key_order(key_order);
                habits.push(builder.token_style(token_style));
            }
        }
    }
    habits.push(FakeApi::builder().page_stuck_at_zero().page_size_as_string());
    habits
}

#[tokio::test]
async fn every_message_comes_once_and_in_order_whatever_the_habits_of_the_server() {
    for builder in habits() {
        let api = builder.messages(137).start().await;
        let all = messages(&api).collect().await.unwrap();
        assert_eq!(sids(&all), rows(&api, List::Messages));
        assert_eq!(api.log().iter().map(|entry| entry.rows).collect::<Vec<_>>(), [50, 50, 37]);
    }
}

#[tokio::test]
async fn every_subscriber_comes_once_and_in_order_whatever_the_habits_of_the_server() {
    for builder in habits() {
        let api = builder.subscribers(250).start().await;
        let mut items = subscribers(&api).items();
        let mut all = Vec::new();
        while let Some(subscriber) = items.try_next().await.unwrap() {
            all.push(subscriber);
        }
        assert_eq!(ids(&all), rows(&api, List::Subscribers));
        assert_eq!((items.warnings(), items.shortfall()), (&[][..], None));
        assert_eq!(api.log().iter().map(|entry| entry.rows).collect::<Vec<_>>(), [100, 100, 50]);
    }
}

#[tokio::test]
async fn sizes_around_the_page_bounds_lose_nothing() {
    for rows_there in [0, 1, 2, 3, 4, 6, 7] {
        let api = FakeApi::builder().messages(rows_there).subscribers(rows_there).start().await;
        let all = messages(&api).page_size(3).collect().await.unwrap();
        assert_eq!(sids(&all), rows(&api, List::Messages));
        let all = subscribers(&api).page_size(3).collect().await.unwrap();
        assert_eq!(ids(&all), rows(&api, List::Subscribers));
        let all = subscribers(&api).page_size(3).by_number().collect().await.unwrap();
        assert_eq!(ids(&all), rows(&api, List::Subscribers));
        assert_eq!(api.log().len(), 3 * rows_there.div_ceil(3).max(1));
    }
}

#[tokio::test]
async fn a_walk_by_token_sends_the_size_and_the_token_and_no_number() {
    let api = FakeApi::builder().subscribers(5).start().await;
    subscribers(&api).page_size(2).collect().await.unwrap();
    for (index, entry) in api.log().iter().enumerate() {
        let names: Vec<_> = entry.pairs.iter().map(|(name, _)| name.as_str()).collect();
        let expected: &[_] = if index == 0 { &["per_page"] } else { &["per_page", "page_token"] };
        assert_eq!((names.as_slice(), entry.value("per_page")), (expected, Some("2")));
        assert_eq!(entry.path, "/ga/api/v2/mailing_lists/1/subscribers");
    }
    assert_eq!(api.log().len(), 3);
}

#[tokio::test]
async fn a_walk_by_number_sends_the_size_and_the_number_and_no_token() {
    let api = FakeApi::builder().subscribers(250).start().await;
    let all = subscribers(&api).by_number().collect().await.unwrap();
    assert_eq!(ids(&all), rows(&api, List::Subscribers));
    assert_eq!(
        queries(&api),
        ["per_page=100&page=0", "per_page=100&page=1", "per_page=100&page=2"]
    );
}

#[tokio::test]
async fn a_page_by_its_number_and_a_walk_from_there_on() {
    let api = FakeApi::builder().subscribers(10).start().await;
    let all = rows(&api, List::Subscribers);
    let page = subscribers(&api).page_size(3).get_page(1).await.unwrap();
    assert_eq!(ids(page.items()), all[3..6]);
    assert_eq!((page.number(), page.total(), page.total_pages()), (Some(1), Some(10), Some(4)));
    let rest = subscribers(&api).page_size(3).from_page(2).collect().await.unwrap();
    assert_eq!(ids(&rest), all[6..]);
    let beyond = subscribers(&api).page_size(3).get_page(9).await.unwrap();
    assert_eq!((beyond.items().len(), beyond.has_next()), (0, false));
    let asked = [1, 2, 3, 9].map(|page| format!("per_page=3&page={page}"));
    assert_eq!(queries(&api), asked);
}

#[tokio::test]
async fn the_links_of_a_walk_are_sent_byte_for_byte() {
    let api = FakeApi::builder().messages(5).token_style(TokenStyle::Nasty).start().await;
    let call = messages(&api).page_size(2).query([("Since>", "2001-02-03"), ("x", "a b+c")]);
    assert_eq!(sids(&call.collect().await.unwrap()), rows(&api, List::Messages));
    let targets: Vec<_> = api.log().iter().map(fake_api::Entry::target).collect();
    let path = format!("/api/laml/2010-04-01/Accounts/{ACCOUNT_SID}/Messages");
    assert_eq!(targets[0], format!("{path}?Since%3E=2001-02-03&x=a%20b%2Bc&PageSize=2"));
    assert_eq!(targets.len(), 3);
    for (page, target) in targets.iter().enumerate().skip(1) {
        let start =
            format!("{path}?Since%3E=2001-02-03&x=a%20b%2Bc&Page={page}&PageSize=2&PageToken=PA");
        assert!(target.starts_with(&start), "{target}");
        assert!(target.ends_with("+a%2Bb/c==%26d%2520%3f%23%c3%A9%3D/"), "{target}");
    }
}

#[tokio::test]
async fn unusual_tokens_are_sent_back_unchanged() {
    let api = FakeApi::builder().subscribers(5).token_style(TokenStyle::Nasty).start().await;
    let all = subscribers(&api).page_size(2).collect().await.unwrap();
    assert_eq!(ids(&all), rows(&api, List::Subscribers));
    for entry in &api.log()[1..] {
        let token = entry.value("page_token").unwrap();
        assert!(token.starts_with("a+b/c==&d%20 é?#") && token.ends_with('='), "{token}");
        let raw = entry.query.strip_prefix("per_page=2&page_token=").unwrap();
        assert!(raw.starts_with("a%2Bb%2Fc%3D%3D%26d%2520%20%C3%A9%3F%23"), "{raw}");
    }
}

#[tokio::test]
async fn rows_added_in_front_do_not_shift_a_walk_by_link() {
    let api = FakeApi::builder().messages(137).start().await;
    let before = rows(&api, List::Messages);
    for request in [2, 3] {
        api.before_request(request, |data| drop(data.insert_front(List::Messages)));
    }
    let all = messages(&api).collect().await.unwrap();
    assert_eq!((sids(&all), rows(&api, List::Messages).len()), (before, 139));
}

#[tokio::test]
async fn rows_added_and_removed_do_not_shift_a_walk_by_token() {
    let api = FakeApi::builder().subscribers(9).start().await;
    let mut expected = rows(&api, List::Subscribers);
    api.before_request(2, |data| {
        data.insert_front(List::Subscribers);
        data.insert_back(List::Subscribers);
        assert!(data.remove(List::Subscribers, "1001") && data.remove(List::Subscribers, "1003"));
        assert!(data.remove(List::Subscribers, "1005"));
    });
    let mut items = subscribers(&api).page_size(3).items();
    let mut all = Vec::new();
    while let Some(subscriber) = items.try_next().await.unwrap() {
        all.push(subscriber);
    }
    expected.retain(|id| id != "1005");
    expected.push("1010".to_owned());
    assert_eq!(ids(&all), expected);
    assert_eq!(items.warnings(), []);
}

#[tokio::test]
async fn a_list_that_shrinks_during_a_walk_by_token_is_read_to_its_end() {
    let api = FakeApi::builder().subscribers(6).start().await;
    api.before_request(2, |data| {
        for id in ["1004", "1005", "1006"] {
            data.remove(List::Subscribers, id);
        }
    });
    let all = subscribers(&api).page_size(3).collect().await.unwrap();
    assert_eq!(ids(&all), ["1001", "1002", "1003"]);
    assert_eq!(api.log().len(), 2);
}

#[tokio::test]
async fn an_absent_end_mark_is_truncated_by_link_and_the_end_by_token_at_the_total() {
    let builder = || FakeApi::builder().end_mark(EndMark::Absent).messages(5).subscribers(5);
    let api = builder().start().await;
    let failed = messages(&api).page_size(2).collect().await.unwrap_err();
    assert_eq!((failed.items.len(), failed.error.kind()), (5, ErrorKind::Truncated));
    assert_eq!(subscribers(&api).page_size(2).collect().await.unwrap().len(), 5);

    let api = builder().without_counts().start().await;
    let failed = subscribers(&api).page_size(2).collect().await.unwrap_err();
    assert_eq!(
        (ids(&failed.items), failed.error.kind()),
        (rows(&api, List::Subscribers), ErrorKind::Truncated)
    );
}

#[tokio::test]
async fn lists_without_tokens_continue_by_number_and_warn() {
    let api = FakeApi::builder().rows(List::SubscriberImports, 250).start().await;
    let path = "/ga/api/v2/subscriber_imports";
    let imports = sendsage(&api).list::<Json>(path, [""; 0], Paging::SENDSAGE);
    let mut items = imports.items_at("/data").items();
    let mut all = Vec::new();
    while let Some(import) = items.try_next().await.unwrap() {
        all.push(import["id"].to_string());
    }
    assert_eq!(all, rows(&api, List::SubscriberImports));
    assert_eq!(items.warnings(), [Warning::ByNumber]);
    assert_eq!(queries(&api), ["", "per_page=100&page=1", "per_page=100&page=2"]);
}

#[tokio::test]
async fn lists_without_counts_continue_by_number_to_an_empty_page() {
    let api = FakeApi::builder().rows(List::SystemCampaigns, 250).start().await;
    let campaigns = |paging| {
        let list = sendsage(&api).list::<Json>("/ga/api/v2/system_campaigns", [""; 0], paging);
        list.items_at("/data/campaign_report")
    };
    for paging in [Paging::SENDSAGE, Paging::SENDSAGE_PAGES] {
        api.clear_log();
        let all = campaigns(paging).collect().await.unwrap();
        let all: Vec<_> = all.iter().map(|row| row["campaign"]["id"].to_string()).collect();
        assert_eq!(all, rows(&api, List::SystemCampaigns));
        let sizes: Vec<_> = api.log().iter().map(|entry| entry.rows).collect();
        assert_eq!(sizes, [100, 100, 50, 0]);
    }
}

#[tokio::test]
async fn a_list_without_paging_keys_is_one_request() {
    let api = FakeApi::builder().start().await;
    let path = "/ga/api/v2/mailing_lists";
    let lists = sendsage(&api).list::<Json>(path, [""; 0], Paging::SENDSAGE);
    assert_eq!(lists.items_at("/data").collect().await.unwrap().len(), 3);
    assert_eq!(queries(&api), [""]);
}

#[tokio::test]
async fn a_limit_saves_requests_and_caps_the_page_size() {
    let api = FakeApi::builder().messages(137).start().await;
    for (limit, got, requests, first) in [
        (0, 0, 0, ""),
        (1, 1, 1, "PageSize=1"),
        (49, 49, 1, "PageSize=49"),
        (50, 50, 1, ""),
        (51, 51, 2, ""),
        (137, 137, 3, ""),
        (500, 137, 3, ""),
    ] {
        api.clear_log();
        let all = messages(&api).limit(limit).collect().await.unwrap();
        assert_eq!(sids(&all), rows(&api, List::Messages)[..got]);
        let queries = queries(&api);
        assert_eq!((queries.len(), queries.first().map_or("", |first| first)), (requests, first));
    }
}

#[tokio::test]
async fn pages_lead_to_the_next_the_previous_and_the_first() {
    let api = FakeApi::builder().messages(7).start().await;
    let all = rows(&api, List::Messages);
    let first = messages(&api).page_size(3).first_page().await.unwrap();
    assert!(first.first_uri().unwrap().ends_with("Messages?Page=0&PageSize=3"));
    assert!(first.previous().await.unwrap().is_none());
    let second = first.next().await.unwrap().unwrap();
    let third = second.next().await.unwrap().unwrap();
    assert_eq!([&first, &second, &third].map(pagesmith::Page::number), [Some(0), Some(1), Some(2)]);
    assert_eq!(
        (sids(second.items()), sids(third.items())),
        (all[3..6].to_vec(), all[6..].to_vec())
    );
    assert!(third.next().await.unwrap().is_none());
    let back = third.previous().await.unwrap().unwrap();
    assert_eq!(sids(back.items()), all[3..6]);
    assert_eq!(sids(back.next().await.unwrap().unwrap().items()), all[6..]);
    assert_eq!(sids(third.first().await.unwrap().items()), all[..3]);
}

#[tokio::test]
async fn refusals_carry_the_message_of_the_api() {
    let api = FakeApi::builder().messages(1).start().await;
    let client = Client::builder(api.url()).basic(ACCOUNT_SID, "wrong").build().unwrap();
    let error = Message::list(&client, ACCOUNT_SID).first_page().await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 401));

    let failed = Subscriber::list(&sendsage(&api), 99).collect().await.unwrap_err();
    assert_eq!((failed.items.len(), failed.error.kind()), (0, ErrorKind::Api));
    let api_error = failed.error.api_error().unwrap();
    assert_eq!(api_error.code.as_deref(), Some("not_found"));
    assert_eq!(api_error.message.as_deref(), Some("no such list"));
    assert_eq!(failed.error.status().unwrap().as_u16(), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn items_and_pages_can_move_into_other_tasks() {
    let api = FakeApi::builder().messages(137).subscribers(250).start().await;
    let mut items = messages(&api).items();
    let mut pages = subscribers(&api).pages();
    let items = tokio::spawn(async move {
        let mut all = Vec::new();
        while let Some(message) = items.try_next().await.unwrap() {
            all.push(message.sid);
        }
        all
    });
    let pages = tokio::spawn(async move {
        let mut all = Vec::new();
        while let Some(page) = pages.try_next().await.unwrap() {
            all.extend(ids(page.items()));
        }
        all
    });
    assert_eq!(items.await.unwrap(), rows(&api, List::Messages));
    assert_eq!(pages.await.unwrap(), rows(&api, List::Subscribers));
}

#[tokio::test]
async fn a_dropped_walk_sends_no_more_requests() {
    let api = FakeApi::builder().messages(137).start().await;
    let mut items = messages(&api).read_ahead(false).items();
    for _ in 0..50 {
        assert!(items.next().await.unwrap().is_ok());
    }
    drop(items);
    // A request still under way would be logged before this one is answered.
    messages(&api).limit(1).collect().await.unwrap();
    assert_eq!(queries(&api), ["", "PageSize=1"]);
}
