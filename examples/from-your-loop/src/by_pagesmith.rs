//! The replacement.

use pagesmith::Paged;
use serde::Deserialize;

/// A message.
#[derive(Debug, Deserialize, Paged)]
#[paged(get = "/api/laml/2010-04-01/Accounts/{account}/Messages", items = "/messages", style = laml)]
pub struct Message {
    /// What identifies it.
    pub sid: String,
}

/// A subscriber.
#[derive(Debug, Deserialize, Paged)]
#[paged(get = "/ga/api/v2/mailing_lists/{list}/subscribers", items = "/data", style = sendsage)]
pub struct Subscriber {
    /// What identifies it.
    pub id: u64,
}
