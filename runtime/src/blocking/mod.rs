//! The same calls without async, as iterators, for programs that have no
//! runtime.
//!
//! A client is built by
//! [`build_blocking`](crate::ClientBuilder::build_blocking), and `.blocking()`
//! stands behind the setters of a list. What a walk asks for, accepts and
//! promises is decided by the same code; pages are asked for one after another,
//! when they are needed.
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
//! A call that blocks holds up the thread that makes it: within a runtime, make
//! it where that is allowed (tokio's `spawn_blocking`). A blocking call of a
//! client of `build`, and an async call of a client of `build_blocking`, are
//! errors before anything is sent.

mod client;
mod page;
mod pager;
mod request;
mod wait;
mod walk;

pub use crate::transport::{Ureq, UreqConfig};
pub use page::Page;
pub use pager::Pager;
pub use request::Request;
pub use walk::{Items, Pages};

pub(crate) use wait::Clock;
use wait::wait;
