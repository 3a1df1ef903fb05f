//! What a command came to, and the exit code that says so.

use crate::terminal;
use std::process::ExitCode;

/// What a command came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    Found,
}

/// Why a command did not do its work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// What was asked for makes no sense.
    Misuse(String),
    /// It could not be done.
    Failed(String),
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Failed(message)
    }
}

/// What a command came to, or why it did not do its work.
pub(crate) type Ran = Result<Outcome, Failure>;

/// The exit code of a command. Why it failed is printed here.
pub(crate) fn exit_code(ran: Ran) -> ExitCode {
    match ran {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(Failure::Failed(message)) => {
            terminal::failure(message);
            ExitCode::from(1)
        }
        Err(Failure::Misuse(message)) => {
            terminal::failure(message);
            ExitCode::from(2)
        }
    }
}
