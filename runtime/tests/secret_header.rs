//! A second credential, in a header of its own.

#![cfg(feature = "testing")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith::testing::Replay;
use pagesmith::{Client, Json, Paging};

#[tokio::test]
async fn a_second_credential_is_sent_and_never_shown() {
    let replay = Replay::new().reply(403, serde_json::json!({"error": "no app-key-8472 here"}));
    let builder = Client::builder("https://api.example.com").bearer("first-credential-1");
    let builder = builder.secret_header("X-App-Key", "app-key-8472").transport(replay.clone());
    let client = builder.build().unwrap();
    let list = client.list::<Json>("/items", [""; 0], Paging::LINK_HEADER).items_at("");
    let failed = list.collect().await.unwrap_err();
    let shown = format!("{failed} {failed:?} {:?}", failed.error.body());
    assert!(shown.contains("403") && !shown.contains("8472"), "{shown}");
    let request = &replay.requests()[0];
    assert!(request.header("X-App-Key").is_some() && request.header("Authorization").is_some());
}
