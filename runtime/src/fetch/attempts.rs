//! A page, with its attempts: asked for again where that may help, as long as
//! there is time and the walk has retries left.

use crate::client::Client;
use crate::client::retry_policy::RateLimit;
use crate::client::timer::Timer;
use crate::error::{Error, ErrorKind, is_transient_status};
use crate::fetch::retry::{Budget, asked_wait};
use crate::protocol::{Ask, Reply, Tries};
use crate::transport::BoxFuture;
use http::HeaderMap;
use std::future::{Future, poll_fn, ready};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime};
use tracing::field::Empty;
use tracing::{Instrument as _, Span};

/// Gets the pages of one walk.
#[derive(Clone, Debug)]
pub(crate) struct Fetcher {
    client: Client,
    budget: Budget,
    /// The longest time for the walk, and when it is up.
    deadline: Option<Duration>,
    ends: Option<Duration>,
    /// The span of the walk; those of its pages are below it.
    span: Span,
}

/// What an attempt came to.
pub(crate) enum Came {
    /// A reply that is no reason to try again.
    Good(Reply),
    /// A reply whose status may be another one next time.
    Passing(Reply),
    /// No reply.
    Failed(Error),
}

impl Came {
    fn of(exchange: Result<Reply, Error>, client: &Client) -> Self {
        let limited = |limit: &RateLimit, reply: &Reply| limit.is(reply.status, &reply.headers);
        match exchange {
            Ok(reply)
                if is_transient_status(reply.status)
                    || client.rate_limit().is_some_and(|limit| limited(limit, &reply)) =>
            {
                Self::Passing(reply)
            }
            Ok(reply) => Self::Good(reply),
            Err(error) => Self::Failed(error),
        }
    }
}

impl Fetcher {
    /// Gets the pages of a walk of the list at this path of a spec.
    pub(crate) fn new(client: Client, path: &str, deadline: Option<Duration>) -> Self {
        let span = tracing::debug_span!("pagesmith.walk", path);
        Self { client, budget: Budget::full(), deadline, ends: None, span }
    }

    /// One attempt at a page that nobody waits for yet. It has no deadline: it
    /// moves only when the stream is polled, and what happens in between, a
    /// time-out above all, says nothing of the server.
    pub(crate) fn ahead(&self, ask: &Ask, headers: &HeaderMap) -> BoxFuture<Came> {
        let (client, ask, headers) = (self.client.clone(), ask.clone(), headers.clone());
        Box::pin(async move { Came::of(client.exchange(&ask, &headers, None).await, &client) })
    }

    /// What the client's timer says.
    pub(crate) fn now(&self) -> Option<Duration> {
        Some(self.client.timer()?.now())
    }

    /// The page of this request, which is waited for; `first` is an attempt that
    /// was made ahead, and whether its failure says nothing: the next is free
    /// then. The time of the walk begins with its first page.
    pub(crate) fn page(
        &mut self,
        ask: Ask,
        headers: &HeaderMap,
        first: Option<(BoxFuture<Came>, bool)>,
    ) -> BoxFuture<Result<Reply, Error>> {
        self.get(ask, headers, Tries::default(), first)
    }

    /// The same page once more, after a reply whose body broke off; that error
    /// where it may not be asked for again.
    pub(crate) fn again(
        &mut self,
        ask: Ask,
        headers: &HeaderMap,
        tries: Tries,
        error: Error,
    ) -> BoxFuture<Result<Reply, Error>> {
        self.get(ask, headers, tries, Some((Box::pin(ready(Came::Failed(error))), false)))
    }

    /// A page was good, and had this many items.
    pub(crate) fn earn(&self, tries: &Tries, items: u64) {
        self.budget.earn();
        if let Some(span) = &tries.span {
            span.record("items", items);
        }
    }

    fn get(
        &mut self,
        ask: Ask,
        headers: &HeaderMap,
        tries: Tries,
        first: Option<(BoxFuture<Came>, bool)>,
    ) -> BoxFuture<Result<Reply, Error>> {
        if let (None, Some(deadline), Some(timer)) = (self.ends, self.deadline, self.client.timer())
        {
            self.ends = Some(timer.now().saturating_add(deadline));
        }
        let mut tries = tries;
        let span = tries.span.get_or_insert_with(|| {
            let page = ask.page;
            tracing::debug_span!(parent: &self.span, "pagesmith.page", page, attempts = Empty, status = Empty, bytes = Empty, ms = Empty, items = Empty)
        });
        let span = span.clone();
        let attempts = Attempts { fetcher: self.clone(), ask, headers: headers.clone(), tries };
        Box::pin(attempts.run(first).instrument(span))
    }
}

/// The attempts at one page.
struct Attempts {
    fetcher: Fetcher,
    ask: Ask,
    headers: HeaderMap,
    tries: Tries,
}

impl Attempts {
    async fn run(mut self, first: Option<(BoxFuture<Came>, bool)>) -> Result<Reply, Error> {
        let began = self.timer().map(|timer| timer.now());
        let retry = *self.fetcher.client.retry();
        if let (None, Some(timer)) = (self.tries.ends, self.timer()) {
            let page = timer.now().saturating_add(retry.page_timeout);
            self.tries.ends = Some(self.fetcher.ends.map_or(page, |walk| walk.min(page)));
        }
        let mut free = first.as_ref().is_some_and(|(_, free)| *free);
        let mut came = match first {
            Some((first, _)) => {
                self.tries.made = self.tries.made.max(1);
                self.in_time(async { Ok(first.await) }).await.unwrap_or_else(Came::Failed)
            }
            None => self.attempt().await,
        };
        loop {
            let asked = match &came {
                Came::Passing(reply) => {
                    asked_wait(&reply.headers, self.fetcher.client.rate_limit(), SystemTime::now())
                }
                Came::Failed(error) if error.is_worth_another() => None,
                Came::Good(_) | Came::Failed(_) => break,
            };
            if free && matches!(came, Came::Failed(_)) {
                free = false;
                came = self.attempt().await;
                continue;
            }
            match self.wait(asked) {
                Ok(wait) => {
                    tracing::debug!(attempt = self.tries.made, "the page is asked for again");
                    wait.await;
                }
                Err(gave_up) => {
                    self.tries.gave_up = gave_up;
                    self.tries.retry_after = asked;
                    break;
                }
            }
            came = self.attempt().await;
        }
        let span = Span::current();
        span.record("attempts", self.tries.made);
        if let (Some(began), Some(timer)) = (began, self.timer()) {
            let ms = timer.now().saturating_sub(began).as_millis();
            span.record("ms", u64::try_from(ms).unwrap_or(u64::MAX));
        }
        if let Came::Good(reply) | Came::Passing(reply) = &came {
            span.record("status", reply.status.as_u16()).record("bytes", reply.body.len());
        }
        let tries = self.tries;
        match came {
            Came::Good(reply) | Came::Passing(reply) => Ok(Reply { tries, ..reply }),
            Came::Failed(error) => Err(error.at(self.ask.page, &self.ask.url).tried(
                tries.made,
                tries.retry_after,
                tries.gave_up,
            )),
        }
    }

    fn timer(&self) -> Option<Arc<dyn Timer>> {
        self.fetcher.client.timer()
    }

    /// One exchange, within the time for the page.
    async fn attempt(&mut self) -> Came {
        self.tries.made += 1;
        let client = &self.fetcher.client;
        let exchange = client.exchange(&self.ask, &self.headers, self.tries.ends);
        Came::of(self.in_time(exchange).await, client)
    }

    /// What a future gives, or an error when the time is up first.
    async fn in_time<T>(&self, future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let (Some(timer), Some(left)) = (self.timer(), self.time_left()) else {
            return future.await;
        };
        let late = || {
            let walk = self.fetcher.ends.is_some() && self.fetcher.ends == self.tries.ends;
            let what = if walk { "the walk" } else { "the page, with its retries," };
            Error::new(ErrorKind::Timeout, format!("{what} took longer than it may"))
        };
        if left.is_zero() {
            return Err(late());
        }
        let (mut future, mut time) = (pin!(future), pin!(timer.sleep(left)));
        poll_fn(|cx| match future.as_mut().poll(cx) {
            // A transport that waits by itself says so in words of its own.
            Poll::Ready(Err(error)) if self.is_up() && error.kind() == ErrorKind::Transport => {
                Poll::Ready(Err(late().because(error)))
            }
            Poll::Ready(made) => Poll::Ready(made),
            Poll::Pending => time.as_mut().poll(cx).map(|()| Err(late())),
        })
        .await
    }

    fn is_up(&self) -> bool {
        self.time_left().is_some_and(|left| left.is_zero())
    }

    fn time_left(&self) -> Option<Duration> {
        Some(self.tries.ends?.saturating_sub(self.timer()?.now()))
    }

    /// Waits before the next attempt: as long as the server asks, or else for a
    /// random part of a bound that doubles. An error says why there is none.
    fn wait(&self, asked: Option<Duration>) -> Result<BoxFuture<()>, Option<&'static str>> {
        let retry = self.fetcher.client.retry();
        let (Some(timer), Some(left)) = (self.timer(), self.time_left()) else {
            return Err(None);
        };
        if self.tries.made >= retry.attempts || !self.ask.is_repeatable() {
            return Err(None);
        }
        let wait =
            asked.unwrap_or_else(|| self.fetcher.client.jitter(retry.bound(self.tries.made)));
        if wait > left || left.is_zero() {
            return Err(Some("the time that is left is shorter than the wait"));
        }
        if !self.fetcher.budget.spend() {
            return Err(Some("and the walk has no retries left: too many of its pages failed"));
        }
        Ok(timer.sleep(wait))
    }
}
