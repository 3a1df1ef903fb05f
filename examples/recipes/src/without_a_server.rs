//! Code that lists, tested without a server.

use crate::records::Message;
use pagesmith::{Client, Error};

/// How many messages failed.
///
/// # Errors
/// When the walk fails.
pub async fn failed(client: &Client, account: &str) -> Result<usize, Error> {
    let mut messages = Message::list(client, account).items();
    let mut failed = 0;
    while let Some(message) = messages.try_next().await? {
        failed += usize::from(message.status.as_deref() == Some("failed"));
    }
    Ok(failed)
}

#[cfg(test)]
mod tests {
    use super::failed;
    use pagesmith::Client;
    use pagesmith::testing::{Clock, Replay};
    use serde_json::json;

    #[tokio::test]
    async fn failures_of_all_pages_count() -> Result<(), pagesmith::Error> {
        let replay = Replay::new()
            .page(json!({
                "messages": [{"sid": "SM1", "status": "failed"}, {"sid": "SM2"}],
                "next_page_uri": "/more?Page=1",
            }))
            .reply(503, json!({}))
            .page(json!({"messages": [{"sid": "SM3", "status": "failed"}], "next_page_uri": null}));
        let clock = Clock::new();
        let client = Client::builder("https://example.signalwire.com")
            .transport(replay.clone())
            .timer(clock.clone())
            .build()?;

        assert_eq!(failed(&client, "AC1").await?, 2);
        assert_eq!(
            replay.targets(),
            ["/api/laml/2010-04-01/Accounts/AC1/Messages", "/more?Page=1", "/more?Page=1"]
        );
        assert!(!clock.waited().is_zero(), "it waited before it asked again, and took no time");
        Ok(())
    }
}
