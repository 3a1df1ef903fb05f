//! A provider's credentials, as long as the server accepts them. One call serves all
//! requests that wait.

use super::{AuthProvider, Credentials};
use crate::client::shared_future::{SharedFuture, lock};
use crate::error::{Error, ErrorKind};
use crate::transport::BoxError;
use std::sync::{Arc, Mutex, Weak};

/// A provider, with its latest credentials.
pub(crate) struct Provider {
    source: Arc<dyn AuthProvider>,
    state: Arc<Mutex<State>>,
}

/// Credentials of a provider, with their number, counted from 1.
#[derive(Clone)]
pub(crate) struct Lease {
    pub(crate) credentials: Credentials,
    pub(crate) round: u64,
}

type Cause = Arc<dyn std::error::Error + Send + Sync>;

#[derive(Default)]
struct State {
    lease: Option<Lease>,
    /// How often it returned credentials.
    rounds: u64,
    /// Whether the last ones were refused.
    refused: bool,
    /// Why the last credentials were not replaced.
    failed: Option<Cause>,
    call: Weak<SharedFuture<Result<Lease, Cause>>>,
}

impl Provider {
    pub(crate) fn new(source: impl AuthProvider) -> Self {
        Self { source: Arc::new(source), state: Arc::default() }
    }

    /// The query parameter that carries the credentials.
    pub(super) fn query_param(&self) -> Option<&str> {
        self.source.query_param()
    }

    /// The current credentials, or else new ones from the provider.
    pub(crate) async fn lease(&self) -> Result<Lease, Error> {
        let call = {
            let mut state = lock(&self.state);
            if let Some(held) = &state.lease {
                return Ok(held.clone());
            }
            self.shared_call(&mut state)
        };
        finish(call).await
    }

    /// Credentials newer than those of this round, which were refused. All requests
    /// that they refused share one renewal.
    pub(crate) async fn refreshed(&self, refused: u64) -> Result<Lease, Error> {
        let call = {
            let mut state = lock(&self.state);
            state.refuse(refused);
            match (&state.lease, &state.failed) {
                (Some(held), _) => return Ok(held.clone()),
                (None, Some(cause)) => return Err(failed(cause)),
                (None, None) => self.shared_call(&mut state),
            }
        };
        finish(call).await
    }

    /// Notes that the credentials of this round were refused.
    pub(crate) fn refused(&self, round: u64) {
        lock(&self.state).refuse(round);
    }

    /// The current call, or a new one. The provider does not run before the call is polled.
    fn shared_call(&self, state: &mut State) -> Arc<SharedFuture<Result<Lease, Cause>>> {
        if let Some(call) = state.call.upgrade() {
            return call;
        }
        let (source, kept, refused) = (self.source.clone(), self.state.clone(), state.refused);
        let call = SharedFuture::new(Box::pin(async move {
            let given = if refused { source.refresh().await } else { source.credentials().await };
            let given = given.and_then(|given| match given.param() {
                param if param.is_none() || param == source.query_param() => Ok(given),
                _ => Err(
                    "the credentials are for a query parameter that `query_param` does not name"
                        .into(),
                ),
            });
            lock(&kept).keep(given)
        }));
        state.call = Arc::downgrade(&call);
        call
    }
}

impl State {
    fn refuse(&mut self, round: u64) {
        if self.lease.take_if(|held| held.round == round).is_some() {
            self.refused = true;
        }
    }

    fn keep(&mut self, given: Result<Credentials, BoxError>) -> Result<Lease, Cause> {
        self.call = Weak::new();
        match given {
            Ok(credentials) => {
                self.rounds += 1;
                let held = Lease { credentials, round: self.rounds };
                (self.refused, self.failed) = (false, None);
                self.lease = Some(held.clone());
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

async fn finish(call: Arc<SharedFuture<Result<Lease, Cause>>>) -> Result<Lease, Error> {
    match call.wait().await {
        Some(given) => given.map_err(|cause| failed(&cause)),
        None => Err(Error::new(ErrorKind::Auth, "the auth provider panicked")),
    }
}

fn failed(cause: &Cause) -> Error {
    Error::new(ErrorKind::Auth, "the auth provider failed").because(cause.clone())
}
