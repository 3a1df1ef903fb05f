//! A string, a number or a boolean, as a text.

/// A string, a number or a boolean, as a text: `"0"` and `0` are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word(pub String);

impl AsRef<str> for Word {
    fn as_ref(&self) -> &str {
        &self.0
    }
}
