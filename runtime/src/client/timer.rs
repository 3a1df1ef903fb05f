//! Time, as a client sees it: monotonic, and injectable.

use crate::transport::BoxFuture;
use std::sync::Arc;
use std::time::Duration;

/// A monotonic clock that can wait.
///
/// The default is that of the tokio runtime which polls the stream, with the
/// feature `reqwest`. Give your own
/// ([`ClientBuilder::timer`](crate::ClientBuilder::timer)) for another
/// runtime, or to let tests pass without waiting.
pub trait Timer: Send + Sync + 'static {
    /// The time since some moment that stays the same; it never goes back.
    fn now(&self) -> Duration;

    /// A future that is ready after this time.
    fn sleep(&self, time: Duration) -> BoxFuture<()>;
}

/// The clock of the runtime that polls us, where that is known.
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

/// Tokio's clock; paused where tokio's is.
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
