//! Errors without the credentials of a client, whatever they quote.

use crate::secret::{HIDDEN, Mask};
use std::error::Error as StdError;
use std::fmt::{self, Write as _};

type Source = Box<dyn StdError + Send + Sync>;

/// A shorter secret in other letters may be a word.
const IN_ANY_CASE: usize = 8;

/// Hides secrets in a text; longer ones also in small letters and capitals, as the
/// host of a URL has them.
pub(super) fn hide(mask: &Mask, text: &mut String) {
    if let std::borrow::Cow::Owned(hidden) = mask.hide(text) {
        *text = hidden;
    }
    let mut lower = text.to_ascii_lowercase();
    for secret in mask.secrets().filter(|secret| secret.expose().len() >= IN_ANY_CASE) {
        let secret = secret.expose().to_ascii_lowercase();
        while let Some(at) = lower.find(&secret) {
            text.replace_range(at..at + secret.len(), HIDDEN);
            lower.replace_range(at..at + secret.len(), HIDDEN);
        }
    }
}

/// The cause as it is where it shows no secret, and else its words alone.
pub(super) fn source(mask: &Mask, source: Source) -> Source {
    let said = words(&*source);
    let shows = |text: &str| mask.hide(text) != text;
    if shows(&said) || shows(&format!("{source:?}")) {
        Box::new(Masked(mask.hide(&said).into_owned()))
    } else {
        source
    }
}

/// An error's own words and those of its causes, in place of them.
pub(super) fn in_words(error: &(dyn StdError + 'static)) -> Source {
    Box::new(Masked(words(error)))
}

fn words(error: &(dyn StdError + 'static)) -> String {
    let mut said = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        // Writing to a string can't fail.
        let _ = write!(said, ": {cause}");
        next = cause.source();
    }
    said
}

/// What is left of a cause that showed a secret.
struct Masked(String);

impl fmt::Display for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Masked").field(&self.0).finish()
    }
}

impl StdError for Masked {}
