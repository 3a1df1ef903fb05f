//! What the formats have in common that write records as text, one after another.

use super::{Format, Pointers};
use pagesmith_interpret::Record;
use std::iter;

/// A text in pieces, of which one is in memory at a time.
pub(in super::super) type Pieces<'r> = Box<dyn Iterator<Item = String> + 'r>;

/// The texts of two fields; `None` for one that is missing or null.
pub(super) type Fields = (Option<String>, Option<String>);

/// A format that appends records to a text.
pub(in super::super) trait TextFormat {
    /// Its name in the state of a file.
    fn format(&self) -> Format;

    /// The text before the first record, if the format has one.
    fn header(&self) -> Option<&str> {
        None
    }

    /// Fails if a file that begins with this text was written with another header.
    fn check_header(&self, _start: &[u8]) -> Result<(), String> {
        Ok(())
    }

    /// The text of these records, the first of which has this number.
    ///
    /// # Errors
    /// When the format can't hold one of them.
    fn encode(&mut self, records: &[Record], first: u64) -> Result<String, String>;

    /// The same text in pieces, for formats that can hold any record: the text of a large page
    /// would take as much memory as the page.
    ///
    /// # Errors
    /// When the format can't hold one of the records.
    fn pieces<'r>(&'r mut self, records: &'r [Record], first: u64) -> Result<Pieces<'r>, String> {
        Ok(Box::new(iter::once(self.encode(records, first)?)))
    }

    /// The texts at two pointers of the first record, and what follows it; `None` if the text
    /// does not begin with a whole record.
    fn first_fields<'t>(
        &self,
        text: &'t [u8],
        pointers: Pointers<'_>,
    ) -> Option<(Fields, &'t [u8])>;

    /// Whether this is a text of records that a kill cut off at any byte.
    fn is_cut_off(&self, text: &[u8]) -> bool;

    /// Reports what the text could not hold.
    fn report(&self) {}
}
