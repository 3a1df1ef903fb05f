//! What is new since the last time.

use crate::records::Message;
use pagesmith::{Client, Error};
use std::collections::BTreeMap;

/// Copies the messages from this day on, and returns how many were new.
///
/// # Errors
/// When the walk fails; the next sync begins at the same day again.
pub async fn sync(
    client: &Client,
    account: &str,
    since: &str,
    known: &mut BTreeMap<String, Message>,
) -> Result<usize, Error> {
    let mut messages = Message::list(client, account).query([("DateSent>", since)]).items();
    let mut new = 0;
    while let Some(message) = messages.try_next().await? {
        new += usize::from(known.insert(message.sid.clone(), message).is_none());
    }
    Ok(new)
}
