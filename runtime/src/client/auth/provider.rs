//! A provider's credentials, for as long as the server takes them: one call
//! serves all that wait.

use super::{AuthProvider, Credentials};
use crate::client::shared_future::{SharedFuture, lock};
use crate::error::{Error, ErrorKind};
use crate::transport::BoxError;
use std::sync::{Arc, Mutex, Weak};

/// A provider, with what it gave last.
pub(crate) struct Provider {
    source: Arc<dyn AuthProvider>,
    state: Arc<Mutex<State>>,
}

/// Credentials of a provider, and which they are, counted from 1.
#[derive(Clone)]
pub(crate) struct Lease {
    pub(crate) credentials: Credentials,
    pub(crate) round: u64,
}

type Cause = Arc<dyn std::error::Error + Send + Sync>;

#[derive(Default)]
struct State {
    held: Option<Lease>,
    /// How often it gave credentials.
    rounds: u64,
    /// Whether the last ones were refused.
    refused: bool,
    /// Why the last credentials were not replaced.
    failed: Option<Cause>,
    flight: Weak<SharedFuture<Result<Lease, Cause>>>,
}

impl Provider {
    pub(crate) fn new(source: impl AuthProvider) -> Self {
        Self { source: Arc::new(source), state: Arc::default() }
    }

    /// The query parameter that carries the credentials.
    pub(super) fn query_param(&self) -> Option<&str> {
        self.source.query_param()
    }

    /// The credentials there are, or else those that the provider gives.
    pub(crate) async fn lease(&self) -> Result<Lease, Error> {
        let flight = {
            let mut state = lock(&self.state);
            if let Some(held) = &state.held {
                return Ok(held.clone());
            }
            self.flight(&mut state)
        };
        land(flight).await
    }

    /// Others than those of this round, which were refused. Whoever comes
    /// late gets what the first one got.
    pub(crate) async fn refreshed(&self, refused: u64) -> Result<Lease, Error> {
        let flight = {
            let mut state = lock(&self.state);
            state.refuse(refused);
            match (&state.held, &state.failed) {
                (Some(held), _) => return Ok(held.clone()),
                (None, Some(cause)) => return Err(failed(cause)),
                (None, None) => self.flight(&mut state),
            }
        };
        land(flight).await
    }

    /// The credentials of this round were refused.
    pub(crate) fn refused(&self, round: u64) {
        lock(&self.state).refuse(round);
    }

    /// The call under way, or a new one. Nothing of the provider's runs before
    /// it is polled.
    fn flight(&self, state: &mut State) -> Arc<SharedFuture<Result<Lease, Cause>>> {
        if let Some(flight) = state.flight.upgrade() {
            return flight;
        }
        let (source, kept, refused) = (self.source.clone(), self.state.clone(), state.refused);
        let flight = SharedFuture::new(Box::pin(async move {
            let given = if refused { source.refresh().await } else { source.credentials().await };
            let given = given.and_then(|given| match given.param() {
                param if param.is_none() || param == source.query_param() => Ok(given),
                _ => {
                    Err("the credentials go in a query parameter that `query_param` does not name"
                        .into())
                }
            });
            lock(&kept).keep(given)
        }));
        state.flight = Arc::downgrade(&flight);
        flight
    }
}

impl State {
    fn refuse(&mut self, round: u64) {
        if self.held.take_if(|held| held.round == round).is_some() {
            self.refused = true;
        }
    }

    fn keep(&mut self, given: Result<Credentials, BoxError>) -> Result<Lease, Cause> {
        self.flight = Weak::new();
        match given {
            Ok(credentials) => {
                self.rounds += 1;
                let held = Lease { credentials, round: self.rounds };
                (self.refused, self.failed) = (false, None);
                self.held = Some(held.clone());
                Ok(held)
            }
            Err(cause) => {
                let cause = Cause::from(cause);
                self.failed = Some(cause.clone());
                Err(cause)
            }
        }
    }
}

async fn land(flight: Arc<SharedFuture<Result<Lease, Cause>>>) -> Result<Lease, Error> {
    match flight.wait().await {
        Some(given) => given.map_err(|cause| failed(&cause)),
        None => Err(Error::new(ErrorKind::Auth, "the auth provider panicked")),
    }
}

fn failed(cause: &Cause) -> Error {
    Error::new(ErrorKind::Auth, "the auth provider gave no credentials").because(cause.clone())
}
