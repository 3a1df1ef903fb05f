//! Drives a stream of children: starts the walks of the next parents, and yields their
//! children in order.

use super::Children;
use super::child_walk::ChildWalk;
use super::totals::Totals;
use crate::call::pager::Pager;
use crate::client::timeline::TimedParent;
use crate::error::{Error, ErrorKind};
use crate::list::Paged;
use crate::position::Position;
use crate::position::parent_key::ParentKey;
use std::sync::Arc;
use std::task::{Context, Poll};

/// A child with its parent.
type Child<P, L> = (Arc<P>, <L as Paged>::Item);

impl<P, L: Paged, C: Into<Pager<L>>> Children<P, L, C> {
    pub(super) fn poll_child(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Child<P, L>, Error>>> {
        loop {
            if self.is_done || self.limit == Some(0) {
                self.is_done = true;
                return Poll::Ready(None);
            }
            if self.is_stale {
                if let Err(error) = self.check_parents() {
                    return Poll::Ready(Some(Err(self.fail(error))));
                }
                self.look_ahead(cx);
            }
            let Some(walk) = self.walks.front_mut() else {
                return match self.parents_end.take() {
                    None => {
                        self.is_stale = true;
                        Poll::Pending
                    }
                    Some(end) => Poll::Ready(self.end(end).map(Err)),
                };
            };
            match walk.poll_next(cx) {
                Poll::Ready(Some(Ok(child))) => {
                    let parent = walk.parent.clone();
                    self.totals.items += 1;
                    self.limit = self.limit.map(|limit| limit - 1);
                    return Poll::Ready(Some(Ok((parent, child))));
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(self.fail(error)))),
                Poll::Ready(None) => {
                    self.totals.add(walk);
                    self.walks.pop_front();
                    self.is_stale = true;
                }
                Poll::Pending => {
                    self.look_ahead(cx);
                    self.is_stale = true;
                    return Poll::Pending;
                }
            }
        }
    }

    /// Starts the walks of the next parents, and requests the first page of each.
    fn look_ahead(&mut self, cx: &mut Context<'_>) {
        self.is_stale = false;
        while self.walks.len() < self.concurrency && self.parents_end.is_none() {
            let before = self.parents.position();
            match self.parents.poll_item(cx) {
                Poll::Ready(Some(Ok(parent))) => {
                    let walk = self.start(parent, before);
                    self.walks.push_back(walk);
                }
                Poll::Ready(Some(Err(error))) => self.parents_end = Some(Err(error)),
                Poll::Ready(None) => self.parents_end = Some(Ok(())),
                Poll::Pending => break,
            }
        }
        for walk in self.walks.iter_mut().skip(1) {
            walk.look_ahead(cx);
        }
    }

    fn start(&mut self, parent: P, before: Option<Position>) -> ChildWalk<P, L> {
        let mut opened = (self.open)(&parent).map(Into::into);
        let key = opened.as_ref().map_or_else(
            |_| ParentKey::default(),
            |pager: &Pager<L>| ParentKey(pager.call.values_of(&self.names)),
        );
        self.started += 1;
        if let Ok(pager) = &mut opened {
            let parent = TimedParent { number: self.started, key: key.clone() };
            pager.call.client = pager.call.client.of_parent(parent);
        }
        let resumes = self.resumes.take().and_then(|position| position.child);
        let opened = opened.and_then(|pager| match &resumes {
            Some((stopped_in, _)) if *stopped_in != key => Err(gone(stopped_in, Some(&key))),
            Some((_, Some(position))) => Ok(pager.resume(position).items()),
            _ => Ok(pager.items()),
        });
        let at = resumes.and_then(|(_, position)| position);
        ChildWalk::new(parent, key, before, at, opened)
    }

    /// Before the first request: the parents continue where the position says.
    fn check_parents(&mut self) -> Result<(), Error> {
        let Some(resumes) = &self.resumes else { return Ok(()) };
        // A call that was refused has no position, and says why by itself.
        if self.parents.position().is_some_and(|position| position != resumes.parents) {
            return Err(Error::position_refused(
                "the parents are not at the place of this position: resume them from `position.parents()`",
            ));
        }
        if self.totals.is_new() {
            self.totals = Totals::resumed(resumes);
        }
        Ok(())
    }

    /// The end of the parents, after all children; the error of the stream, if any.
    fn end(&mut self, parents: Result<(), Error>) -> Option<Error> {
        if let Err(error) = parents {
            return Some(self.fail(error));
        }
        if let Some((stopped_in, _)) = self.resumes.take().and_then(|position| position.child) {
            return Some(self.fail(gone(&stopped_in, None)));
        }
        self.is_done = true;
        let (shown, required) = (self.evidence(), self.required);
        (shown < required).then(|| {
            let why = self.totals.evidence_gap.as_ref().map(|why| format!(": {why}"));
            let why = why.unwrap_or_default();
            Error::new(
                ErrorKind::Unproven,
                format!(
                    "the walks have ended as `{shown}`, but the call requires `{required}`{why}"
                ),
            )
        })
    }

    fn fail(&mut self, error: Error) -> Error {
        self.walks.truncate(1);
        (self.is_done, self.has_failed) = (true, true);
        match self.walks.front() {
            Some(walk) if !walk.key.0.is_empty() => error.of_parent(&walk.key),
            _ => error,
        }
    }
}

/// The parent whose children were being yielded does not come next.
fn gone(stopped_in: &ParentKey, found: Option<&ParentKey>) -> Error {
    let found = match found {
        Some(key) => format!("continues with {key}"),
        None => "has ended".to_owned(),
    };
    Error::new(
        ErrorKind::Drifted,
        format!(
            "the children of {stopped_in} were yielded in part, but the list of the parents {found}, so the walk can't tell where to continue; walk both lists from their beginning"
        ),
    )
}
