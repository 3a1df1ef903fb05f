//! Moves a walk from one page to the next. The rules of every paging style are here, in
//! the order in which they apply.

use crate::error::{Error, ErrorKind};
use crate::paging::{OnMissingNext, OnShortfall, Repeat, Step};
use crate::position::cursor::Cursor;
use crate::protocol::repeats::guard::Repeated;
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::walk::{PagePlace, Walk};
use url::Url;

/// What a reply says about the next page.
pub(in crate::protocol) enum NextStep {
    /// The page at this position.
    Next(Cursor),
    /// No page: the list ends.
    End,
    /// The reply does not allow a decision.
    Stuck(Error),
}

impl Walk {
    /// Advances past the page at `page`, which has `items` items. Returns whether the
    /// items are new. On an error, the page does not count.
    pub(in crate::protocol) fn advance(
        &mut self,
        url: &Url,
        envelope: &Envelope,
        page: &PagePlace,
        items: u64,
        repeated: Repeated,
    ) -> Result<bool, Error> {
        if self.ends_at_repeat(repeated)? {
            self.at = Cursor::Done;
            return Ok(false);
        }
        self.repeats.note_items(items);
        match self.carried_values(envelope) {
            Ok(beside) => self.beside = beside,
            Err(error) => {
                self.stop_with(error);
                return Ok(true);
            }
        }
        match self.next_step(url, envelope, page, items) {
            Ok(NextStep::End) => match self.delta_of(url, envelope) {
                Ok(delta) => (self.at, self.sync.delta) = (Cursor::Done, delta),
                Err(error) => self.stop_with(error),
            },
            Ok(NextStep::Next(position)) => self.move_to(position),
            Ok(NextStep::Stuck(error)) | Err(error) => self.stop_with(error),
        }
        Ok(true)
    }

    /// Whether the walk ends because this page repeats an earlier one. The server may
    /// repeat its last page forever, or ignore the parameter. If the walk is already past
    /// the latest stated total, a repeat is the end.
    fn ends_at_repeat(&mut self, repeated: Repeated) -> Result<bool, Error> {
        let Repeated::Page(before) = repeated else { return Ok(false) };
        if self.is_past_stated_end() {
            return Ok(true);
        }
        let repeat = self.plan.list.paging.safety.repeat;
        if repeat == Repeat::Error {
            let period = self.progress.pages + 1 - before;
            let hint = match self.at {
                Cursor::Number(_) | Cursor::Offset(_) => {
                    "the server may be ignoring the page number or offset"
                }
                _ => "continuing would yield the same records again",
            };
            return Err(Error::new(
                ErrorKind::Cycle,
                format!("the page holds the same items as page {before} (period {period}); {hint}"),
            ));
        }
        self.proof.mark_doubtful();
        Ok(repeat == Repeat::Stop)
    }

    /// Decides what follows: checks `more` first, then for an empty page, then the next
    /// position.
    fn next_step(
        &mut self,
        url: &Url,
        envelope: &Envelope,
        page: &PagePlace,
        items: u64,
    ) -> Result<NextStep, Error> {
        if envelope.is_end() {
            return Ok(NextStep::End);
        }
        let ends_empty = self.plan.list.paging.ends.empty_page;
        envelope.count(ReplyKey::Total)?;
        let more = envelope.more(self.plan.list.paging.more.as_ref())?;
        if more == Some(false) || (ends_empty && items == 0) {
            return Ok(NextStep::End);
        }
        let step = match page.at {
            Cursor::Number(page) => self.after_number(page, envelope, items, more)?,
            Cursor::Offset(at) => {
                let is_over = items == 0 || (items == 1 && page.overlap == 1);
                self.after_offset(at, envelope, items, is_over, more)?
            }
            _ => self.after_position(url, envelope, page, items)?,
        };
        let leads_nowhere = match &step {
            NextStep::Next(_) => false,
            NextStep::End => true,
            NextStep::Stuck(error) => error.kind() == ErrorKind::Truncated,
        };
        Ok(match step {
            _ if leads_nowhere && more == Some(true) => NextStep::Stuck(Error::new(
                ErrorKind::Contradiction,
                format!(
                    "{} says that more pages follow, but the reply has no next position",
                    envelope.place(ReplyKey::More)
                ),
            )),
            step => step,
        })
    }

    /// After a page that was requested by number.
    fn after_number(
        &mut self,
        page: u64,
        envelope: &Envelope,
        items: u64,
        more: Option<bool>,
    ) -> Result<NextStep, Error> {
        let paging = &self.plan.list.paging;
        let start = paging.first_number().unwrap_or(0);
        let Some(next) = page.checked_add(1) else { return Ok(NextStep::End) };
        let is_exact = paging.counts != OnShortfall::Ignore;
        envelope.count(ReplyKey::Pages)?;
        self.progress.numbered = true;
        let (before, seen) = (page.saturating_sub(start), self.progress.items + items);
        let is_last = match (self.counts.last_page(before, items), self.counts.last_item(seen)) {
            (Some(pages), _) => {
                before + 1 >= pages
                    || items == 0 && self.counts.stated_end_is_at_or_before(Some(before), None)
            }
            (None, Some(total)) if is_exact => {
                items == 0 || (self.progress.from_start && seen >= total)
            }
            (None, _) => items == 0 || self.is_single(envelope),
        };
        let end = is_last && more != Some(true);
        Ok(if end { NextStep::End } else { NextStep::Next(Cursor::Number(next)) })
    }

    /// After a page that was requested by offset. A short page does not mean that the list
    /// has ended. `is_over`: the page has no rows besides the overlap.
    fn after_offset(
        &mut self,
        at: u64,
        envelope: &Envelope,
        items: u64,
        is_over: bool,
        more: Option<bool>,
    ) -> Result<NextStep, Error> {
        let paging = &self.plan.list.paging;
        let Some(offset) = paging.offset.as_ref().filter(|_| !is_over || more == Some(true)) else {
            return Ok(NextStep::End);
        };
        let step = match offset.step {
            Step::Items => items,
            Step::Size => self.step_of_a_page(envelope)?,
            Step::Body(_) => envelope
                .count(ReplyKey::Step)?
                .ok_or_else(|| envelope.wrong(ReplyKey::Step, "the step"))?,
        };
        if step == 0 {
            let what = "the next offset is the same as this page's (period 1), so the walk would never end";
            return Ok(NextStep::Stuck(Error::new(ErrorKind::Cycle, what)));
        }
        // The server can only cap a page size that was requested.
        if offset.step == Step::Size && self.plan.page_size.is_some() {
            self.counts.note_step(items, step);
        }
        // An estimated total does not end a walk.
        let is_exact = paging.counts != OnShortfall::Ignore;
        let seen = at.saturating_sub(offset.start).saturating_add(items);
        let total = self.counts.last_item(seen).filter(|_| is_exact);
        let Some(next) = at.checked_add(step) else { return Ok(NextStep::End) };
        let ends = total.is_some_and(|total| next.saturating_sub(offset.start) >= total);
        Ok(if ends && more != Some(true) {
            NextStep::End
        } else {
            NextStep::Next(Cursor::Offset(next))
        })
    }

    /// How many items a full page has. The reply's statement comes first, since servers
    /// cap the size that was requested.
    fn step_of_a_page(&self, envelope: &Envelope) -> Result<u64, Error> {
        envelope.number_or_none(ReplyKey::Size).filter(|size| *size > 0).or(self.limits.size()).ok_or_else(|| {
            Error::new(
                ErrorKind::PagingKey,
                "the offset advances by the page size, but neither the list nor the reply states it; set `page_size`",
            )
        })
    }

    /// Whether this is the first reply, and it has no paging keys.
    fn is_single(&self, envelope: &Envelope) -> bool {
        self.progress.pages == 0
            && self.progress.from_start
            && self.plan.list.paging.ends.absent != OnMissingNext::Error
            && !envelope.has_page_keys()
    }

    /// Moves to a position, unless the walk was there before, or too many empty pages came
    /// in a row.
    fn move_to(&mut self, position: Cursor) {
        let safety = &self.plan.list.paging.safety;
        let empty = self.repeats.empty_in_a_row();
        if empty > safety.max_empty_pages {
            return self.stop_with(Error::new(
                ErrorKind::TooManyPages,
                format!("{empty} pages in a row were empty, but the replies say that more follows"),
            ));
        }
        let page = self.progress.pages + 2;
        let before = self.repeats.visit((&position, &self.beside), &self.plan.url, page);
        match (before, safety.repeat) {
            (Some(before), Repeat::Error) => {
                let period = page - before;
                self.stop_with(Error::new(
                    ErrorKind::Cycle,
                    format!(
                        "the next position leads to page {before} again (period {period}), so the walk would never end"
                    ),
                ));
            }
            (Some(_), Repeat::Stop) => {
                self.proof.mark_doubtful();
                self.at = Cursor::Done;
            }
            (Some(_), Repeat::Allow) => {
                self.proof.mark_doubtful();
                self.at = position;
            }
            (None, _) => self.at = position,
        }
    }

    /// Stops with this error, which the next [`next_request`](Self::next_request) returns.
    fn stop_with(&mut self, error: Error) {
        self.stop_error =
            Some(error.at(self.progress.pages + 1, &self.at, &self.plan.url, &self.plan.path));
    }
}
