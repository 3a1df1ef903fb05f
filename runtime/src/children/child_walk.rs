//! The walk of one parent's children.

use crate::error::Error;
use crate::list::Paged;
use crate::position::Position;
use crate::position::parent_key::ParentKey;
use crate::walk::items::Items;
use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll};

/// The walk of one parent's children, and what was read ahead of it.
pub(super) struct ChildWalk<P, L: Paged> {
    pub(super) parent: Arc<P>,
    pub(super) key: ParentKey,
    /// The position of the parents before this one.
    pub(super) before: Option<Position>,
    /// Where the children begin, if not at the beginning of their list.
    begins_at: Option<Position>,
    /// The children; `Err` if the call was refused, until that is reported.
    items: Result<Items<L::Item>, Option<Error>>,
    ahead: Ahead<L::Item>,
    /// Whether a child was yielded, or an error.
    is_begun: bool,
}

/// What was read ahead.
enum Ahead<T> {
    Nothing,
    /// The first child, or an error in place of it.
    First(Result<T, Error>),
    /// The end of a list without children.
    End,
}

impl<P, L: Paged> ChildWalk<P, L> {
    pub(super) fn new(
        parent: P,
        key: ParentKey,
        before: Option<Position>,
        begins_at: Option<Position>,
        items: Result<Items<L::Item>, Error>,
    ) -> Self {
        Self {
            parent: Arc::new(parent),
            key,
            before,
            begins_at,
            items: items.map_err(Some),
            ahead: Ahead::Nothing,
            is_begun: false,
        }
    }

    /// The next child.
    pub(super) fn poll_next(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<L::Item, Error>>> {
        let next = match mem::replace(&mut self.ahead, Ahead::Nothing) {
            Ahead::First(child) => Poll::Ready(Some(child)),
            Ahead::End => Poll::Ready(None),
            Ahead::Nothing => self.poll_items(cx),
        };
        self.is_begun |= next.is_ready();
        next
    }

    /// Requests the first page, unless its first child is there.
    pub(super) fn look_ahead(&mut self, cx: &mut Context<'_>) {
        if matches!(self.ahead, Ahead::Nothing)
            && let Poll::Ready(first) = self.poll_items(cx)
        {
            self.ahead = first.map_or(Ahead::End, Ahead::First);
        }
    }

    fn poll_items(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<L::Item, Error>>> {
        match &mut self.items {
            Ok(items) => items.poll_item(cx),
            Err(error) => Poll::Ready(error.take().map(Err)),
        }
    }

    /// The position after the last child that was yielded; `None` before the first child
    /// of a list.
    pub(super) fn position(&self) -> Option<Position> {
        match &self.items {
            Ok(items) if self.is_begun => items.position(),
            _ => self.begins_at.clone(),
        }
    }

    pub(super) fn items(&self) -> Option<&Items<L::Item>> {
        self.items.as_ref().ok()
    }
}
