//! How a list pages, as its server sees it: where the next position stands,
//! and what it is.

use super::plan::List;
use super::records::Maker;
use super::request::Request;
use super::token::{self, Place};
use pagesmith_codegen::model::{NextFrom, Paging, SendIn};
use serde_json::Value;

/// The parameter of links where the spec has none that a page could stand in.
const LINK_PARAM: &str = "PageToken";

/// How a list pages.
pub(super) struct Style<'a> {
    pub list: &'a List,
    pub paging: &'a Paging,
    pub maker: Maker<'a>,
    /// What tokens are bound to: path and filters.
    pub bound: String,
    /// Values of the request that records have.
    pub given: Vec<(String, String)>,
}

/// What a position is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A page token.
    Token,
    /// The number of a page.
    Number,
    /// A value of the last record.
    Last,
}

/// Where a position is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent<'a> {
    /// In this parameter: of the query, or of the body where it is a pointer.
    Param(&'a str),
    Header(&'a str),
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

    /// Where the next position comes back; none where there is none.
    pub(super) fn sent(&self) -> Option<Sent<'_>> {
        let Paging { next, send, number, .. } = self.paging;
        next.as_ref()?;
        let number = number.as_ref().map(|number| number.query.as_str());
        Some(match send {
            SendIn::Query(name) | SendIn::Body(name) => Sent::Param(name),
            SendIn::Header(name) => Sent::Header(name),
            SendIn::Url => Sent::Param(number.unwrap_or(LINK_PARAM)),
        })
    }

    /// What the position is that comes back there.
    pub(super) fn kind(&self) -> Kind {
        let Paging { next, number, .. } = self.paging;
        let is = |param: &String| self.sent() == Some(Sent::Param(param));
        if matches!(next, Some(NextFrom::Last(_))) {
            Kind::Last
        } else if number.as_ref().is_some_and(|number| is(&number.query)) {
            Kind::Number
        } else {
            Kind::Token
        }
    }

    /// The position of a place, in pages of this size; one of the last record
    /// stands in that record.
    pub(super) fn position(&self, place: Place, size: u64) -> String {
        let number = self.paging.number.as_ref().map_or(0, |number| number.start);
        match self.kind() {
            Kind::Token | Kind::Last => token::issue(place, &self.bound),
            Kind::Number => (number + place.offset / size.max(1)).to_string(),
        }
    }

    /// The record with this index.
    pub(super) fn record(&self, index: u64) -> Value {
        self.maker.record(self.list, index, &self.given)
    }

    /// The row behind the record that has this value at the pointer of the
    /// next position.
    pub(super) fn behind(&self, value: &str, records: u64) -> Option<u64> {
        let Some(NextFrom::Last(pointer)) = &self.paging.next else { return None };
        let mut rows = 0..records;
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
