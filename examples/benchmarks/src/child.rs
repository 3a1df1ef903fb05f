//! The parts that run in a separate process: the walks, so that valgrind counts only the client,
//! and the generator.

use crate::generate;
use crate::loops::{self, Decode};
use crate::measure::{self, Outcome};
use crate::measures::{arriving, columns, wall};
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
        Some((first, rest)) if first == arriving::CHILD => arriving::run(rest),
        Some((first, rest)) if first == wall::CHILD => timed(rest),
        _ => walk(args),
    }
}

/// Walks: which, where, how many pages.
fn walk(args: &[String]) -> Outcome<()> {
    let (walker, pages) = Walker::of(args)?;
    println!("{}", loops::one_thread()?.block_on(walker.walk(pages))?);
    Ok(())
}

/// Walks twice, the second time with a connection that is open, and prints the seconds that it
/// took.
fn timed(args: &[String]) -> Outcome<()> {
    let ((walker, pages), runtime) = (Walker::of(args)?, loops::one_thread()?);
    runtime.block_on(walker.walk(pages))?;
    println!("{}", measure::timed(|| runtime.block_on(walker.walk(pages)))?);
    Ok(())
}

/// A client, and the server that it walks.
struct Walker {
    kind: Kind,
    at: SocketAddr,
    ours: pagesmith::Client,
    generated: loops::generated::Client,
    theirs: reqwest::Client,
}

impl Walker {
    /// The walk of these arguments, and its number of pages.
    fn of(args: &[String]) -> Outcome<(Self, u64)> {
        let [kind, at, pages] = args else {
            return Err("a child takes a walk, an address and a number of pages".into());
        };
        let (_, kind) = KINDS.iter().find(|(name, _)| name == kind).ok_or("unknown walk")?;
        let at = at.parse()?;
        let walker = Self {
            kind: *kind,
            at,
            ours: loops::ours(at)?,
            generated: loops::generated(at)?,
            theirs: loops::theirs()?,
        };
        Ok((walker, pages.parse()?))
    }

    async fn walk(&self, pages: u64) -> Outcome<u64> {
        match self.kind {
            Kind::Ours => loops::walk(&self.ours, pages).await,
            Kind::Generated => loops::walk_generated(&self.generated, pages).await,
            Kind::Slice => loops::by_hand(&self.theirs, self.at, pages, Decode::Slice).await,
            Kind::Str => loops::by_hand(&self.theirs, self.at, pages, Decode::Str).await,
            Kind::Numbers => loops::walk_by_number(&self.ours, pages, 1).await,
        }
    }
}

/// The seconds of a walk on a runtime of one thread, in a process whose allocator keeps its
/// memory: how often it gives memory back and asks for it again differs from one run to the next
/// by a factor of eight.
///
/// # Errors
/// When the process can't be run, or fails.
pub fn seconds(kind: Kind, at: SocketAddr, pages: u64) -> Outcome<f64> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args([FLAG, wall::CHILD]).args(arguments(kind, at, pages));
    // The most that glibc takes for the first of them.
    command.env("MALLOC_MMAP_THRESHOLD_", "33554432").env("MALLOC_TRIM_THRESHOLD_", "1073741824");
    let out = command.output()?;
    if !out.status.success() {
        return Err(format!("a walk failed: {}", String::from_utf8_lossy(&out.stderr)).into());
    }
    Ok(String::from_utf8(out.stdout)?.trim().parse()?)
}

/// Whether this program can be run.
pub fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|out| out.status.success())
}

/// Whether valgrind is installed.
pub fn has_valgrind() -> bool {
    has("valgrind")
}

/// Runs a child under a tool of valgrind; what the tool writes.
///
/// # Errors
/// When it can't be run, or fails.
pub fn under(tool: &[&str], kind: Kind, at: SocketAddr, pages: u64) -> Outcome<String> {
    below(&[&["valgrind"], tool].concat(), &arguments(kind, at, pages))
}

/// Runs a child by another program; what that writes.
///
/// # Errors
/// When it can't be run, or fails.
pub fn below(program: &[&str], child: &[String]) -> Outcome<String> {
    let (program, args) = program.split_first().ok_or("no program")?;
    let out = Command::new(program)
        .args(args)
        .arg(std::env::current_exe()?)
        .arg(FLAG)
        .args(child)
        .output()?;
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    if out.status.success() { Ok(said) } else { Err(format!("{program} failed: {said}").into()) }
}

/// The arguments of a child that walks.
pub fn arguments(kind: Kind, at: SocketAddr, pages: u64) -> [String; 3] {
    let name = KINDS.iter().find(|(_, known)| *known as u8 == kind as u8).map_or("", |one| one.0);
    [name.to_owned(), at.to_string(), pages.to_string()]
}

/// The number between two texts of what a tool writes.
///
/// # Errors
/// When the number is missing.
pub fn figure(out: &str, before: &str, after: &str) -> Outcome<u64> {
    let line = out.lines().find_map(|line| line.split_once(before));
    let number = line.and_then(|(_, rest)| rest.split_once(after));
    let (number, _) = number.ok_or_else(|| format!("the output has no figure: {out}"))?;
    Ok(number.trim().replace(',', "").parse()?)
}
