//! A stand-in for two paged HTTP APIs, served on a loopback port.
//!
//! It answers as the vendors document it: the lists of the SignalWire Compatibility API under
//! `/api/laml/2010-04-01`, walked by `next_page_uri`, and five lists of the SendSage API under
//! `/ga/api/v2`, walked by page number or by token. Its handlers are written by hand and share no
//! code with any client, so tests compare a client with an independent reading of the same
//! documents.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! use fake_api::{FakeApi, List};
//!
//! let api = FakeApi::builder().messages(137).subscribers(250).start().await;
//! println!("walk {}{}", api.url(), List::Messages.path());
//!
//! // Before the third request, a message arrives and a subscriber leaves.
//! api.before_request(3, |data| {
//!     data.insert_front(List::Messages);
//!     data.remove(List::Subscribers, "1001");
//! });
//!
//! assert!(api.log().is_empty());
//! # }
//! ```
//!
//! # What is strict
//!
//! * Every request needs HTTP basic credentials: [`ACCOUNT_SID`] and [`API_TOKEN`] for SignalWire,
//!   [`ORGANIZATION_ID`] and [`API_KEY`] for SendSage.
//! * A token is accepted only for the list, the filters and (SignalWire) the page number for which it
//!   was issued. A SignalWire token is compared with the bytes of the link, escapes included; a
//!   SendSage token after decoding.
//! * Every token stays valid while the server runs, so a request may be repeated.
//! * The rules of SignalWire and of SendSage are in the modules with these names. A comment marks
//!   each rule that the vendors do not document.

mod auth;
mod builder;
mod call;
mod data;
mod json;
mod lists;
mod log;
mod records;
mod router;
pub mod scenarios;
mod sendsage;
mod server;
mod signalwire;
mod time;
mod tokens;

pub use builder::{Builder, EndMark, KeyOrder};
pub use data::Data;
pub use lists::List;
pub use log::Entry;
pub use server::FakeApi;
pub use tokens::TokenStyle;

/// The SignalWire project that owns every row, and the user name of its basic credentials.
pub const ACCOUNT_SID: &str = "5d1c7a52-90e4-4b7f-8a13-6f2e0c9b4d38";

/// The same project by another name, for clients of the API that it is compatible with: some take
/// only an account that begins with `AC`.
pub const COMPATIBLE_SID: &str = "AC5d1c7a5290e44b7f8a136f2e0c9b4d38";

/// The password that goes with [`ACCOUNT_SID`] and [`COMPATIBLE_SID`].
pub const API_TOKEN: &str = "PTfa4e0000fa4e0000fa4e0000fa4e0000fa4e0000fa4e0000";

/// The SendSage organization, the user name of its basic credentials.
pub const ORGANIZATION_ID: &str = "42";

/// The password that goes with [`ORGANIZATION_ID`].
pub const API_KEY: &str = "00fa4e0000fa4e0000fa4e0000fa4e0000fa4e00";

/// The one SendSage mailing list that has subscribers; other known lists are empty.
pub const MAILING_LIST_ID: i64 = 1;

/// The one SendSage campaign that has link statistics; every other is unknown.
pub const CAMPAIGN_ID: i64 = 1;
