//! The clock of a client, which can be replaced.

use crate::transport::BoxFuture;
use std::sync::Arc;
use std::time::Duration;

/// A monotonic clock that can wait.
///
/// With the feature `reqwest`, the default is the clock of the tokio runtime that polls
/// the stream. Set your own by [`ClientBuilder::timer`](crate::ClientBuilder::timer)
/// for another runtime, or for tests without waiting.
///
/// ```
/// use pagesmith::Timer;
/// use pagesmith::transport::BoxFuture;
/// use std::time::{Duration, Instant};
///
/// /// The clock of another runtime, whose own `sleep` goes in place of tokio's.
/// struct Clock(Instant);
///
/// impl Timer for Clock {
///     fn now(&self) -> Duration {
///         self.0.elapsed()
///     }
///
///     fn sleep(&self, time: Duration) -> BoxFuture<()> {
///         Box::pin(tokio::time::sleep(time))
///     }
/// }
///
/// let client = pagesmith::Client::builder("https://api.test").timer(Clock(Instant::now())).build();
/// assert!(client.is_ok());
/// ```
pub trait Timer: Send + Sync + 'static {
    /// The time since a fixed moment; it never goes back.
    fn now(&self) -> Duration;

    /// A future that is ready after this time.
    fn sleep(&self, time: Duration) -> BoxFuture<()>;
}

/// The clock of the current runtime, if that is known.
pub(crate) fn of_runtime() -> Option<Arc<dyn Timer>> {
    #[cfg(feature = "reqwest")]
    {
        static TOKIO: std::sync::LazyLock<Arc<dyn Timer>> =
            std::sync::LazyLock::new(|| Arc::new(Tokio));
        if tokio::runtime::Handle::try_current().is_ok() {
            return Some(TOKIO.clone());
        }
    }
    None
}

/// Tokio's clock, which tests can pause.
#[cfg(feature = "reqwest")]
#[derive(Debug, Default)]
pub(crate) struct Tokio;

#[cfg(feature = "reqwest")]
impl Timer for Tokio {
    fn now(&self) -> Duration {
        use std::sync::OnceLock;
        use tokio::time::Instant;
        static ORIGIN: OnceLock<std::time::Instant> = OnceLock::new();
        let origin = *ORIGIN.get_or_init(std::time::Instant::now);
        Instant::now().into_std().saturating_duration_since(origin)
    }

    fn sleep(&self, time: Duration) -> BoxFuture<()> {
        Box::pin(tokio::time::sleep(time))
    }
}
