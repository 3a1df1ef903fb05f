//! `diff`: how a change to a spec affects callers.

use crate::outcome::{CommandResult, Failure, Outcome};
use crate::terminal::{self, Format};
use crate::{completion, files};
use clap::ValueEnum;
use pagesmith_codegen::diag::{Look, Source, escape_json};
use pagesmith_codegen::diff::{Level, Report, compare};
use pagesmith_codegen::input::MAX_SPEC;
use pagesmith_codegen::model::Api;
use pagesmith_codegen::source_map::SourceMap;
use pagesmith_codegen::{Checked, check};
use std::io;
use std::path::{Path, PathBuf};

/// Printed after the help.
const EXAMPLES: &str = "\
Each change has a level:
  major  calling code stops compiling, fails at run time, or gets other values
  minor  the client offers more, sends other requests, or reads replies differently
  patch  only docs changed, or the way in which the spec is written

Exit codes:
  0  all changes are below the level of --fail-on
  1  a change has this level or a higher one, or a spec has a mistake
  2  wrong arguments

Examples:
  pagesmith diff old.yaml new.yaml
  git show main:specs/acme.yaml | pagesmith diff - specs/acme.yaml --fail-on minor
  pagesmith diff old.yaml new.yaml --fail-on never --format json";

/// Show how a change to a spec affects code that calls the client.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Diff {
    /// The old spec; `-` is standard input.
    #[arg(value_name = "OLD")]
    #[arg(add = completion::specs())]
    old: PathBuf,
    /// The new spec; `-` is standard input.
    #[arg(value_name = "NEW")]
    #[arg(add = completion::specs())]
    new: PathBuf,
    /// Exit with code 1 if a change has this level or a higher one.
    #[arg(long, value_name = "LEVEL", default_value = "major")]
    fail_on: FailOn,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    Major,
    Minor,
    Never,
}

/// Prints what differs between two specs.
pub(super) fn run(args: &Diff) -> CommandResult {
    if files::is_stdin(&args.old) && files::is_stdin(&args.new) {
        let message = "OLD and NEW are both `-`, but standard input holds one spec; name a file for one of them";
        return Err(Failure::Misuse(message.to_owned()));
    }
    // Reads both first, to report the problems of both.
    let (old, new) = (Spec::read(&args.old), Spec::read(&args.new));
    let (Some((old_api, old)), Some((new_api, new))) = (old, new) else {
        return Ok(Outcome::ProblemsFound);
    };
    let changes = compare(&old_api, &new_api);
    // Large specs have hundreds of thousands of changes: what they were made of goes.
    drop((old_api, new_api));
    let report = Report::new(changes, old.source_map(), new.source_map());
    drop((old, new));
    let mut printed = Printed::default();
    match terminal::format() {
        Format::Text => report.parts(Look::Coloured).for_each(|part| printed.add(&part)),
        Format::Json => {
            let written = serde_json::to_writer_pretty(&mut printed, &report);
            written.map_err(|error| format!("can't write the changes as JSON: {error}"))?;
            printed.add("\n");
        }
    }
    printed.print();
    let found = match args.fail_on {
        FailOn::Major => report.verdict >= Some(Level::Major),
        FailOn::Minor => report.verdict >= Some(Level::Minor),
        FailOn::Never => false,
    };
    Ok(if found { Outcome::ProblemsFound } else { Outcome::Done })
}

/// A report on its way to standard output, which gets it piece by piece.
#[derive(Default)]
struct Printed(String);

impl Printed {
    fn add(&mut self, part: &str) {
        const PIECE: usize = 1 << 16;
        self.0.push_str(part);
        if self.0.len() >= PIECE {
            self.print();
        }
    }

    /// Prints what is left; the report is escaped already, but for its JSON.
    fn print(&mut self) {
        match terminal::format() {
            Format::Text => terminal::styled_to_stdout(&self.0),
            Format::Json => terminal::styled_to_stdout(&escape_json(&self.0)),
        }
        self.0.clear();
    }
}

impl io::Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // JSON is written text by text.
        let text = str::from_utf8(bytes).map_err(io::Error::other)?;
        self.add(text);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The source of a spec.
struct Spec {
    name: String,
    text: String,
    source_map: SourceMap,
}

impl Spec {
    /// The API with its source; `None` if the spec has mistakes, which are printed.
    fn read(path: &Path) -> Option<(Api, Self)> {
        let bytes = files::read_or_stdin(path, MAX_SPEC)?;
        // The warnings are left to `pagesmith check`.
        let checked = check(&bytes);
        let Checked { api, source_map, .. } =
            checked.map_err(|problems| terminal::problems(&problems, path, &bytes)).ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Some((api, Self { name: files::input_name(path), text, source_map }))
    }

    fn source_map(&self) -> (Source<'_>, &SourceMap) {
        (Source { name: &self.name, text: &self.text }, &self.source_map)
    }
}
