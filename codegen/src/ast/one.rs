//! A single record, as a spec writes it.

use super::{Map, Or};

/// How a single record is requested, in the long form.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "yaml", derive(serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct One {
    /// Path below the server, with `{parameters}`.
    pub get: String,
    /// JSON Pointer to the record [default: the body itself].
    #[cfg_attr(feature = "yaml", serde(default))]
    pub at: Option<String>,
    /// Query parameters of the request, over those of the spec.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub query: Map<String>,
    /// The type of the record [default: that of the list's items].
    #[cfg_attr(feature = "yaml", serde(default))]
    pub record: Option<String>,
    /// What the method is called after `get_` [default: the name of the record].
    #[cfg_attr(feature = "yaml", serde(default))]
    pub name: Option<String>,
    /// What the record is, for docs.
    #[cfg_attr(feature = "yaml", serde(default))]
    pub docs: Option<String>,
}

impl Or<One> {
    /// The path, and the keys that lead to it from `one`.
    #[must_use]
    pub fn path(&self) -> (&str, &'static [&'static str]) {
        match self {
            Self::Text(path) => (path, &[]),
            Self::Map(one) => (&one.get, &["get"]),
        }
    }
}
