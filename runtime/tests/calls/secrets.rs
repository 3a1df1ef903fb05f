//! Credentials reach the wire once, and neither errors nor debug output show them.

use super::common::{self, Message, Numbers, wire::Wire};
use super::{LAST, refused};
use pagesmith::Paging;
use std::error::Error as _;

#[tokio::test]
async fn credentials_win_over_headers_of_the_same_name() {
    let wire = Wire::of([LAST]);
    let client = wire.builder().bearer("s3cret").header("Authorization", "other").build().unwrap();
    Numbers::list(&client).header("authorization", "another").collect().await.unwrap();
    let all: Vec<_> =
        wire.requests()[0].headers().get_all("authorization").iter().cloned().collect();
    assert_eq!(all, ["Bearer s3cret"]);
    assert!(all[0].is_sensitive());
}

#[test]
fn credentials_that_cannot_be_sent_are_refused_without_being_shown() {
    let wire = Wire::default();
    for built in [
        wire.builder().basic("a:b", "s3cret").build(),
        wire.builder().bearer("s3cret\n").build(),
        wire.builder().api_key_header("X Key", "s3cret").build(),
        wire.builder().api_key_header("X-Key", "s3cret\r\n").build(),
    ] {
        let message = refused(&wire, built);
        assert!(!message.contains("s3cret"), "{message}");
    }
}

#[test]
fn debug_shows_no_credentials() {
    let wire = Wire::default();
    let builders = || {
        [
            wire.builder().basic("u5er", "s3cret"),
            wire.builder().bearer("s3cret"),
            wire.builder().api_key_header("X-Key", "s3cret"),
            wire.builder().api_key_query("key", "s3cret"),
        ]
    };
    for shown in builders().map(|builder| format!("{builder:?}")) {
        assert_eq!(shown, "ClientBuilder { .. }");
    }
    for builder in builders() {
        let client = builder.build().unwrap();
        assert_eq!(format!("{client:?}"), r#"Client { base: "https://api.test/", .. }"#);
        let call = Numbers::list(&client).query([("q", "v4lue")]).header("x", "v4lue");
        let shown = [format!("{call:?}"), format!("{:?}", call.items())].concat();
        assert!(!shown.contains("s3cret") && !shown.contains("v4lue"), "{shown}");
    }
}

#[tokio::test]
async fn errors_show_no_credentials_no_tokens_and_no_values() {
    for status in [200, 500] {
        let wire = Wire::of(["'data':[],'next_page_token':'t0ken'"]);
        wire.then(status, "<html>");
        let client = wire.builder().api_key_query("key", "s3cret").build().unwrap();
        let call = Numbers::list(&client).query([("To", "v4lue")]).header("X", "v4lue");
        let error = call.collect().await.unwrap_err();
        let mut shown = format!("{error} {error:?} {0} {0:?}", error.error);
        let mut cause = error.source();
        while let Some(error) = cause {
            shown = format!("{shown} {error} {error:?}");
            cause = error.source();
        }
        assert!(shown.contains("page 2 of https://api.test/list?To&page_token: "), "{shown}");
        for secret in ["s3cret", "t0ken", "v4lue"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert_eq!(wire.sent()[1], "/list?To=v4lue&page_token=t0ken&key=s3cret");
    }
}

#[tokio::test]
async fn a_key_in_the_query_is_sent_once_and_taken_out_of_links() {
    let wire = Wire::of([
        "'messages':[],'next_page_uri':'/p?a=%2B&key=s3cret&b=='",
        "'messages':[],'next_page_uri':'/p?a=2&key='",
        LAST,
    ]);
    let client = wire.builder().api_key_query("key", "s3cret +").build().unwrap();
    Message::list(&client, "AC1").collect().await.unwrap();
    assert_eq!(
        wire.sent(),
        [
            "/api/laml/2010-04-01/Accounts/AC1/Messages?key=s3cret%20%2B",
            "/p?a=%2B&b==&key=s3cret%20%2B",
            "/p?a=2&key=s3cret%20%2B"
        ]
    );
}

#[test]
fn a_servers_message_is_shown_on_one_line_and_without_secrets() {
    let error_text = |status: u16, body: &str| {
        let wire = Wire::of(["'data':[1],'next_page_token':'opentoken'"]);
        wire.then(status, body);
        let client = wire.builder().bearer("opensesame").build().unwrap();
        let list = client.list::<u64>("/list", [""; 0], Paging::SENDSAGE);
        let mut items = list.items_at("/data").items();
        assert!(common::ready(&mut items).unwrap().is_ok());
        let error = common::ready(&mut items).unwrap().unwrap_err();
        format!("{error} {error:?}")
    };
    for (status, body) in [
        (200, "<b>opensesame</b>\nopentoken"),
        (200, r#"{"data": ["Jane, expected delivery Friday"]}"#),
        (200, r#"{"note": "hunter2", "opensesame": 1}"#),
        (400, r#"{"message": "opensesame\nopentoken"}"#),
    ] {
        let text = error_text(status, body);
        for secret in ["opensesame", "opentoken", "hunter2", "Jane", "Friday", "\n"] {
            assert!(!text.contains(secret), "{secret:?} in {text}");
        }
    }
}
