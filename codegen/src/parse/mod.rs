//! The front ends: what a user wrote becomes an [`ast`](crate::ast), with its
//! places beside it.

pub mod attr;
pub mod types;
#[cfg(feature = "yaml")]
pub mod yaml;

#[cfg(feature = "yaml")]
mod de;
#[cfg(feature = "yaml")]
mod index;
#[cfg(feature = "yaml")]
mod retell;
