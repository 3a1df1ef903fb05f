//! How a list pages, from the view of its server: the kind of its positions, and where
//! requests send them.

use super::plan::List;
use super::position_kind::{PositionKind, Sent, position_kind, sent};
use super::records::RecordFactory;
use super::request::Request;
use super::rows::Rows;
use super::token::{self, Cursor};
use pagesmith_codegen::model::{NextFrom, Paging};
use serde_json::Value;

/// How a list pages.
pub(super) struct Style<'a> {
    pub list: &'a List,
    pub paging: &'a Paging,
    pub factory: RecordFactory<'a>,
    /// The rows of the list.
    pub rows: Rows,
    /// What tokens are bound to: path and filters.
    pub bound: String,
    /// Values of the request that the records copy.
    pub given: Vec<(String, String)>,
}

impl Style<'_> {
    /// Where requests send the next position, if the list has one.
    pub(super) fn sent(&self) -> Option<Sent<'_>> {
        sent(self.paging)
    }

    /// The kind of that position.
    pub(super) fn kind(&self) -> PositionKind {
        position_kind(self.paging)
    }

    /// The position that leads to a cursor, in pages of this size. A token follows its row
    /// wherever it moves; a position of the last record is a value of that record.
    pub(super) fn position(&self, cursor: Cursor, size: u64) -> String {
        let number = self.paging.number.as_ref().map_or(0, |number| number.start);
        match self.kind() {
            PositionKind::Token | PositionKind::Last => {
                let offset = self.rows.record_at(cursor.offset);
                token::issue(Cursor { offset, ..cursor }, &self.bound)
            }
            PositionKind::Number => (number + cursor.offset / size.max(1)).to_string(),
        }
    }

    /// Where a position leads; `None` if it was made up, or issued for another list.
    pub(super) fn cursor(&self, position: &str) -> Option<Cursor> {
        if self.kind() == PositionKind::Last {
            return self.after_record(position).map(|offset| Cursor { offset, empty: 0 });
        }
        let cursor = token::redeem(position, &self.bound)?;
        Some(Cursor { offset: self.rows.position_of(cursor.offset), ..cursor })
    }

    /// The record at this position.
    pub(super) fn record(&self, position: u64) -> Value {
        self.factory.record(self.list, self.rows.record_at(position), &self.given)
    }

    /// The position after the record that has this value at the pointer of the next
    /// position.
    fn after_record(&self, value: &str) -> Option<u64> {
        let Some(NextFrom::Last(pointer)) = &self.paging.next else { return None };
        let mut rows = 0..self.rows.len();
        let found = rows.find(|row| {
            self.record(*row).pointer(pointer).is_some_and(|found| text(found) == value)
        });
        found.map(|row| row + 1)
    }

    /// The position in a request, and its parameter.
    pub(super) fn given_position(&self, request: &Request) -> Option<(&str, String)> {
        match self.sent()? {
            Sent::Param(name) => request.param(name).map(|value| (name, value)),
            Sent::Header(name) => request.header(name).map(|value| (name, value.to_owned())),
        }
    }
}

/// A value as text in a query.
pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
