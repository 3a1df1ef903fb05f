//! Lists of children: for each record of one list, the records of another.

mod child_walk;
mod driver;
mod totals;

use self::child_walk::ChildWalk;
use self::totals::Totals;
use crate::call::pager::Pager;
use crate::error::Error;
use crate::list::Paged;
use crate::paging::{Evidence, Text};
use crate::position::child_position::ChildPosition;
use crate::position::parent_key::ParentKey;
use crate::protocol::Warning;
use crate::walk::items::Items;
use crate::walk::outcome::Outcome;
use futures_core::{FusedStream, Stream};
use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// The children of each parent, with the parent, as a fused stream: in the order of the
/// parents, and in the order of each list of children.
///
/// Several parents are read [at a time](Self::concurrency), four unless set: while the
/// children of one are yielded, the first page of each of the next ones is requested. All
/// requests keep to the [rate](crate::ClientBuilder::rate) of the client. Nothing is sent
/// before the first poll, and no task is spawned.
///
/// An error is yielded once, after all children before it, and ends the stream. It names
/// the [parent](Error::parent). A parent whose list is gone is an error too, and never
/// fewer children.
///
/// Clients that are generated from a spec have a method for it where a resource sets
/// `for_each`.
///
/// ```
/// use pagesmith::{Children, Error, Paged, Pager};
///
/// async fn count<P, L: Paged, C: Into<Pager<L>>>(
///     mut children: Children<P, L, C>,
/// ) -> Result<u64, Error> {
///     let mut count = 0;
///     while let Some((_parent, _child)) = children.try_next().await? {
///         count += 1;
///     }
///     Ok(count)
/// }
/// ```
#[must_use = "a stream does nothing unless it is polled"]
pub struct Children<P, L: Paged, C = L> {
    parents: Items<P>,
    /// Why there are no more parents.
    parents_end: Option<Result<(), Error>>,
    /// The names of the path values that a parent gives.
    names: Vec<Text>,
    open: Open<P, C>,
    /// The walks of the parents that are read, in order.
    walks: VecDeque<ChildWalk<P, L>>,
    concurrency: usize,
    /// How many walks of children were started.
    started: u64,
    /// Whether more walks may be started.
    is_stale: bool,
    /// Where the stream is resumed; `None` once it is.
    resumes: Option<ChildPosition>,
    limit: Option<u64>,
    required: Evidence,
    totals: Totals,
    is_done: bool,
    has_failed: bool,
}

/// Calls the list of one parent.
type Open<P, C> = Box<dyn FnMut(&P) -> Result<C, Error> + Send>;

/// How many parents are read at a time, unless set.
const PARENTS: usize = 4;

impl<P, L: Paged, C: Into<Pager<L>>> Children<P, L, C> {
    /// The children of these parents: `open` calls the list of one, with the path values
    /// of these names.
    #[doc(hidden)]
    pub fn new(
        names: impl IntoIterator<Item = impl Into<Text>>,
        parents: Items<P>,
        mut open: impl FnMut(&P) -> C + Send + 'static,
    ) -> Self {
        Self::fallible(names, parents, move |parent| Ok(open(parent)))
    }

    /// As [`new`](Self::new), if a parent may lack a value.
    #[doc(hidden)]
    pub fn fallible(
        names: impl IntoIterator<Item = impl Into<Text>>,
        parents: Items<P>,
        open: impl FnMut(&P) -> Result<C, Error> + Send + 'static,
    ) -> Self {
        Self {
            parents,
            parents_end: None,
            names: names.into_iter().map(Into::into).collect(),
            open: Box::new(open),
            walks: VecDeque::new(),
            concurrency: PARENTS,
            started: 0,
            is_stale: true,
            resumes: None,
            limit: None,
            required: Evidence::Unproven,
            totals: Totals::default(),
            is_done: false,
            has_failed: false,
        }
    }

    /// Changes the call of each list of children: its filters, its page size, its limit.
    pub fn each_list(mut self, mut change: impl FnMut(C) -> C + Send + 'static) -> Self
    where
        C: 'static,
        P: 'static,
    {
        let mut open = self.open;
        self.open = Box::new(move |parent| open(parent).map(&mut change));
        self
    }

    /// Reads the children of this many parents at a time; four unless set. Each of them
    /// has at most one page of children in memory, and the one that is yielded two.
    pub fn concurrency(mut self, parents: usize) -> Self {
        self.concurrency = parents.max(1);
        self
    }

    /// Yields at most this many children, over all parents. Up to
    /// [`concurrency`](Self::concurrency) pages may have been requested in vain.
    pub fn limit(mut self, children: u64) -> Self {
        self.limit = Some(children);
        self
    }

    /// Fails unless the walks of the parents and of all children can show, by at least
    /// this evidence, that they yielded whole lists. The error comes at the end, after all
    /// children.
    pub fn require(mut self, evidence: Evidence) -> Self {
        self.required = evidence;
        self
    }

    /// Resumes where an earlier stream stopped, perhaps within the children of one parent.
    /// The parents must be resumed too, from [`ChildPosition::parents`]:
    ///
    /// ```
    /// # use pagesmith::{ChildPosition, Children, Items, Paged, Pager};
    /// # fn resume<P: 'static, L: Paged, C: Into<Pager<L>> + 'static>(
    /// #     parents: Pager<L>,
    /// #     children_of: impl FnOnce(Items<L::Item>) -> Children<P, L, C>,
    /// #     position: &ChildPosition,
    /// # ) -> Children<P, L, C> {
    /// let parents = parents.resume(position.parents()).items();
    /// children_of(parents).resume(position)
    /// # }
    /// ```
    ///
    /// A limit counts from here. A position of other parents is an error before any
    /// request. If the list of the parents does not continue with the parent whose
    /// children were being yielded, that is an error of the kind
    /// [`Drifted`](crate::ErrorKind::Drifted).
    pub fn resume(mut self, position: &ChildPosition) -> Self {
        self.resumes = Some(position.clone());
        self
    }

    /// The next child with its parent; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<(Arc<P>, L::Item), Error>> {
        poll_fn(|cx| self.poll_child(cx)).await
    }

    /// The next child with its parent; `None` at the end.
    ///
    /// # Errors
    /// When the parents or the children can't be read any further; the error ends the
    /// stream.
    pub async fn try_next(&mut self) -> Result<Option<(Arc<P>, L::Item)>, Error> {
        self.next().await.transpose()
    }
}

impl<P, L: Paged, C> Children<P, L, C> {
    /// The position of the stream: after the last child that was yielded. `None` if the
    /// call of the parents was refused before a walk began.
    #[must_use]
    pub fn position(&self) -> Option<ChildPosition> {
        if let Some(resumes) = &self.resumes {
            return Some(resumes.clone());
        }
        let (parents, child) = match self.walks.front() {
            Some(walk) => (walk.before.clone(), Some((walk.key.clone(), walk.position()))),
            None => (self.parents.position(), None),
        };
        Some(self.totals.position(&parents?, child))
    }

    /// The parent whose children are yielded.
    #[must_use]
    pub fn parent(&self) -> Option<&Arc<P>> {
        self.walks.front().map(|walk| &walk.parent)
    }

    /// How many parents were read to their end, over all runs.
    #[must_use]
    pub fn parents_done(&self) -> u64 {
        self.totals.parents
    }

    /// The warnings so far: of the walk of the parents, and of the walks of children that
    /// have ended, of which the first hundred are kept. Each is with the values of its
    /// parent, or none.
    pub fn warnings(&self) -> impl Iterator<Item = (Option<&ParentKey>, &Warning)> {
        let of_parents = self.parents.warnings().iter().map(|warning| (None, warning));
        of_parents.chain(self.totals.warnings.iter().map(|(key, warning)| (Some(key), warning)))
    }

    /// How many warnings [`warnings`](Self::warnings) leaves out.
    #[must_use]
    pub fn more_warnings(&self) -> u64 {
        self.parents.more_warnings() + self.totals.more_warnings
    }

    /// The outcome of all walks together, once the stream has ended: items are the
    /// children, and the evidence is the weakest of all. `None` before that, and after
    /// an error other than that the evidence is less than was required.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        if !self.is_done || self.has_failed {
            return None;
        }
        Some(self.totals.outcome(self.parents.outcome(), self.evidence()))
    }

    fn evidence(&self) -> Evidence {
        let has_more = !self.walks.is_empty();
        let parents = self.parents.outcome().filter(|_| !has_more);
        let parents = parents.map_or(Evidence::Unproven, |outcome| outcome.evidence);
        self.totals.evidence.map_or(parents, |children| children.min(parents))
    }
}

// Children are moved out of buffers, never pinned in them.
impl<P, L: Paged, C> Unpin for Children<P, L, C> {}

impl<P, L: Paged, C: Into<Pager<L>>> Stream for Children<P, L, C> {
    type Item = Result<(Arc<P>, L::Item), Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_child(cx)
    }
}

impl<P, L: Paged, C: Into<Pager<L>>> FusedStream for Children<P, L, C> {
    fn is_terminated(&self) -> bool {
        self.is_done
    }
}

impl<P, L: Paged, C> fmt::Debug for Children<P, L, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Children")
            .field("parents", &self.parents)
            .field("done", &self.is_done)
            .finish_non_exhaustive()
    }
}
