//! How a list pages, from the view of its server: the kind of its positions, and where
//! requests send them.

use super::delta::{self, Round};
use super::hash;
use super::plan::List;
use super::position_kind::{CONTINUE, MEMBERS, PositionKind, Sent, position_kind, sent};
use super::records::RecordFactory;
use super::request::Request;
use super::rows::Rows;
use super::token::{self, Cursor};
use pagesmith_codegen::model::{FirstRow, NextFrom, Paging, SendAs, SendIn};
use serde_json::{Value, json};

/// How a list pages.
pub(super) struct Style<'a> {
    pub list: &'a List,
    pub paging: &'a Paging,
    pub factory: RecordFactory<'a>,
    /// The rows of the list.
    pub rows: Rows,
    /// What tokens are bound to: path and filters.
    pub bound: String,
    /// Whether the request is one for later pages, if those differ.
    pub is_later: bool,
    /// Values of the request that the records copy.
    pub given: Vec<(String, String)>,
    /// The position in the path of the request.
    pub in_path: Option<String>,
    /// The synchronisation of the request.
    pub round: Round,
}

impl Style<'_> {
    /// The pointers to the items, with the parameters of the request.
    pub(super) fn places(&self) -> Vec<String> {
        let filled = |pointer: &String| {
            self.given.iter().fold(pointer.clone(), |pointer, (name, value)| {
                let value = value.replace('~', "~0").replace('/', "~1");
                pointer.replace(&format!("{{{name}}}"), &value)
            })
        };
        let later = self.paging.then.as_ref().filter(|_| self.is_later);
        match later.and_then(|then| then.items.as_ref()) {
            Some(items) => vec![filled(items)],
            None => self.list.items.iter().map(filled).collect(),
        }
    }

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
            PositionKind::Token if self.sends_numbers() => {
                let row = self.rows.record_at(cursor.offset);
                let number = i128::from(row) + i128::from(cursor.empty) * NUMBERS_OF_EMPTY;
                (number - self.added()).to_string()
            }
            PositionKind::Token | PositionKind::Last => {
                let offset = self.rows.record_at(cursor.offset);
                delta::marked(self, token::issue(Cursor { offset, ..cursor }, &self.bound))
            }
            PositionKind::Number => (number + cursor.offset / size.max(1)).to_string(),
        }
    }

    /// Where a position leads; `None` if it was made up, or issued for another list.
    pub(super) fn cursor(&self, position: &str) -> Option<Cursor> {
        if self.kind() == PositionKind::Last {
            return self.after_record(position).map(|offset| Cursor { offset, empty: 0 });
        }
        if self.sends_numbers() {
            let number: i128 = position.parse().ok()?;
            let row = u64::try_from(number % NUMBERS_OF_EMPTY).ok()?;
            let empty = u16::try_from(number / NUMBERS_OF_EMPTY).ok()?;
            return Some(Cursor { offset: self.rows.position_of(row), empty });
        }
        let position = delta::unmarked(self, position);
        if position.is_empty() && self.round > 0 {
            return Some(Cursor::default());
        }
        let cursor = token::redeem(position, &self.bound)?;
        Some(Cursor { offset: self.rows.position_of(cursor.offset), ..cursor })
    }

    /// The record at this position.
    pub(super) fn record(&self, position: u64) -> Value {
        self.factory.record(self.list, self.rows.record_at(position), &self.given)
    }

    /// The position after the record that has this value at the pointer of the next
    /// position; if pages begin with that record, its own position.
    fn after_record(&self, value: &str) -> Option<u64> {
        let Some(NextFrom::Last(pointer)) = &self.paging.next else { return None };
        let value = match self.added() {
            0 => value.to_owned(),
            added => (value.parse::<i128>().ok()? - added).to_string(),
        };
        let mut rows = 0..self.rows.len();
        let found = rows.find(|row| {
            self.record(*row).pointer(pointer).is_some_and(|found| text(found) == value)
        });
        let is_inclusive = self.paging.next_rules.overlap == FirstRow::Drop;
        found.map(|row| if is_inclusive { row } else { row + 1 })
    }

    /// Whether positions are numbers, which clients can add to.
    pub(super) fn sends_numbers(&self) -> bool {
        self.added() != 0 || self.paging.send_rules.json_type == SendAs::Number
    }

    /// What the tokens of a request are bound to: its list, its path and its filters.
    pub(super) fn bound_to(&self, filters: &[(String, String)]) -> String {
        let mut pairs: Vec<String> =
            filters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.sort();
        // The path of later pages may lack a value.
        let later = self.paging.then.as_ref().and_then(|then| then.path.as_deref());
        let is_in_all = |name: &str| later.is_none_or(|path| path.contains(&format!("{{{name}}}")));
        let path = self.given.iter().filter(|(name, _)| is_in_all(name));
        let path = path.map(|(_, value)| value.as_bytes());
        let filters = pairs.join("&");
        let parts: Vec<&[u8]> = path.chain([filters.as_bytes()]).collect();
        format!("{} {:x}", self.list.path, hash(&parts))
    }

    /// What clients add to a position.
    fn added(&self) -> i128 {
        self.paging.next_rules.add.map_or(0, i128::from)
    }

    /// The position in a request, and its parameter.
    pub(super) fn given_position(&self, request: &Request) -> Option<(&str, String)> {
        let (name, value) = match self.sent()? {
            Sent::Param(name) => (name, request.param(name)?),
            Sent::Header(name) => (name, request.header(name)?.to_owned()),
            Sent::Segment(name) => (name, self.in_path.clone()?),
        };
        if self.paging.send == SendIn::Members && request.value(MEMBERS[1]) != Some(CONTINUE) {
            // A position lacks its other member.
            return Some((name, String::new()));
        }
        let template = self.paging.send_rules.template.as_deref().unwrap_or("{next}");
        let (before, after) = template.split_once("{next}").unwrap_or_default();
        let inside = value.strip_prefix(before).and_then(|value| value.strip_suffix(after));
        let inside = inside.map(str::to_owned);
        Some((name, inside.unwrap_or(value)))
    }

    /// Whether a request has the JSON type that positions are sent with.
    pub(super) fn has_json_type(&self, request: &Request) -> bool {
        match (self.sent(), self.paging.send_rules.json_type) {
            (Some(Sent::Param(name)), SendAs::Number) => {
                request.body.pointer(name).is_none_or(Value::is_number)
            }
            _ => true,
        }
    }
}

/// A numeric position is higher by this for each empty page before its rows.
const NUMBERS_OF_EMPTY: i128 = 1_000_000_000_000;

/// A value of a spec as JSON: a number or a boolean if it reads as one.
pub(super) fn scalar(word: &str) -> Value {
    let value = serde_json::from_str(word).ok();
    value.filter(|value: &Value| value.is_number() || value.is_boolean()).unwrap_or(json!(word))
}

/// A value other than these; without any, `false`.
pub(super) fn other_than(values: &[String]) -> Value {
    let is_free = |value: &&str| !values.iter().any(|known| known == value);
    ["false", "no", "other", "else"].into_iter().find(is_free).map_or(Value::Null, scalar)
}

/// A value as text in a query.
pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
