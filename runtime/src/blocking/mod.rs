//! The same calls as iterators, for programs without async.
//!
//! Build a client by [`build_blocking`](crate::ClientBuilder::build_blocking), and call
//! `.blocking()` after the setters of a list. The same code as for async calls decides
//! what a walk requests, accepts and guarantees. Each page is requested when it is
//! needed.
//!
//! ```no_run
//! use pagesmith::{Client, Paging};
//!
//! # #[derive(serde::Deserialize)] struct Call { sid: String }
//! let client = Client::builder("https://example.signalwire.com")
//!     .basic("project", "token")
//!     .build_blocking()?;
//! let calls = client
//!     .list::<Call>("/api/laml/2010-04-01/Accounts/{}/Calls", ["AC1"], Paging::LAML)
//!     .items_at("/calls");
//! for call in calls.blocking().items() {
//!     println!("{}", call?.sid);
//! }
//! # Ok::<(), pagesmith::Error>(())
//! ```
//!
//! A blocking call blocks its thread: within an async runtime, make it where blocking
//! is allowed, such as tokio's `spawn_blocking`. A blocking call with a client from
//! `build`, or an async call with a client from `build_blocking`, is an error before
//! anything is sent.

mod client;
mod one;
mod page;
mod page_with;
mod pager;
mod request;
mod wait;
mod walk;

pub use crate::transport::{Ureq, UreqConfig};
pub use one::One;
pub use page::Page;
pub use page_with::{BlockingPage, PageWith};
pub use pager::Pager;
pub use request::Request;
pub use walk::{Items, Pages};

pub(crate) use wait::Clock;
use wait::wait;
