//! How the process ends: what it prints, and its exit code.

use datafusion::error::DataFusionError;
use pagesmith_codegen::diag::escape_lines;
use pagesmith_datafusion::{ScanError, TableError};
use std::error::Error;
use std::process::ExitCode;

/// Why there is no result.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The arguments or the query are wrong.
    Misuse(String),
    /// It failed; another try may succeed.
    Failed(String),
    /// It failed; another try can't succeed.
    Permanent(String),
}

impl From<TableError> for Failure {
    fn from(error: TableError) -> Self {
        Self::Misuse(error.to_string())
    }
}

impl From<DataFusionError> for Failure {
    fn from(error: DataFusionError) -> Self {
        if let Some(found) = ScanError::of(&error) {
            let mut text = found.to_string();
            let mut cause = found.source();
            while let Some(source) = cause {
                text = format!("{text}: {source}");
                cause = source.source();
            }
            let kind = if found.may_succeed_later() { Self::Failed } else { Self::Permanent };
            return kind(text);
        }
        let root = error.find_root();
        if let DataFusionError::External(inner) = root
            && let Some(found) = inner.downcast_ref::<TableError>()
        {
            return Self::Misuse(found.to_string());
        }
        let text = error.strip_backtrace();
        match root {
            DataFusionError::SQL(..)
            | DataFusionError::Plan(_)
            | DataFusionError::SchemaError(..)
            | DataFusionError::NotImplemented(_)
            | DataFusionError::Configuration(_)
            | DataFusionError::Diagnostic(..)
            | DataFusionError::Collection(_) => Self::Misuse(text),
            _ => Self::Failed(text),
        }
    }
}

/// The exit code; prints why the query failed.
pub(crate) fn exit_code(result: Result<(), Failure>) -> ExitCode {
    let (code, text) = match result {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Failed(text)) => (1, text),
        Err(Failure::Misuse(text)) => (2, text),
        Err(Failure::Permanent(text)) => (3, text),
    };
    // Texts of servers could hold what a terminal obeys.
    eprintln!("error: {}", escape_lines(&text));
    ExitCode::from(code)
}
