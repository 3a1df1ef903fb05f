//! A server for a spec: it sends made-up records of the right types over HTTP, paged as
//! the spec says.
//!
//! It uses only the model and shares no code with the runtime, so that each checks the
//! other:
//!
//! ```text
//! request ─route─► list ─page_request─► which page ─page─► its rows ─page_reply─► socket
//!                              └─ schedule: which faults hit it ─┘
//! ```

mod carry;
mod comparison;
mod credentials;
mod delta;
mod fault;
mod handle_request;
mod log;
mod one;
mod page;
mod page_reply;
mod page_request;
mod params;
mod plan;
mod position_kind;
mod pointer;
mod records;
mod refusal;
mod request;
mod route;
mod rows;
mod schedule;
mod server;
mod shape;
mod socket;
mod style;
mod token;
mod unique;

pub use fault::{Description, FAULTS, Fault, FaultGroup, FaultKind, When};
pub use log::KEPT_REQUESTS;
pub use request::Entry;
pub use server::{Mock, ServeError, serve};

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How a mock behaves, in addition to its spec.
#[derive(Clone)]
pub struct Options {
    /// The port on loopback; 0 for any free port.
    pub port: u16,
    /// How many records each list has.
    pub records: u64,
    /// How many records each list with parents has, for each of them; as many as `records`
    /// unless set.
    pub children: Option<u64>,
    /// The seed of the records: the same seed gives the same records.
    pub seed: u64,
    /// How long to wait before each reply.
    pub latency: Duration,
    /// The page size for requests that ask for none; replaces the spec's.
    pub page_size: Option<u64>,
    /// What goes wrong.
    pub faults: Vec<Fault>,
    /// Called with each request, before its reply is sent.
    pub on_request: Option<OnRequest>,
}

/// A function that is called with each request.
pub type OnRequest = Arc<dyn Fn(&Entry) + Send + Sync>;

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            records: 137,
            children: None,
            seed: 1,
            latency: Duration::ZERO,
            page_size: None,
            faults: Vec::new(),
            on_request: None,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("port", &self.port)
            .field("records", &self.records)
            .field("seed", &self.seed)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

/// A hash of these parts, the same on every machine.
fn hash(parts: &[&[u8]]) -> u64 {
    // FNV-1a with the finalizer of SplitMix64, because its low bits alone are too regular.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.iter().chain(&[0xff]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
