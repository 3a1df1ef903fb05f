//! `completions`: what shells complete.

use crate::args::Cli;
use crate::outcome::{Outcome, Ran};
use crate::terminal;
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

/// Print what completes this command in a shell.
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

/// Prints it.
#[expect(clippy::unnecessary_wraps, reason = "every command answers in one way")]
pub(super) fn run(args: &Completions) -> Ran {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "pagesmith", &mut text);
    terminal::document(&String::from_utf8_lossy(&text));
    Ok(Outcome::Done)
}
