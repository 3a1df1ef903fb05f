//! The command line `pagesmith`.
//!
//! [`run`] is all that its binaries call. What else is public here is public
//! for tests: [`mock`], a spec as a server, and [`drafting`], which writes
//! specs. None of it is an interface to build on.
//!
//! What several commands need: `files` (specs and where their clients go),
//! `config` (`pagesmith.toml`), `write_new` (specs that a command writes),
//! `terminal` (all that is printed, for people or machines).

mod args;
mod commands;
mod config;
pub mod drafting;
mod files;
pub mod mock;
mod outcome;
pub mod terminal;
mod write_new;

use clap::Parser as _;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command that these arguments ask for; the first is the name of the
/// program. Wrong arguments end the process.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = args::Cli::parse_from(arguments);
    cli.look.choose();
    outcome::exit_code(cli.command.run())
}
