//! The rows of a page. Only the stream knows their type: the rest of a walk is compiled
//! once for all record types.

use crate::json::error::JsonError;
use crate::list::rest::RestReader;
use crate::list::row_builder::{Deserialized, RowBuilder, TypedRows, Values};
use crate::list::row_reader::{self, RowReader};
use crate::list::row_stream::RowStream;
use crate::value::{Required, Value, allowance, fault_in};
use serde_core::de::DeserializeOwned;
use std::any::Any;
use std::ops::Range;
use std::sync::Arc;
use std::{fmt, vec};

/// How the rows of a list are read, and cast back to their type. These are functions in
/// place of a type parameter, so that streams of any type can be named and polled
/// without a bound.
pub struct RowsOf<T> {
    pub(crate) decode: Decode,
    pub(crate) take: fn(Rows) -> vec::IntoIter<T>,
}

impl<T: Send + 'static> RowsOf<T> {
    /// Reads rows by their own `Deserialize`.
    #[must_use]
    pub const fn deserialized() -> Self
    where
        T: DeserializeOwned,
    {
        Self { decode: Decode::of::<T>(), take: Rows::take }
    }

    /// Reads rows leniently, by the reader that all values share.
    #[must_use]
    pub const fn values() -> Self
    where
        T: Value,
    {
        let decode = Decode::new(values::<T>, value::<T>);
        Self { decode, take: Rows::take }
    }
}

impl<T> Clone for RowsOf<T> {
    fn clone(&self) -> Self {
        Self { decode: self.decode.clone(), take: self.take }
    }
}

impl<T> fmt::Debug for RowsOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowsOf").finish_non_exhaustive()
    }
}

/// How rows of some type are read, and how many of each page.
#[derive(Clone)]
pub(crate) struct Decode {
    /// What reads the rows in place of the functions, if their type is known at run time only.
    reader: Option<Arc<dyn RowReader>>,
    /// Holds rows of the type, and is empty.
    rows: fn() -> Box<dyn TypedRows>,
    row: fn(&str) -> Option<JsonError>,
    built: usize,
    most: usize,
    memory: usize,
    /// What reads the rest of a page, if the caller asked for it.
    rest: Option<RestReader>,
}

impl fmt::Debug for Decode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decode")
            .field("built", &self.built)
            .field("most", &self.most)
            .field("memory", &self.memory)
            .finish_non_exhaustive()
    }
}

impl Decode {
    /// Reads rows by the `Deserialize` of this type.
    pub(crate) const fn of<T: DeserializeOwned + Send + 'static>() -> Self {
        Self::new(deserialized::<T>, row::<T>)
    }

    const fn new(rows: fn() -> Box<dyn TypedRows>, row: fn(&str) -> Option<JsonError>) -> Self {
        let (built, most, memory) = (usize::MAX, usize::MAX, usize::MAX);
        Self { reader: None, rows, row, built, most, memory, rest: None }
    }

    /// Reads rows by this reader.
    pub(crate) fn read_by(self, reader: Arc<dyn RowReader>) -> Self {
        Self { reader: Some(reader), ..self }
    }

    /// Reads the rest of each page too, by this reader; `None` leaves it out.
    pub(crate) fn with_rest(self, rest: Option<RestReader>) -> Self {
        Self { rest, ..self }
    }

    /// What reads the rest of a page, if the caller asked for it.
    pub(crate) fn rest(&self) -> Option<RestReader> {
        self.rest
    }

    /// Builds at most this many rows of a page. The rows after them are read as JSON and counted.
    pub(crate) fn at_most(self, rows: u64) -> Self {
        let rows = usize::try_from(rows).unwrap_or(usize::MAX);
        Self { built: rows.min(self.most), ..self }
    }

    /// The same for pages that may have so many rows, of which no more are built,
    /// and whose rows may take so many bytes.
    pub(crate) fn of_page(self, most: usize, memory: usize) -> Self {
        Self { most, built: self.built.min(most), memory, ..self }
    }

    /// How many rows of a page it builds.
    pub(crate) fn built(&self) -> usize {
        self.built
    }

    /// How many rows a page may have.
    pub(crate) fn most(&self) -> usize {
        self.most
    }

    /// How many bytes the rows of a page may take.
    pub(crate) fn memory(&self) -> usize {
        self.memory
    }

    /// The rows of the array that a text begins with, and how many bytes of it they
    /// are; `None` where they take more memory than they may.
    pub(crate) fn array(&self, text: &str) -> Option<Result<(Rows, usize), JsonError>> {
        allowance::within(self.memory, || match &self.reader {
            None => RowBuilder::new((self.rows)()).array(text, self.built),
            Some(reader) => row_reader::array(&**reader, text, self.built),
        })
    }

    /// What reads the rows of an array while it arrives; `None` if they are read as a whole:
    /// rows of a type that is known at run time only, pages whose rest is read, and pages of
    /// which fewer rows are built than they may have.
    pub(crate) fn stream(&self) -> Option<RowStream> {
        let is_plain = self.reader.is_none() && self.rest.is_none() && self.built == self.most;
        is_plain.then(|| RowStream::new(RowBuilder::new((self.rows)()), self.built, self.memory))
    }

    /// Why a text is not a row; `None` if it is one.
    pub(crate) fn fault(&self, row: &str) -> Option<JsonError> {
        match &self.reader {
            None => (self.row)(row),
            Some(reader) => row_reader::fault(&**reader, row),
        }
    }
}

fn deserialized<T: DeserializeOwned + Send + 'static>() -> Box<dyn TypedRows> {
    Box::new(Deserialized::<T>(Vec::new()))
}

fn row<T: DeserializeOwned>(text: &str) -> Option<JsonError> {
    let read = T::deserialize(&mut serde_json::Deserializer::from_str(text));
    read.err().map(|error| JsonError::of(text, &error))
}

fn values<T: Value + Send + 'static>() -> Box<dyn TypedRows> {
    Box::new(Values::<T>(Vec::new()))
}

fn value<T: Value>(text: &str) -> Option<JsonError> {
    fault_in(text, &mut Required::<T>::empty())
}

/// The rows of a page, without those that were yielded before and those beyond the limit.
#[derive(Default)]
pub struct Rows {
    /// A `Vec` of the rows that were built, or what a reader made of them; `None` if there
    /// are no rows.
    made: Option<Box<dyn Any + Send>>,
    /// How many rows were built, counted from the first.
    built: usize,
    begin: usize,
    end: usize,
}

impl Rows {
    /// What a reader made of so many rows; so many more follow them.
    pub(super) fn made(made: Box<dyn Any + Send>, built: usize, passed: usize) -> Self {
        Self { made: Some(made), built, begin: 0, end: built + passed }
    }

    /// What a reader made of the rows, and which of them are of the page; `None` if there
    /// are no rows.
    #[must_use]
    pub fn whole<T: 'static>(self) -> Option<(T, Range<usize>)> {
        let made = self.made?.downcast().ok()?;
        debug_assert!(self.end <= self.built, "rows that were not built are yielded");
        Some((*made, self.begin..self.end))
    }

    /// Whether some of the first `rows` rows were not built.
    pub(crate) fn lack(&self, rows: u64) -> bool {
        let rows = usize::try_from(rows).unwrap_or(usize::MAX);
        self.built < rows.min(self.end)
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.end - self.begin
    }

    /// Removes this many rows at the beginning.
    pub(crate) fn skip(&mut self, rows: u64) {
        self.begin += usize::try_from(rows).unwrap_or(usize::MAX).min(self.len());
    }

    /// Removes the rows after the first `most`. Returns whether there were any.
    pub(crate) fn cut(&mut self, most: u64) -> bool {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let is_longer = self.len() > most;
        self.end -= self.len().saturating_sub(most);
        is_longer
    }

    /// The rows as the type that they were decoded to.
    pub(crate) fn take<T: 'static>(mut self) -> vec::IntoIter<T> {
        let Some(Ok(mut rows)) = self.made.map(<Box<dyn Any + Send>>::downcast::<Vec<T>>) else {
            debug_assert_eq!(self.begin, self.end, "rows of another type");
            return Vec::new().into_iter();
        };
        debug_assert!(self.end <= self.built, "rows that were not built are yielded");
        // Loops of single steps: they are short, and little code is compiled for each type.
        while rows.len() > self.end {
            rows.pop();
        }
        let mut rows = rows.into_iter();
        while self.begin > 0 {
            rows.next();
            self.begin -= 1;
        }
        rows
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rows").field(&self.len()).finish()
    }
}
