//! Writes the specs of `import` and `infer`. Users edit them, so an existing spec is
//! overwritten only on request.

use crate::terminal;
use pagesmith_codegen::Output;
use std::io;
use std::path::Path;

/// Writes a spec to a file, or to standard output if the path is `-`.
pub(crate) fn spec(out: &Path, text: &str, force: bool) -> Result<(), String> {
    if out == Path::new("-") {
        terminal::document(text);
        return Ok(());
    }
    let output = Output { path: out.to_owned(), text: text.to_owned() };
    let failed = |error: io::Error| error.to_string();
    if output.is_written().map_err(failed)? {
        terminal::done("unchanged", out);
        return Ok(());
    }
    if !force && out.exists() {
        let shown = out.display();
        return Err(format!(
            "{shown} exists and differs; name another file, or add `--force` to overwrite it"
        ));
    }
    output.overwrite().map_err(failed)?;
    terminal::done("wrote", out);
    Ok(())
}
