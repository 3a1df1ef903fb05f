//! The specs of this folder: each API is walked to its end, from its spec alone,
//! against a stand-in that behaves as its vendor documents.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod folder;
mod in_process;
mod refusals;
mod specs;
mod spoil;
mod spoilt;
mod vendors;
mod walk;
mod walks;
