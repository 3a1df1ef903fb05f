//! The parts that run in a separate process: the walks, so that valgrind counts only the client,
//! and the generator.

use crate::generate;
use crate::loops::{self, Decode};
use crate::measure::Outcome;
use crate::measures::columns;
use std::net::SocketAddr;
use std::process::Command;

/// The first argument of such a process.
pub const FLAG: &str = "--child";

/// Which walk a child makes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Our stream of items, of a struct with serde's derive.
    Ours,
    /// Our stream of items, of a generated client.
    Generated,
    /// The loop by hand, with `from_slice`.
    Slice,
    /// The loop by hand, with `from_str`.
    Str,
    /// Ours by page number.
    Numbers,
}

const KINDS: [(&str, Kind); 5] = [
    ("ours", Kind::Ours),
    ("generated", Kind::Generated),
    ("slice", Kind::Slice),
    ("str", Kind::Str),
    ("numbers", Kind::Numbers),
];

/// Runs the task of the arguments.
///
/// # Errors
/// When an argument is wrong, or the task fails.
pub fn run(args: &[String]) -> Outcome<()> {
    match args.split_first() {
        Some((first, rest)) if first == generate::CHILD => generate::run(rest),
        Some((first, rest)) if first == columns::CHILD => columns::run(rest),
        _ => walk(args),
    }
}

/// Walks: which, where, how many pages.
fn walk(args: &[String]) -> Outcome<()> {
    let [kind, at, pages] = args else {
        return Err("a child takes a walk, an address and a number of pages".into());
    };
    let (_, kind) = KINDS.iter().find(|(name, _)| name == kind).ok_or("unknown walk")?;
    let (at, pages): (SocketAddr, u64) = (at.parse()?, pages.parse()?);
    let seen = loops::one_thread()?.block_on(async {
        match kind {
            Kind::Ours => loops::walk(&loops::ours(at)?, pages).await,
            Kind::Generated => loops::walk_generated(&loops::generated(at)?, pages).await,
            Kind::Slice => loops::by_hand(&loops::theirs()?, at, pages, Decode::Slice).await,
            Kind::Str => loops::by_hand(&loops::theirs()?, at, pages, Decode::Str).await,
            Kind::Numbers => loops::walk_by_number(&loops::ours(at)?, pages, 1).await,
        }
    })?;
    println!("{seen}");
    Ok(())
}

/// Whether valgrind is installed.
pub fn has_valgrind() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok_and(|out| out.status.success())
}

/// Runs a child under a tool of valgrind; what the tool writes.
///
/// # Errors
/// When it can't be run, or fails.
pub fn under(tool: &[&str], kind: Kind, at: SocketAddr, pages: u64) -> Outcome<String> {
    let name = KINDS.iter().find(|(_, known)| *known as u8 == kind as u8).map_or("", |one| one.0);
    let out = Command::new("valgrind")
        .args(tool)
        .arg(std::env::current_exe()?)
        .args([FLAG, name, &at.to_string(), &pages.to_string()])
        .output()?;
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    if out.status.success() { Ok(said) } else { Err(format!("valgrind failed: {said}").into()) }
}
