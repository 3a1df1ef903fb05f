//! The commands.
//!
//! Each command is a file of this folder with its arguments and a function `run`. Add
//! a variant to [`Command`] and an arm to [`Command::run`] for a new one.

mod check;
mod completions;
mod diff;
mod explain;
mod generate;
mod import;
mod infer;
mod list;
mod man;
mod mock;
mod schema;
pub(crate) mod sql;

use crate::outcome::CommandResult;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Generate(generate::Generate),
    Check(check::Check),
    Diff(diff::Diff),
    Import(import::Import),
    Infer(infer::Infer),
    Explain(explain::Explain),
    List(Box<list::List>),
    Mock(mock::Mock),
    Schema(schema::Schema),
    Sql(sql::Sql),
    Completions(completions::Completions),
    Man(man::Man),
}

impl Command {
    /// Runs the command; `command_line` describes all commands, for their manual pages.
    pub(crate) fn run(&self, command_line: fn() -> clap::Command) -> CommandResult {
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
            Self::Sql(args) => sql::run(args),
            Self::Completions(args) => completions::run(args),
            Self::Man(args) => man::run(args, command_line()),
        }
    }
}
