//! The front ends: they make an [`ast`](crate::ast) and its [source
//! map](crate::source_map) of what a user wrote.

pub mod attr;
pub mod types;
#[cfg(feature = "yaml")]
pub mod yaml;

#[cfg(feature = "yaml")]
mod de;
#[cfg(feature = "yaml")]
mod index;
#[cfg(feature = "yaml")]
mod serde_errors;
