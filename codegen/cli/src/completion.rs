//! What a shell completes beside names of commands and flags: specs, and what a spec names.
//!
//! The shell runs this program at each request for completions, with the words of the command line
//! so far. The script that `pagesmith completions` prints makes it do so.

use clap::Command;
use clap_complete::engine::{
    ArgValueCandidates, ArgValueCompleter, CompletionCandidate, PathCompleter,
};
use clap_complete::env::Shells;
use clap_complete::{CompleteEnv, Shell};
use pagesmith_codegen::input;
use pagesmith_codegen::model::{Api, Filter, FilterType, List, Name, TypeDef};
use std::ffi::OsString;
use std::path::Path;
use std::{env, io};

/// The variable by which the script of a shell asks for completions.
const VARIABLE: &str = "PAGESMITH_COMPLETE";

/// The program that the script runs.
const PROGRAM: &str = "pagesmith";

/// Prints completions if a shell asks for them; whether one does.
pub(crate) fn answer(command_line: fn() -> Command, arguments: &[OsString]) -> bool {
    let shell = CompleteEnv::with_factory(command_line).var(VARIABLE).bin(PROGRAM);
    let here = env::current_dir().ok();
    let answered = shell.try_complete(arguments.to_vec(), here.as_deref());
    answered.unwrap_or_else(|error| error.exit())
}

/// The script that makes a shell ask this program.
pub(crate) fn script(shell: Shell) -> io::Result<Vec<u8>> {
    let mut script = Vec::new();
    let shells = Shells::builtins();
    let completer = shells.completer(&shell.to_string());
    let completer = completer.ok_or_else(|| io::Error::other(format!("no script for {shell}")))?;
    completer.write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, &mut script)?;
    Ok(script)
}

/// Completes files that may be specs.
pub(crate) fn specs() -> ArgValueCompleter {
    ArgValueCompleter::new(PathCompleter::any().filter(is_spec))
}

fn is_spec(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "yaml" || kind == "yml") && path.is_file()
}

/// Completes the lists of the spec that is on the command line.
pub(crate) fn resources() -> ArgValueCandidates {
    of_spec(|line| {
        let lists = line.api.lists.iter();
        lists.map(|list| candidate(&list.method.wire, list.docs.as_deref())).collect()
    })
}

/// Completes the lists whose records give values to the path of the list.
pub(crate) fn parents() -> ArgValueCandidates {
    of_spec(|line| {
        let for_each = line.list().and_then(|list| list.for_each.as_ref());
        for_each.map(|for_each| candidate(&for_each.list, None)).into_iter().collect()
    })
}

/// Completes parameters of the list's path, and variables of the server.
pub(crate) fn params() -> ArgValueCandidates {
    of_spec(|line| {
        let server = line.api.server.iter().flat_map(|server| &server.variables);
        let client = line.api.params.iter().map(|param| &param.name);
        let list = line.list().into_iter().flat_map(|list| &list.args).map(|param| &param.name);
        let names = server.chain(client).chain(list);
        names.map(|Name { wire, .. }| candidate(&format!("{wire}="), None)).collect()
    })
}

/// Completes filters of the list; those of an enum with their values.
pub(crate) fn filters() -> ArgValueCandidates {
    of_spec(|line| line.list().map(|list| line.filters(list)).unwrap_or_default())
}

/// Completes filters of the list of parents.
pub(crate) fn parent_filters() -> ArgValueCandidates {
    of_spec(|line| {
        let for_each = line.list().and_then(|list| list.for_each.as_ref());
        let parents = for_each.and_then(|for_each| line.api.list(&for_each.list));
        parents.map(|list| line.filters(list)).unwrap_or_default()
    })
}

/// Completes filters that compare a field of the record.
pub(crate) fn since_filters() -> ArgValueCandidates {
    of_spec(|line| {
        let filters = line.list().into_iter().flat_map(|list| &list.filters);
        let filters = filters.filter(|filter| filter.matches.is_some());
        filters.map(|filter| candidate(&filter.key, filter.docs.as_deref())).collect()
    })
}

/// A command line whose spec could be read.
struct Line {
    api: Api,
    /// The words that follow the spec.
    rest: Vec<String>,
}

impl Line {
    /// The command line that the shell passes behind `--`; `None` if it names no valid spec.
    fn of_process() -> Option<Self> {
        let words = env::args_os().map(|word| word.to_string_lossy().into_owned());
        let mut words = words.skip_while(|word| word != "--").skip(1);
        let spec = words.by_ref().find(|word| is_spec(Path::new(word)))?;
        let bytes = input::file(Path::new(&spec), input::MAX_SPEC).ok()?;
        let api = pagesmith_codegen::check(&bytes).ok()?.api;
        Some(Self { api, rest: words.collect() })
    }

    /// The list that the command line names behind its spec.
    fn list(&self) -> Option<&List> {
        self.rest.iter().find_map(|word| self.api.list(word))
    }

    fn filters(&self, list: &List) -> Vec<CompletionCandidate> {
        list.filters.iter().flat_map(|filter| self.values(filter)).collect()
    }

    /// A filter with each value that it can have, or without any.
    fn values(&self, filter: &Filter) -> Vec<CompletionCandidate> {
        let Filter { key, ty, docs, .. } = filter;
        let values = match ty {
            FilterType::Enum(name) => self.enum_values(name),
            FilterType::Scalar(_) => Vec::new(),
        };
        let all = if values.is_empty() { vec![""] } else { values };
        let candidates = all.into_iter();
        candidates.map(|value| candidate(&format!("{key}={value}"), docs.as_deref())).collect()
    }

    fn enum_values(&self, name: &str) -> Vec<&str> {
        let found = self.api.types.iter().find_map(|ty| match ty {
            TypeDef::Enum(found) if found.name.rust == name => Some(&found.variants),
            _ => None,
        });
        found.into_iter().flatten().map(|value| value.wire.as_str()).collect()
    }
}

/// What a spec names, if the command line has one that is valid.
fn of_spec(
    names: impl Fn(&Line) -> Vec<CompletionCandidate> + Send + Sync + 'static,
) -> ArgValueCandidates {
    ArgValueCandidates::new(move || Line::of_process().as_ref().map(&names).unwrap_or_default())
}

/// A word, with the first line of its description.
fn candidate(word: &str, docs: Option<&str>) -> CompletionCandidate {
    let help = docs.and_then(|docs| docs.trim().lines().next());
    CompletionCandidate::new(word).help(help.map(|help| help.to_owned().into()))
}
