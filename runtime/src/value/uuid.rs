//! UUIDs.

use super::ParseError;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

#[cfg(feature = "uuid")]
type Bits = uuid::Uuid;
#[cfg(not(feature = "uuid"))]
type Bits = Box<str>;

/// A UUID (RFC 9562), such as `67e55044-10b1-426f-9247-bb680e5fe0c8`.
///
/// With feature `uuid` it is checked when it is read, and is a `uuid::Uuid`, which is
/// written in small letters with hyphens; without, it holds the text as the server sent it.
///
/// ```
/// use pagesmith::Uuid;
///
/// let id: Uuid = "67e55044-10b1-426f-9247-bb680e5fe0c8".parse()?;
/// assert_eq!(id.to_string(), "67e55044-10b1-426f-9247-bb680e5fe0c8");
/// # Ok::<(), pagesmith::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "uuid", derive(Copy, PartialOrd, Ord))]
pub struct Uuid(Bits);

#[cfg(feature = "uuid")]
fn bits(text: &str) -> Option<Bits> {
    Bits::try_parse(text).ok()
}

#[cfg(not(feature = "uuid"))]
fn bits(text: &str) -> Option<Bits> {
    (!text.is_empty()).then(|| text.into())
}

#[cfg(feature = "uuid")]
impl Uuid {
    /// The UUID as the type of the crate `uuid`.
    #[must_use]
    pub fn uuid(self) -> uuid::Uuid {
        self.0
    }
}

#[cfg(feature = "uuid")]
impl From<uuid::Uuid> for Uuid {
    fn from(uuid: uuid::Uuid) -> Self {
        Self(uuid)
    }
}

#[cfg(feature = "uuid")]
impl From<Uuid> for uuid::Uuid {
    fn from(uuid: Uuid) -> Self {
        uuid.0
    }
}

impl FromStr for Uuid {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        bits(text).map(Self).ok_or_else(|| ParseError::new("UUID", text))
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Uuid {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        super::read(from)
    }
}

impl Serialize for Uuid {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
