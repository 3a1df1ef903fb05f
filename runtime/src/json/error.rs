//! Why a JSON text is refused, and where.

/// An error of a JSON text.
#[derive(Debug)]
pub struct JsonError {
    /// Serde's message, which may quote a value.
    pub(crate) said: String,
    /// A byte of the wrong value, but not of a value within it.
    pub(crate) byte: usize,
    /// Whether the text is not JSON that `serde_json` reads.
    pub(crate) is_syntax: bool,
}

impl JsonError {
    /// Converts an error of `serde_json` about this text. `serde_json` stops after the
    /// wrong value, or before an array or an object that it refuses without reading it.
    pub(crate) fn of(text: &str, error: &serde_json::Error) -> Self {
        let (said, at) = (said(error), byte_of(text, error));
        let last = at.saturating_sub(1);
        let before = text.as_bytes().get(last);
        let byte = match text.as_bytes().get(at) {
            Some(b'{') if said.starts_with("invalid type: map") => at,
            Some(b'[') if said.starts_with("invalid type: sequence") && before != Some(&b'[') => at,
            _ => last,
        };
        // The reader of a literal may have passed it on to the reader of the row.
        let is_syntax = error.is_syntax() || said == "recursion limit exceeded";
        Self { said, byte, is_syntax }
    }
}

/// An error of `serde_json` without its place.
pub(crate) fn said(error: &serde_json::Error) -> String {
    let said = error.to_string();
    match said.rsplit_once(" at line ") {
        Some((said, _)) => said.to_owned(),
        None => said,
    }
}

/// The byte of a text at which `serde_json` stopped.
pub(crate) fn byte_of(text: &str, error: &serde_json::Error) -> usize {
    let lines_before = error.line().saturating_sub(1);
    let lines = text.split_inclusive('\n').take(lines_before).map(str::len).sum::<usize>();
    (lines + error.column()).min(text.len())
}
