//! A terminal that a program writes to, and what a person sees on it.

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command};

/// Goes to the start of the line, and clears it.
const CLEAR: &str = "\r\u{1b}[K";

/// What a terminal shows of Ctrl-C.
const CTRL_C: &str = "^C";

/// Something that a person sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// A line that stays.
    Line(String),
    /// A line that is overwritten later.
    Passing(String),
}

/// A program on a terminal.
pub(crate) struct Session {
    terminal: File,
    child: Child,
    text: String,
}

impl Session {
    /// Runs a program in this folder, on a terminal that can interrupt it.
    pub(crate) fn start(program: &str, args: &[&str], folder: &Path) -> Self {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&terminal).unwrap();
        unlockpt(&terminal).unwrap();
        let name = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
        let there = OpenOptions::new().read(true).write(true).open(name).unwrap();
        let on_terminal = || there.try_clone().unwrap();
        // The terminal sends signals only to the session that it controls.
        let mut command = Command::new("setsid");
        command.args(["--ctty", program]).args(args).current_dir(folder);
        command.env("PAGESMITH_TOKEN", "any").env("NO_COLOR", "1").env_remove("RUST_LOG");
        command.stdin(on_terminal()).stdout(on_terminal()).stderr(on_terminal());
        let child = command.spawn().unwrap();
        Self { terminal: File::from(terminal), child, text: String::new() }
    }

    /// Reads until the terminal has shown this text, or the program has ended.
    pub(crate) fn wait_for(&mut self, text: &str) {
        while !self.text.contains(text) && self.read() {}
    }

    /// Presses Ctrl-C.
    pub(crate) fn interrupt(&mut self) {
        self.terminal.write_all(b"\x03").unwrap();
    }

    /// Reads to the end; returns the exit code, and all that was shown.
    pub(crate) fn finish(mut self) -> (i32, Vec<Shown>) {
        while self.read() {}
        (self.child.wait().unwrap().code().unwrap(), shown(&self.text))
    }

    /// Reads more; false at the end, when no process has the terminal open.
    fn read(&mut self) -> bool {
        let mut buffer = [0; 4096];
        let Ok(read @ 1..) = self.terminal.read(&mut buffer) else { return false };
        self.text.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
        true
    }
}

/// What a person sees of these bytes, in order. A line that is written again, or grows, is seen once.
fn shown(text: &str) -> Vec<Shown> {
    let mut seen: Vec<Shown> = Vec::new();
    for line in text.split_terminator('\n') {
        let line = line.trim_end_matches('\r');
        let (before, last) = line.rsplit_once(CLEAR).unwrap_or(("", line));
        for part in before.split(CLEAR).filter(|part| !part.is_empty()) {
            let passing = Shown::Passing(without_wait(part));
            let is_begun = matches!((seen.last(), &passing), (Some(Shown::Passing(before)), Shown::Passing(now)) if now.starts_with(before.as_str()));
            if is_begun {
                seen.pop();
            }
            seen.push(passing);
        }
        seen.push(Shown::Line(last.to_owned()));
    }
    seen
}

/// A status line without how long a wait has lasted, which differs from run to run.
fn without_wait(line: &str) -> String {
    let (text, key) = line.strip_suffix(CTRL_C).map_or((line, ""), |text| (text, CTRL_C));
    let text = text.split("; ").next().unwrap_or_default();
    format!("{text}{key}")
}
