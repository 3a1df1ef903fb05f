//! The example replies of both vendors' documents, and replies that servers were
//! seen to send, read by the generated clients.

#![expect(clippy::unwrap_used, reason = "a test that can't continue fails")]

#[path = "../src/clients/mod.rs"]
mod clients;

use clients::{sendsage, signalwire};
use pagesmith::testing::Replay;

/// Answers with these bodies, in order.
fn replies<const N: usize>(bodies: [&'static str; N]) -> Replay {
    bodies.into_iter().fold(Replay::new(), |replay, body| {
        replay.raw(200, "application/json", body)
    })
}

fn signalwire(replies: &Replay, account: &str) -> signalwire::Client {
    let builder = signalwire::Client::builder()
        .space("example")
        .account_sid(account);
    builder
        .basic("project", "token")
        .transport(replies.clone())
        .build()
        .unwrap()
}

fn sendsage(replies: &Replay) -> sendsage::Client {
    let builder = sendsage::Client::builder().base_url("https://mail.example.com/ga/api/v2");
    builder
        .basic("1", "key")
        .transport(replies.clone())
        .build()
        .unwrap()
}

/// The example of the document on paging: one message a page.
const SEED_MESSAGE: &str = include_str!("replies/signalwire_messages.json");

#[tokio::test]
async fn the_documented_page_of_messages_decodes() {
    let replies = replies([SEED_MESSAGE]);
    let account = "446e9986-0848-4d46-a617-48793c5f5e07";
    let page = signalwire(&replies, account)
        .list_messages()
        .page_size(1)
        .first_page()
        .await
        .unwrap();

    assert_eq!(
        (page.number(), page.size(), page.total()),
        (Some(0), Some(1), None)
    );
    assert!(page.has_next());
    let message = &page.items()[0];
    assert_eq!(message.sid, "8a8e5ec4-071a-408e-948c-2429da869cc9");
    assert_eq!(message.body.as_deref(), Some("Hello World!"));
    assert_eq!(message.num_segments, Some(1));
    assert_eq!(message.price.as_ref().unwrap().to_string(), "0.005");
    assert_eq!(message.status, Some(signalwire::MessageStatus::Delivered));
    assert_eq!(
        message.direction,
        Some(signalwire::MessageDirection::OutboundApi)
    );
    assert!(message.date_sent.is_some() && message.error_code.is_none());
    assert_eq!(message.subresource_uris.as_ref().unwrap().len(), 1);
    assert_eq!(
        replies.targets(),
        [format!(
            "/api/laml/2010-04-01/Accounts/{account}/Messages?PageSize=1"
        )]
    );
}

#[tokio::test]
async fn the_documented_page_by_number_is_read() {
    let replies =
        replies([r#"{"data": [], "page": 0, "per_page": 100, "num_records": 4, "num_pages": 1}"#]);
    let page = sendsage(&replies)
        .list_subscribers(1)
        .get_page(0)
        .await
        .unwrap();
    assert_eq!((page.number(), page.size()), (Some(0), Some(100)));
    assert_eq!((page.total(), page.total_pages()), (Some(4), Some(1)));
    assert!(!page.has_next());
    assert_eq!(
        replies.targets(),
        ["/ga/api/v2/mailing_lists/1/subscribers?per_page=100&page=0"]
    );
}

#[tokio::test]
async fn the_documented_page_by_token_is_read_and_its_token_is_sent() {
    let replies = replies([
        r#"{"data": [],
            "next_page_token": "YjMmVjZzImY5QWfiQWaiojI5J2XyVGZy9mIsUTM6ICZpJye",
            "page_token": "IWM1IDMiFWZ1MWfiQWaiojI5J2XyVGZy9mIsMTM6ICZpJye",
            "per_page": 2, "num_records": 4, "num_pages": 2}"#,
        r#"{"data": [], "next_page_token": null, "per_page": 2}"#,
    ]);
    let mut pages = sendsage(&replies).list_subscribers(1).page_size(2).pages();
    let page = pages.try_next().await.unwrap().unwrap();
    assert_eq!(
        (page.size(), page.total(), page.total_pages()),
        (Some(2), Some(4), Some(2))
    );
    assert!(pages.try_next().await.unwrap().is_some());
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(
        replies.targets()[1],
        "/ga/api/v2/mailing_lists/1/subscribers?per_page=2&page_token=YjMmVjZzImY5QWfiQWaiojI5J2XyVGZy9mIsUTM6ICZpJye"
    );
}

#[tokio::test]
async fn the_error_of_a_placeholder_names_page_and_index() {
    let replies = replies([r#"{"data": [{}, {}], "page": 0, "per_page": 100}"#]);
    let error = sendsage(&replies)
        .list_subscribers(1)
        .get_page(0)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), pagesmith::ErrorKind::Record);
    assert!(
        error.to_string().contains("item 0") && error.to_string().contains("`id`"),
        "{error}"
    );
}

/// A walk that a server was seen to serve: a short second page with a link to
/// a third, `page` that stays 0, links that lead nowhere, and `""` at the end.
#[tokio::test]
async fn a_recorded_walk_ends_after_three_requests() {
    let replies = replies([
        include_str!("replies/recorded_1.json"),
        include_str!("replies/recorded_2.json"),
        include_str!("replies/recorded_3.json"),
    ]);
    let messages = signalwire(&replies, "AC7").list_messages();
    let messages = messages
        .to("+123456789")
        .from("+987654321")
        .date_sent_after("2008-01-02");
    let messages = messages.page_size(2).collect().await.unwrap();

    let sids: Vec<&str> = messages
        .iter()
        .map(|message| message.sid.as_str())
        .collect();
    assert_eq!(sids, ["SM1", "MM2", "SM3"]);
    assert_eq!(messages[1].error_code.as_deref(), Some("30004"));
    assert_eq!(messages[0].price.as_ref().unwrap().to_string(), "-0.0075");
    let path = "/api/laml/2010-04-01/Accounts/AC7/Messages";
    let filters = "To=%2B123456789&From=%2B987654321&DateSent%3E=2008-01-02&PageSize=2";
    assert_eq!(
        replies.targets(),
        [
            format!("{path}?{filters}"),
            format!("{path}.json?{filters}&Page=1&PageToken=PAMM2"),
            format!("{path}.json?{filters}&Page=1&PageToken=SomeOtherToken"),
        ]
    );
}

/// A recorded reply whose links have another prefix than the request.
#[tokio::test]
async fn a_recorded_page_of_recordings_decodes() {
    let replies = replies([include_str!("replies/recordings.json")]);
    let recordings = signalwire(&replies, "AC7")
        .list_recordings()
        .collect()
        .await
        .unwrap();
    let recording = &recordings[0];
    assert_eq!(
        (recording.duration, recording.channels),
        (Some(14), Some(1))
    );
    assert_eq!(recording.price.as_ref().unwrap().to_string(), "0.0");
    assert!(recording.conference_sid.is_none());
    assert_eq!(replies.targets().len(), 1);
}

/// One page of messages, all with this content.
async fn first_message(message: &str) -> Result<signalwire::Message, pagesmith::Error> {
    let page = format!(r#"{{"messages": [{message}], "next_page_uri": null}}"#);
    let replies = Replay::new().raw(200, "application/json", page);
    let mut messages = signalwire(&replies, "AC7")
        .list_messages()
        .collect()
        .await?;
    Ok(messages.remove(0))
}

#[tokio::test]
async fn a_number_where_a_text_is_meant_is_kept_as_it_was_written() {
    for code in ["30004", "1.10", "-0", "1e3", "12345678901234567890123"] {
        let message = format!(r#"{{"sid": "SM1", "error_code": {code}}}"#);
        let message = first_message(&message).await.unwrap();
        assert_eq!(message.error_code.as_deref(), Some(code));
    }
    // Half a surrogate pair next to it: `serde_json` reads such a page.
    let message = r#"{"sid": "SM1", "note": "\ud83d", "error_code": 1.10}"#;
    assert_eq!(
        first_message(message).await.unwrap().error_code.as_deref(),
        Some("1.10")
    );
}

#[tokio::test]
async fn a_value_that_would_be_changed_is_an_error_that_names_its_field() {
    for (message, says) in [
        (
            r#"{"sid": "SM1", "num_segments": 4503599627370497.5}"#,
            "item 0 does not decode at `num_segments`: expected a whole number, found a number",
        ),
        (
            r#"{"sid": "SM1", "subresource_uris": {"media": "/a", "\u006dedia": "/b"}}"#,
            "item 0 does not decode at `subresource_uris`: `media` appears twice",
        ),
    ] {
        let error = first_message(message).await.unwrap_err();
        assert_eq!(error.kind(), pagesmith::ErrorKind::Record);
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[tokio::test]
async fn a_lenient_walk_keeps_and_refuses_the_same() {
    let replies = replies([r#"{"next_page_uri": null, "messages": [
        {"sid": "SM1", "error_code": 1.10},
        {"sid": "SM2", "num_segments": 4503599627370497.5},
        {"sid": "SM3", "subresource_uris": {"media": "/a", "media": "/b"}}]}"#]);
    let messages = signalwire(&replies, "AC7")
        .list_messages()
        .lenient()
        .collect()
        .await
        .unwrap();
    let mut messages = messages.into_iter().map(pagesmith::Lenient::decoded);
    let first = messages.next().unwrap().unwrap();
    assert_eq!(first.error_code.as_deref(), Some("1.10"));
    assert!(messages.all(|message| message.is_none()));
}
