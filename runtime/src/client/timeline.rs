//! What the requests of a client did, and when.

use crate::client::activity::Activity;
use crate::client::shared_future::lock;
use crate::position::parent_key::ParentKey;
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How many of the first requests are kept, and how many of the last.
const KEPT: usize = 1000;

/// What each request of a client did, and when: for a picture of a walk, or to find out where
/// its time goes.
///
/// Give it to [`ClientBuilder::timeline`](crate::ClientBuilder::timeline). Clones share it.
/// A client without one takes no notes. It holds no secrets: of a URL neither the values of the
/// path nor those of the query, and the errors are as they are shown. Parents are named by what
/// they give to the path of their children.
///
/// It keeps the first 1,000 requests and the last 1,000; [`left_out`](Self::left_out) counts the
/// others. It knows the requests of a page by its number and, for [`Children`](crate::Children),
/// by the parent. So give each other walk that runs at the same time a client of its own.
///
/// ```no_run
/// use pagesmith::{Client, Json, Paging, Timeline};
///
/// # async fn walk() -> Result<(), Box<dyn std::error::Error>> {
/// let timeline = Timeline::new();
/// let client = Client::builder("https://api.example.com").timeline(&timeline).build()?;
/// let rows = client.list::<Json>("/rows", [] as [&str; 0], Paging::LINK_HEADER).collect().await?;
/// for request in timeline.requests() {
///     let reply = request.replied.map(|replied| replied - request.sent);
///     println!("{} {}: {:?} after {reply:?}", request.method, request.url, request.status);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Default)]
pub struct Timeline(Arc<Mutex<State>>);

/// A request of a client. All times are since the first event of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimedRequest {
    /// The parent whose children the page lists, if it is one of [`Children`](crate::Children).
    pub parent: Option<Arc<TimedParent>>,
    /// The page of its walk, counted from 1; 0 if it is not for a page.
    pub page: u64,
    /// Which request for this page it is, counted from 1: more than 1 after a failed attempt,
    /// a redirect, or new credentials.
    pub attempt: u32,
    /// Its method.
    pub method: String,
    /// Its URL without values: the path as the list writes it, and the names of the query.
    pub url: String,
    /// What it waited for before it was sent.
    pub waits: Vec<TimedWait>,
    /// When it was sent.
    pub sent: Duration,
    /// When the head of the reply arrived.
    pub replied: Option<Duration>,
    /// When the whole reply had arrived.
    pub received: Option<Duration>,
    /// When its body began to be decoded. A page that was read ahead is decoded when its turn
    /// comes.
    pub decoding: Option<Duration>,
    /// When that was done.
    pub decoded: Option<Duration>,
    /// The status of the reply.
    pub status: Option<u16>,
    /// How many bytes the body has after decompression; 0 if it was not read.
    pub bytes: usize,
    /// How many items the page has, if it was accepted.
    pub items: Option<u64>,
    /// Why it failed: it got no reply or only a part of it, or the body can't be used.
    pub error: Option<String>,
    /// Why the page was requested again, if it was.
    pub retried: Option<String>,
}

/// A parent whose children are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimedParent {
    /// Which parent of this run it is, counted from 1.
    pub number: u64,
    /// What identifies it.
    pub key: ParentKey,
}

/// A wait before a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimedWait {
    /// What for.
    pub reason: WaitReason,
    /// When it began, since the first event of the timeline.
    pub began: Duration,
    /// How long it is.
    pub time: Duration,
}

/// What a request waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// The client's [`rate`](crate::ClientBuilder::rate), or a pause that a page asked for.
    Rate,
    /// The rate limit that the server states.
    ServerLimit,
    /// The time between two attempts.
    Retry,
    /// The same, as long as the server asked for.
    RetryAfter,
}

impl fmt::Display for WaitReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rate => "the client's rate",
            Self::ServerLimit => "the server's rate limit",
            Self::Retry => "the next attempt",
            Self::RetryAfter => "the next attempt, as the server asks",
        })
    }
}

#[derive(Default)]
struct State {
    /// The time of the first event, by the client's timer.
    origin: Option<Duration>,
    first: Vec<TimedRequest>,
    last: VecDeque<TimedRequest>,
    left_out: usize,
    /// The newest request of each page, by its number among all.
    open: BTreeMap<TimedPage, (usize, u32)>,
    /// The waits of each page for its next request.
    waits: BTreeMap<TimedPage, Vec<TimedWait>>,
}

/// A page: the number of its parent, or 0, and its own.
type TimedPage = (u64, u64);

impl Timeline {
    /// An empty timeline.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The requests so far, in the order in which they were sent.
    #[must_use]
    pub fn requests(&self) -> Vec<TimedRequest> {
        let state = lock(&self.0);
        state.first.iter().chain(&state.last).cloned().collect()
    }

    /// How many requests in the middle are not kept.
    #[must_use]
    pub fn left_out(&self) -> usize {
        lock(&self.0).left_out
    }

    /// Adds an event at this time of the client's timer.
    pub(crate) fn note(
        &self,
        activity: &Activity<'_>,
        parent: Option<&Arc<TimedParent>>,
        now: Duration,
    ) {
        let mut state = lock(&self.0);
        let origin = *state.origin.get_or_insert(now);
        state.note(activity, parent, now.saturating_sub(origin));
    }
}

impl State {
    fn note(&mut self, activity: &Activity<'_>, parent: Option<&Arc<TimedParent>>, now: Duration) {
        let at = |page: &u64| (parent.map_or(0, |parent| parent.number), *page);
        match activity {
            Activity::Paced { page, wait } => self.wait(at(page), WaitReason::Rate, now, *wait),
            Activity::Throttled { page, wait } => {
                self.wait(at(page), WaitReason::ServerLimit, now, *wait);
            }
            Activity::Sent { page, request, url } => {
                self.send(at(page), parent, request.method.to_string(), (*url).to_owned(), now);
            }
            Activity::Replied { page, status } => self.change(at(page), |request| {
                request.replied = Some(now);
                request.status = Some(status.as_u16());
            }),
            Activity::Received { page, bytes, .. } => self.change(at(page), |request| {
                request.received = Some(now);
                request.bytes = *bytes;
            }),
            Activity::Decoding { page } => {
                self.change(at(page), |request| request.decoding = Some(now));
            }
            Activity::Decoded { page } => {
                self.change(at(page), |request| request.decoded = Some(now));
            }
            Activity::Failed { page, error } => self.change(at(page), |request| {
                request.received = request.received.or(Some(now));
                request.error = Some(error.message().to_owned());
            }),
            Activity::Retrying { page, wait, server_set_wait } => {
                self.change(at(page), |request| {
                    let status =
                        || request.status.map(|status| format!("the server answered {status}"));
                    let why = request.error.clone().or_else(status);
                    request.retried = Some(why.unwrap_or_else(|| "it got no reply".to_owned()));
                });
                let set = if *server_set_wait { WaitReason::RetryAfter } else { WaitReason::Retry };
                self.wait(at(page), set, now, *wait);
            }
            Activity::Read { page, items } => {
                self.change(at(page), |request| request.items = Some(*items));
                self.open.remove(&at(page));
                self.waits.remove(&at(page));
            }
        }
    }

    fn wait(&mut self, page: TimedPage, reason: WaitReason, began: Duration, time: Duration) {
        if !time.is_zero() {
            self.waits.entry(page).or_default().push(TimedWait { reason, began, time });
        }
    }

    fn send(
        &mut self,
        page: TimedPage,
        parent: Option<&Arc<TimedParent>>,
        method: String,
        url: String,
        sent: Duration,
    ) {
        let attempt = self.open.get(&page).map_or(1, |(_, attempt)| attempt.saturating_add(1));
        let number = self.first.len() + self.left_out + self.last.len();
        self.open.insert(page, (number, attempt));
        let request = TimedRequest {
            parent: parent.cloned(),
            page: page.1,
            attempt,
            method,
            url,
            waits: self.waits.remove(&page).unwrap_or_default(),
            sent,
            replied: None,
            received: None,
            decoding: None,
            decoded: None,
            status: None,
            bytes: 0,
            items: None,
            error: None,
            retried: None,
        };
        if self.first.len() < KEPT {
            return self.first.push(request);
        }
        if self.last.len() == KEPT {
            self.last.pop_front();
            self.left_out += 1;
        }
        self.last.push_back(request);
    }

    /// Changes the newest request of a page, if it is kept.
    fn change(&mut self, page: TimedPage, change: impl FnOnce(&mut TimedRequest)) {
        let Some((number, _)) = self.open.get(&page) else { return };
        let behind = number.checked_sub(self.first.len());
        let request = match behind {
            None => self.first.get_mut(*number),
            Some(behind) => behind.checked_sub(self.left_out).and_then(|at| self.last.get_mut(at)),
        };
        if let Some(request) = request {
            change(request);
        }
    }
}

impl fmt::Debug for Timeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = lock(&self.0);
        let requests = state.first.len() + state.last.len();
        f.debug_struct("Timeline").field("requests", &requests).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(timeline: &Timeline, page: u64, at: u64) {
        let (request, ()) = http::Request::new(()).into_parts();
        let url = "https://api.test/rows?token";
        timeline.note(
            &Activity::Sent { page, request: &request, url },
            None,
            Duration::from_secs(at),
        );
    }

    #[test]
    fn the_first_and_the_last_requests_are_kept() {
        let timeline = Timeline::new();
        let all = 2 * KEPT as u64 + 500;
        for page in 1..=all {
            sent(&timeline, page, page + 7);
            let at = Duration::from_secs(page + 7);
            timeline.note(&Activity::Read { page, items: page }, None, at);
        }
        let requests = timeline.requests();
        assert_eq!((requests.len(), timeline.left_out()), (2 * KEPT, 500));
        for (at, page) in [(0, 1), (KEPT - 1, 1000), (KEPT, 1501), (2 * KEPT - 1, 2500)] {
            let request = &requests[at];
            assert_eq!((request.page, request.items, request.attempt), (page, Some(page), 1));
            // Since the first event.
            assert_eq!(request.sent, Duration::from_secs(page - 1));
        }
    }

    #[test]
    fn pages_of_one_number_are_kept_apart_by_their_parents() {
        let timeline = Timeline::new();
        let parent = |number| Arc::new(TimedParent { number, key: ParentKey::default() });
        let (request, ()) = http::Request::new(()).into_parts();
        let sent = Activity::Sent { page: 1, request: &request, url: "https://api.test/rows" };
        for number in [1, 2] {
            timeline.note(&sent, Some(&parent(number)), Duration::ZERO);
        }
        let first = Activity::Read { page: 1, items: 5 };
        timeline.note(&first, Some(&parent(1)), Duration::ZERO);
        let seen: Vec<_> = timeline.requests().iter().map(|it| (it.attempt, it.items)).collect();
        assert_eq!(seen, [(1, Some(5)), (1, None)]);
    }

    #[test]
    fn an_event_of_a_request_that_is_no_longer_kept_changes_none() {
        let timeline = Timeline::new();
        let slow = KEPT as u64 + 1;
        for page in 1..=slow {
            sent(&timeline, page, 0);
        }
        // All after it are answered, so that it is dropped.
        for page in slow + 1..=slow + KEPT as u64 {
            sent(&timeline, page, 1);
        }
        assert_eq!(timeline.left_out(), 1);
        timeline.note(&Activity::Read { page: slow, items: 9 }, None, Duration::from_secs(2));
        assert!(timeline.requests().iter().all(|request| request.items.is_none()));
    }
}
