//! A single record of a list.

use super::{Name, Param, Record, query};

/// How a single record is requested.
#[derive(Clone, Debug, PartialEq)]
pub struct One {
    /// The method: `get_message`; its wire name is what follows `get_` in the spec.
    pub method: Name,
    /// What the record is.
    pub docs: Option<String>,
    /// Path below the server, `{parameters}` in place.
    pub path: String,
    /// Constant query parameters: names and values.
    pub query: Vec<(String, String)>,
    /// The parameters that each call gives, in the order of the path.
    pub args: Vec<Param>,
    /// Pointer to the record.
    pub at: String,
    /// The type of the record.
    pub record: Record,
}

impl One {
    /// The constant query parameters as they are sent; `None` without any.
    #[must_use]
    pub fn encoded_query(&self) -> Option<String> {
        query::encoded_pairs(&self.query)
    }
}
