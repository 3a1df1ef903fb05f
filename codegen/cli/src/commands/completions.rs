//! `completions`: prints the completion script for a shell.

use crate::outcome::{CommandResult, Outcome};
use crate::{completion, terminal};
use clap::Args;
use clap_complete::Shell;

/// Print the completion script for a shell.
///
/// It completes commands, flags and files, and what a spec names: lists, parameters and filters. Load
/// it when the shell starts, so that it is always the script of the installed version.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples, each a line of a start-up file:
  bash (~/.bashrc)                       source <(pagesmith completions bash)
  zsh (~/.zshrc, after compinit)         source <(pagesmith completions zsh)
  fish (~/.config/fish/config.fish)      pagesmith completions fish | source
  elvish (~/.config/elvish/rc.elv)       eval (pagesmith completions elvish | slurp)
  powershell ($PROFILE)                  pagesmith completions powershell | Out-String | Invoke-Expression")]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script.
pub(super) fn run(args: &Completions) -> CommandResult {
    let script = completion::script(args.shell).map_err(|error| error.to_string())?;
    terminal::document(&String::from_utf8_lossy(&script));
    Ok(Outcome::Done)
}
