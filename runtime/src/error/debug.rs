//! `Debug` of errors, which Rust prints if `main` or a test returns one: as a person reads it.

use super::{Error, ErrorKind};
use std::error::Error as StdError;
use std::fmt;

/// The kind of an error and what it says, then a line for each of its sources.
pub(crate) fn plain(
    f: &mut fmt::Formatter<'_>,
    kind: ErrorKind,
    error: &dyn StdError,
) -> fmt::Result {
    write!(f, "{kind:?}: {error}")?;
    let mut next = error.source();
    while let Some(cause) = next {
        write!(f, "\n  caused by: {cause}")?;
        next = cause.source();
    }
    Ok(())
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return plain(f, self.kind(), self);
        }
        let mut out = f.debug_struct("Error");
        out.field("kind", &self.0.kind).field("message", &self.to_string());
        if let Some(status) = self.0.status {
            out.field("status", &status);
        }
        if let Some(source) = &self.0.source {
            out.field("source", source);
        }
        out.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_that_main_returns_is_printed_for_people() {
        let outer = std::io::Error::other(Error::new(ErrorKind::Auth, "the vault is sealed"));
        let error = Error::new(ErrorKind::Items, r#"found `{"a": 1}`"#).because(outer);
        let says = "Items: found `{\"a\": 1}`\n  caused by: the vault is sealed";
        assert_eq!(format!("{error:?}"), says);
        let shown = format!("{error:#?}");
        assert!(shown.starts_with("Error {\n    kind: Items,"), "{shown}");
    }
}
