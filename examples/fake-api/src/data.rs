//! The rows of every list, which may change during a walk.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

use crate::lists::List;
use crate::records;

/// The rows of every list.
///
/// A list has a front, where its first page begins, and a back. SignalWire lists show the newest
/// row first, so new rows are inserted in front; SendSage subscribers are in ascending order of their
/// id, so new ones are inserted at the back.
#[derive(Debug, Default)]
pub struct Data {
    lists: BTreeMap<List, Rows>,
}

/// The rows of one list from front to back.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    queue: VecDeque<Row>,
    /// How many rows were ever inserted in front, and at the back; positions are never reused.
    fronts: i64,
    backs: i64,
}

/// One row, written as JSON once.
#[derive(Debug)]
pub(crate) struct Row {
    /// Grows from front to back and stays with the row.
    pub(crate) position: i64,
    pub(crate) id: String,
    pub(crate) text: String,
    /// The fields that filters of the list read.
    fields: Vec<(&'static str, String)>,
}

impl Data {
    /// Inserts a made-up row in front and returns its id.
    pub fn insert_front(&mut self, list: List) -> String {
        let position = self.rows_mut(list).next_front();
        self.insert(list, position, &records::make(list, position))
    }

    /// Inserts a made-up row at the back and returns its id.
    pub fn insert_back(&mut self, list: List) -> String {
        let position = self.rows_mut(list).next_back();
        self.insert(list, position, &records::make(list, position))
    }

    /// Inserts a given row in front and returns its id, which is empty if the row has none.
    pub fn insert_row_front(&mut self, list: List, row: &Value) -> String {
        let position = self.rows_mut(list).next_front();
        self.insert(list, position, row)
    }

    /// Inserts a given row at the back and returns its id, which is empty if the row has none.
    pub fn insert_row_back(&mut self, list: List, row: &Value) -> String {
        let position = self.rows_mut(list).next_back();
        self.insert(list, position, row)
    }

    /// Removes the row with this id; false if no row has it.
    pub fn remove(&mut self, list: List, id: &str) -> bool {
        let rows = &mut self.rows_mut(list).queue;
        let found = rows.iter().position(|row| row.id == id);
        found.and_then(|index| rows.remove(index)).is_some()
    }

    /// Removes every row of a list.
    pub fn clear(&mut self, list: List) {
        self.rows_mut(list).queue.clear();
    }

    /// The ids of a list from front to back, as texts.
    #[must_use]
    pub fn ids(&self, list: List) -> Vec<String> {
        self.rows(list).into_iter().flat_map(|rows| &rows.queue).map(|row| row.id.clone()).collect()
    }

    /// How many rows a list has.
    #[must_use]
    pub fn count(&self, list: List) -> usize {
        self.rows(list).map_or(0, |rows| rows.queue.len())
    }

    pub(crate) fn rows(&self, list: List) -> Option<&Rows> {
        self.lists.get(&list)
    }

    fn rows_mut(&mut self, list: List) -> &mut Rows {
        self.lists.entry(list).or_default()
    }

    fn insert(&mut self, list: List, position: i64, record: &Value) -> String {
        let row = Row::new(list, position, record);
        let id = row.id.clone();
        let rows = &mut self.rows_mut(list).queue;
        if position < 0 {
            rows.push_front(row);
        } else {
            rows.push_back(row);
        }
        id
    }
}

impl Rows {
    /// Up to `size` rows that pass `test` after a position, and whether more of them follow.
    pub(crate) fn after(
        &self,
        position: Option<i64>,
        size: usize,
        test: impl Fn(&Row) -> bool,
    ) -> (Vec<&Row>, bool) {
        let start =
            position.map_or(0, |after| self.queue.partition_point(|row| row.position <= after));
        let mut rows = self.queue.range(start..).filter(|row| test(row));
        let page = rows.by_ref().take(size).collect();
        (page, rows.next().is_some())
    }

    /// Up to `size` rows that pass `test` after the first `skip` of them.
    pub(crate) fn page(&self, skip: usize, size: usize, test: impl Fn(&Row) -> bool) -> Vec<&Row> {
        self.queue.iter().filter(|row| test(row)).skip(skip).take(size).collect()
    }

    /// How many rows pass `test`.
    pub(crate) fn count(&self, test: impl Fn(&Row) -> bool) -> usize {
        self.queue.iter().filter(|row| test(row)).count()
    }

    fn next_front(&mut self) -> i64 {
        self.fronts += 1;
        -self.fronts
    }

    fn next_back(&mut self) -> i64 {
        self.backs += 1;
        self.backs - 1
    }
}

impl Row {
    fn new(list: List, position: i64, record: &Value) -> Self {
        let field = |name: &'static str| Some((name, text(record.get(name)?)?));
        Self {
            position,
            id: record.pointer(list.id_pointer()).and_then(text).unwrap_or_default(),
            text: record.to_string(),
            fields: list.filtered_fields().into_iter().filter_map(field).collect(),
        }
    }

    /// A field that a filter reads; `None` if it is absent or null.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_str())
    }
}

/// A string unchanged, any other plain value as JSON writes it.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
