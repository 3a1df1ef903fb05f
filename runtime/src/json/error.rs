//! Why a JSON text is refused, and where.

/// What is wrong with a text.
#[derive(Debug)]
pub struct JsonError {
    /// In the words of serde, which may quote a value.
    pub(crate) message: String,
    /// A byte of what is wrong, and of nothing that lies in it.
    pub(crate) byte: usize,
    /// Whether it is no JSON, or nothing that `serde_json` reads.
    pub(crate) is_syntax: bool,
}

impl JsonError {
    /// What `serde_json` says of this text. It stops behind what is wrong; where
    /// it refuses an array or an object before it reads it, in front.
    pub(crate) fn of(text: &str, error: &serde_json::Error) -> Self {
        let (message, at) = (message_of(error), byte_of(text, error));
        let last = at.saturating_sub(1);
        let before = text.as_bytes().get(last);
        let byte = match text.as_bytes().get(at) {
            Some(b'{') if message.starts_with("invalid type: map") => at,
            Some(b'[')
                if message.starts_with("invalid type: sequence") && before != Some(&b'[') =>
            {
                at
            }
            _ => last,
        };
        // The reader of a literal may have reported it to the reader of the row already.
        let is_syntax = error.is_syntax() || message == "recursion limit exceeded";
        Self { message, byte, is_syntax }
    }

    /// The error with the byte at which `serde_json` stopped: of a text that begins at
    /// this byte.
    pub(crate) fn stopped(begin: usize, text: &str, error: &serde_json::Error) -> Self {
        let (message, byte) = (message_of(error), begin + byte_of(text, error));
        Self { message, byte, is_syntax: error.is_syntax() }
    }
}

/// An error of `serde_json` without its place.
pub(crate) fn message_of(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rsplit_once(" at line ") {
        Some((message, _)) => message.to_owned(),
        None => message,
    }
}

/// The byte of a text at which `serde_json` stopped.
pub(crate) fn byte_of(text: &str, error: &serde_json::Error) -> usize {
    let lines_before = error.line().saturating_sub(1);
    let lines = text.split_inclusive('\n').take(lines_before).map(str::len).sum::<usize>();
    (lines + error.column()).min(text.len())
}
