//! The arguments of the process.

use crate::commands::Command;
use crate::terminal;
use clap::Parser;

/// Typed clients for paged HTTP APIs, from YAML specs.
#[derive(Debug, Parser)]
#[command(name = "pagesmith", version, propagate_version = true, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) output: terminal::OutputOptions,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  something was found: a mistake in a spec, a client that is out of date, a file that can't be read
  2  wrong use
  3  `list` alone: the walk failed, and no run can continue after it
  4  `list` alone: the walk shows less evidence than was required";
