//! Builds the rows of a page from their text, one after another. Only what holds them
//! knows their type: the rest is compiled once for all record types.

use crate::json::error::JsonError;
use crate::json::scanner::{Doubt, Scanner};
use crate::list::rows::Rows;
use crate::value::{ReadError, Shape, Slot, Token, Value, allowance, is_read, read_by_serde_json};
use serde_core::de::{Deserialize, DeserializeOwned, IgnoredAny};
use std::any::Any;

/// The rows of a page so far.
pub(crate) struct RowBuilder {
    rows: Box<dyn TypedRows>,
    /// Whether a row was left to `serde_json`. Those after it are likely to be like it, so
    /// it reads them, too.
    is_left_to_serde_json: bool,
}

/// Rows of one type.
pub(super) trait TypedRows: Send {
    /// Reads the row that comes, and keeps it; `false` if `serde_json` has to decide.
    fn is_scanned(&mut self, json: &mut Scanner<'_>) -> bool;

    /// Has `serde_json` read the row that a text begins with, and keeps it; how many bytes
    /// it has.
    fn deserialize(&mut self, text: &str) -> serde_json::Result<usize>;

    /// Has `serde_json` read the row of an array in place of the last row.
    fn deserialize_again(&mut self, array: &str) -> serde_json::Result<()>;

    /// Makes room for so many rows more, but for no more bytes.
    fn reserve(&mut self, rows: usize, bytes: usize);

    /// Drops the rows after so many.
    fn truncate(&mut self, rows: usize);

    /// A `Vec` of the rows, and how many they are.
    fn finish(self: Box<Self>) -> (Box<dyn Any + Send>, usize);
}

impl RowBuilder {
    pub(super) fn new(rows: Box<dyn TypedRows>) -> Self {
        Self { rows, is_left_to_serde_json: false }
    }

    /// Reads the row that comes in an array, and passes it.
    ///
    /// An error says what is wrong if the row by itself is not refused.
    pub(crate) fn row(&mut self, json: &mut Scanner<'_>) -> Result<(), JsonError> {
        let (at, depth, left) = (json.at(), json.depth(), allowance::left());
        if !self.is_left_to_serde_json {
            if self.rows.is_scanned(json) {
                return Ok(());
            }
            self.is_left_to_serde_json = true;
            allowance::return_to(left);
            json.go(at, depth);
            json.blame = None;
        }
        let text = json.rest();
        let refused = |error| JsonError::stopped(at, text, &error);
        let length = self.rows.deserialize(text).map_err(refused)?;
        let row = &text[..length];
        if may_be_too_deep(row) {
            allowance::return_to(left);
            let array = ["[", row, "]"].concat();
            self.rows.deserialize_again(&array).map_err(|error| {
                let error = JsonError::stopped(at, &array, &error);
                JsonError { byte: error.byte - 1, ..error }
            })?;
        }
        json.go(at + length, depth);
        Ok(())
    }

    /// The rows, after which so many more were passed.
    pub(crate) fn finish(self, passed: usize) -> Rows {
        let (rows, built) = self.rows.finish();
        Rows::made(rows, built, passed)
    }

    /// Drops all rows.
    pub(super) fn clear(&mut self) {
        self.rows.truncate(0);
    }

    /// Reads the row that comes, and passes it, if a comma or the bracket that ends the array
    /// follows it; else it may go on, and it and `json` are as before.
    pub(super) fn whole_row(&mut self, json: &mut Scanner<'_>, built: usize) -> bool {
        let (was_left, at, depth) = (self.is_left_to_serde_json, json.at(), json.depth());
        let left = allowance::left();
        if self.row(json).is_ok() && matches!(json.peek(), Some(b',' | b']')) {
            return true;
        }
        self.is_left_to_serde_json = was_left;
        self.rows.truncate(built);
        allowance::return_to(left);
        json.go(at, depth);
        false
    }

    /// The rows of the array that a text begins with, of which at most so many are built,
    /// and how many bytes they are.
    pub(super) fn array(self, text: &str, most: usize) -> Result<(Rows, usize), JsonError> {
        let mut json = Scanner::new(text);
        json.expect(b'[').map_err(|Doubt| unreadable(&json))?;
        let at = json.at();
        self.rest_of_array(text, at, (0, most))
    }

    /// The same where some rows were built: the text behind the last of them, or behind the
    /// bracket, begins at this byte.
    pub(super) fn rest_of_array(
        mut self,
        text: &str,
        at: usize,
        (mut built, most): (usize, usize),
    ) -> Result<(Rows, usize), JsonError> {
        let mut json = Scanner::new(text);
        let (mut passed, mut is_begun) = (0, built > 0);
        json.go(at, 1);
        while json.has_next(b']', &mut is_begun).map_err(|Doubt| unreadable(&json))? {
            json.peek();
            if built < most {
                let began = json.at();
                self.row(&mut json)?;
                built += 1;
                if built == 1 {
                    // Most rows are as long as the first. The text bounds the memory.
                    let rest = json.rest().len();
                    self.rows.reserve((rest / (json.at() - began)).min(most - 1), rest);
                }
            } else {
                pass(&mut json).ok_or_else(|| unreadable(&json))?;
                passed += 1;
            }
        }
        json.leave(b']').map_err(|Doubt| unreadable(&json))?;
        Ok((self.finish(passed), json.at()))
    }
}

/// What is wrong here in an array.
fn unreadable(json: &Scanner<'_>) -> JsonError {
    JsonError { message: "expected an array".to_owned(), byte: json.at(), is_syntax: true }
}

/// Passes a value, which is not built.
fn pass(json: &mut Scanner<'_>) -> Option<()> {
    let (at, depth) = (json.at(), json.depth());
    if json.skip().is_err() {
        json.go(at, depth);
        let mut theirs = serde_json::Deserializer::from_str(json.rest());
        IgnoredAny::deserialize(&mut theirs).ok()?;
        json.go(at + theirs.into_iter::<IgnoredAny>().byte_offset(), depth);
    }
    Some(())
}

/// Whether a row that `serde_json` takes by itself may be too deep for it within an array.
fn may_be_too_deep(row: &str) -> bool {
    use crate::json::lexer::DEEPEST;
    row.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count() + 1 >= DEEPEST
}

/// Rows that are read by their own `Deserialize`.
pub(super) struct Deserialized<T>(pub(super) Vec<T>);

impl<T: DeserializeOwned + Send + 'static> TypedRows for Deserialized<T> {
    fn is_scanned(&mut self, json: &mut Scanner<'_>) -> bool {
        let kept = json.sure(|json| T::deserialize(json), |row| self.0.push(row));
        kept.is_some() && allowance::take(size_of::<T>()).is_ok()
    }

    fn deserialize(&mut self, text: &str) -> serde_json::Result<usize> {
        let mut json = serde_json::Deserializer::from_str(text);
        self.0.push(T::deserialize(&mut json)?);
        allowance::take(size_of::<T>()).map_err(serde_core::de::Error::custom)?;
        Ok(json.into_iter::<IgnoredAny>().byte_offset())
    }

    fn deserialize_again(&mut self, array: &str) -> serde_json::Result<()> {
        self.0.pop();
        self.0.append(&mut serde_json::from_str(array)?);
        allowance::take(size_of::<T>()).map_err(serde_core::de::Error::custom)
    }

    fn reserve(&mut self, rows: usize, bytes: usize) {
        reserve(&mut self.0, rows, bytes);
    }

    fn truncate(&mut self, rows: usize) {
        self.0.truncate(rows);
    }

    fn finish(self: Box<Self>) -> (Box<dyn Any + Send>, usize) {
        let built = self.0.len();
        (Box::new(self.0), built)
    }
}

/// Rows that are read by the reader that all values share.
pub(super) struct Values<T>(pub(super) Vec<T>);

impl<T: Value + Send + 'static> TypedRows for Values<T> {
    fn is_scanned(&mut self, json: &mut Scanner<'_>) -> bool {
        is_read(json, &mut Next(&mut self.0))
    }

    fn deserialize(&mut self, text: &str) -> serde_json::Result<usize> {
        read_by_serde_json(text, &mut Next(&mut self.0))
    }

    fn deserialize_again(&mut self, array: &str) -> serde_json::Result<()> {
        self.0.pop();
        read_by_serde_json(array, &mut All(Next(&mut self.0))).map(drop)
    }

    fn reserve(&mut self, rows: usize, bytes: usize) {
        reserve(&mut self.0, rows, bytes);
    }

    fn truncate(&mut self, rows: usize) {
        self.0.truncate(rows);
    }

    fn finish(self: Box<Self>) -> (Box<dyn Any + Send>, usize) {
        let built = self.0.len();
        (Box::new(self.0), built)
    }
}

/// Makes room for so many rows more, but for no more bytes.
fn reserve<T>(held: &mut Vec<T>, rows: usize, bytes: usize) {
    held.reserve_exact(rows.min(bytes / size_of::<T>().max(1)));
}

/// The place after the last of these rows.
struct Next<'r, T>(&'r mut Vec<T>);

impl<T: Value> Slot for Next<'_, T> {
    fn shape(&self) -> Shape {
        T::SHAPE
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        allowance::take(size_of::<T>())?;
        self.0.push(T::take(token)?);
        Ok(())
    }
}

/// The place of an array of rows.
struct All<'r, T>(Next<'r, T>);

impl<T: Value> Slot for All<'_, T> {
    fn shape(&self) -> Shape {
        Shape::Array
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        let Token::Array(array) = token else { return Err(token.refused("an array")) };
        array.elements(usize::MAX, &mut self.0).map(drop)
    }
}

/// Whether an array of rows is read, which then has to be what `serde_json` reads.
#[cfg(any(test, fuzzing))]
pub(crate) fn agrees<T>(text: &str) -> bool
where
    T: DeserializeOwned + PartialEq + std::fmt::Debug + Send + 'static,
{
    use crate::list::rows::Decode;
    let read = |decode: Decode| decode.array(text).and_then(Result::ok);
    let ours = read(Decode::of::<T>()).map(|(rows, bytes)| (rows.take::<T>().collect(), bytes));
    let mut json = serde_json::Deserializer::from_str(text);
    let theirs = Vec::<T>::deserialize(&mut json);
    let bytes = json.into_iter::<IgnoredAny>().byte_offset();
    assert_eq!(ours, theirs.ok().map(|rows| (rows, bytes)), "{text}");
    // As many rows where only the first is built.
    let first = read(Decode::of::<T>().at_most(1)).map(|(rows, bytes)| (rows.len(), bytes));
    if let Some((rows, bytes)) = &ours {
        assert_eq!(first, Some((rows.len(), *bytes)), "{text}");
    }
    // The same rows where the array comes in parts.
    for cuts in [[text.len() / 2, text.len()], [text.len() / 3, text.len() * 2 / 3]] {
        assert_eq!(in_parts::<T>(text, cuts), ours, "{text}, cut at {cuts:?}");
    }
    ours.is_some()
}

/// The rows of an array that comes in parts, which end at these bytes and with the text.
#[cfg(any(test, fuzzing))]
fn in_parts<T: DeserializeOwned + Send + 'static>(
    text: &str,
    cuts: [usize; 2],
) -> Option<(Vec<T>, usize)> {
    use crate::list::rows::Decode;
    let begin = text.len() - text.trim_start_matches([' ', '\n', '\r', '\t']).len();
    let mut end = text[begin..].starts_with('[').then_some(begin + 1)?;
    let mut rows = Decode::of::<T>().stream()?;
    for cut in cuts {
        end += text.get(end..cut).map_or(0, |part| rows.read(part).end);
    }
    let (rows, bytes) = rows.finish(text, end)?.ok()?;
    Some((rows.take().collect(), bytes))
}

#[cfg(test)]
mod tests;
