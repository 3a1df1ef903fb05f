//! One run: a walk over a list that is killed and resumed at chosen points.

use super::choices::Choices;
use super::server::{Reply, Server, all_parameters};
use super::style::Style;
use super::world::{Budget, Row, World};
use crate::list::rows::Decode;
use crate::paging::Evidence;
use crate::position::Position;
use crate::position::cursor::Cursor;
use crate::protocol::{Page, PageRequest, Plan, Response, Walk, Warning};
use http::{HeaderName, HeaderValue, StatusCode};
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use url::Url;

/// More requests than any honest walk of these worlds makes.
pub(super) const MAX_REQUESTS: usize = 60;

/// How a walk ended.
#[derive(Debug)]
pub(super) enum End {
    Ended(Evidence),
    Warned(Vec<String>),
    Failed(String),
    /// It makes more requests than any walk needs.
    Never,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended(evidence) => write!(f, "ended, {evidence}"),
            Self::Warned(warnings) => write!(f, "warned: {}", warnings.join("; ")),
            Self::Failed(error) => write!(f, "failed: {error}"),
            Self::Never => f.write_str("no end"),
        }
    }
}

/// The result of a run.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) end: End,
    pub(super) yielded: Vec<u32>,
    /// How many of them it yielded before it was killed last.
    pub(super) resumed_after: usize,
    pub(super) world: World,
    pub(super) server: Server,
    pub(super) requests: usize,
}

/// The warnings that something may be wrong with the rows. Pages that the server was too
/// slow for come whole in a smaller size.
pub(super) fn alarms(warnings: &[Warning]) -> impl Iterator<Item = String> {
    let alarms = warnings.iter().filter(|it| !matches!(it, Warning::SmallerPages { .. }));
    alarms.map(ToString::to_string)
}

/// A request that was answered, and its reply.
type Answered = (PageRequest, Response);

pub(super) fn run(
    style: &Style,
    plan: &Arc<Plan>,
    rows: usize,
    mut budget: Budget,
    choices: &mut Choices,
) -> Run {
    let mut walk = Walk::new(plan.clone(), Cursor::first(&plan.list));
    let mut run = Run::new(rows);
    let mut sent = VecDeque::new();
    let mut warned = Vec::new();
    loop {
        match run.send(style, &mut walk, &mut sent, &mut budget, choices) {
            Ok(true) => {}
            Ok(false) => break,
            Err(failed) => {
                run.end = End::Failed(failed);
                return run;
            }
        }
        if run.requests > MAX_REQUESTS {
            return run;
        }
        let Some((ask, reply)) = sent.pop_front() else { break };
        if reply.status == StatusCode::GATEWAY_TIMEOUT && walk.halve() {
            sent.clear();
            continue;
        }
        let decode = walk.decoding(Decode::of::<Row>());
        let (reply, arrived) = reply.arrive(&walk.plan, &ask.at, &decode);
        let contents = walk.plan.decode(&ask, &reply, decode, arrived);
        let page = match contents.and_then(|contents| walk.read(&ask, reply, contents)) {
            Ok(page) => page,
            Err(error) => {
                run.end = End::Failed(error.to_string());
                return run;
            }
        };
        if walk.request_ahead(0).is_none() {
            sent.clear();
        }
        let Some(page) = page else { continue };
        if let Some(position) = run.take(&walk, page, &mut budget, choices) {
            let position = Position::decode(&position.encode()).unwrap();
            sent.clear();
            run.resumed_after = run.yielded.len();
            warned.extend(alarms(&walk.warnings));
            walk = match Walk::resumed(plan.clone(), position) {
                Ok(walk) => walk,
                Err(error) => {
                    run.end = End::Failed(error.to_string());
                    return run;
                }
            };
        }
    }
    warned.extend(alarms(&walk.warnings));
    run.end = if warned.is_empty() { End::Ended(walk.evidence()) } else { End::Warned(warned) };
    run
}

impl Run {
    /// A run over a list of this many rows, before its first request.
    pub(super) fn new(rows: usize) -> Self {
        Self {
            end: End::Never,
            yielded: Vec::new(),
            resumed_after: 0,
            world: World::new(rows),
            server: Server::default(),
            requests: 0,
        }
    }

    /// The reply to a request; the list may change before it.
    pub(super) fn answer(
        &mut self,
        style: &Style,
        url: &Url,
        (budget, choices): (&mut Budget, &mut Choices),
    ) -> Reply {
        self.requests += 1;
        self.world.before_request(budget, choices);
        self.server.answer(style, &self.world, url, (budget, choices))
    }

    /// Sends the walk's requests, up to its number of pages at a time; false at its end.
    fn send(
        &mut self,
        style: &Style,
        walk: &mut Walk,
        sent: &mut VecDeque<Answered>,
        budget: &mut Budget,
        choices: &mut Choices,
    ) -> Result<bool, String> {
        while sent.len() < style.at_a_time {
            let ask = match sent.len() {
                0 => match walk.next_request() {
                    None => return Ok(false),
                    Some(Err(error)) => return Err(error.to_string()),
                    Some(Ok(ask)) => ask,
                },
                ahead => match walk.request_ahead(ahead as u64) {
                    None => break,
                    Some(ask) => ask,
                },
            };
            let url = all_parameters(&ask.url, &ask.content(), &ask.headers);
            let answer = self.answer(style, &url, (budget, choices));
            let reply = response(&ask, answer);
            sent.push_back((ask, reply));
        }
        Ok(true)
    }

    /// Takes the rows of a page up to the point where the run is killed. Returns the
    /// position at that point.
    fn take(
        &mut self,
        walk: &Walk,
        page: Page,
        budget: &mut Budget,
        choices: &mut Choices,
    ) -> Option<Position> {
        let rows: Vec<Row> = page.items.take::<Row>().collect();
        let kill = match budget.kills {
            0 => None,
            _ => choices.choose(rows.len().max(1) + 1).checked_sub(1),
        };
        let all = rows.len() as u64;
        let yielded = match kill {
            Some(behind) if !rows.is_empty() => behind + 1,
            _ => rows.len(),
        };
        self.yielded.extend(rows[..yielded].iter().map(|row| row.id));
        kill.map(|_| {
            budget.kills -= 1;
            walk.position_after(&page.place, yielded as u64, all)
        })
    }
}

fn response(ask: &PageRequest, (status, headers, body): Reply) -> Response {
    let headers = headers.into_iter().map(|(name, value)| {
        (HeaderName::from_static(name), HeaderValue::try_from(value).unwrap())
    });
    Response {
        url: ask.url.clone(),
        status: StatusCode::from_u16(status).unwrap(),
        headers: headers.collect(),
        body: body.into(),
        cut: None,
        credentials: None,
    }
}
