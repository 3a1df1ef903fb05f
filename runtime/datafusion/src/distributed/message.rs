//! What goes from a coordinator to its workers, in Protocol Buffers.

use super::registry::Pairs;
use crate::scan::{Pinned, Unit};
use crate::source::{Range, Request};
use datafusion_distributed::WorkUnitFeedProto;
use prost::Message;

/// A list in a plan.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct ListMessage {
    /// The name of its API.
    #[prost(string, tag = "1")]
    pub(crate) api: String,
    /// The fingerprint of the spec.
    #[prost(string, tag = "2")]
    pub(crate) spec: String,
    #[prost(string, tag = "3")]
    pub(crate) list: String,
    /// Values of its path.
    #[prost(message, repeated, tag = "4")]
    pub(crate) params: Vec<Pair>,
    /// Filters that are always sent.
    #[prost(message, repeated, tag = "5")]
    pub(crate) filters: Vec<Pair>,
    #[prost(uint64, optional, tag = "6")]
    pub(crate) page_size: Option<u64>,
    /// The evidence that is required, by its name.
    #[prost(string, tag = "7")]
    pub(crate) require: String,
    /// The columns that are read, by their places.
    #[prost(uint32, repeated, tag = "8")]
    pub(crate) columns: Vec<u32>,
    /// The fingerprint of these columns.
    #[prost(string, tag = "9")]
    pub(crate) schema: String,
    /// How many parts each worker reads side by side.
    #[prost(uint32, tag = "10")]
    pub(crate) partitions: u32,
    /// The feed that the parts come from.
    #[prost(message, optional, tag = "11")]
    pub(crate) feed: Option<WorkUnitFeedProto>,
    /// The parameters that parts give.
    #[prost(string, repeated, tag = "12")]
    pub(crate) split: Vec<String>,
    /// The most rows of a partition.
    #[prost(uint64, optional, tag = "13")]
    pub(crate) limit: Option<u64>,
    /// The load that its rows go to.
    #[prost(message, optional, tag = "14")]
    pub(crate) load: Option<LoadMessage>,
}

/// A load.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct LoadMessage {
    /// The name of its folder, in the one that a worker has for loads.
    #[prost(string, tag = "1")]
    pub(crate) folder: String,
    #[prost(uint64, tag = "2")]
    pub(crate) attempt: u64,
}

/// A part of a list.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct UnitMessage {
    #[prost(string, tag = "1")]
    pub(crate) name: String,
    #[prost(message, repeated, tag = "2")]
    pub(crate) params: Vec<Pair>,
    #[prost(message, repeated, tag = "3")]
    pub(crate) filters: Vec<Pair>,
    #[prost(uint64, optional, tag = "4")]
    pub(crate) from_page: Option<u64>,
    #[prost(uint64, optional, tag = "5")]
    pub(crate) to_page: Option<u64>,
    #[prost(uint64, optional, tag = "6")]
    pub(crate) limit: Option<u64>,
    /// What it has to be, by page number.
    #[prost(message, optional, tag = "7")]
    pub(crate) pinned: Option<PinnedMessage>,
    /// The most requests a second.
    #[prost(double, optional, tag = "8")]
    pub(crate) rate: Option<f64>,
    /// Its number, in a load.
    #[prost(uint64, tag = "9")]
    pub(crate) number: u64,
}

/// A name with its value.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Pair {
    #[prost(string, tag = "1")]
    name: String,
    #[prost(string, tag = "2")]
    value: String,
}

/// The total, and the rows of a part.
#[derive(Clone, Copy, PartialEq, Message)]
pub(crate) struct PinnedMessage {
    #[prost(uint64, tag = "1")]
    total: u64,
    #[prost(uint64, tag = "2")]
    rows: u64,
}

pub(crate) fn to_pairs(pairs: &[(String, String)]) -> Vec<Pair> {
    let pair = |(name, value): &(String, String)| Pair { name: name.clone(), value: value.clone() };
    pairs.iter().map(pair).collect()
}

pub(crate) fn from_pairs(pairs: Vec<Pair>) -> Pairs {
    pairs.into_iter().map(|pair| (pair.name, pair.value)).collect()
}

impl UnitMessage {
    pub(crate) fn new(number: u64, unit: &Unit, rate: Option<f64>) -> Self {
        let Unit { name, request, pinned } = unit;
        let (from_page, to_page) = match request.range {
            Range::Listed => (None, None),
            Range::Numbers(first, last) => (Some(first), last),
        };
        Self {
            name: name.clone(),
            params: to_pairs(&request.params),
            filters: to_pairs(&request.filters),
            from_page,
            to_page,
            limit: request.limit,
            pinned: pinned.map(|Pinned { total, rows }| PinnedMessage { total, rows }),
            rate,
            number,
        }
    }

    pub(crate) fn into_unit(self) -> Unit {
        let range =
            self.from_page.map_or(Range::Listed, |first| Range::Numbers(first, self.to_page));
        let request = Request {
            params: from_pairs(self.params),
            filters: from_pairs(self.filters),
            range,
            limit: self.limit,
        };
        let pinned = self.pinned.map(|PinnedMessage { total, rows }| Pinned { total, rows });
        Unit { name: self.name, request, pinned }
    }
}
