//! Writes the specs of `import` and `infer`. Users edit them, so an existing spec is
//! overwritten only on request.

use crate::terminal;
use pagesmith_codegen::input;
use std::fs;
use std::io;
use std::path::Path;

/// Writes a spec to a file, or to standard output if the path is `-`.
pub(crate) fn spec(out: &Path, text: &str, force: bool) -> Result<(), String> {
    let shown = out.display();
    if out == Path::new("-") {
        terminal::document(text);
        return Ok(());
    }
    match input::file(out, text.len()) {
        Ok(old) if old == text.as_bytes() => {
            terminal::done("unchanged", out);
            return Ok(());
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) if error.kind() != io::ErrorKind::FileTooLarge => {
            return Err(format!("{shown} can't be read: {error}"));
        }
        _ if !force => {
            return Err(format!(
                "{shown} exists and differs; name another file, or add `--force` to overwrite it"
            ));
        }
        _ => {}
    }
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    let written = folder.map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(out, text));
    written.map_err(|error| format!("{shown} can't be written: {error}"))?;
    terminal::done("wrote", out);
    Ok(())
}
