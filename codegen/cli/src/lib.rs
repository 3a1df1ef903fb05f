//! The command line `pagesmith`.
//!
//! [`run`] is all that its binaries call. What else is public here is public
//! for tests: [`mock`], a spec as a server, and [`drafting`], which writes
//! specs. None of it is an interface to build on.
//!
//! What several commands need: `files` (specs and where their clients go),
//! `config` (`pagesmith.toml`), `write_new` (specs that a command writes),
//! `terminal` (all that is printed, for people or machines), `stdout` (results,
//! and whether they arrive).

mod args;
mod commands;
mod config;
pub mod drafting;
mod files;
pub mod mock;
mod outcome;
mod stdout;
pub mod terminal;
mod write_new;

use clap::{CommandFactory as _, Parser as _};
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command that these arguments ask for; the first is the name of the
/// program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    match args::Cli::try_parse_from(arguments) {
        Ok(cli) => {
            cli.output.apply();
            outcome::exit_code(cli.command.run(args::Cli::command))
        }
        Err(error) => outcome::usage(&error),
    }
}
