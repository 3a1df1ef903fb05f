//! Runs of small worlds through the real drivers: the streams of items and of pages,
//! and the blocking iterators.

use super::choices::Choices;
use super::run::{End, MAX_REQUESTS, Run, alarms};
use super::server::all_parameters;
use super::style::{Habit, Style};
use super::world::{Budget, Row};
use crate::transport::{Body, BoxError, BoxFuture, Transport};
use crate::{Client, Dynamic, Error, Pager, Position, Retry, Timer, Warning};
use bytes::Bytes;
use http::HeaderName;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// The driver that yields the rows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Driver {
    Items,
    /// Without reading ahead.
    ItemsWithoutReadAhead,
    Pages,
    #[cfg(feature = "blocking")]
    Blocking,
}

pub(super) const DRIVERS: &[Driver] = &[
    Driver::Items,
    Driver::ItemsWithoutReadAhead,
    Driver::Pages,
    #[cfg(feature = "blocking")]
    Driver::Blocking,
];

impl Driver {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Items => "`items()`",
            Self::ItemsWithoutReadAhead => "`items()`, without reading ahead",
            Self::Pages => "`pages()`",
            #[cfg(feature = "blocking")]
            Self::Blocking => "`blocking().items()`",
        }
    }
}

/// The state of a run, which the transport and the loop share.
struct State {
    style: Style,
    run: Run,
    budget: Budget,
    choices: Choices,
}

#[derive(Clone)]
struct Shared(Arc<Mutex<State>>);

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Whether the run is killed here.
    fn kills(&self) -> bool {
        let State { budget, choices, .. } = &mut *self.lock();
        let kills = budget.kills > 0 && choices.choose(2) == 1;
        budget.kills -= usize::from(kills);
        kills
    }
}

impl Transport for Shared {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let header =
            |name| Some((HeaderName::from_static(name), request.headers().get(name)?.clone()));
        let headers: Vec<_> = ["after", "mate"].into_iter().filter_map(header).collect();
        let url = request.uri().to_string().parse().unwrap();
        let url = all_parameters(&url, request.body(), &headers);
        let State { style, run, budget, choices } = &mut *self.lock();
        let (status, headers, body) = run.answer(style, &url, (budget, choices));
        let mut reply = http::Response::new(Body::from(body));
        *reply.status_mut() = status.try_into().unwrap();
        for (name, value) in headers {
            reply.headers_mut().insert(name, value.parse().unwrap());
        }
        Box::pin(std::future::ready(Ok(reply)))
    }
}

/// A clock that does not advance. A wait never ends if it sleeps, and is over at once
/// otherwise.
struct FrozenClock {
    sleeps: bool,
}

impl Timer for FrozenClock {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        if self.sleeps {
            Box::pin(std::future::pending())
        } else {
            Box::pin(std::future::ready(()))
        }
    }
}

/// The output of a future that is ready at once.
fn ready_output<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

/// The result of one call of a driver.
struct Step {
    /// Rows, an error, or the end.
    rows: Option<Result<Vec<Row>, Error>>,
    /// The position of the walk after it.
    position: Option<Position>,
    warnings: Vec<String>,
}

impl Step {
    fn new(
        rows: Option<Result<Vec<Row>, Error>>,
        position: Option<Position>,
        warnings: &[Warning],
    ) -> Self {
        Self { rows, position, warnings: alarms(warnings).collect() }
    }
}

/// Calls a driver once each time.
type Steps = Box<dyn FnMut() -> Step>;

fn steps<M: 'static>(driver: Driver, call: Pager<Dynamic<Row>, M>) -> Steps {
    let one = |row: Option<Result<Row, Error>>| row.map(|row| row.map(|row| vec![row]));
    match driver {
        Driver::Items | Driver::ItemsWithoutReadAhead => {
            let mut items = call.read_ahead(matches!(driver, Driver::Items)).items();
            Box::new(move || {
                let row = ready_output(items.next());
                Step::new(one(row), items.position(), items.warnings())
            })
        }
        Driver::Pages => {
            let mut pages = call.pages();
            Box::new(move || {
                let page = ready_output(pages.next());
                let rows = page.map(|page| page.map(crate::Page::into_items));
                Step::new(rows, pages.position(), pages.warnings())
            })
        }
        #[cfg(feature = "blocking")]
        Driver::Blocking => {
            let mut items = call.blocking().items();
            Box::new(move || {
                let row = items.next();
                Step::new(one(row), items.position(), items.warnings())
            })
        }
    }
}

fn client(driver: Driver, style: &Style, shared: &Shared) -> Client {
    let builder = Client::builder("https://api.test").transport(shared.clone());
    // A page is halved only after a second failure.
    let builder = if style.has(Habit::Heavy) {
        builder.timer(FrozenClock { sleeps: false }).retry(Retry::default().attempts(2))
    } else {
        builder.timer(FrozenClock { sleeps: true }).retry(Retry::none())
    };
    match driver {
        #[cfg(feature = "blocking")]
        Driver::Blocking => builder.build_blocking().unwrap(),
        _ => builder.build().unwrap(),
    }
}

/// The values of a path without parameters.
const NO_VALUES: [(&str, String); 0] = [];

/// One run of a driver.
pub(super) fn run(
    driver: Driver,
    style: &Style,
    rows: usize,
    budget: Budget,
    choices: &mut Choices,
) -> Run {
    let choices_of_run = std::mem::take(choices);
    let state = State { style: *style, run: Run::new(rows), budget, choices: choices_of_run };
    let shared = Shared(Arc::new(Mutex::new(state)));
    let client = client(driver, style, &shared);
    let call = || {
        let list = Pager::<Dynamic<Row>>::of_list(&client, style.list(), NO_VALUES);
        let list = list.page_size(style.size as u64);
        style.limit.into_iter().fold(list, Pager::limit)
    };
    let mut next = match style.at_a_time {
        1 => steps(driver, call()),
        pages => steps(driver, call().by_number().unwrap().concurrency(pages)),
    };
    let mut warned = Vec::new();
    let end = loop {
        let Step { rows, position, warnings } = next();
        match rows {
            None => {
                warned.extend(warnings);
                break if warned.is_empty() {
                    End::Ended(position.unwrap().carried.evidence)
                } else {
                    End::Warned(warned)
                };
            }
            Some(Err(error)) => break End::Failed(error.to_string()),
            Some(Ok(rows)) => {
                shared.lock().run.yielded.extend(rows.iter().map(|row| row.id));
                if shared.lock().run.requests > MAX_REQUESTS {
                    break End::Never;
                }
                if shared.kills() {
                    warned.extend(warnings);
                    let mut state = shared.lock();
                    state.run.resumed_after = state.run.yielded.len();
                    drop(state);
                    let position = Position::decode(&position.unwrap().encode()).unwrap();
                    next = steps(driver, call().resume(&position));
                }
            }
        }
    };
    drop(next);
    let State { run, choices: made, .. } = &mut *shared.lock();
    *choices = std::mem::take(made);
    let run = std::mem::replace(run, Run::new(0));
    Run { end, ..run }
}
