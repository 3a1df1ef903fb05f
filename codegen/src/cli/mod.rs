//! `pagesmith`: what it is asked, and how it answers.
//!
//! Exit codes: 0 done, 1 something was found (a mistake in a spec, a file that
//! is out of date, a file that can't be read), 2 wrong use.

mod diff;
mod files;
mod tell;

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Typed clients for paged HTTP APIs, from YAML specs.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the client of a spec, or of several.
    #[command(
        after_help = "Example: pagesmith generate specs/signalwire.yaml --out src/signalwire.rs"
    )]
    Generate(Files),
    /// Compare what is written with what the specs give now.
    #[command(
        after_help = "Example: pagesmith check specs/signalwire.yaml --out src/signalwire.rs"
    )]
    Check(Files),
    /// Say what a change of a spec does to callers, item by item.
    #[command(after_help = diff::EXAMPLES)]
    Diff(diff::Args),
}

/// Specs, and where their clients are.
#[derive(Args, Debug)]
struct Files {
    /// The specs.
    #[arg(required = true, value_name = "SPEC")]
    specs: Vec<PathBuf>,
    /// A file (`.rs`) for one spec; a folder with a module for each otherwise.
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    /// The path by which the generated code names the runtime.
    #[arg(long, value_name = "PATH", default_value = "::pagesmith")]
    runtime: String,
}

/// What a command came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    Found,
}

/// Runs the command that the process was given.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match &cli.command {
        Command::Generate(files) | Command::Check(files) if files::is_misused(files) => {
            return ExitCode::from(2);
        }
        Command::Generate(files) => files::generate(files),
        Command::Check(files) => files::check(files),
        Command::Diff(args) if diff::is_misused(args) => return ExitCode::from(2),
        Command::Diff(args) => diff::diff(args),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(problem) => {
            tell::failure(problem);
            ExitCode::from(1)
        }
    }
}
