//! After a page that was requested by link or token: the position that the reply states,
//! the end, or an error. Also after the first page, which has neither.

use crate::error::{Error, ErrorKind};
use crate::paging::{NextFrom, OnMissingNext, SendIn};
use crate::position::cursor::Cursor;
use crate::protocol::Warning;
use crate::protocol::advance::NextStep;
use crate::protocol::delta;
use crate::protocol::request::members;
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::response::stated::Stated;
use crate::protocol::stored_link;
use crate::protocol::walk::{PagePlace, Walk};
use url::Url;

impl Walk {
    /// After a page requested by link or token, or the first page, which has neither.
    pub(in crate::protocol) fn after_position(
        &mut self,
        url: &Url,
        envelope: &Envelope,
        page: &PagePlace,
        items: u64,
    ) -> Result<NextStep, Error> {
        let slot = envelope.stated(ReplyKey::Next);
        let is_marked = self.is_end_mark(slot);
        let is_missing = match slot {
            Stated::Absent | Stated::Null => true,
            Stated::Text(text) => is_marked && text.is_empty(),
            _ => false,
        };
        let is_over = items == 0 || self.is_only_overlap(page, items)?;
        let paging = &self.plan.list.paging;
        let ends_same = paging.ends.same;
        match (&paging.next, slot) {
            (None, _) | (Some(NextFrom::Header(_) | NextFrom::Link(_)), Stated::Absent) => {
                Ok(NextStep::End)
            }
            (Some(_), _) if (is_missing || is_marked) && delta::is_stated(envelope) => {
                Ok(NextStep::End)
            }
            (Some(NextFrom::Last(_)), _) if is_over => Ok(NextStep::End),
            (Some(NextFrom::Last(_)), _) if is_missing => {
                let place = envelope.place(ReplyKey::Next);
                let what = format!("{place} is missing, so the next page can't be determined");
                Ok(NextStep::Stuck(Error::new(ErrorKind::Truncated, what)))
            }
            (Some(_), Stated::Absent) => self.after_absent_next(envelope, items),
            _ if is_marked => self.after_null_next(envelope, items),
            _ => Ok(match self.stated_position(ReplyKey::Next, url, envelope)? {
                NextStep::Next(next)
                    if ends_same && self.was_sent(&next) && page.beside == self.beside =>
                {
                    NextStep::End
                }
                step => step,
            }),
        }
    }

    /// The position that the reply states: the next one, or that of the delta.
    pub(in crate::protocol) fn stated_position(
        &self,
        key: ReplyKey,
        url: &Url,
        envelope: &Envelope,
    ) -> Result<NextStep, Error> {
        let send = &self.plan.list.paging.send;
        let is_in_body = matches!(send, SendIn::Body(_));
        let add = self.plan.list.paging.next_rules.add.filter(|_| key == ReplyKey::Next);
        Ok(match (send, envelope.stated(key)) {
            (SendIn::Url, Stated::Text(link)) => match self.link(link, url, envelope) {
                Ok(position) => NextStep::Next(position),
                Err(error) => NextStep::Stuck(error),
            },
            (SendIn::Url, _) => return Err(envelope.wrong(key, "a link")),
            (SendIn::Members, Stated::Object(json)) => self.to_members(json),
            (SendIn::Members, _) => return Err(envelope.wrong(key, "an object")),
            (_, slot) if add.is_some() => {
                let sum = slot.text().and_then(|number| sum(number, add?));
                let sum = sum.ok_or_else(|| envelope.wrong(key, "a whole number"))?;
                self.to_token(&sum, matches!(slot, Stated::Number(_)) && is_in_body)
            }
            (
                SendIn::Body(_),
                Stated::Number(json) | Stated::Array(json) | Stated::Object(json),
            ) => self.to_token(json, true),
            (_, Stated::Text(token) | Stated::Number(token)) => self.to_token(token, false),
            _ => return Err(envelope.wrong(key, "a token")),
        })
    }

    /// Goes to the page of this object, whose members are sent.
    fn to_members(&self, json: &str) -> NextStep {
        match members::stored(json, self.credentials.as_deref()) {
            Ok((token, true)) => {
                NextStep::Next(Cursor::MaskedToken { token: token.into(), is_json: true })
            }
            Ok((token, false)) => NextStep::Next(Cursor::Json(token.into())),
            Err(error) => NextStep::Stuck(error),
        }
    }

    /// Goes to the page of this token, after replacing the credentials in it.
    fn to_token(&self, token: &str, is_json: bool) -> NextStep {
        match stored_link::token_without_credentials(token, self.credentials.as_deref()) {
            Ok(Some(masked)) => {
                NextStep::Next(Cursor::MaskedToken { token: masked.into(), is_json })
            }
            Ok(None) if is_json => NextStep::Next(Cursor::Json(token.into())),
            Ok(None) => NextStep::Next(Cursor::Token(token.into())),
            Err(error) => NextStep::Stuck(error),
        }
    }

    /// The reply says that nothing follows. This is the end, with one exception: if it is the
    /// first reply and its counts say that more follows, the server may support only page
    /// numbers, and the walk continues by number.
    fn after_null_next(&mut self, envelope: &Envelope, items: u64) -> Result<NextStep, Error> {
        if self.at == Cursor::Start
            && let Some(start) = self.first_number()
            && counts_more(envelope, items)? == Some(true)
        {
            return Ok(self.switch_to_numbers(start + 1, envelope));
        }
        Ok(NextStep::End)
    }

    /// The reply does not say whether anything follows.
    fn after_absent_next(&mut self, envelope: &Envelope, items: u64) -> Result<NextStep, Error> {
        let paging = &self.plan.list.paging;
        let counted = counts_more(envelope, items)?;
        if let (Cursor::Start, Some(start)) = (&self.at, self.first_number()) {
            let uncounted = counted.is_none()
                && items > 0
                && paging.ends.absent == OnMissingNext::SinglePage
                && envelope.has_page_keys();
            if counted == Some(true) || uncounted {
                return Ok(self.switch_to_numbers(start + 1, envelope));
            }
        }
        let first = self.at == Cursor::Start;
        let ends = match paging.ends.absent {
            OnMissingNext::End => true,
            OnMissingNext::Error => false,
            OnMissingNext::SinglePage if first => counted != Some(true),
            OnMissingNext::SinglePage => {
                self.counts.newest_total().is_some_and(|total| self.progress.items + items >= total)
            }
        };
        Ok(if ends {
            NextStep::End
        } else {
            NextStep::Stuck(Error::new(
                ErrorKind::Truncated,
                format!(
                    "{} is missing, so the reply does not say whether the list ends here; {} items were read so far",
                    envelope.place(ReplyKey::Next),
                    self.progress.items + items
                ),
            ))
        })
    }

    /// The first page number, if the style has `number`. `None` for a style with links,
    /// which already contain the page number.
    fn first_number(&self) -> Option<u64> {
        let paging = &self.plan.list.paging;
        paging.first_number().filter(|_| paging.send != SendIn::Url)
    }

    /// Continues by number after a first page that was requested without one.
    fn switch_to_numbers(&mut self, page: u64, envelope: &Envelope) -> NextStep {
        let size = self.wire_size().or_else(|| envelope.number_or_none(ReplyKey::Size));
        let size = size.or(self.plan.default_size());
        self.limits.fix_size(size);
        self.warn(Warning::ByNumber);
        NextStep::Next(Cursor::Number(page))
    }
}

/// A whole number, however large, and what is added to it.
fn sum(number: &str, add: i64) -> Option<String> {
    let sum = number.trim().parse::<i128>().ok()?.checked_add(i128::from(add))?;
    Some(sum.to_string())
}

/// Whether the counts of a first reply say that more follows; `None` if it has no counts.
fn counts_more(envelope: &Envelope, items: u64) -> Result<Option<bool>, Error> {
    let pages = envelope.count(ReplyKey::Pages)?.map(|pages| pages > 1);
    let total = envelope.count(ReplyKey::Total)?.map(|total| items < total);
    Ok(match (pages, total) {
        (None, None) => None,
        (pages, total) => Some(pages == Some(true) || total == Some(true)),
    })
}
