//! How much memory the records of a page take: a record of a nested array may have
//! two bytes of text, `{}`, and hundreds in memory. So what grows with the count of
//! values, and not with their text, is counted while a page is decoded.

use super::read::ReadError;
use serde_core::de::Error as _;
use std::cell::Cell;

/// A bound, and what was taken of it.
#[derive(Clone, Copy)]
struct Allowance {
    most: usize,
    taken: usize,
}

impl Allowance {
    const fn of(most: usize) -> Self {
        Self { most, taken: 0 }
    }

    fn is_spent(self) -> bool {
        self.taken > self.most
    }
}

thread_local! {
    /// That of the page that this thread decodes; without a bound outside of one. A
    /// page is decoded on one thread, and by types whose `Deserialize` has no room
    /// for it.
    static ALLOWANCE: Cell<Allowance> = const { Cell::new(Allowance::of(usize::MAX)) };
}

/// What `read` reads within so many bytes; `None` where it takes more.
pub(crate) fn within<T>(bytes: usize, read: impl FnOnce() -> T) -> Option<T> {
    let _outer = Outer(ALLOWANCE.replace(Allowance::of(bytes)));
    let read = read();
    (!ALLOWANCE.get().is_spent()).then_some(read)
}

/// The allowance outside, which returns when this is dropped.
struct Outer(Allowance);

impl Drop for Outer {
    fn drop(&mut self) {
        ALLOWANCE.set(self.0);
    }
}

/// What was read so far is dropped, and read again.
pub(crate) fn begin_again() {
    let allowance = ALLOWANCE.get();
    if !allowance.is_spent() {
        ALLOWANCE.set(Allowance::of(allowance.most));
    }
}

/// Takes so many bytes.
///
/// # Errors
/// When the page took more than it may, now or before.
#[inline]
pub(crate) fn take(bytes: usize) -> Result<(), ReadError> {
    let mut allowance = ALLOWANCE.get();
    allowance.taken = allowance.taken.saturating_add(bytes);
    ALLOWANCE.set(allowance);
    if allowance.is_spent() { Err(spent()) } else { Ok(()) }
}

/// Who reads the page says which page takes more than what.
#[cold]
fn spent() -> ReadError {
    ReadError::custom("the records take more memory than they may")
}

/// What the heap takes beside an allocation, and the least that it allocates.
const BESIDE: usize = 8;
const LEAST: usize = 24;

/// Takes what a value takes in a place of its own.
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
