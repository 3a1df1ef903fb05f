//! `completions`: prints the completion script for a shell.

use crate::outcome::{CommandResult, Outcome};
use crate::terminal;
use clap::Args;
use clap_complete::Shell;

/// Print the completion script for a shell.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  source <(pagesmith completions bash)
  pagesmith completions zsh > ~/.zfunc/_pagesmith
  pagesmith completions fish > ~/.config/fish/completions/pagesmith.fish
  pagesmith completions powershell >> $PROFILE")]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script.
#[expect(clippy::unnecessary_wraps, reason = "all commands have this signature")]
pub(super) fn run(args: &Completions, mut command_line: clap::Command) -> CommandResult {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command_line, "pagesmith", &mut text);
    terminal::document(&String::from_utf8_lossy(&text));
    Ok(Outcome::Done)
}
