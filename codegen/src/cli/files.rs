//! `generate` and `check`: the same files, written or compared.

use super::{Files, Outcome, tell};
use pagesmith_codegen::emit::Options;
use pagesmith_codegen::format::HEADER;
use pagesmith_codegen::{Output, Written, generate as generate_text, module_name, parse_runtime};
use similar::TextDiff;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Writes what has changed.
pub(super) fn generate(files: &Files) -> Result<Outcome, String> {
    let Some(outputs) = outputs(files)? else { return Ok(Outcome::Found) };
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
    let is_file = files.out.extension().is_some_and(|extension| extension == "rs");
    match files.specs.as_slice() {
        [spec] if is_file => {
            let text = text(spec, &options);
            Ok(text.map(|(text, _)| vec![Output { path: files.out.clone(), text }]))
        }
        _ if is_file => {
            Err(format!("several specs go to a folder, and {} is a file", files.out.display()))
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
    let mut root = HEADER.to_owned();
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
                let _infallible = write!(
                    root,
                    "\n#[doc = {:?}]\npub mod {module};\n",
                    format!("A client of {name}.")
                );
                outputs.push(Output { path, text });
            }
            None => sound = false,
        }
    }
    outputs.push(Output { path: out.join("mod.rs"), text: root });
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
