//! The command line.

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    pagesmith_cli::run(env::args_os())
}
