//! `pagesmith import`: what becomes of descriptions.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "../command/mod.rs"]
mod command;
#[path = "../importing/mod.rs"]
mod importing;

mod auth_in_body;
mod client;
mod conventions;
mod declared;
mod delta;
mod descriptions;
mod discovery;
mod docs;
mod kinds;
mod next;
mod report;
mod rows;
mod seen;
mod twilio;
mod update;
mod url;
mod yaml;
