//! The attempts at a page: each sends the request, reads the body and decodes it.
//! [`retry::decide`] decides whether to make another.

mod prefetch;
mod record;
mod time_out;

pub(crate) use self::prefetch::{PrefetchRequest, Prefetched};
pub(crate) use self::record::{AttemptLog, Failure, Fetched};

use crate::client::Client;
use crate::client::activity::Activity;
use crate::client::page_limits::PageLimits;
use crate::client::timer::Timer;
use crate::error::{Error, ErrorKind};
use crate::fetch::concurrency::{Concurrency, Sent, is_refusal};
use crate::fetch::page_time::PageTime;
use crate::fetch::retry::{self, AttemptResult, Budget, Decision, Situation, StopReason};
use crate::fetch::tally::{Counts, Tally};
use crate::list::rows::Decode;
use crate::protocol::{Arrived, Contents, PageRequest, Plan, Response};
use crate::transport::BoxFuture;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};
use tracing::field::Empty;
use tracing::{Instrument as _, Span};

/// Fetches the pages of one walk.
#[derive(Clone, Debug)]
pub(crate) struct Fetcher {
    client: Client,
    budget: Budget,
    tally: Tally,
    concurrency: Concurrency,
    /// How long the walk may take.
    deadline: Option<Duration>,
    /// When the time for the walk is up, by the client's timer.
    ends_at: Option<Duration>,
    /// The span of the walk, the parent of its pages' spans.
    span: Span,
}

/// The result of sending a request once: the response, and what was read of the page while it
/// arrived.
pub(crate) type Exchanged = Result<(Response, Option<Arrived>), Error>;

impl Fetcher {
    /// A fetcher for one walk; `path` is the list's path as the spec writes it.
    pub(crate) fn new(client: Client, path: &str, deadline: Option<Duration>) -> Self {
        let span = tracing::debug_span!("pagesmith.walk", path);
        let (budget, tally) = (Budget::full(), Tally::default());
        let concurrency = Concurrency::of(1);
        Self { client, budget, tally, concurrency, deadline, ends_at: None, span }
    }

    /// A fetcher that requests at most this many pages at a time.
    pub(crate) fn with_concurrency(self, most: usize) -> Self {
        Self { concurrency: Concurrency::of(most), ..self }
    }

    /// How many pages may be requested at a time now.
    pub(crate) fn concurrency(&self) -> usize {
        self.concurrency.now()
    }

    /// Sends a request once, and notes when its reply arrived, and whether it refuses.
    async fn exchange(
        &self,
        request: &PageRequest,
        page: (&Plan, &OnceLock<Decode>),
        time: &PageTime,
        sent: Sent,
    ) -> Exchanged {
        let (response, arrived) = self.client.exchange(request, page, time, &self.tally).await?;
        // A page read ahead is decoded only when its turn comes, which is too late for those
        // that follow it.
        let is_later = || self.concurrency() > 1 && page.0.says_later(&response, None).is_some();
        if is_refusal(&response, self.client.rate_limit()) || is_later() {
            self.concurrency.note_refused(sent);
        }
        if let Some(now) = self.now() {
            time.note_reply(now);
        }
        Ok((response, arrived))
    }

    /// The counts of the walk so far.
    pub(crate) fn counts(&self) -> Counts {
        self.tally.so_far()
    }

    /// A fetcher for pages outside of the walk, with its own counts.
    pub(crate) fn with_own_counts(self) -> Self {
        Self { tally: Tally::default(), ..self }
    }

    /// The time of the client's timer.
    pub(crate) fn now(&self) -> Option<Duration> {
        Some(self.client.timer()?.now())
    }

    /// Fetches and decodes the page of this request, which may be requested in half its
    /// size if `can_halve`. The time of the walk begins with its first page.
    pub(crate) fn page(
        &mut self,
        request: Arc<PageRequest>,
        plan: &Arc<Plan>,
        decode: Option<Decode>,
        first: Option<Prefetched>,
        can_halve: bool,
    ) -> BoxFuture<Result<Fetched, Failure>> {
        if let (None, Some(deadline), Some(timer)) =
            (self.ends_at, self.deadline, self.client.timer())
        {
            self.ends_at = Some(timer.now().saturating_add(deadline));
        }
        let page = request.page;
        let span = tracing::debug_span!(parent: &self.span, "pagesmith.page", page, attempts = Empty, status = Empty, bytes = Empty, ms = Empty, items = Empty);
        let log = AttemptLog {
            attempts: 0,
            overloads: 0,
            stop_reason: StopReason::Final,
            retry_after: None,
            limited_by_walk: false,
            span: span.clone(),
        };
        let decode = decode.map_or_else(OnceLock::new, |decode| {
            let PageLimits { items, memory, .. } = self.client.page_limits();
            OnceLock::from(decode.of_page(items, memory))
        });
        if let (Some(first), Some(decode)) = (&first, decode.get()) {
            let _set_once = first.sent.decode.set(decode.clone());
        }
        let (fetcher, plan) = (self.clone(), plan.clone());
        let time = first.as_ref().map_or_else(
            || Arc::new(PageTime::of_walk(self.ends_at)),
            |first| first.sent.time.clone(),
        );
        let (last, arrived) = (None, Mutex::default());
        let attempts =
            Attempts { fetcher, plan, decode, request, time, can_halve, last, arrived, log };
        Box::pin(attempts.run(first).instrument(span))
    }

    /// Reports that a page with this many items was accepted, and refills the retry budget.
    pub(crate) fn note_read(&self, page: u64, log: &AttemptLog, items: u64) {
        self.client.note(&Activity::Read { page, items });
        self.budget.refill();
        self.concurrency.note_good();
        log.span.record("items", items);
    }
}

/// The attempts at one page.
struct Attempts {
    fetcher: Fetcher,
    plan: Arc<Plan>,
    /// How the rows of the page are read, if it is one.
    decode: OnceLock<Decode>,
    request: Arc<PageRequest>,
    time: Arc<PageTime>,
    /// Whether the page can be requested in half its size.
    can_halve: bool,
    /// The error of the previous attempt.
    last: Option<Error>,
    /// What was read of a response that asks to try again later, while it arrived.
    arrived: Mutex<Option<Arrived>>,
    log: AttemptLog,
}

impl Attempts {
    async fn run(mut self, first: Option<Prefetched>) -> Result<Fetched, Failure> {
        let began = self.timer().map(|timer| timer.now());
        if let Some(began) = began {
            self.time.begin(began, self.fetcher.client.retry().page_timeout, self.fetcher.ends_at);
        }
        let was_idle = first.as_ref().is_some_and(|first| first.idle_too_long);
        let mut outcome = self.attempt(first.map(|first| first.sent.exchange)).await;
        loop {
            let (wait, cost, halves) = match self.decide(&outcome, was_idle) {
                Decision::Retry { wait, cost } => (wait, cost, false),
                Decision::Halve { wait, cost } => (wait, cost, true),
                Decision::GiveUp { .. } => break,
            };
            self.fetcher.tally.note_retry(wait);
            self.note_retry(wait, &outcome);
            if halves {
                self.record(began, &outcome);
            }
            let failure = self.note_failure(outcome, wait, cost);
            if let (Some(timer), 1..) = (self.timer(), cost) {
                timer.sleep(wait).await;
            }
            if halves {
                return Err(Failure::TooLarge(failure));
            }
            self.last = Some(failure);
            outcome = self.attempt(None).await;
        }
        self.record(began, &outcome);
        self.finish(outcome).map_err(Failure::Other)
    }

    /// One attempt within the time for the page. The first may be in flight already.
    async fn attempt(&mut self, sent: Option<BoxFuture<Exchanged>>) -> AttemptResult {
        self.log.attempts += 1;
        let exchanged = if let Some(sent) = sent {
            self.in_time(sent).await
        } else {
            let sent = self.fetcher.concurrency.note_sent();
            let page = (&*self.plan, &self.decode);
            let exchange = self.fetcher.exchange(&self.request, page, &self.time, sent);
            self.in_time(exchange).await
        };
        match exchanged {
            Ok((response, arrived))
                if AttemptResult::is_transient(&response, self.fetcher.client.rate_limit()) =>
            {
                self.arrived = Mutex::new(arrived);
                let wait = self.plan.wait_of_refusal(&response);
                AttemptResult::Transient(response, wait)
            }
            Ok((response, arrived)) => match self.contents(&response, arrived) {
                Ok(contents) => self.unless_later(response, contents),
                Err(error) => AttemptResult::Error(error),
            },
            Err(error) => {
                let page = self.request.page;
                let error = error.at(page, &self.request.at, &self.request.url, &self.request.path);
                self.fetcher.client.note(&Activity::Failed { page, error: &error });
                AttemptResult::Error(error)
            }
        }
    }

    /// A decoded response is final, unless it says by the API's own code that the request
    /// came too early.
    fn unless_later(&self, response: Response, contents: Option<Contents>) -> AttemptResult {
        let is_page = self.decode.get().is_some();
        match self.plan.says_later(&response, contents.as_ref()).filter(|_| is_page) {
            Some(early) => AttemptResult::Transient(response, early.wait),
            None => AttemptResult::Final(response, contents),
        }
    }

    /// Pauses the client if a page asks for it.
    fn heed_pause(&self, contents: Option<&Contents>) {
        let wait = contents.and_then(|contents| self.plan.wait_after(contents));
        if let (Some(wait), Some(timer)) = (wait, self.timer()) {
            self.fetcher.client.inner().pause.extend(timer.now(), wait);
        }
    }

    /// Reports a retry to the activity hook.
    fn note_retry(&self, wait: Duration, outcome: &AttemptResult) {
        let server_set_wait = match outcome {
            AttemptResult::Transient(response, wait) => {
                let limit = self.fetcher.client.rate_limit();
                let asked = retry::retry_after(&response.headers, limit, SystemTime::now());
                asked.or(*wait).is_some()
            }
            AttemptResult::Final(..) | AttemptResult::Error(_) => false,
        };
        let page = self.request.page;
        self.fetcher.client.note(&Activity::Retrying { page, wait, server_set_wait });
    }

    /// Logs the error of an attempt that will be retried, and returns it. A retry that costs
    /// nothing is not the server's fault, and is logged at the debug level.
    fn note_failure(&self, outcome: AttemptResult, wait: Duration, cost: u32) -> Error {
        let failure = match outcome {
            AttemptResult::Final(response, _) | AttemptResult::Transient(response, _) => {
                let what = format!("the server answered {}", response.status);
                Error::new(ErrorKind::Status, what)
            }
            AttemptResult::Error(error) => error,
        };
        let (page, attempt, path) = (self.request.page, self.log.attempts, &*self.plan.list.path);
        let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        let why = failure.message();
        if cost > 0 {
            tracing::warn!(page, path, attempt, wait_ms, why, "retrying the page");
        } else {
            tracing::debug!(page, path, attempt, why, "retrying the page");
        }
        failure
    }

    /// The decoded body of a response, if decoding was requested.
    fn contents(
        &self,
        response: &Response,
        arrived: Option<Arrived>,
    ) -> Result<Option<Contents>, Error> {
        let Some(decode) = self.decode.get().cloned() else { return Ok(None) };
        let (client, page) = (&self.fetcher.client, self.request.page);
        client.note(&Activity::Decoding { page });
        let contents = self.plan.decode(&self.request, response, decode, arrived);
        client.note(&Activity::Decoded { page });
        contents
    }

    /// Decides whether to make another attempt, and takes its cost from the budget. If
    /// not, the reason is stored in `log`.
    fn decide(&mut self, outcome: &AttemptResult, was_idle: bool) -> Decision {
        if matches!(outcome, AttemptResult::Final(..)) {
            // The usual outcome, so no clock is read for it.
            return Decision::GiveUp { why: StopReason::Final, retry_after: None };
        }
        let client = &self.fetcher.client;
        let is_reply = matches!(outcome, AttemptResult::Transient(..));
        let is_idle = was_idle && self.log.attempts == 1;
        let is_overload = !is_idle && retry::is_overload(outcome, client.rate_limit());
        self.log.overloads = if is_overload { self.log.overloads + 1 } else { 0 };
        let since_reply = self.fetcher.now().filter(|_| is_reply);
        let mut budget = self.fetcher.budget.tokens();
        let now = Situation {
            policy: client.retry(),
            limit: client.rate_limit(),
            is_repeatable: self.request.is_repeatable(),
            attempts: self.log.attempts,
            was_idle,
            since_reply: since_reply.map_or(Duration::ZERO, |now| self.time.since_reply(now)),
            time_left: self.time_left(),
            can_halve: self.can_halve,
            overloads: self.log.overloads,
            walk_time_left: self.walk_time_left(),
            budget: *budget,
            date: SystemTime::now(),
        };
        let decision = retry::decide(outcome, &now, |bound| client.jitter(bound));
        match decision {
            Decision::Retry { cost, .. } | Decision::Halve { cost, .. } => *budget -= cost,
            Decision::GiveUp { why, retry_after } => {
                (self.log.stop_reason, self.log.retry_after) = (why, retry_after);
            }
        }
        decision
    }

    /// Records the attempts, the time, the status and the size in the page's span.
    fn record(&self, began: Option<Duration>, outcome: &AttemptResult) {
        let span = &self.log.span;
        span.record("attempts", self.log.attempts);
        if let (Some(began), Some(timer)) = (began, self.timer()) {
            let ms = timer.now().saturating_sub(began).as_millis();
            span.record("ms", u64::try_from(ms).unwrap_or(u64::MAX));
        }
        if let AttemptResult::Final(response, _) | AttemptResult::Transient(response, _) = outcome {
            span.record("status", response.status.as_u16()).record("bytes", response.length());
        }
    }

    /// The result of the last attempt. If its response, too, asks us to try again
    /// later, its body is decoded all the same.
    fn finish(mut self, outcome: AttemptResult) -> Result<Fetched, Error> {
        let contents = match outcome {
            AttemptResult::Final(response, contents) => {
                self.heed_pause(contents.as_ref());
                Ok((response, contents))
            }
            AttemptResult::Transient(response, _) => {
                let arrived = self.arrived.get_mut().unwrap_or_else(PoisonError::into_inner).take();
                self.contents(&response, arrived).map(|contents| (response, contents))
            }
            AttemptResult::Error(error) => Err(error),
        };
        let Self { request, mut log, .. } = self;
        log.limited_by_walk = self.time.is_limited_by_walk();
        match contents {
            Ok((response, contents)) => Ok(Fetched { request, response, contents, log }),
            Err(error) => Err(log.explain(error)),
        }
    }

    fn timer(&self) -> Option<Arc<dyn Timer>> {
        self.fetcher.client.timer()
    }
}
