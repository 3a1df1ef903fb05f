//! `pagesmith list`, as a command.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "../listing/mod.rs"]
mod listing;
#[path = "../listing/shop.rs"]
mod shop;

mod both_servers;
mod canary;
mod causes;
mod children;
mod csv;
mod docs;
mod evidence;
mod failures;
mod files;
mod flags;
mod http;
mod kills;
mod memory;
mod mistakes;
mod nightly;
mod pages;
mod parquet;
mod races;
mod records;
mod report;
mod shapes;
mod since;
mod since_delta;
mod spec_changes;
mod sqlite;
mod sqlite_others;
mod terminal;
