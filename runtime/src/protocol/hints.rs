//! Warnings of what a first page says at places that the list does not name: that more
//! follows, or that there are other rows.

use crate::protocol::Warning;
use crate::protocol::response::Response;
use crate::protocol::response::envelope::Envelope;
use crate::protocol::signs;
use crate::protocol::walk::Walk;
use std::ops::Range;

impl Walk {
    /// Warns if the walk ended with its first page, but the reply says elsewhere that
    /// more follows.
    pub(in crate::protocol) fn warn_of_more(
        &mut self,
        response: &Response,
        items: u64,
        envelope: &Envelope,
    ) {
        let is_all = self.progress.pages == 1 && self.progress.from_start;
        if !is_all || envelope.is_end() || !self.plan.list.paging.ends.hints {
            return;
        }
        let Response { url, headers, .. } = response;
        let parts = (headers, url, response.text().unwrap_or_default());
        if let Some(sign) = signs::more(parts, &self.plan.list.items, items, &envelope.pointers()) {
            let sign =
                response.credentials.as_ref().map_or(sign.clone(), |mask| mask.hide(&sign).into());
            self.warn(Warning::MoreFollows { sign });
        }
    }

    /// Warns if the first page has arrays of objects beside its items that the list does
    /// not name.
    pub(in crate::protocol) fn warn_of_other_arrays(
        &mut self,
        response: &Response,
        envelope: &Envelope,
        at: Option<&Range<usize>>,
    ) {
        let list = &self.plan.list;
        if envelope.is_end() || self.plan.knows_rest || !list.paging.ends.hints {
            return;
        }
        let text = response.text().unwrap_or_default();
        let also = list.item_rules.also.iter().map(|items| &**items);
        let items: Vec<&str> = std::iter::once(&*list.items).chain(also).collect();
        let others = signs::other_arrays(text, &items, at, &envelope.pointers());
        if !others.is_empty() {
            let mask = response.credentials.as_deref();
            let hidden = |at: String| mask.map_or(at.clone(), |mask| mask.hide(&at).into());
            let others = others.into_iter().map(hidden).collect();
            self.warn(Warning::OtherArrays { items: items[0].to_owned(), others });
        }
    }
}
