//! The lists that the recipes walk.

use pagesmith::Paged;
use serde::{Deserialize, Serialize};

/// A message of SignalWire, newest first.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, Paged)]
#[paged(
    get = "/api/laml/2010-04-01/Accounts/{account}/Messages",
    items = "/messages",
    style = laml,
    key = "sid"
)]
pub struct Message {
    /// What identifies it.
    pub sid: String,
    /// Its text.
    pub body: Option<String>,
    /// The status of its delivery.
    pub status: Option<String>,
}

/// A conference of SignalWire.
#[derive(Debug, Deserialize, Paged)]
#[paged(
    get = "/api/laml/2010-04-01/Accounts/{account}/Conferences",
    items = "/conferences",
    style = laml,
    key = "sid"
)]
pub struct Conference {
    /// What identifies it.
    pub sid: String,
}

/// Who takes part in a conference.
#[derive(Debug, Deserialize, Paged)]
#[paged(
    get = "/api/laml/2010-04-01/Accounts/{account}/Conferences/{conference}/Participants",
    items = "/participants",
    style = laml,
    key = "call_sid"
)]
pub struct Participant {
    /// What identifies them.
    pub call_sid: String,
}

/// A subscriber of a mailing list of SendSage.
#[derive(Debug, Deserialize, Serialize, Paged)]
#[paged(
    get = "/ga/api/v2/mailing_lists/{list}/subscribers",
    items = "/data",
    style = sendsage,
    key = "id",
    errors(success = "/success", code = "/error_code", message = "/error_message")
)]
pub struct Subscriber {
    /// What identifies them.
    pub id: u64,
    /// Where mail goes.
    pub email: String,
}
