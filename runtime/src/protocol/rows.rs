//! The rows of a page, whose type only the stream knows: all else of a walk is
//! compiled once, whatever its records are.

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::de::StrRead;
use std::any::Any;
use std::{fmt, vec};

/// How rows of a type are read: functions in place of a type parameter.
#[derive(Clone, Copy)]
pub(crate) struct Decode {
    array: fn(&str) -> Result<(Rows, usize), serde_json::Error>,
    row: fn(&str) -> Result<(), serde_json::Error>,
}

impl Decode {
    /// For rows of this type.
    pub(crate) const fn of<T: DeserializeOwned + Send + 'static>() -> Self {
        Self { array: array::<T>, row: row::<T> }
    }

    /// The rows of the array that a text begins with, and how many bytes it
    /// takes.
    pub(super) fn array(self, text: &str) -> Result<(Rows, usize), serde_json::Error> {
        (self.array)(text)
    }

    /// Why a text is no row; none where it is one.
    pub(super) fn fault(self, row: &str) -> Option<serde_json::Error> {
        (self.row)(row).err()
    }
}

fn array<T: DeserializeOwned + Send + 'static>(
    text: &str,
) -> Result<(Rows, usize), serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let rows = Vec::<T>::deserialize(&mut json)?;
    let end = rows.len();
    Ok((Rows { all: Some(Box::new(rows)), begin: 0, end }, read_of(json)))
}

fn row<T: DeserializeOwned>(text: &str) -> Result<(), serde_json::Error> {
    T::deserialize(&mut serde_json::Deserializer::from_str(text)).map(drop)
}

/// How many bytes were read.
fn read_of(json: serde_json::Deserializer<StrRead<'_>>) -> usize {
    json.into_iter::<IgnoredAny>().byte_offset()
}

/// The rows of a page, but for those that were handed out before, and those
/// beyond the limit.
#[derive(Default)]
pub(crate) struct Rows {
    /// A `Vec` of them; none where there are none.
    all: Option<Box<dyn Any + Send>>,
    begin: usize,
    end: usize,
}

impl Rows {
    /// How many they are.
    pub(crate) fn len(&self) -> usize {
        self.end - self.begin
    }

    /// Without the first ones.
    pub(super) fn skip(&mut self, rows: u64) {
        self.begin += usize::try_from(rows).unwrap_or(usize::MAX).min(self.len());
    }

    /// At most so many of them; whether some were cut off.
    pub(super) fn cut(&mut self, most: u64) -> bool {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let is_longer = self.len() > most;
        self.end -= self.len().saturating_sub(most);
        is_longer
    }

    /// The rows, of the type that they were decoded to.
    pub(crate) fn take<T: 'static>(self) -> vec::IntoIter<T> {
        let Some(Ok(rows)) = self.all.map(<Box<dyn Any + Send>>::downcast::<Vec<T>>) else {
            debug_assert_eq!(self.begin, self.end, "rows of another type");
            return Vec::new().into_iter();
        };
        let mut rows = *rows;
        rows.truncate(self.end);
        let mut rows = rows.into_iter();
        for _ in 0..self.begin {
            rows.next();
        }
        rows
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rows").field(&self.len()).finish()
    }
}
