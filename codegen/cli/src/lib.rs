//! The command line `pagesmith`.
//!
//! Its binaries call [`run`] alone. The other public items are public for tests only
//! and not a stable interface: [`mock`] serves a spec, and [`drafting`] writes specs.
//!
//! `completion` answers a shell before any command runs. Several commands share `files` (specs and the files of their clients), `config`
//! (`pagesmith.toml`), `write_new` (specs that a command writes), `terminal` (all
//! output, for people or machines) and `stdout` (results, and whether they were
//! written).

mod args;
mod commands;
mod completion;
mod config;
pub mod drafting;
mod files;
pub mod mock;
mod outcome;
mod stdout;
pub mod terminal;
mod write_new;

use clap::{CommandFactory as _, Parser as _};
use commands::sql::Sql;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command that the arguments name; the first argument is the name of the
/// program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if completion::answer(args::Cli::command, &arguments) {
        return ExitCode::SUCCESS;
    }
    if let Some(sql) = Sql::of(&arguments) {
        return outcome::exit_code(commands::sql::run(&sql));
    }
    match args::Cli::try_parse_from(&arguments) {
        Ok(cli) => {
            cli.output.apply();
            outcome::exit_code(cli.command.run(args::Cli::command))
        }
        Err(error) => outcome::usage(&args::with_tip(error, &arguments)),
    }
}
