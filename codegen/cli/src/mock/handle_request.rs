//! From a request to its reply: finds the list, checks the credentials and the parameters,
//! and builds the page.

use super::Options;
use super::carry;
use super::comparison::conditions;
use super::credentials::{authenticate, constant_headers};
use super::delta;
use super::fault::{FaultKind, Faults};
use super::one;
use super::page::Page;
use super::page_reply::{PageBuilder, Response};
use super::page_request::{PageRequest, page_size, usual_size};
use super::params;
use super::plan::Plan;
use super::records::RecordFactory;
use super::refusal::Refusal;
use super::request::Request;
use super::route::{self, Route};
use super::rows::Rows;
use super::schedule::{ListState, Lists, Schedule};
use super::style::Style;
use pagesmith_codegen::model::{Auth, Errors};
use serde_json::Value;

/// What a mock serves, and its options.
pub(super) struct Setup {
    pub plan: Plan,
    pub options: Options,
    pub faults: Faults,
}

/// A reply before it is sent.
pub(super) struct Answer {
    pub status: u16,
    pub body: Value,
    pub headers: Vec<(String, String)>,
    pub records: usize,
    pub resource: Option<String>,
    /// For the log: why the request was refused, and the faults that hit it.
    pub notes: Vec<String>,
    /// Whether the connection is reset instead of a reply.
    pub reset: bool,
    /// Whether the body ends halfway.
    pub truncated: bool,
}

/// Answers the request with this number.
pub(super) fn answer(setup: &Setup, lists: &mut Lists, request: &Request, number: usize) -> Answer {
    let route = route::find(&setup.plan, request);
    let list = route.as_ref().map(|route| route.list);
    if let Some(one) = route.as_ref().filter(|route| route.one.is_some()) {
        return one::answer(setup, lists, request, number, one);
    }
    let opened = match route {
        Some(route) => open(setup, lists, request, number, route),
        None => Err(Refusal {
            status: 404,
            code: "not_found".into(),
            message: format!("this spec has no list at `{}`", route::shown(&setup.plan, request)),
        }),
    };
    let nth = opened.as_ref().ok().map(|opened| opened.schedule.nth());
    let hit = |kind| setup.faults.hit(kind, number, nth);
    let (reset, truncated) = (hit(FaultKind::Reset), hit(FaultKind::Truncated));
    let errors = list.map(|list| &list.errors);
    let built = opened.and_then(|opened| opened.build(request, errors));
    let answer = Answer::of(built, &setup.plan.auth, errors);
    let resource = list.map(|list| list.resource.clone());
    Answer { resource, ..answer }.broken_by(reset, truncated)
}

impl Answer {
    /// A reply, or the refusal in the API's error format.
    pub(super) fn of(built: Result<Self, Refusal>, auth: &Auth, errors: Option<&Errors>) -> Self {
        built.unwrap_or_else(|refusal| Self {
            headers: headers(&refusal, auth),
            ..Self::new(refusal.status, refusal.body(errors), vec![refusal.message])
        })
    }

    /// The same with the faults of its connection.
    pub(super) fn broken_by(mut self, reset: bool, truncated: bool) -> Self {
        match (reset, truncated) {
            (true, _) => self.notes = vec!["connection reset (a fault)".to_owned()],
            (false, true) => self.notes.push("body cut short (a fault)".to_owned()),
            (false, false) => {}
        }
        Self { reset, truncated, ..self }
    }

    pub(super) fn new(status: u16, body: Value, notes: Vec<String>) -> Self {
        Self {
            status,
            body,
            headers: Vec::new(),
            records: 0,
            resource: None,
            notes,
            reset: false,
            truncated: false,
        }
    }
}

fn headers(refusal: &Refusal, auth: &Auth) -> Vec<(String, String)> {
    let header = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    match (refusal.status, auth) {
        (429, _) => header("retry-after", "1"),
        (401, Auth::Basic) => header("www-authenticate", "Basic realm=\"mock\""),
        (401, Auth::Bearer) => header("www-authenticate", "Bearer"),
        _ => Vec::new(),
    }
}

/// A valid request for a page.
struct Opened<'a> {
    style: Style<'a>,
    schedule: Schedule<'a>,
    asked: PageRequest,
    /// The largest page that an overload lets through.
    half: u64,
}

fn open<'a>(
    setup: &'a Setup,
    lists: &'a mut Lists,
    request: &Request,
    number: usize,
    route: Route<'a>,
) -> Result<Opened<'a>, Refusal> {
    let Setup { plan, options, faults } = setup;
    authenticate(plan, request)?;
    let method = route.method();
    if request.method != method {
        let message = format!("this list expects {method}, found {}", request.method);
        return Err(Refusal { status: 405, code: "method_not_allowed".into(), message });
    }
    constant_headers(plan, request)?;
    let factory = RecordFactory { plan, seed: options.seed };
    let filters = params::filters(plan, &route, request)?;
    let differs = route.differs();
    let Route { list, is_later, values: given, position: in_path, .. } = route;
    let records = list.records(options);
    let (rows, paging) = (Rows::new(records), &list.paging);
    let bound = String::new();
    let mut style =
        Style { list, paging, factory, rows, bound, is_later, given, in_path, round: 0 };
    // Where positions are sent alone, they hold the filters.
    let alone = paging.send_rules.alone;
    style.bound = style.bound_to(if alone { &[] } else { &filters });
    style.round = delta::round(&style, request)?;
    if style.round > 0 {
        style.bound = format!("{} at synchronisation {}", style.bound, style.round);
    }
    let (conditions, copied) = conditions(list, filters);
    style.given.extend(copied);
    let size = page_size(&style, request, options)?;
    let state = lists.of(&style.bound, number, || {
        if conditions.is_empty() {
            return ListState::new(delta::rows(style.round, records), size);
        }
        let all = delta::rows(style.round, records);
        let indices = (0..all.len()).map(|position| all.record_at(position));
        let rows = indices.filter(|index| {
            let record = style.factory.record(list, *index, &style.given);
            conditions.iter().all(|condition| condition.selects(&record))
        });
        ListState::new(Rows::of(delta::records(style.round, records), rows.collect()), size)
    });
    let schedule = Schedule::next(faults, state, number);
    style.rows = schedule.rows().clone();
    let asked = PageRequest::read(&style, request, size)?;
    carry::check(&style, request, asked)?;
    if differs && is_later == (asked.is_first() && !delta::begins_by_position(&style, asked)) {
        let which = if is_later { "later pages" } else { "the first page" };
        return Err(Refusal::request(format!("this is the request for {which}")));
    }
    let half = paging.size.as_ref().map_or(u64::MAX, |size| usual_size(size, options) / 2);
    Ok(Opened { style, schedule, asked, half })
}

impl Opened<'_> {
    fn build(mut self, request: &Request, errors: Option<&Errors>) -> Result<Answer, Refusal> {
        let Self { style, schedule, asked, half } = &mut self;
        if let Some(answer) = not_now(schedule, style.factory.plan, errors)? {
            return Ok(answer);
        }
        let is_large = asked.size > *half;
        if is_large && schedule.first_page_hit(FaultKind::Overload, asked.cursor()).is_some() {
            let message = "the page took too long (a fault)".to_owned();
            return Err(Refusal { status: 504, code: "timeout".into(), message });
        }
        if schedule.hits_page(FaultKind::ErrorBody, asked.cursor()) {
            let message = "something went wrong".to_owned();
            let error = Refusal { status: 200, code: "internal_error".into(), message };
            return Ok(Answer::new(200, error.body(errors), schedule.notes()));
        }
        if let Some(status) = status_past_the_end(style, *asked) {
            return Ok(Answer::new(status, Value::Null, vec!["past the end".to_owned()]));
        }
        let page = Page::new(style, *asked, schedule);
        let rows: Vec<Value> = page.rows.clone().map(|position| style.record(position)).collect();
        let records = rows.len();
        let builder = PageBuilder { style, request, asked: *asked, rows, page };
        let Response { body, headers } = builder.build();
        Ok(Answer { headers, records, ..Answer::new(200, body, schedule.notes()) })
    }
}

/// The faults that hit a request whatever it asks for: the service is not available, or busy.
pub(super) fn not_now(
    schedule: &Schedule<'_>,
    plan: &Plan,
    errors: Option<&Errors>,
) -> Result<Option<Answer>, Refusal> {
    if schedule.hits(FaultKind::Unavailable) {
        let message = "the service is not available (a fault)".to_owned();
        return Err(Refusal { status: 503, code: "unavailable".into(), message });
    }
    if schedule.hits(FaultKind::Busy) {
        let message = "too many requests (a fault)".to_owned();
        if let Some(code) = &plan.later {
            let error = Refusal { status: 200, code: code.clone().into(), message };
            return Ok(Some(Answer::new(200, error.body(errors), schedule.notes())));
        }
        return Err(Refusal { status: 429, code: "too_many_requests".into(), message });
    }
    Ok(None)
}

/// The status of a reply to a request past the last row, if the API has one.
fn status_past_the_end(style: &Style<'_>, asked: PageRequest) -> Option<u16> {
    let is_past = asked.offset > 0 && asked.offset >= style.rows.len();
    style.paging.ends.status.iter().next().filter(|_| is_past)
}
