//! `generate` and `check`: the same files, written or compared.

use super::{Files, Outcome, tell};
use pagesmith_codegen::emit::{self, Options};
use pagesmith_codegen::format;
use pagesmith_codegen::{Output, Written, generate as generate_text, module_name, parse_runtime};
use similar::TextDiff;
use std::fs;
use std::path::Path;

/// Whether the arguments don't fit together, which is told.
pub(super) fn is_misused(files: &Files) -> bool {
    let problem = match parse_runtime(Some(&files.runtime)) {
        Err(problem) => Some(problem),
        Ok(_) if is_file(&files.out) && files.specs.len() > 1 => {
            Some(format!("several specs go to a folder, and {} is a file", files.out.display()))
        }
        Ok(_) => None,
    };
    problem.map(tell::failure).is_some()
}

fn is_file(out: &Path) -> bool {
    out.extension().is_some_and(|extension| extension == "rs")
}

/// Writes what has changed.
pub(super) fn generate(files: &Files) -> Result<Outcome, String> {
    let Some(outputs) = outputs(files)? else { return Ok(Outcome::Found) };
    // All of them are looked at before one is written.
    for output in &outputs {
        output.check().map_err(|error| error.to_string())?;
    }
    for output in outputs {
        let written = output.write().map_err(|error| error.to_string())?;
        let what = if written == Written::Changed { "wrote" } else { "unchanged" };
        tell::done(what, &output.path);
    }
    Ok(Outcome::Done)
}

/// Prints the difference between what is written and what the specs give.
pub(super) fn check(files: &Files) -> Result<Outcome, String> {
    let Some(outputs) = outputs(files)? else { return Ok(Outcome::Found) };
    let mut outcome = Outcome::Done;
    for output in outputs {
        let path = output.path.display().to_string();
        let current = output.current().map_err(|error| format!("{path} can't be read: {error}"))?;
        let current = current.unwrap_or_default().replace("\r\n", "\n");
        if current != output.text {
            outcome = Outcome::Found;
            let diff = TextDiff::from_lines(&current, &output.text);
            print!("{}", diff.unified_diff().header(&path, &format!("{path} (from its spec)")));
            tell::failure(format!(
                "{path} is not what its spec gives; run `pagesmith generate` with the same arguments"
            ));
        }
    }
    Ok(outcome)
}

/// The files of all specs; none where one can't be used: the problems of each
/// were told.
fn outputs(files: &Files) -> Result<Option<Vec<Output>>, String> {
    let options = parse_runtime(Some(&files.runtime))?;
    match files.specs.as_slice() {
        [spec] if is_file(&files.out) => {
            let text = text(spec, &options);
            Ok(text.map(|(text, _)| vec![Output { path: files.out.clone(), text }]))
        }
        specs => tree(specs, &files.out, &options),
    }
}

/// A folder with a module for each spec, and the module that holds them.
fn tree(
    specs: &[impl AsRef<Path>],
    out: &Path,
    options: &Options,
) -> Result<Option<Vec<Output>>, String> {
    let mut outputs = Vec::new();
    let mut apis = Vec::new();
    let mut sound = true;
    for spec in specs {
        let spec = spec.as_ref();
        let module = module_name(spec)?;
        let path = out.join(format!("{module}.rs"));
        if outputs.iter().any(|output: &Output| output.path == path) {
            return Err(format!("two specs give the module `{module}`; rename one of them"));
        }
        match text(spec, options) {
            Some((text, name)) => {
                apis.push((module, name));
                outputs.push(Output { path, text });
            }
            None => sound = false,
        }
    }
    let text = format::file(emit::tree(&apis)).map_err(|error| error.to_string())?;
    outputs.push(Output { path: out.join("mod.rs"), text });
    Ok(sound.then_some(outputs))
}

/// The text of a spec's client, and the name of its API; none where it can't
/// be used, which was told.
fn text(spec: &Path, options: &Options) -> Option<(String, String)> {
    let unreadable = |error| format!("{} can't be read: {error}", spec.display());
    let bytes = fs::read(spec).map_err(|error| tell::failure(unreadable(error))).ok()?;
    let made = generate_text(&bytes, options);
    let made = made.map_err(|problems| tell::problems(&problems, spec, &bytes)).ok()?;
    tell::problems(&made.warnings, spec, &bytes);
    Some((made.code, made.api.name))
}
