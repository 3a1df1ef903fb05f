//! Drives the protocol: sends what a walk asks for, and gives it the replies.

use crate::error::{Error, ErrorKind};
use crate::fetch::attempts::{Ahead, Fetched, Fetcher, Prefetched};
use crate::list::rows::{Decode, Rows};
use crate::position::Position;
use crate::protocol::{self, PagePlace, PageRequest, Walk, Warning};
use crate::transport::BoxFuture;
use crate::walk::events::Told;
use crate::walk::wake_flag::WakeFlag;
use std::collections::VecDeque;
use std::future;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// Drives a walk: sends what it asks for, and gives it the replies.
pub(crate) struct Driver {
    /// How the rows of its pages are read.
    decode: Decode,
    /// The walk, or why there is none.
    pub(super) walk: Result<Walk, Option<Error>>,
    pub(super) fetcher: Fetcher,
    /// Requests under way: for the next page, and by number for those behind
    /// it, in order.
    in_flight: VecDeque<InFlight>,
    /// The most of them.
    concurrency: usize,
    /// Whether none is to be sent before the next page was read.
    is_sent: bool,
    /// Rung when one that nobody waits for can move.
    wake_flag: WakeFlag,
    /// When they were looked at last.
    looked: Option<Duration>,
    /// Whether the stream was polled since, without looking at them.
    skipped_poll: bool,
    /// Why the walk failed, and where it stood.
    pub(super) failed: Option<(ErrorKind, Position)>,
    /// Pages that came of it, and their items.
    pub(super) pages: u64,
    pub(super) items: u64,
    pub(super) told: Told,
}

/// A request under way, or what came of it.
enum InFlight {
    /// That of a page that nobody waits for yet.
    Prefetch(Prefetch),
    /// That of the page that is waited for.
    Awaited(BoxFuture<Result<Fetched, Error>>),
    /// There is no request to be made.
    Refused(Error),
}

/// A request that nobody waits for yet.
struct Prefetch {
    ask: Arc<PageRequest>,
    sent: Ahead,
    /// Whether it has come.
    came: bool,
    /// Whether it was left alone for so long that its time-outs say nothing.
    idle_too_long: bool,
}

/// How long a request may go without being polled before its time-outs say
/// nothing of the server.
const IDLE_TOO_LONG: Duration = Duration::from_secs(1);

impl Driver {
    pub(crate) fn new(
        fetcher: Fetcher,
        walk: Result<Walk, Error>,
        concurrency: usize,
        decode: Decode,
    ) -> Self {
        let (walk, in_flight) = (walk.map_err(Some), VecDeque::new());
        Self {
            decode,
            walk,
            fetcher,
            in_flight,
            concurrency,
            is_sent: false,
            wake_flag: WakeFlag::new(),
            looked: None,
            skipped_poll: false,
            failed: None,
            pages: 0,
            items: 0,
            told: Told::Nothing,
        }
    }

    pub(crate) fn warnings(&self) -> &[Warning] {
        self.walk.as_ref().map_or(&[], |walk| &walk.warnings)
    }

    pub(crate) fn more_warnings(&self) -> u64 {
        self.walk.as_ref().map_or(0, |walk| walk.warnings.more())
    }

    /// Whether nothing more comes.
    pub(crate) fn is_done(&self) -> bool {
        let at_end = match &self.walk {
            Ok(walk) => walk.is_done(),
            Err(fault) => fault.is_none(),
        };
        at_end && self.in_flight.is_empty()
    }

    /// The most that comes beside what is buffered: the items that the limit
    /// leaves to be read, and the error that they show too little, or the one
    /// error that there is no walk.
    pub(crate) fn remaining(&self) -> Option<u64> {
        let Ok(walk) = &self.walk else { return Some(1) };
        walk.remaining()?.checked_add(walk.requires().into())
    }

    /// Where the walk stands: behind this many of the `all` items of its last
    /// page. None where there is no walk.
    pub(crate) fn position(
        &self,
        page: Option<&PagePlace>,
        given: u64,
        all: u64,
    ) -> Option<Position> {
        let walk = self.walk.as_ref().ok()?;
        Some(match (&self.failed, page) {
            (Some((_, failed)), _) => failed.clone(),
            (None, Some(page)) => walk.position_behind(page, given, all),
            (None, None) => walk.position(),
        })
    }

    /// Sends what may be sent, and moves it along where it can move; called
    /// with each item. What it brings is kept for [`poll`](Self::poll).
    #[inline]
    pub(crate) fn read_ahead(&mut self) {
        if self.is_sent && !self.wake_flag.is_set() {
            self.skipped_poll = true;
        } else {
            self.note_idle();
            self.send_ahead();
        }
    }

    /// Sends requests up to the most at a time, and moves those along that
    /// nobody waits for.
    fn send_ahead(&mut self) {
        let Ok(walk) = &mut self.walk else { return };
        while self.in_flight.len() < self.concurrency {
            let ask = match self.in_flight.len() {
                0 => walk.next_request(),
                ahead => walk.request_ahead(ahead as u64).map(Ok),
            };
            self.in_flight.push_back(match ask {
                Some(Ok(ask)) => {
                    let ask = Arc::new(ask);
                    let sent = self.fetcher.ahead(ask.clone(), walk.plan.clone());
                    InFlight::Prefetch(Prefetch { ask, sent, came: false, idle_too_long: false })
                }
                Some(Err(error)) => InFlight::Refused(error),
                None => break,
            });
        }
        self.is_sent = true;
        for sent_request in &mut self.in_flight {
            if let InFlight::Prefetch(ahead @ Prefetch { came: false, .. }) = sent_request
                && let Poll::Ready(made) =
                    ahead.sent.exchange.as_mut().poll(&mut self.wake_flag.context())
            {
                ahead.sent.exchange = Box::pin(future::ready(made));
                ahead.came = true;
            }
        }
    }

    /// Notes which requests were left alone: nobody looked at them since the
    /// last poll, or since they could have moved, where the stream was polled.
    fn note_idle(&mut self) {
        let set = self.wake_flag.take();
        let Some(now) = self.fetcher.now() else { return };
        let before = self.looked.replace(now);
        let since = before.map(|before| now.saturating_sub(before));
        let alone = if std::mem::take(&mut self.skipped_poll) { set } else { since };
        if alone.is_some_and(|alone| alone >= IDLE_TOO_LONG) {
            for sent_request in &mut self.in_flight {
                if let InFlight::Prefetch(ahead) = sent_request {
                    ahead.idle_too_long |= !ahead.came;
                }
            }
        }
    }

    /// The rows of the next page, with its place and how many they are; none at
    /// the end.
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

    /// The next page, made into what the stream hands out; none at the end.
    pub(super) fn poll<R>(
        &mut self,
        cx: &mut Context<'_>,
        make: fn(protocol::Page, &Fetcher, &Walk, Decode) -> R,
    ) -> Poll<Option<Result<R, Error>>> {
        self.tell_beginning();
        loop {
            let reply = match ready!(self.poll_reply(cx)) {
                Some(Ok(reply)) => reply,
                Some(Err(error)) => return Poll::Ready(Some(Err(self.fail(error)))),
                None => {
                    self.tell_end();
                    return Poll::Ready(None);
                }
            };
            let Ok(walk) = &mut self.walk else { return Poll::Ready(None) };
            let page = match read(walk, &self.fetcher, reply) {
                // Asked for again in another way.
                Ok(None) => continue,
                Ok(Some(page)) => page,
                Err(error) => return Poll::Ready(Some(Err(self.fail(error)))),
            };
            if walk.request_ahead(0).is_none() {
                // The walk does not go on to the numbers behind.
                self.in_flight.clear();
            }
            self.pages += 1;
            self.items += page.items.len() as u64;
            let page = make(page, &self.fetcher, walk, self.decode);
            self.is_sent = false;
            self.tell_end();
            if self.concurrency > 1 {
                // The window moves with each page.
                self.send_ahead();
            }
            return Poll::Ready(Some(Ok(page)));
        }
    }

    /// The reply to the next request; none at the end.
    fn poll_reply(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Fetched, Error>>> {
        self.note_idle();
        let front = match self.front() {
            Ok(Some(front)) => front,
            Ok(None) => return Poll::Ready(None),
            Err(error) => return Poll::Ready(error.map(Err)),
        };
        let reply = match front {
            InFlight::Awaited(sent) => sent.as_mut().poll(cx),
            InFlight::Refused(error) => Poll::Ready(Err(error.clone())),
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

    /// Ends the walk with an error that says where it was.
    fn fail(&mut self, error: Error) -> Error {
        self.in_flight.clear();
        let Ok(walk) = &mut self.walk else { return error };
        let error = error.or_standing(|| walk.position());
        self.failed = error.position().map(|position| (error.kind(), position.clone()));
        walk.stop();
        self.tell_failure(&error);
        error
    }

    /// The request of the next page, which is waited for from here on; none at
    /// the end, and an error, once, where there is no walk.
    fn front(&mut self) -> Result<Option<&mut InFlight>, Option<Error>> {
        let walk = self.walk.as_mut().map_err(Option::take)?;
        let decode = Some(walk.decoding(self.decode));
        let front = match self.in_flight.pop_front() {
            Some(InFlight::Prefetch(Prefetch { ask, sent, idle_too_long, .. })) => {
                let first = Some(Prefetched { sent, idle_too_long });
                InFlight::Awaited(self.fetcher.page(ask, &walk.plan, decode, first))
            }
            Some(sent_request) => sent_request,
            None => match walk.next_request() {
                None => return Ok(None),
                Some(Err(error)) => InFlight::Refused(error),
                Some(Ok(ask)) => {
                    InFlight::Awaited(self.fetcher.page(Arc::new(ask), &walk.plan, decode, None))
                }
            },
        };
        self.in_flight.push_front(front);
        Ok(self.in_flight.front_mut())
    }
}

/// Reads a page, and says in the log of this program what the walk warns of.
fn read(walk: &mut Walk, fetcher: &Fetcher, got: Fetched) -> Result<Option<protocol::Page>, Error> {
    let Fetched { ask, response, contents, log } = got;
    let (known, uncounted) = (walk.warnings.len(), walk.warnings.more() == 0);
    let page = walk.read(&ask, response, contents);
    for warning in &walk.warnings[known..] {
        tracing::warn!("{warning}");
    }
    if uncounted && walk.warnings.more() > 0 {
        tracing::warn!("further warnings of single pages of this walk are counted, and not shown");
    }
    let page = page.map_err(|error| log.explain(error))?;
    if let Some(page) = &page {
        fetcher.note_read(ask.page, &log, page.items.len() as u64);
    }
    Ok(page)
}
