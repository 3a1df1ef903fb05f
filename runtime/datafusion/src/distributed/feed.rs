//! The parts of a list as they are handed out, each when it is the turn of its requests.

use super::message::UnitMessage;
use crate::budget::Reservation;
use crate::scan::Unit;
use crate::source::Range;
use datafusion::common::Result;
use datafusion::execution::TaskContext;
use datafusion_distributed::WorkUnitFeedProvider;
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use std::sync::Arc;

/// The parts of a list, on the coordinator. Parts go to readers in turn: neighbours apart.
#[derive(Clone, Debug)]
pub(crate) struct Feed {
    /// Each with its number.
    units: Arc<Vec<(u64, Unit)>>,
    /// How many readers there are, over all workers.
    readers: usize,
    /// What the query has of the API's budget, if the API has a rate.
    reservation: Option<Arc<Reservation>>,
}

impl Feed {
    /// Of a list whose API has this budget, for so many readers.
    pub(crate) fn new(
        units: Vec<(u64, Unit)>,
        readers: usize,
        reservation: Option<Reservation>,
    ) -> Self {
        let reservation = reservation.map(Arc::new);
        Self { units: Arc::new(units), readers: readers.max(1), reservation }
    }

    /// The same parts for so many readers.
    pub(crate) fn for_readers(&self, readers: usize) -> Self {
        let reservation = self.reservation.as_ref().map(|it| Arc::new(it.for_readers(readers)));
        Self { units: self.units.clone(), readers: readers.max(1), reservation }
    }

    pub(crate) fn units(&self) -> &[(u64, Unit)] {
        &self.units
    }
}

/// How many requests a part takes, if that is known.
fn requests(unit: &Unit) -> Option<u64> {
    match unit.request.range {
        Range::Numbers(first, Some(last)) => Some((last + 1).saturating_sub(first)),
        Range::Numbers(_, None) | Range::Listed => None,
    }
}

impl WorkUnitFeedProvider for Feed {
    type WorkUnit = UnitMessage;

    fn feed(
        &self,
        reader: usize,
        _: Arc<TaskContext>,
    ) -> Result<BoxStream<'static, Result<UnitMessage>>> {
        let (units, reservation) = (self.units.clone(), self.reservation.clone());
        let numbers = (reader..units.len()).step_by(self.readers);
        // A reader keeps the rate that was reserved for it.
        let begin = (numbers, None);
        Ok(stream::unfold(begin, move |(mut numbers, mut reserved)| {
            let (units, reservation) = (units.clone(), reservation.clone());
            async move {
                let (number, unit) = units.get(numbers.next()?)?;
                let rate = match (reservation, requests(unit)) {
                    (None, _) => None,
                    (Some(of), Some(requests)) => {
                        of.turn(requests).await;
                        Some(of.part())
                    }
                    (Some(of), None) => Some(*reserved.get_or_insert_with(|| of.reserve())),
                };
                Some((Ok(UnitMessage::new(*number, unit, rate)), (numbers, reserved)))
            }
        })
        .boxed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Budget;
    use crate::source::Request;
    use futures_util::FutureExt as _;

    fn units(range: impl Fn(u64) -> Range) -> Vec<(u64, Unit)> {
        let unit = |number| {
            let request = Request { range: range(number), ..Request::default() };
            (number, Unit { name: format!("part {number}"), request, pinned: None })
        };
        (0..5).map(unit).collect()
    }

    fn names(feed: &Feed, reader: usize) -> Vec<String> {
        let parts = feed.feed(reader, Arc::default()).expect("a feed");
        let parts = parts.map(|part| part.expect("a part").name).collect::<Vec<_>>();
        parts.now_or_never().expect("it waits for nothing")
    }

    #[tokio::test]
    async fn parts_by_number_wait_for_their_turn_over_all_scans_of_an_api() {
        // So slow that no later turn comes in this test.
        let budget = Arc::new(Budget::new(1e-3));
        let by_number = |number| Range::Numbers(number, Some(number));
        let feed = |readers| Feed::new(units(by_number), readers, Some(budget.query(readers)));
        let (one, other) = (feed(2), feed(2));
        let mut first = one.feed(0, Arc::default()).expect("a feed");
        let part = first.next().now_or_never().expect("it is its turn");
        let rate = part.expect("a part").expect("no error").rate;
        assert!(rate.is_some_and(|rate| (rate - 0.9e-3 / 4.0).abs() < 1e-9), "{rate:?}");
        // Neither the next part, nor another reader, nor the other scan.
        assert!(first.next().now_or_never().is_none());
        for feed in [&one, &other] {
            let mut parts = feed.feed(1, Arc::default()).expect("a feed");
            assert!(parts.next().now_or_never().is_none());
        }
    }

    #[tokio::test]
    async fn parts_whose_requests_nobody_counts_have_a_share_for_each_reader() {
        let budget = Arc::new(Budget::new(10.0));
        let feed = Feed::new(units(|_| Range::Listed), 2, Some(budget.query(2)));
        for reader in [0, 1] {
            let parts = feed.feed(reader, Arc::default()).expect("a feed");
            let rates = parts.map(|part| part.expect("a part").rate).collect::<Vec<_>>();
            for rate in rates.now_or_never().expect("it waits for nothing") {
                assert!(rate.is_some_and(|rate| (rate - 4.05).abs() < 1e-9), "{rate:?}");
            }
        }
    }

    #[test]
    fn each_part_goes_to_one_reader() {
        let feed = Feed::new(units(|_| Range::Listed), 2, None);
        assert_eq!(names(&feed, 0), ["part 0", "part 2", "part 4"]);
        assert_eq!(names(&feed, 1), ["part 1", "part 3"]);
        assert!(names(&feed.for_readers(8), 7).is_empty());
    }
}
