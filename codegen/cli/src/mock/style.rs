//! How a list pages, as its server sees it: where the next position comes
//! back, and what it is.

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
    /// Values of the request that records have.
    pub given: Vec<(String, String)>,
}

impl Style<'_> {
    /// The parameters that page.
    pub(super) fn params(&self) -> Vec<&str> {
        let Paging { number, offset, size, .. } = self.paging;
        let number = number.as_ref().map(|number| number.query.as_str());
        let offset = offset.as_ref().map(|offset| offset.query.as_str());
        let size = size.as_ref().map(|size| size.query.as_str());
        let position = match self.sent() {
            Some(Sent::Param(name)) => Some(name),
            _ => None,
        };
        [position, number, offset, size].into_iter().flatten().collect()
    }

    /// Where the next position comes back, if there is one.
    pub(super) fn sent(&self) -> Option<Sent<'_>> {
        sent(self.paging)
    }

    /// What the position is that comes back there.
    pub(super) fn kind(&self) -> PositionKind {
        position_kind(self.paging)
    }

    /// The position that leads there, in pages of this size. A token leads to a
    /// row wherever it moves; one of the last record is in that record.
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

    /// Where a position leads, unless it was made up or issued for another
    /// list.
    pub(super) fn cursor(&self, position: &str) -> Option<Cursor> {
        if self.kind() == PositionKind::Last {
            return self.behind(position).map(|offset| Cursor { offset, empty: 0 });
        }
        let cursor = token::redeem(position, &self.bound)?;
        Some(Cursor { offset: self.rows.position_of(cursor.offset), ..cursor })
    }

    /// The record at this position.
    pub(super) fn record(&self, position: u64) -> Value {
        self.factory.record(self.list, self.rows.record_at(position), &self.given)
    }

    /// The position behind the record that has this value at the pointer of the
    /// next position.
    fn behind(&self, value: &str) -> Option<u64> {
        let Some(NextFrom::Last(pointer)) = &self.paging.next else { return None };
        let mut rows = 0..self.rows.len();
        let found = rows
            .find(|row| self.record(*row).pointer(pointer).is_some_and(|held| text(held) == value));
        found.map(|row| row + 1)
    }

    /// The position that a request gives.
    pub(super) fn given_position(&self, request: &Request) -> Option<(&str, String)> {
        match self.sent()? {
            Sent::Param(name) => request.param(name).map(|value| (name, value)),
            Sent::Header(name) => request.header(name).map(|value| (name, value.to_owned())),
        }
    }
}

/// A value as the text that it is in a query.
pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
