//! Positions in lists of children.

use super::Position;
use super::encoding::checksum;
use super::parent_key::ParentKey;
use crate::error::Error;
use crate::paging::Evidence;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The position of a stream of children: of the parents, and within the children of one.
///
/// Get it from [`Children::position`](crate::Children::position), also after an error,
/// store it as a string ([`encode`](Self::encode), or with serde), and pass it to
/// [`Children::resume`](crate::Children::resume). Like a [`Position`], it contains no
/// credentials, but page tokens; and the values that identify the parent.
///
/// ```
/// use pagesmith::{ChildPosition, Error};
///
/// fn report(stored: &str) -> Result<(), Error> {
///     let position = ChildPosition::decode(stored)?;
///     match position.parent() {
///         Some(parent) => println!("within {parent}, after {} children", position.items()),
///         None => println!("between two parents, after {} children", position.items()),
///     }
///     Ok(())
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ChildPosition {
    /// Before the parent whose children come next.
    pub(crate) parents: Position,
    /// That parent, and how far its children are; `None` before its first child.
    pub(crate) child: Option<(ParentKey, Option<Position>)>,
    /// How many children were yielded.
    pub(crate) items: u64,
    /// How many parents were read to their end.
    pub(crate) parents_done: u64,
    /// The weakest evidence of their children's lists.
    pub(crate) evidence: Option<Evidence>,
}

/// The prefix of an encoded position; the values and a checksum follow.
const PREFIX: &str = "pc1";

/// Parents; the parent's values and the position of its children; counts; evidence.
type Values = (String, Option<(Vec<(String, String)>, Option<String>)>, [u64; 2], Option<String>);

impl ChildPosition {
    /// The position from which to resume the parents.
    #[must_use]
    pub fn parents(&self) -> &Position {
        &self.parents
    }

    /// The values of the parent whose children were being yielded; `None` between two
    /// parents.
    #[must_use]
    pub fn parent(&self) -> Option<&ParentKey> {
        self.child.as_ref().map(|(key, _)| key)
    }

    /// How many children were yielded before it.
    #[must_use]
    pub fn items(&self) -> u64 {
        self.items
    }

    /// Whether all children of all parents were yielded.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.child.is_none() && self.parents.is_done()
    }

    /// The position as a text of letters, digits, `-`, `_` and dots.
    #[must_use]
    pub fn encode(&self) -> String {
        let child = self.child.as_ref();
        let child = child.map(|(key, at)| (key.0.clone(), at.as_ref().map(Position::encode)));
        let evidence = self.evidence.map(|evidence| evidence.name().to_owned());
        let counts = [self.items, self.parents_done];
        let values: Values = (self.parents.encode(), child, counts, evidence);
        let body =
            BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_string(&values).unwrap_or_default());
        let check = checksum(&body);
        format!("{PREFIX}.{body}.{check}")
    }

    /// The position of an encoded text.
    ///
    /// # Errors
    /// When the text is not a position of children, was changed, or is of another version.
    pub fn decode(text: &str) -> Result<Self, Error> {
        let refused =
            |why: &str| Error::position_refused(format!("invalid position of children: {why}"));
        let mut parts = text.split('.');
        let (Some(PREFIX), Some(body), Some(check), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(refused("this version of pagesmith did not write it"));
        };
        if check != checksum(body) {
            return Err(refused("it was cut or changed"));
        }
        let malformed = || refused("its values are malformed");
        let values = BASE64_URL_SAFE_NO_PAD.decode(body).map_err(|_| malformed())?;
        let (parents, child, [items, parents_done], evidence): Values =
            serde_json::from_slice(&values).map_err(|_| malformed())?;
        if [items, parents_done].into_iter().any(|count| count > u64::MAX >> 8) {
            return Err(refused("its counters are malformed"));
        }
        let child = child.map(|(key, at)| {
            let at = at.as_deref().map(Position::decode).transpose()?;
            Ok::<_, Error>((ParentKey(key), at))
        });
        let evidence = evidence.map(|name| name.parse::<Evidence>().map_err(|_| malformed()));
        Ok(Self {
            parents: Position::decode(&parents)?,
            child: child.transpose()?,
            items,
            parents_done,
            evidence: evidence.transpose()?,
        })
    }
}

impl fmt::Debug for ChildPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChildPosition")
            .field("parents", &self.parents)
            .field("child", &self.child)
            .field("items", &self.items)
            .finish_non_exhaustive()
    }
}

impl Serialize for ChildPosition {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.encode())
    }
}

impl<'de> Deserialize<'de> for ChildPosition {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::decode(&text).map_err(serde_core::de::Error::custom)
    }
}
