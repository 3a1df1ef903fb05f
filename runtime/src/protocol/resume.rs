//! The position of a walk, and how a walk is resumed from one.

use crate::error::{Error, ErrorKind};
use crate::paging::SendIn;
use crate::position::Position;
use crate::position::carried::Carried;
use crate::position::cursor::Cursor;
use crate::position::delta::Synchronisation;
use crate::protocol::Warning;
use crate::protocol::counts::Counts;
use crate::protocol::link;
use crate::protocol::overlap::Overlap;
use crate::protocol::plan::Plan;
use crate::protocol::proof::Proof;
use crate::protocol::repeats::guard::Repeats;
use crate::protocol::repeats::row_keys::RowKeys;
use crate::protocol::walk::{PagePlace, Progress, Walk};
use std::sync::Arc;

impl Walk {
    /// A walk that is resumed from a position.
    pub(crate) fn resumed(plan: Arc<Plan>, from: Position) -> Result<Self, Error> {
        if from.list != plan.fingerprint {
            return Err(Error::position_refused(
                "the position belongs to another list, or to this one with other filters or headers; resume it with the same list and filters",
            ));
        }
        let paging = &plan.list.paging;
        let (resumes, from) = match from.next_synchronisation(&plan.list) {
            Some(next) => (from, next),
            None => (from.clone(), from),
        };
        let fits = match &from.at {
            Cursor::Link(_) => paging.next.is_some() && paging.send == SendIn::Url,
            Cursor::Token(_) | Cursor::MaskedToken { is_json: false, .. } => {
                paging.next.is_some() && !matches!(paging.send, SendIn::Url | SendIn::Members)
            }
            Cursor::Json(_) | Cursor::MaskedToken { is_json: true, .. } => {
                paging.next.is_some() && matches!(paging.send, SendIn::Body(_) | SendIn::Members)
            }
            Cursor::Number(_) => paging.number.is_some(),
            Cursor::Offset(_) => paging.offset.is_some(),
            Cursor::Start | Cursor::Done => true,
        };
        let carried = paging.carry.iter().count();
        let beside = from.beside.len();
        let fits = fits
            && resumes.fits_delta(paging)
            && (beside == 0
                || beside == carried
                || beside == carried + 1 && paging.delta_to().is_some());
        if !fits {
            return Err(Error::position_refused(
                "the list pages in another way than when the position was stored; walk it from its beginning",
            ));
        }
        let at = match &from.at {
            // A stored link is checked like the link of a reply.
            Cursor::Link(url) => {
                let walk = Self::new(plan.clone(), Cursor::Start);
                let mut link = walk.followed(url.as_str(), &plan.url)?;
                let size = if from.index > 0 { from.size } else { walk.wire_size() };
                let of_all = walk.url_of_all(size);
                link::keep(&mut link, &of_all, &plan.keep);
                Cursor::Link(link)
            }
            at => at.clone(),
        };
        let stop_error = from.circular.then(|| {
            let what = "the walk that saved this position was in a cycle; continuing it would yield the same records again; walk the list from its beginning";
            Error::new(ErrorKind::Cycle, what)
                .at(from.pages + 1, &from.at, &plan.url, &plan.path)
                .at_position(from.clone())
        });
        let walk = Self::new(plan, at);
        let size = walk.resumed_size(from.size)?;
        let Carried { visited, rows, counts, .. } = from.carried;
        Ok(Self {
            stop_error,
            beside: from.beside.clone(),
            sync: from.sync.clone(),
            progress: Progress {
                pages: from.pages,
                items: from.items - from.index.min(from.items),
                from_start: from.from_start,
                numbered: false,
            },
            counts: Counts::resumed(counts),
            repeats: Repeats::resumed(visited, rows),
            proof: Proof::resumed(&from.carried, from.at == Cursor::Done),
            overlap: match from.index {
                0 if walk.overlaps() => Overlap::after_page(from.key, size.unwrap_or(2)),
                0 if walk.drops_first_row() => Overlap::with_row(from.key),
                _ => Overlap::default(),
            }
            .off(from.carried.is_plain),
            limits: walk.limits.sized(size),
            resumes: Some(resumes),
            ..walk
        })
    }

    /// The page size to resume with. A different size moves pages by number and steps
    /// by size; other lists accept it.
    fn resumed_size(&self, before: Option<u64>) -> Result<Option<u64>, Error> {
        let by_size = self.at.depends_on_size(&self.plan.list.paging);
        match (self.plan.page_size, before) {
            (Some(now), before) if by_size && before != Some(now) => {
                let (earlier, again) = match before {
                    Some(size) => (format!("a page size of {size}"), "with that page size"),
                    None => ("the server's own page size".to_owned(), "without a page size"),
                };
                Err(Error::input(format!(
                    "the walk started with {earlier}; with a page size of {now}, its pages would begin at other records; resume it {again}, or walk the list from its beginning"
                )))
            }
            (Some(now), _) if !by_size => Ok(Some(now)),
            (_, before) => Ok(before),
        }
    }

    /// The position on the page to request next, if an earlier walk yielded items of it.
    pub(in crate::protocol) fn requested_again(&self) -> Option<&Position> {
        self.resumes.as_ref().filter(|from| from.index > 0)
    }

    /// The page size of a page that is requested again: the earlier one, since a smaller
    /// page may end before the last item that was yielded, and a token may mean other rows
    /// in a larger one. At the start a larger page holds that item too, and its links lead
    /// to pages as large.
    pub(in crate::protocol) fn size_again(&self, from: &Position) -> Option<u64> {
        let (before, now) = (from.size.or(self.plan.default_size()), self.limits.size());
        let is_larger = from.at == Cursor::Start && before.is_some() && now > before;
        if is_larger { now } else { from.size }
    }

    /// The position before the next page. By number or offset it is on the last page,
    /// after its items: that page is requested again, to see whether rows were added or
    /// removed. If pages overlap, the next page shows that.
    pub(crate) fn position(&self) -> Position {
        match (&self.resumes, &self.last) {
            (Some(position), _) => position.clone(),
            (None, Some((page, yielded)))
                if page.skipped + yielded > 0
                    && self.overlap.anchor().is_none()
                    && !self.limits.ends_before(&self.at) =>
            {
                self.position_in(page, *yielded)
            }
            (None, _) => Position {
                at: self.at.clone(),
                beside: self.beside.clone(),
                pages: self.progress.pages,
                index: 0,
                items: self.progress.items,
                from_start: self.progress.from_start,
                size: self.limits.size(),
                key: self.overlap.anchor(),
                carried: self.carried(None),
                list: self.plan.fingerprint,
                circular: false,
                sync: self.sync.clone(),
            },
        }
    }

    /// The position after this many of a page's items, as long as no later page was read.
    pub(crate) fn position_after(&self, page: &PagePlace, yielded: u64, all: u64) -> Position {
        match self.stop_error.as_ref().and_then(Error::position) {
            Some(after) if yielded == all && !page.cut => after.clone(),
            None if yielded == all && !page.cut => self.position(),
            _ => self.position_in(page, yielded),
        }
    }

    /// The position on the page itself, after this many of its items.
    pub(in crate::protocol) fn position_in(&self, page: &PagePlace, yielded: u64) -> Position {
        let index = page.skipped + yielded;
        let key = index.checked_sub(1).and_then(|last| {
            let keys = page.keys.keys(&self.plan);
            keys.get(usize::try_from(last).ok()?).copied().flatten()
        });
        // A page that a limit made smaller is requested again in full size.
        let is_compared = key.is_none() || self.plan.list.paging.delta.is_some();
        let text =
            if !is_compared || self.limits.is_capped() { None } else { page.keys.text_hash() };
        Position {
            at: page.at.clone(),
            beside: page.beside.clone(),
            pages: page.pages,
            index,
            items: page.items + index,
            from_start: self.progress.from_start,
            size: page.size,
            key,
            carried: self.carried(text),
            list: self.plan.fingerprint,
            circular: false,
            sync: Synchronisation { delta: None, ..self.sync },
        }
    }

    /// Releases the text of a page that is yielded as a whole. Positions after it need
    /// only its last key, and only if the walk does not continue from there.
    pub(crate) fn release_text(&self, page: &mut PagePlace) {
        let keys = page.cut || self.stop_error.is_some() || self.last.is_some();
        page.keys.keep_only_keys(&self.plan, keys);
    }

    /// The walk without the texts of its pages, for keeping it a long time.
    pub(crate) fn without_text(&self) -> Self {
        let mut walk = self.clone();
        walk.repeats.release_text(self.last.is_some());
        if let Some((page, _)) = &mut walk.last {
            self.release_text(page);
        }
        walk
    }

    /// How many items of the first page after a resume were yielded before: those up to
    /// the key of the last one, or as many as were counted.
    pub(in crate::protocol) fn skip(&mut self, page: &RowKeys, all: u64) -> Result<u64, Error> {
        let Some(from) = &self.resumes else { return Ok(0) };
        let is_by_index = from.index > 0 && from.key.is_none();
        // With another page size, the text differs anyway.
        let text = from.carried.text.filter(|_| from.size == self.wire_size());
        // A record that changed after it was yielded is in no later delta either.
        let is_compared = is_by_index || (from.index > 0 && self.plan.list.paging.delta.is_some());
        let is_changed = is_compared && text.is_some_and(|text| page.text_hash() != Some(text));
        let is_open = is_by_index && text.is_none();
        let gone = || {
            Err(Error::new(
                ErrorKind::Drifted,
                "the last item yielded is no longer on its page, so the walk can't tell where to continue; walk the list from its beginning",
            ))
        };
        let skipped = match from.key {
            _ if from.index == 0 => Ok(0),
            Some(last) => {
                let keys = page.keys(&self.plan);
                let index = usize::try_from(from.index).unwrap_or(usize::MAX);
                // If it has moved and its key occurs twice, the place is unknown.
                let mut places = keys.iter().enumerate().filter(|(_, key)| **key == Some(last));
                match (places.next(), places.next()) {
                    _ if keys.get(index - 1) == Some(&Some(last)) => Ok(from.index),
                    (Some((at, _)), None) => Ok(at as u64 + 1),
                    _ => gone(),
                }
            }
            None if from.index > all => gone(),
            None => Ok(from.index),
        };
        if is_changed {
            self.warn(Warning::Changed { page: self.progress.pages + 1 });
        }
        if is_open {
            self.proof.mark_doubtful();
        }
        skipped
    }

    /// Whether the walk would continue by a link with a page size that only a limit set.
    /// With a key, it continues within the page instead, in pages of full size.
    pub(in crate::protocol) fn continues_in_small_pages(&self, page: &Cursor) -> bool {
        let is_link = matches!(self.at, Cursor::Link(_));
        self.limits.is_capped() && is_link && *page == Cursor::Start && self.plan.key.is_some()
    }
}
