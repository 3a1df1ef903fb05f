//! What programs do with lists: the code of `docs/recipes.md`, one file per recipe, and
//! of `docs/production.md`.

pub mod axum_body;
pub mod by_number;
pub mod by_request;
pub mod children;
pub mod command;
pub mod incremental;
pub mod resumable_copy;
pub mod nightly;
pub mod oauth;
pub mod production;
pub mod records;
pub mod without_a_server;
