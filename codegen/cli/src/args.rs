//! The arguments of the process.

use crate::commands::Command;
use crate::terminal;
use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;
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

/// The error with a tip, if `list` was given a parameter or a filter of the spec as a flag or
/// without one.
pub(crate) fn with_tip(mut error: clap::Error, arguments: &[OsString]) -> clap::Error {
    let is_list = arguments.iter().skip(1).take(2).any(|argument| argument == "list");
    if !is_list || error.kind() != ErrorKind::UnknownArgument {
        return error;
    }
    let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidArg) else {
        return error;
    };
    // A flag that is near one of `list` has the tip of that.
    let is_near = error.get(ContextKind::SuggestedArg).is_some();
    let tip = match given.strip_prefix("--") {
        None if given.contains('=') => {
            format!("to set a parameter of the path, use '--param {given}'")
        }
        Some(flag) if !is_near => {
            let name = flag.split('=').next().unwrap_or_default();
            format!(
                "to set a parameter of the path, use '--param {name}=VALUE'; to filter, '--filter {name}=VALUE'"
            )
        }
        _ => return error,
    };
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    error
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
