//! How much memory the records of a page take: a record of a nested array may have
//! two bytes of text, `{}`, and hundreds in memory. So what grows with the count of
//! values, and not with their text, is counted while a page is decoded.

use super::read::ReadError;
use serde_core::de::Error as _;
use std::cell::Cell;

/// An allowance: a bound, and what is left of it.
#[derive(Clone, Copy)]
struct Allowance {
    most: usize,
    left: usize,
    is_spent: bool,
}

thread_local! {
    /// That of the page that this thread decodes; outside of a page there is no bound.
    /// A page is decoded on one thread, and by types whose `Deserialize` has no room
    /// for it.
    static MOST: Cell<usize> = const { Cell::new(usize::MAX) };
    /// In a cell of its own, which each text of a record counts down.
    static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
    static IS_SPENT: Cell<bool> = const { Cell::new(false) };
}

impl Allowance {
    fn begin(most: usize) -> Self {
        let is_spent = IS_SPENT.replace(false);
        Self { most: MOST.replace(most), left: LEFT.replace(most), is_spent }
    }
}

/// An outer allowance returns when the inner one ends.
struct Outer(Allowance);

impl Drop for Outer {
    fn drop(&mut self) {
        let Allowance { most, left, is_spent } = self.0;
        MOST.set(most);
        LEFT.set(left);
        IS_SPENT.set(is_spent);
    }
}

/// What `read` reads within so many bytes; `None` if it takes more.
pub(crate) fn within<T>(bytes: usize, read: impl FnOnce() -> T) -> Option<T> {
    within_left(bytes, &mut { bytes }, read)
}

/// The same for one of several parts that are read after another: `left` is what the parts
/// before it left of so many bytes, and then what this one leaves.
pub(crate) fn within_left<T>(
    bytes: usize,
    left: &mut usize,
    read: impl FnOnce() -> T,
) -> Option<T> {
    let _outer = Outer(Allowance::begin(bytes));
    LEFT.set(*left);
    let read = read();
    *left = LEFT.get();
    (!IS_SPENT.get()).then_some(read)
}

/// What was read so far is dropped, and read again.
pub(crate) fn begin_again() {
    if !IS_SPENT.get() {
        LEFT.set(MOST.get());
    }
}

/// What is left of the allowance: to return to, when what follows is read again.
pub(crate) fn left() -> usize {
    LEFT.get()
}

/// What was read since so many bytes were left is dropped, and read again.
pub(crate) fn return_to(left: usize) {
    if !IS_SPENT.get() {
        LEFT.set(left);
    }
}

/// Takes so many bytes.
///
/// # Errors
/// When the page took more than it may, now or before.
#[inline]
pub fn take(bytes: usize) -> Result<(), ReadError> {
    match LEFT.get().checked_sub(bytes) {
        Some(left) => {
            LEFT.set(left);
            Ok(())
        }
        None => Err(spent()),
    }
}

/// Who reads the page says which page takes more than what.
#[cold]
fn spent() -> ReadError {
    LEFT.set(0);
    IS_SPENT.set(true);
    ReadError::custom("the records take more memory than they may")
}

/// What the heap takes beside an allocation, and the least that it allocates.
const BESIDE: usize = 8;
const LEAST: usize = 24;

/// Takes what a value takes in a place of its own.
#[inline]
pub(super) fn allocation(bytes: usize) -> Result<(), ReadError> {
    take(bytes.max(LEAST).saturating_add(BESIDE))
}

/// Adds a value to others, and takes what they grow by.
pub(super) fn push<T>(values: &mut Vec<T>, value: T) -> Result<(), ReadError> {
    let before = values.capacity();
    values.push(value);
    match values.capacity() - before {
        0 => Ok(()),
        grown => allocation(grown.saturating_mul(size_of::<T>())),
    }
}

/// Takes what a B-tree of so many entries grows by with one more: a node has room
/// for eleven, and is split in two when it is full.
pub(super) fn entry<V>(entries: usize, key: &str) -> Result<(), ReadError> {
    const ROOM: usize = 11;
    const KEPT: usize = 5;
    if entries.is_multiple_of(KEPT) {
        allocation(size_of::<(String, V)>().saturating_mul(ROOM + 1))?;
    }
    allocation(key.len())
}
