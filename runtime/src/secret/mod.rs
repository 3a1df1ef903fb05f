//! Texts that are never shown.

mod decode;
mod fold;
mod mask;
mod placeholders;

pub(crate) use self::mask::{Mask, WORD};
pub(crate) use self::placeholders::{Placeholders, Unknown, has_placeholders};

use secrecy::{ExposeSecret, SecretString};
use serde_core::{Serialize, Serializer};
use std::fmt;

/// A text that is never shown: `Debug` and `Serialize` say `[redacted]`, and
/// memory is wiped when it is dropped.
///
/// ```
/// let secret = pagesmith::Secret::from("t0ken");
/// assert_eq!(format!("{secret:?}"), "[redacted]");
/// assert_eq!(secret.expose(), "t0ken");
/// ```
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// The text of a secret for the path of a request, which has to hold it.
#[doc(hidden)]
pub fn exposed(secret: impl Into<Secret>) -> String {
    secret.into().expose().to_owned()
}

impl<T: Into<String>> From<T> for Secret {
    fn from(text: T) -> Self {
        Self(SecretString::from(text.into()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("[redacted]")
    }
}
