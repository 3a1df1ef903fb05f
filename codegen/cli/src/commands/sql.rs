//! `sql`: queries lists, by a program of its own, since its engine takes minutes to build.

use crate::outcome::{CommandResult, Failure, Outcome};
use clap::Args;
use std::env;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::Command;

/// The program.
const PROGRAM: &str = "pagesmith-sql";

/// Query lists with SQL; runs the program `pagesmith-sql`.
///
/// Install it with `cargo install pagesmith-datafusion`. All arguments are passed on.
/// `pagesmith-sql --help` lists them.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pagesmith sql sendsage.yaml \"select status, count(*) from subscribers group by status\" \\
    --base-url https://studio.example.com/ga/api/v2 --param mailing_list_id=7")]
pub(crate) struct Sql {
    /// The arguments of `pagesmith-sql`.
    #[arg(value_name = "ARGUMENT", trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

impl Sql {
    /// The command, if the arguments of the process name it first. Its own are not parsed, since
    /// some of them are named like those of all other commands.
    pub(crate) fn of(arguments: &[OsString]) -> Option<Self> {
        match arguments {
            // Alone, this asks what the command is.
            [_, command, help] if command == "sql" && (help == "--help" || help == "-h") => None,
            [_, command, arguments @ ..] if command == "sql" => {
                Some(Self { arguments: arguments.to_vec() })
            }
            _ => None,
        }
    }
}

/// Runs the program that is beside this one, or else the one in `PATH`.
pub(crate) fn run(args: &Sql) -> CommandResult {
    let here = env::current_exe().ok();
    let beside =
        here.map(|here| here.with_file_name(format!("{PROGRAM}{}", env::consts::EXE_SUFFIX)));
    let program = beside.filter(|program| program.is_file()).unwrap_or_else(|| PROGRAM.into());
    match Command::new(program).args(&args.arguments).status() {
        // A program that a signal ended has no code.
        Ok(status) => {
            Ok(Outcome::Exited(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Err(Failure::Misuse(format!(
            "the program `{PROGRAM}` is not installed; install it with `cargo install pagesmith-datafusion`, or in a checkout with `cargo install --path runtime/datafusion`"
        ))),
        Err(error) => Err(Failure::Failed(format!("`{PROGRAM}` can't be run: {error}"))),
    }
}
