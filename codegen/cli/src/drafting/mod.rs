//! Specs that the command line writes: from an OpenAPI description ([`import`]), or from
//! sample replies ([`infer`]).
//!
//! [`update`] merges another import into a spec that was edited.
//!
//! Both read a foreign document (`document`), detect how its lists page (`detect`), and
//! write the spec with a reason for each guess ([`writer`]).

mod detect;
pub(crate) mod document;
pub mod import;
pub mod infer;
pub mod update;
pub mod writer;

// Release builds do not count steps.
#[cfg(all(test, debug_assertions))]
mod linear_tests;
