//! A scenario on its server, and the driver that walks it.

use fake_api::scenarios::{Scenario, Stage};
use pagesmith::blocking::{self, Ureq};
use pagesmith::testing::Clock;
use pagesmith::transport::{Body, BoxError, BoxFuture, TimeLeft, Transport};
use pagesmith::{Client, ClientBuilder, Error, Outcome, Paged, Pager, Position, Timer, Warning};
use std::future::Future;
use std::ops::Deref;
use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, JoinHandle, Thread};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How a call is made: by the streams, or by the iterators of `blocking`.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Way {
    Async,
    Blocking,
}

/// A running scenario, and the way in which it is walked.
pub(crate) struct Scene {
    stage: Stage,
    pub(crate) way: Way,
    clock: Arc<dyn Watch>,
    /// Whether the server is slow, so that time-outs have to pass.
    slow: bool,
    /// The server's own thread, where the walk blocks this one.
    server: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Deref for Scene {
    type Target = Stage;

    fn deref(&self) -> &Stage {
        &self.stage
    }
}

impl Scene {
    /// Starts the scenario, on this thread for streams.
    pub(crate) async fn start(scenario: &'static Scenario, way: Way) -> Self {
        let slow = ["drip", "stall"].iter().any(|kind| scenario.name().starts_with(kind));
        match way {
            Way::Async => {
                let stage = scenario.start().await.unwrap();
                Self { stage, way, clock: Arc::new(Tokio), slow, server: None }
            }
            Way::Blocking => {
                let clock: Arc<dyn Watch> =
                    if slow { Arc::new(Hurried::new()) } else { Arc::new(Clock::new()) };
                let (stage, server) = serve(scenario, slow);
                Self { stage, way, clock, slow, server: Some(server) }
            }
        }
    }

    /// The time of the client's clock.
    pub(crate) fn now(&self) -> Duration {
        self.clock.now()
    }

    /// How long ago that was, in milliseconds.
    pub(crate) fn since(&self, began: Duration) -> u64 {
        u64::try_from(self.now().saturating_sub(began).as_millis()).unwrap()
    }

    /// How much longer a walk may take by that clock, in milliseconds.
    pub(crate) fn leeway(&self) -> u64 {
        if self.slow && self.way == Way::Blocking { 60_000 } else { 0 }
    }

    /// The client that makes the calls.
    pub(crate) fn build(&self, client: ClientBuilder) -> Result<Client, Error> {
        let client = match self.way {
            Way::Async => return client.build(),
            Way::Blocking => client.timer(Watched(self.clock.clone())),
        };
        if self.slow { client.transport(HurriedUreq::new()) } else { client }.build_blocking()
    }

    /// The items of a call.
    pub(crate) fn items<L: Paged, M>(&self, pager: Pager<L, M>) -> Items<L::Item> {
        match self.way {
            Way::Async => Items::Async(pager.items()),
            Way::Blocking => Items::Blocking(pager.blocking().items()),
        }
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.server.take() {
            drop(stop);
            // A panic there is one of the suite.
            thread.join().unwrap();
        }
    }
}

/// A walk that either driver makes.
#[derive(Debug)]
pub(crate) enum Items<T> {
    Async(pagesmith::Items<T>),
    Blocking(blocking::Items<T>),
}

impl<T> Items<T> {
    pub(crate) async fn next(&mut self) -> Option<Result<T, Error>> {
        match self {
            Self::Async(items) => items.next().await,
            Self::Blocking(items) => items.next(),
        }
    }

    pub(crate) fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Async(items) => futures_core::Stream::size_hint(items),
            Self::Blocking(items) => items.size_hint(),
        }
    }

    /// Iterators say it by their size hint alone.
    pub(crate) fn is_terminated(&self) -> bool {
        match self {
            Self::Async(items) => futures_core::FusedStream::is_terminated(items),
            Self::Blocking(items) => items.size_hint() == (0, Some(0)),
        }
    }

    pub(crate) fn position(&self) -> Option<Position> {
        match self {
            Self::Async(items) => items.position(),
            Self::Blocking(items) => items.position(),
        }
    }

    pub(crate) fn warnings(&self) -> &[Warning] {
        match self {
            Self::Async(items) => items.warnings(),
            Self::Blocking(items) => items.warnings(),
        }
    }

    pub(crate) fn outcome(&self) -> Option<Outcome> {
        match self {
            Self::Async(items) => items.outcome(),
            Self::Blocking(items) => items.outcome(),
        }
    }
}

impl<T> From<pagesmith::Items<T>> for Items<T> {
    fn from(items: pagesmith::Items<T>) -> Self {
        Self::Async(items)
    }
}

/// A clock that tells how long a walk takes.
trait Watch: Timer {}

impl Watch for Tokio {}
impl Watch for Clock {}
impl Watch for Hurried {}

/// The same clock, as a client takes it.
struct Watched(Arc<dyn Watch>);

impl Timer for Watched {
    fn now(&self) -> Duration {
        self.0.now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<()> {
        self.0.sleep(time)
    }
}

/// Tokio's clock, which is paused, and jumps from wait to wait.
struct Tokio;

impl Timer for Tokio {
    fn now(&self) -> Duration {
        tokio::time::Instant::now().into_std().duration_since(origin())
    }

    fn sleep(&self, time: Duration) -> BoxFuture<()> {
        Box::pin(tokio::time::sleep(time))
    }
}

fn origin() -> Instant {
    static ORIGIN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    *ORIGIN.get_or_init(Instant::now)
}

/// How much faster time passes where a server is slow: sockets wait by the
/// system's clock, which can't be paused.
const HASTE: u32 = 50;

/// The system's clock, so much faster; its waits pass at once.
struct Hurried(Instant, Clock);

impl Hurried {
    fn new() -> Self {
        Self(Instant::now(), Clock::new())
    }
}

impl Timer for Hurried {
    fn now(&self) -> Duration {
        self.0.elapsed() * HASTE + self.1.waited()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<()> {
        self.1.sleep(time)
    }
}

/// The transport of `blocking`, whose time-outs are as much shorter.
struct HurriedUreq(Ureq);

impl HurriedUreq {
    fn new() -> Self {
        const READ: Option<Duration> = Some(Duration::from_secs(30).checked_div(HASTE).unwrap());
        Self(Ureq::new(|config| config.timeout_recv_response(READ).timeout_per_read(READ)))
    }
}

impl Transport for HurriedUreq {
    fn send(
        &self,
        mut request: http::Request<bytes::Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let TimeLeft(left) = *request.extensions().get().unwrap();
        request.extensions_mut().insert(TimeLeft(left / HASTE));
        self.0.send(request)
    }
}

/// How often time passes there.
const TICK: Duration = Duration::from_millis(1);

/// Starts the scenario on a separate thread, where time passes as fast.
fn serve(
    scenario: &'static Scenario,
    slow: bool,
) -> (Stage, (oneshot::Sender<()>, JoinHandle<()>)) {
    let (stop, mut stopped) = oneshot::channel::<()>();
    let (give, take) = mpsc::channel();
    let thread = thread::spawn(move || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().start_paused(slow).build().unwrap();
        runtime.block_on(async {
            give.send(scenario.start().await.unwrap()).unwrap();
            while slow && stopped.try_recv() == Err(oneshot::error::TryRecvError::Empty) {
                let began = Instant::now();
                let tick = tokio::task::spawn_blocking(|| thread::park_timeout(TICK));
                tick.await.unwrap();
                // A machine that is busy wakes it later.
                tokio::time::advance(began.elapsed() * HASTE).await;
            }
            if !slow {
                // Ends with its sender.
                drop(stopped.await);
            }
        });
    });
    (take.recv().unwrap(), (stop, thread))
}

/// Polls a future on this thread, without a runtime.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(made) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return made;
        }
        thread::park();
    }
}
