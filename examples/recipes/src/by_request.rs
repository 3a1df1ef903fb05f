//! Requests other than lists.

use crate::records::Message;
use pagesmith::{Client, Error};
use serde_json::json;

/// Sends a message.
///
/// # Errors
/// When the server did not accept it; it is sent only once, whatever happens.
pub async fn send(client: &Client, account: &str, to: &str, body: &str) -> Result<Message, Error> {
    let sent = client
        .request("POST", "/api/laml/2010-04-01/Accounts/{account}/Messages")
        .param("account", account)
        .json(&json!({"To": to, "Body": body}))
        .send()
        .await?;
    sent.json()
}
