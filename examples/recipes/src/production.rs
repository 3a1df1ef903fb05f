//! A client for a service: its settings, its figures, and what to do about errors.

use crate::records::Message;
use futures_util::future::{Either, select};
use pagesmith::{Client, Error, ErrorKind, Evidence, Outcome, Position, Retry, Secret};
use std::env;
use std::pin::pin;
use std::time::Duration;

/// The client of a service: build it once, and clone it.
///
/// # Errors
/// When a setting is invalid; nothing is sent.
pub fn client(url: &str, project: &str, token: Secret) -> Result<Client, Error> {
    Client::builder(url)
        .basic(project, token)
        .environment_proxy()
        .reqwest(|http| http.user_agent("billing/1.4").pool_idle_timeout(Duration::from_secs(30)))
        .retry(Retry::default().attempts(6).page_timeout(Duration::from_secs(60)))
        .rate(5.0)
        .max_page_bytes(8 << 20)
        .build()
}

/// A client with a token from the environment.
///
/// # Errors
/// When the variable is not set, or the token can't be used.
pub fn from_environment(url: &str) -> Result<Client, Box<dyn std::error::Error>> {
    let token = env::var("API_TOKEN").map_err(|_| "API_TOKEN is not set")?;
    Ok(Client::builder(url).bearer(token).build()?)
}

/// What a service counts.
pub trait Metrics {
    /// Adds to a counter.
    fn add(&mut self, counter: &'static str, count: u64);
}

/// Counts a walk that has ended.
pub fn count(metrics: &mut impl Metrics, outcome: &Outcome) {
    metrics.add("items", outcome.items);
    metrics.add("pages", outcome.pages);
    metrics.add("requests", outcome.requests);
    metrics.add("retries", outcome.retries);
    metrics.add("waited_ms", u64::try_from(outcome.waited.as_millis()).unwrap_or(u64::MAX));
    metrics.add("warnings", outcome.warnings.len() as u64 + outcome.more_warnings);
    metrics.add("unproven", u64::from(outcome.evidence == Evidence::Unproven));
}

/// What to do after an error.
#[derive(Debug, PartialEq)]
pub enum Next {
    /// Go on from this position, after this time.
    Resume(Box<Position>, Duration),
    /// Begin again: the list changed, or its position has expired.
    StartOver,
    /// Tell a person.
    Report(String),
}

/// Decides what to do after an error.
#[must_use]
pub fn after(error: &Error) -> Next {
    match error.kind() {
        ErrorKind::Drifted => Next::StartOver,
        _ if error.is_position_refused() => Next::StartOver,
        _ if error.is_transient() => match error.position() {
            Some(position) => {
                let wait = error.retry_after().unwrap_or(Duration::from_secs(60));
                Next::Resume(Box::new(position.clone()), wait)
            }
            None => Next::StartOver,
        },
        _ => Next::Report(error.to_string()),
    }
}

/// Lists messages until the service shuts down. Returns where to go on, if the list has
/// not ended.
///
/// # Errors
/// When the walk fails.
pub async fn run(
    client: &Client,
    account: &str,
    shutdown: impl Future<Output = ()>,
    mut handle: impl FnMut(Message),
) -> Result<Option<Position>, Error> {
    let list = Message::list(client, account).page_size(1000);
    let mut messages = list.deadline(Duration::from_secs(3600)).items();
    let mut shutdown = pin!(shutdown);
    loop {
        match select(shutdown.as_mut(), pin!(messages.next())).await {
            Either::Left(_) => break,
            Either::Right((Some(message), _)) => handle(message?),
            Either::Right((None, _)) => return Ok(None),
        }
    }
    Ok(messages.position())
}
