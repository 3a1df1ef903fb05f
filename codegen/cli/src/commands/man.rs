//! `man`: writes the manual pages.

use crate::outcome::{CommandResult, Outcome};
use crate::{files, terminal};
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

/// Write the manual pages, one for each command.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pagesmith man --out ~/.local/share/man/man1        # then: man pagesmith-list
  pagesmith man --out target/man")]
pub(crate) struct Man {
    /// Write the pages to this folder, in place of those of another version.
    #[arg(long, value_name = "FOLDER", value_parser = files::out_path())]
    out: PathBuf,
}

/// Writes a page for the program, and one for each command.
pub(super) fn run(args: &Man, mut command_line: clap::Command) -> CommandResult {
    // Fills in the names `pagesmith-list` and so on, and the flags that all commands have.
    command_line.build();
    let commands = command_line.get_subcommands().filter(|command| command.get_name() != "help");
    let pages = [&command_line].into_iter().chain(commands).map(page);
    let out = args.out.display();
    fs::create_dir_all(&args.out).map_err(|error| format!("can't create {out}: {error}"))?;
    for (name, text) in pages {
        write(&args.out.join(name), &text)?;
    }
    Ok(Outcome::Done)
}

/// The file name of a command's page, and its text.
fn page(command: &clap::Command) -> (String, Vec<u8>) {
    let name = command.get_display_name().unwrap_or(command.get_name());
    let mut text = Vec::new();
    let man = clap_mangen::Man::new(command.clone()).title(name);
    // Only what it is written to can fail, and memory does not.
    man.render(&mut text).ok();
    (man.get_filename(), text)
}

fn write(path: &Path, text: &[u8]) -> Result<(), String> {
    let is_current = fs::read(path).is_ok_and(|current| current == text);
    if !is_current {
        let shown = path.display();
        fs::write(path, text).map_err(|error| format!("can't write {shown}: {error}"))?;
    }
    terminal::done(if is_current { "unchanged" } else { "wrote" }, path);
    Ok(())
}
