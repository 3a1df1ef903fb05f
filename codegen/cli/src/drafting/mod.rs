//! Specs that the command line writes: from an `OpenAPI` description
//! ([`import`]), or from sample replies ([`infer`]).
//!
//! Both read a document of others (`document`), see how its lists page (`detect`), and
//! write the spec with a reason beside each guess ([`writer`]).

mod detect;
pub(crate) mod document;
pub mod import;
pub mod infer;
pub mod writer;

// Releases count no steps.
#[cfg(all(test, debug_assertions))]
mod linear_tests;
