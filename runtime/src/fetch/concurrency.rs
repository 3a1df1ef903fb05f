//! How many pages of a walk are requested at a time: fewer after the server has refused
//! one, and more again as pages arrive.

use crate::client::shared_future::lock;
use crate::list::rate_limit::AnyRateLimit;
use crate::protocol::Response;
use http::{StatusCode, header};
use std::sync::{Arc, Mutex};

/// After this many good pages, one more is requested at a time. A retry costs as much of
/// the walk's retry budget as five good pages give back.
const PAGES_TO_GROW: u32 = 10;

/// How many pages are requested at a time; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Concurrency(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    most: usize,
    now: usize,
    /// Good pages since the number changed.
    good: u32,
    /// How many requests were sent.
    sent: u64,
    /// How many of them were sent before the number was last halved.
    sent_before: u64,
}

/// A request, by its number within the walk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sent(u64);

impl Concurrency {
    /// This many, and at least one.
    pub(crate) fn of(most: usize) -> Self {
        let most = most.max(1);
        Self(Arc::new(Mutex::new(State { most, now: most, good: 0, sent: 0, sent_before: 0 })))
    }

    /// How many may be requested at a time now.
    pub(crate) fn now(&self) -> usize {
        lock(&self.0).now
    }

    /// A request is sent.
    pub(crate) fn note_sent(&self) -> Sent {
        let mut state = lock(&self.0);
        state.sent += 1;
        Sent(state.sent)
    }

    /// The server refused the request: the number is halved. Of the requests that were
    /// sent before that, it is not halved again.
    pub(crate) fn note_refused(&self, Sent(number): Sent) {
        let mut state = lock(&self.0);
        state.good = 0;
        if number > state.sent_before && state.now > 1 {
            state.now /= 2;
            state.sent_before = state.sent;
            tracing::debug!(pages = state.now, "the server refuses, so fewer pages at a time");
        }
    }

    /// A page was accepted.
    pub(crate) fn note_good(&self) {
        let mut state = lock(&self.0);
        if state.now == state.most {
            return;
        }
        state.good += 1;
        if state.good == PAGES_TO_GROW {
            state.good = 0;
            state.now += 1;
        }
    }
}

/// Whether a server refuses a request because of how many it gets: 429, 503 with
/// `Retry-After`, or as the client's [`RateLimit`](crate::RateLimit) says.
pub(crate) fn is_refusal(response: &Response, limit: Option<&AnyRateLimit>) -> bool {
    let Response { status, headers, .. } = response;
    let asks_to_wait = || headers.contains_key(header::RETRY_AFTER);
    *status == StatusCode::TOO_MANY_REQUESTS
        || (*status == StatusCode::SERVICE_UNAVAILABLE && asks_to_wait())
        || limit.is_some_and(|limit| limit.is(*status, headers))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(concurrency: &Concurrency, count: u32) -> usize {
        (0..count).for_each(|_| concurrency.note_good());
        concurrency.now()
    }

    #[test]
    fn a_refusal_halves_the_number_and_good_pages_raise_it() {
        let concurrency = Concurrency::of(8);
        let refuse = || {
            concurrency.note_refused(concurrency.note_sent());
            concurrency.now()
        };
        assert_eq!([refuse(), refuse(), refuse(), refuse()], [4, 2, 1, 1]);
        assert_eq!([9, 1, 10, 49].map(|count| pages(&concurrency, count)), [1, 2, 3, 7]);
        // A refusal restarts the count, and the number never exceeds the first one.
        assert_eq!((refuse(), pages(&concurrency, 9)), (3, 3));
        assert_eq!([1, 40, 100].map(|count| pages(&concurrency, count)), [4, 8, 8]);
    }

    #[test]
    fn requests_that_were_sent_together_halve_it_once() {
        let concurrency = Concurrency::of(8);
        let together: Vec<Sent> = (0..8).map(|_| concurrency.note_sent()).collect();
        for sent in together {
            concurrency.note_refused(sent);
        }
        assert_eq!(concurrency.now(), 4);
        concurrency.note_refused(concurrency.note_sent());
        assert_eq!(concurrency.now(), 2);
    }

    #[test]
    fn one_at_a_time_stays_one() {
        for most in [0, 1] {
            let concurrency = Concurrency::of(most);
            concurrency.note_refused(concurrency.note_sent());
            assert_eq!(pages(&concurrency, 100), 1);
        }
    }
}
