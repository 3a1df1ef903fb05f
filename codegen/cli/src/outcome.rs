//! The outcome of a command, and its exit code.

use crate::{stdout, terminal};
use pagesmith_codegen::diag::is_hidden;
use std::io::ErrorKind;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    ProblemsFound,
    /// Another program did the work, and ended with this code.
    Exited(u8),
}

/// Why a command failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The arguments are wrong.
    Misuse(String),
    /// It failed; another try may succeed.
    Failed(String),
    /// It failed; another try can't succeed.
    Permanent(String),
    /// It succeeded, but its evidence is weaker than was required.
    Unproven(String),
}

impl Failure {
    /// What it says.
    pub(crate) fn message(&self) -> &str {
        match self {
            Self::Misuse(message)
            | Self::Failed(message)
            | Self::Permanent(message)
            | Self::Unproven(message) => message,
        }
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Failed(message)
    }
}

/// The outcome of a command, or why it failed.
pub(crate) type CommandResult = Result<Outcome, Failure>;

/// The exit code of a command; prints why it failed.
pub(crate) fn exit_code(result: CommandResult) -> ExitCode {
    let (code, failure) = match result {
        Ok(Outcome::Done) => (0, None),
        Ok(Outcome::ProblemsFound) => (1, None),
        Ok(Outcome::Exited(code)) => (code, None),
        Err(Failure::Failed(message)) => (1, Some(message)),
        Err(Failure::Misuse(message)) => (2, Some(message)),
        Err(Failure::Permanent(message)) => (3, Some(message)),
        Err(Failure::Unproven(message)) => (4, Some(message)),
    };
    failure.iter().for_each(terminal::failure);
    let unwritten = stdout::write_failure();
    unwritten.iter().for_each(terminal::failure);
    ExitCode::from(if code == 0 && unwritten.is_some() { 1 } else { code })
}

/// Prints the help that was asked for, or what is wrong with the arguments.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    let code = if error.use_stderr() { 2 } else { 0 };
    if code == 0 && stdout::is_closed() {
        terminal::failure(stdout::CLOSED);
        return ExitCode::from(1);
    }
    let text = error.render().to_string();
    // The text quotes what the user typed.
    if text.contains(|c| is_hidden(c) && !matches!(c, '\n' | '\t')) {
        match code {
            0 => terminal::to_stdout(&text),
            _ => terminal::to_stderr(&text),
        }
        return ExitCode::from(code);
    }
    match error.print() {
        Err(unwritten) if code == 0 && unwritten.kind() != ErrorKind::BrokenPipe => {
            terminal::failure(format!("can't write to standard output: {unwritten}"));
            ExitCode::from(1)
        }
        _ => ExitCode::from(code),
    }
}
