//! Drives the protocol: sends the requests of a walk, and gives it the replies.

use crate::error::{Error, ErrorKind};
use crate::fetch::attempts::{Failure, Fetched, Fetcher, PrefetchRequest, Prefetched};
use crate::list::row_reader::RowReader;
use crate::list::rows::{Decode, Rows};
use crate::position::Position;
use crate::protocol::{self, PagePlace, PageRequest, Walk, Warning};
use crate::transport::BoxFuture;
use crate::walk::events::Logged;
use crate::walk::wake_flag::WakeFlag;
use std::collections::VecDeque;
use std::future;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// Drives a walk: sends its requests, and gives it the replies.
pub(crate) struct Driver {
    /// How the rows of its pages are read.
    decode: Decode,
    /// The walk, or why the call was refused.
    pub(super) walk: Result<Walk, Option<Error>>,
    pub(super) fetcher: Fetcher,
    /// Requests in flight, in order: the one for the next page and, if the walk pages by
    /// number, those for the pages after it.
    in_flight: VecDeque<InFlight>,
    /// How many requests may be in flight at most.
    concurrency: usize,
    /// Whether no more requests may be sent until the next page has been read.
    window_is_full: bool,
    /// Set when a prefetch can make progress.
    wake_flag: WakeFlag,
    /// When the prefetches were last polled.
    last_poll: Option<Duration>,
    /// Whether the stream was polled after `last_poll` without polling the prefetches.
    skipped_poll: bool,
    /// Why the walk failed, and its position.
    pub(super) failed: Option<(ErrorKind, Position)>,
    /// How many pages were read, and how many items they had.
    pub(super) pages: u64,
    pub(super) items: u64,
    pub(super) logged: Logged,
}

/// A request in flight, or why it could not be made.
enum InFlight {
    /// For a page that the stream is not waiting for yet.
    Prefetch(Prefetch),
    /// For the page that the stream is waiting for.
    Awaited(BoxFuture<Result<Fetched, Failure>>),
    /// The request could not be made.
    Failed(Error),
}

/// A request for a page that the stream is not waiting for yet.
struct Prefetch {
    request: Arc<PageRequest>,
    sent: PrefetchRequest,
    /// Whether the exchange is done.
    is_done: bool,
    /// Whether it went unpolled for so long that its time-outs are not the server's fault.
    idle_too_long: bool,
}

/// How long a request may go unpolled before its time-outs are no longer the server's
/// fault.
const IDLE_TOO_LONG: Duration = Duration::from_secs(1);

impl Driver {
    pub(crate) fn new(
        fetcher: Fetcher,
        walk: Result<Walk, Error>,
        concurrency: usize,
        decode: Decode,
    ) -> Self {
        let (walk, in_flight) = (walk.map_err(Some), VecDeque::new());
        let fetcher = fetcher.with_concurrency(concurrency);
        Self {
            decode,
            walk,
            fetcher,
            in_flight,
            concurrency,
            window_is_full: false,
            wake_flag: WakeFlag::new(),
            last_poll: None,
            skipped_poll: false,
            failed: None,
            pages: 0,
            items: 0,
            logged: Logged::Nothing,
        }
    }

    /// Reads the rows of the pages from here on by this reader. Requests in flight are
    /// dropped, since their rows may be read in another way; they are sent again.
    pub(crate) fn read_by(self, reader: Arc<dyn RowReader>) -> Self {
        let decode = self.decode.read_by(reader);
        Self { decode, in_flight: VecDeque::new(), window_is_full: false, ..self }
    }

    /// The same walk, without the rest of the pages that follow. It is read after a reply
    /// came, so requests in flight stay.
    pub(crate) fn without_rest(self) -> Self {
        let decode = self.decode.with_rest(None);
        Self { decode, ..self }
    }

    pub(crate) fn warnings(&self) -> &[Warning] {
        self.walk.as_ref().map_or(&[], |walk| &walk.warnings)
    }

    pub(crate) fn more_warnings(&self) -> u64 {
        self.walk.as_ref().map_or(0, |walk| walk.warnings.more())
    }

    /// Whether the stream has ended.
    pub(crate) fn is_done(&self) -> bool {
        let at_end = match &self.walk {
            Ok(walk) => walk.is_done(),
            Err(fault) => fault.is_none(),
        };
        at_end && self.in_flight.is_empty()
    }

    /// How many results may follow those that are buffered: the items within the limit,
    /// and one error if the evidence falls short, or the error of a refused call.
    pub(crate) fn remaining(&self) -> Option<u64> {
        let Ok(walk) = &self.walk else { return Some(1) };
        walk.remaining()?.checked_add(walk.requires().into())
    }

    /// The position of the walk: after the first `given` of the `all` items of its last
    /// page. `None` if the call was refused.
    pub(crate) fn position(
        &self,
        page: Option<&PagePlace>,
        given: u64,
        all: u64,
    ) -> Option<Position> {
        let walk = self.walk.as_ref().ok()?;
        Some(match (&self.failed, page) {
            (Some((_, failed)), _) => failed.clone(),
            (None, Some(page)) => walk.position_after(page, given, all),
            (None, None) => walk.position(),
        })
    }

    /// Sends the requests that may be sent, and polls those that can make progress. The
    /// stream calls it for each item; [`poll`](Self::poll) returns the replies.
    #[inline]
    pub(crate) fn read_ahead(&mut self) {
        if self.window_is_full && !self.wake_flag.is_set() {
            self.skipped_poll = true;
        } else {
            self.note_idle();
            self.send_ahead();
        }
    }

    /// Sends requests until as many are in flight as may be now, and polls the
    /// prefetches.
    fn send_ahead(&mut self) {
        let Ok(walk) = &mut self.walk else { return };
        while self.in_flight.len() < self.fetcher.concurrency() {
            let request = match self.in_flight.len() {
                0 => walk.next_request(),
                ahead => walk.request_ahead(ahead as u64).map(Ok),
            };
            self.in_flight.push_back(match request {
                Some(Ok(request)) => {
                    let request = Arc::new(request);
                    let sent = self.fetcher.prefetch(request.clone(), walk.plan.clone());
                    InFlight::Prefetch(Prefetch {
                        request,
                        sent,
                        is_done: false,
                        idle_too_long: false,
                    })
                }
                Some(Err(error)) => InFlight::Failed(error),
                None => break,
            });
        }
        self.window_is_full = true;
        for sent_request in &mut self.in_flight {
            if let InFlight::Prefetch(prefetch @ Prefetch { is_done: false, .. }) = sent_request
                && let Poll::Ready(made) =
                    prefetch.sent.exchange.as_mut().poll(&mut self.wake_flag.context())
            {
                prefetch.sent.exchange = Box::pin(future::ready(made));
                prefetch.is_done = true;
            }
        }
    }

    /// Marks the prefetches that went unpolled for too long. The time counts from their
    /// last poll; if the stream was polled without polling them, it counts from when they
    /// were woken.
    fn note_idle(&mut self) {
        let since_wake = self.wake_flag.take();
        let Some(now) = self.fetcher.now() else { return };
        let before = self.last_poll.replace(now);
        let since_poll = before.map(|before| now.saturating_sub(before));
        let idle = if std::mem::take(&mut self.skipped_poll) { since_wake } else { since_poll };
        if idle.is_some_and(|idle| idle >= IDLE_TOO_LONG) {
            for sent_request in &mut self.in_flight {
                if let InFlight::Prefetch(prefetch) = sent_request {
                    prefetch.idle_too_long |= !prefetch.is_done;
                }
            }
        }
    }

    /// The rows of the next page; `None` at the end. `place` receives the place of the page
    /// and the number of its rows.
    pub(crate) fn poll_rows(
        &mut self,
        cx: &mut Context<'_>,
        place: &mut Option<(PagePlace, u64)>,
    ) -> Poll<Option<Result<Rows, Error>>> {
        self.poll(cx, |page, _, _, _| page).map_ok(|page| {
            *place = Some((page.place, page.items.len() as u64));
            page.items
        })
    }

    /// The next page, converted to what the stream yields; `None` at the end.
    pub(super) fn poll<R>(
        &mut self,
        cx: &mut Context<'_>,
        make: fn(protocol::Page, &Fetcher, &Walk, &Decode) -> R,
    ) -> Poll<Option<Result<R, Error>>> {
        self.log_start();
        loop {
            let reply = match ready!(self.poll_reply(cx)) {
                Some(Ok(reply)) => reply,
                Some(Err(Failure::TooLarge(_))) if self.halve() => continue,
                Some(Err(failure)) => return Poll::Ready(Some(Err(self.fail(failure.into())))),
                None => {
                    self.log_end();
                    return Poll::Ready(None);
                }
            };
            let Ok(walk) = &mut self.walk else { return Poll::Ready(None) };
            let page = match read(walk, &self.fetcher, reply) {
                // The page is requested again in another way.
                Ok(None) => continue,
                Ok(Some(page)) => page,
                Err(error) => return Poll::Ready(Some(Err(self.fail(error)))),
            };
            if walk.request_ahead(0).is_none() {
                // The walk will not reach the page numbers after this one.
                self.in_flight.clear();
            }
            self.pages += 1;
            self.items += page.items.len() as u64;
            let page = make(page, &self.fetcher, walk, &self.decode);
            self.window_is_full = false;
            self.log_end();
            if self.concurrency > 1 {
                // The window moves with each page.
                self.send_ahead();
            }
            return Poll::Ready(Some(Ok(page)));
        }
    }

    /// The reply to the next request; `None` at the end.
    fn poll_reply(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Fetched, Failure>>> {
        self.note_idle();
        let front = match self.front() {
            Ok(Some(front)) => front,
            Ok(None) => return Poll::Ready(None),
            Err(error) => return Poll::Ready(error.map(|error| Err(Failure::Other(error)))),
        };
        let reply = match front {
            InFlight::Awaited(sent) => sent.as_mut().poll(cx),
            InFlight::Failed(error) => Poll::Ready(Err(Failure::Other(error.clone()))),
            InFlight::Prefetch(..) => Poll::Pending,
        };
        if reply.is_pending() {
            self.wake_flag.register(cx);
            self.send_ahead();
            return Poll::Pending;
        }
        self.in_flight.pop_front();
        reply.map(Some)
    }

    /// Goes on in pages of half the size, if the list allows that.
    fn halve(&mut self) -> bool {
        let Ok(walk) = &mut self.walk else { return false };
        let known = walk.warnings.len();
        let halves = walk.halve();
        log_warnings(walk, known);
        halves
    }

    /// Ends the walk with this error, and adds the walk's position to the error.
    fn fail(&mut self, error: Error) -> Error {
        self.in_flight.clear();
        let Ok(walk) = &mut self.walk else { return error };
        let error = error.or_at_position(|| walk.position());
        self.failed = error.position().map(|position| (error.kind(), position.clone()));
        walk.stop();
        self.log_failure(&error);
        error
    }

    /// The request for the next page, which counts as awaited from now on; `None` at the
    /// end. If the call was refused, returns its error the first time only.
    fn front(&mut self) -> Result<Option<&mut InFlight>, Option<Error>> {
        let walk = self.walk.as_mut().map_err(Option::take)?;
        let decode = Some(walk.decoding(self.decode.clone()));
        let can_halve = walk.can_halve();
        let front = match self.in_flight.pop_front() {
            Some(InFlight::Prefetch(Prefetch { request, sent, idle_too_long, .. })) => {
                let first = Some(Prefetched { sent, idle_too_long });
                InFlight::Awaited(self.fetcher.page(request, &walk.plan, decode, first, can_halve))
            }
            Some(sent_request) => sent_request,
            None => match walk.next_request() {
                None => return Ok(None),
                Some(Err(error)) => InFlight::Failed(error),
                Some(Ok(request)) => InFlight::Awaited(self.fetcher.page(
                    Arc::new(request),
                    &walk.plan,
                    decode,
                    None,
                    can_halve,
                )),
            },
        };
        self.in_flight.push_front(front);
        Ok(self.in_flight.front_mut())
    }
}

/// Reads a page, and logs the walk's new warnings.
pub(crate) fn read(
    walk: &mut Walk,
    fetcher: &Fetcher,
    got: Fetched,
) -> Result<Option<protocol::Page>, Error> {
    let Fetched { request, response, contents, log } = got;
    let (known, uncounted) = (walk.warnings.len(), walk.warnings.more() == 0);
    let page = walk.read(&request, response, contents);
    log_warnings(walk, known);
    if uncounted && walk.warnings.more() > 0 {
        tracing::warn!("more per-page warnings of this walk are counted but not shown");
    }
    let page = page.map_err(|error| log.explain(error))?;
    if let Some(page) = &page {
        fetcher.note_read(request.page, &log, page.items.len() as u64);
    }
    Ok(page)
}

/// Logs the warnings after those that are known.
fn log_warnings(walk: &Walk, known: usize) {
    for warning in &walk.warnings[known..] {
        tracing::warn!("{warning}");
    }
}
