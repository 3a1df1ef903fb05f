//! `pagesmith`: what it is asked, and how it answers.
//!
//! A command is a file of this folder, with its arguments and a function
//! `run`, and an arm in [`Command`] and in [`Command::run`]. What several of
//! them need: `files` (specs and where their clients go), `config`
//! (`pagesmith.toml`), `tell` (all that is told, for people or machines), `stdout`
//! (results, and whether they arrive).

mod check;
mod completions;
mod config;
mod diff;
mod explain;
mod files;
mod generate;
mod import;
mod infer;
mod list;
mod mock;
mod schema;
mod stdout;
mod tell;
mod write_new;

use clap::{Parser, Subcommand};
use std::io::ErrorKind;
use std::process::ExitCode;

/// Typed clients for paged HTTP APIs, from YAML specs.
#[derive(Debug, Parser)]
#[command(name = "pagesmith", version, propagate_version = true, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    look: tell::Look,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  something was found: a mistake in a spec, a client that is out of date, a file that can't be read
  2  wrong use
  3  `list` alone: the walk failed, and no run can go on behind it";

#[derive(Debug, Subcommand)]
enum Command {
    Generate(generate::Generate),
    Check(check::Check),
    Diff(diff::Diff),
    Import(import::Import),
    Infer(infer::Infer),
    Explain(explain::Explain),
    List(list::List),
    Mock(mock::Mock),
    Schema(schema::Schema),
    Completions(completions::Completions),
}

impl Command {
    fn run(&self) -> Ran {
        match self {
            Self::Generate(args) => generate::run(args),
            Self::Check(args) => check::run(args),
            Self::Diff(args) => diff::run(args),
            Self::Import(args) => import::run(args),
            Self::Infer(args) => infer::run(args),
            Self::Explain(args) => explain::run(args),
            Self::List(args) => list::run(args),
            Self::Mock(args) => mock::run(args),
            Self::Schema(args) => schema::run(args),
            Self::Completions(args) => completions::run(args),
        }
    }
}

/// What a command came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    Found,
}

/// Why a command did not do its work.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Failure {
    /// What was asked for makes no sense.
    Misuse(String),
    /// It could not be done, and may be later.
    Failed(String),
    /// It could not be done, and trying again can't help.
    Final(String),
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Failed(message)
    }
}

/// What a command came to, or why it did not do its work.
type Ran = Result<Outcome, Failure>;

/// Runs the command that the process was given.
pub(crate) fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    cli.look.choose();
    let (code, failure) = match cli.command.run() {
        Ok(Outcome::Done) => (0, None),
        Ok(Outcome::Found) => (1, None),
        Err(Failure::Failed(message)) => (1, Some(message)),
        Err(Failure::Misuse(message)) => (2, Some(message)),
        Err(Failure::Final(message)) => (3, Some(message)),
    };
    failure.iter().for_each(tell::failure);
    let lost = stdout::lost();
    lost.iter().for_each(tell::failure);
    ExitCode::from(if code == 0 && lost.is_some() { 1 } else { code })
}

/// Prints the help that was asked for, or what is wrong with the arguments.
fn usage(error: &clap::Error) -> ExitCode {
    let code = if error.use_stderr() { 2 } else { 0 };
    match error.print() {
        Err(unwritten) if code == 0 && unwritten.kind() != ErrorKind::BrokenPipe => {
            tell::failure(format!("standard output can't be written: {unwritten}"));
            ExitCode::from(1)
        }
        _ => ExitCode::from(code),
    }
}
