//! A page that fails as if it were too large is requested in half its size, where the
//! next position leads to the same row in any size.

use crate::paging::{SendIn, is_in_body};
use crate::position::cursor::Cursor;
use crate::protocol::Warning;
use crate::protocol::at_position::lacks_body;
use crate::protocol::link;
use crate::protocol::request::members;
use crate::protocol::walk::Walk;
use url::Url;

/// What the number of a page is called in links, in lower case and without separators.
const PAGE_NUMBERS: [&str; 9] = [
    "page",
    "p",
    "pg",
    "pageno",
    "pagenum",
    "pagenumber",
    "pageindex",
    "currentpage",
    "page[number]",
];

impl Walk {
    /// Whether the next page can be requested in a smaller size.
    pub(crate) fn can_halve(&self) -> bool {
        self.halved().is_some()
    }

    /// Continues in pages of half the size. Returns whether it does.
    pub(crate) fn halve(&mut self) -> bool {
        let Some((from, to)) = self.halved() else { return false };
        self.limits.lower_size(to);
        self.overlap = self.overlap.clone().with_rows(to);
        let plan = self.plan.clone();
        let param = plan.list.paging.size.as_ref().filter(|size| !is_in_body(&size.query));
        if let (Cursor::Link(url), Some(size)) = (&mut self.at, param) {
            link::set_number(url, &size.query, to);
        }
        if let Some(resumes) = &mut self.resumes {
            resumes.at = self.at.clone();
            resumes.size = Some(to);
            // The text of a smaller page is another one.
            resumes.carried.text = None;
        }
        self.warn(Warning::SmallerPages { page: self.progress.pages + 1, from, to });
        true
    }

    /// The size of the next page, and half of it; `None` if the page is not requested in
    /// another size.
    fn halved(&self) -> Option<(u64, u64)> {
        let least = self.plan.list.paging.size.as_ref()?.halve?;
        if self.at.depends_on_size(&self.plan.list.paging) {
            return None;
        }
        let from = self.size_of_next_page()?;
        // A page that begins with the last row of the page before has room for another.
        let overlaps = self.overlaps() || self.drops_first_row();
        let least = least.max(if overlaps { 2 } else { 1 });
        let to = (from / 2).max(least);
        // A page that is requested again has to hold the rows that were yielded.
        let yielded = self.requested_again().map_or(0, |from| from.index);
        (to < from && to >= yielded).then_some((from, to))
    }

    /// Whether a token is the number of a page, by its parameter.
    fn is_page_number(&self, token: &str) -> bool {
        let param = match &self.plan.list.paging.send {
            SendIn::Query(param) | SendIn::Header(param) | SendIn::Path(param) => param,
            SendIn::Body(pointer) => pointer,
            SendIn::Url | SendIn::Members => return false,
        };
        let name = param.rsplit('/').next().unwrap_or_default();
        names_page(name) && is_number(token)
    }

    /// The size of the next page, if its request sends one or could.
    fn size_of_next_page(&self) -> Option<u64> {
        let paging = &self.plan.list.paging;
        let size = paging.size.as_ref()?;
        let own = self.plan.at(&self.at);
        match &self.at {
            Cursor::Link(url) if !is_in_body(&size.query) => {
                (!has_page_number(url)).then(|| link::number(url, &size.query))?
            }
            Cursor::Token(token) | Cursor::Json(token) if self.is_page_number(token) => None,
            Cursor::Json(token) | Cursor::MaskedToken { token, .. }
                if paging.send == SendIn::Members && members::has(token, &size.query) =>
            {
                None
            }
            _ if own.is_some() && paging.send_rules.alone => None,
            _ => {
                let body = own.map_or(self.plan.body.as_ref(), |own| own.body.as_ref());
                let is_sent = !lacks_body(&size.query, body);
                self.wire_size().or(self.plan.default_size()).filter(|_| is_sent)
            }
        }
    }
}

/// Whether a link has the number of a page, which begins at another row in another size.
fn has_page_number(url: &Url) -> bool {
    url.query_pairs().any(|(name, value)| is_number(&value) && names_page(&name))
}

fn is_number(value: &str) -> bool {
    value.parse::<u64>().is_ok()
}

/// Whether a parameter is called like the number of a page.
fn names_page(param: &str) -> bool {
    let name = param.to_lowercase().replace(['_', '-', '.'], "");
    PAGE_NUMBERS.contains(&&*name)
}
