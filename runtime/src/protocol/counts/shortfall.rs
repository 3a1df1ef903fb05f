//! The rules if a walk sees fewer or more items than the server counts.

use crate::error::{Error, ErrorKind};
use crate::paging::OnShortfall;
use crate::protocol::Warning;
use crate::protocol::walk::Walk;

impl Walk {
    /// Warns or fails if the walk has more than twice the items that the server counts:
    /// they can't all be new.
    pub(in crate::protocol) fn note_excess(&mut self) -> Result<(), Error> {
        let seen = self.progress.items;
        let most = self.counts.largest_total().filter(|total| seen / 2 > *total);
        let (Some(total), true) = (most.filter(|total| *total > 0), self.progress.from_start)
        else {
            return Ok(());
        };
        match self.plan.list.paging.counts {
            OnShortfall::Ignore => {}
            OnShortfall::Warn => {
                let is_known =
                    self.warnings.iter().any(|known| matches!(known, Warning::Excess { .. }));
                if !is_known {
                    self.warn(Warning::Excess { seen, total });
                }
            }
            OnShortfall::Error => {
                return Err(Error::new(
                    ErrorKind::Cycle,
                    format!(
                        "the walk yielded {seen} items, but the API counts {total}: it returns the same records again"
                    ),
                ));
            }
        }
        Ok(())
    }

    /// Compares all items with the totals at the end. The last page had `items` items;
    /// `by_number` is whether it was requested by number or offset.
    pub(in crate::protocol) fn finish(&mut self, items: u64, by_number: bool) {
        if let Some(total) =
            self.counts.moved_at_end(items).filter(|_| by_number && !self.is_anchored())
        {
            self.warn(Warning::Drifted {
                page: self.progress.pages,
                repeated: 0,
                total: Some(total),
            });
        }
        if let Some((rows, step)) = self.counts.short_pages() {
            self.warn(Warning::ShortPages { rows, step });
        }
        let Some(total) =
            self.counts.shortage(self.progress.items).filter(|_| self.progress.from_start)
        else {
            return;
        };
        let seen = self.progress.items;
        match self.plan.list.paging.counts {
            OnShortfall::Ignore => {}
            OnShortfall::Warn => self.warn(Warning::Shortfall { seen, total }),
            OnShortfall::Error => {
                let error = Error::new(
                    ErrorKind::Incomplete,
                    format!("the list ended after {seen} items, but the API counts {total}"),
                );
                self.stop_error =
                    Some(error.at(self.progress.pages, &self.at, &self.plan.url, &self.plan.path));
            }
        }
    }
}
