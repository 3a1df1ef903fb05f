//! The arguments of the process.

use crate::commands::Command;
use crate::terminal;
use clap::Parser;
use std::num::{NonZeroU16, NonZeroU64};
use std::str::FromStr;

/// Typed Rust clients for HTTP APIs whose lists come page by page.
///
/// Most commands read a spec: a YAML file that describes the lists of an API.
#[derive(Debug, Parser)]
#[command(name = "pagesmith", version, propagate_version = true, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) output: terminal::OutputOptions,
}

/// Parses a count; the error names the least and the greatest number.
pub(crate) fn number<T: FromStr + Count>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("expected a whole number from {} to {}", T::LEAST, T::MOST))
}

/// The range of a type that counts.
pub(crate) trait Count {
    const LEAST: u8;
    const MOST: u64;
}

impl Count for u64 {
    const LEAST: u8 = 0;
    const MOST: u64 = Self::MAX;
}

impl Count for u16 {
    const LEAST: u8 = 0;
    const MOST: u64 = Self::MAX as u64;
}

impl Count for NonZeroU16 {
    const LEAST: u8 = 1;
    const MOST: u64 = u16::MAX as u64;
}

impl Count for NonZeroU64 {
    const LEAST: u8 = 1;
    const MOST: u64 = u64::MAX;
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  a spec has a mistake, a client is out of date, or a file can't be read or written
  2  wrong arguments
  3  only `list`: failed, and can't be resumed
  4  only `list`: the evidence that the list is complete is weaker than --require asks for

`pagesmith COMMAND --help` shows examples.";

#[cfg(test)]
#[path = "args/tests.rs"]
mod tests;
