//! The guides: how to do a thing, and what to expect.
//!
//! | guide | what it tells you |
//! |---|---|
//! | [From your loop](from_your_loop) | a hand-written loop and its replacement: what that prevents, and what it costs |
//! | [Recipes](recipes) | code for common tasks, such as a sync or a nightly export |
//! | [In production](production) | settings, credentials, errors, logs and figures of a service |
//! | [Walks](walks) | evidence, retries, resuming |
//! | [Pages](pages) | what a page says beside its items |
//! | [The spec](spec) | the format of specs, key by key; its table of knobs is also that of [`Paging`](crate::Paging) |
//! | [Guarantees](guarantees) | what happens when a server misbehaves, with a test for each case |
//! | [Glossary](glossary) | what our words mean |
//!
//! The [repository](https://github.com/pagesmith/pagesmith/tree/main/docs) has more: the command line,
//! specs of public APIs, SQL.

#![allow(
    rustdoc::bare_urls,
    rustdoc::invalid_rust_codeblocks,
    reason = "the pages are written for the repository, and their code is part of programs that are built there"
)]

/// From your loop to pagesmith: what a hand-written loop misses, and what its replacement costs.
///
#[doc = include_str!("from_your_loop.md")]
pub mod from_your_loop {}

/// Recipes: code for common tasks.
///
#[doc = include_str!("recipes.md")]
pub mod recipes {}

/// In production: settings, credentials, errors, logs and figures of a service.
///
#[doc = include_str!("production.md")]
pub mod production {}

/// Walks: evidence, retries, resuming.
///
#[doc = include_str!("walks.md")]
pub mod walks {}

/// Pages: what a page says beside its items.
///
#[doc = include_str!("pages.md")]
pub mod pages {}

/// The spec: the format of specs, key by key.
///
#[doc = include_str!("spec.md")]
pub mod spec {}

/// What a walk guarantees: what happens when a server misbehaves, with a test for each case.
///
#[doc = include_str!("guarantees.md")]
pub mod guarantees {}

/// Glossary: what our words mean.
///
#[doc = include_str!("glossary.md")]
pub mod glossary {}
