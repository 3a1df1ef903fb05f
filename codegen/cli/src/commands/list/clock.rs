//! A clock with a thread of its own, so that the time limits of a run hold however long a poll of
//! the connection takes: in one, hyper parses all interim replies (`1xx`) that have arrived.

use pagesmith::Timer;
use pagesmith::transport::BoxFuture;
use std::io;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Handle};

/// The clock of a run.
pub(super) struct Clock {
    began: Instant,
    /// The runtime of its thread, which does nothing but wake what waits for a time.
    times: Handle,
}

impl Clock {
    /// Starts its thread, which ends with the process.
    pub(super) fn start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_time().build()?;
        let times = runtime.handle().clone();
        let keep_time = move || runtime.block_on(std::future::pending::<()>());
        std::thread::Builder::new().name("clock".to_owned()).spawn(keep_time)?;
        Ok(Self { began: Instant::now(), times })
    }
}

impl Timer for Clock {
    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<()> {
        let _of_this_clock = self.times.enter();
        Box::pin(tokio::time::sleep(time))
    }
}
