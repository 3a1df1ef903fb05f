//! The front ends: they turn the user's input into an [`ast`](crate::ast) and its
//! [source map](crate::source_map).

pub mod attr;
pub(crate) mod serde_names;
#[cfg(feature = "yaml")]
pub mod spec_file;
pub mod types;

#[cfg(feature = "yaml")]
mod de;
#[cfg(feature = "yaml")]
mod gate;
#[cfg(feature = "yaml")]
mod serde_errors;
#[cfg(feature = "yaml")]
mod source_map_builder;

#[cfg(feature = "yaml")]
pub(crate) use gate::has_key;
