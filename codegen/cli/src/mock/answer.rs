//! From a request to its reply: the list, who asks, with which parameters,
//! which rows.

use super::ask::Ask;
use super::fault::{Faults, Kind as Fault};
use super::params;
use super::plan::Plan;
use super::records::Maker;
use super::reply::{Made, Refusal, Said};
use super::request::Request;
use super::route::{self, Route};
use super::style::{Kind, Style};
use super::token::Place;
use super::{Options, hash};
use axum::http::Method;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use pagesmith_codegen::model::Auth;
use serde_json::Value;
use std::ops::Range;

/// A reply before it leaves.
pub(super) struct Answer {
    pub status: u16,
    pub body: Value,
    pub headers: Vec<(String, String)>,
    pub records: usize,
    pub resource: Option<String>,
    pub note: Option<String>,
}

/// Answers the request of this number.
pub(super) fn answer(
    plan: &Plan,
    options: &Options,
    faults: &Faults,
    request: &Request,
    number: usize,
) -> Answer {
    let route = route::find(plan, &request.path);
    let resource = route.as_ref().map(|route| route.list.resource.clone());
    let errors = route.as_ref().map(|route| route.list.errors.clone());
    let made = match route {
        Some(route) => page(plan, options, faults, request, number, &route),
        None => Err(Refusal {
            status: 404,
            code: "not_found",
            message: format!("no list of this spec is at `{}`", request.path),
        }),
    };
    match made {
        Ok((Said { body, headers }, records)) => {
            Answer { status: 200, body, headers, records, resource, note: None }
        }
        Err(refusal) => Answer {
            status: refusal.status,
            body: refusal.body(errors.as_ref()),
            headers: headers(&refusal, &plan.auth),
            records: 0,
            resource,
            note: Some(refusal.message),
        },
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

/// The page that is asked for, with the number of its records.
fn page(
    plan: &Plan,
    options: &Options,
    faults: &Faults,
    request: &Request,
    number: usize,
    route: &Route<'_>,
) -> Result<(Said, usize), Refusal> {
    let list = route.list;
    authenticate(plan, request)?;
    let method = if list.post { Method::POST } else { Method::GET };
    if request.method != method {
        let message = format!("this list takes {method}, not {}", request.method);
        return Err(Refusal { status: 405, code: "method_not_allowed", message });
    }
    constant_headers(plan, request)?;
    let maker = Maker { plan, seed: options.seed };
    let given = route.values.clone();
    let mut style = Style { list, paging: &list.paging, maker, bound: String::new(), given };
    let filters = params::filters(plan, list, request, &style.params())?;
    style.bound = bound(request, &filters);
    style.given.extend(filters);
    let ask = Ask::read(&style, request, options)?;
    if faults.hit(Fault::Unavailable, number) {
        let message = "the service is not available (a fault)".to_owned();
        return Err(Refusal { status: 503, code: "unavailable", message });
    }
    if faults.hit(Fault::Busy, number) {
        let message = "too many requests (a fault)".to_owned();
        return Err(Refusal { status: 429, code: "too_many_requests", message });
    }
    let Rows { range, more, next } = rows(options, faults, &style, ask, number);
    let rows: Vec<Value> = range.map(|index| style.record(index)).collect();
    let falling = if faults.hit(Fault::Shrinking, number) { ask.page() } else { 0 };
    let total = options.records.saturating_sub(falling);
    let records = rows.len();
    let made = Made { style: &style, request, ask, rows, more, next, total };
    Ok((made.say(), records))
}

/// The rows of a page, and what follows.
struct Rows {
    range: Range<u64>,
    more: bool,
    /// The place of the page behind it, where positions lead on.
    next: Option<Place>,
}

fn rows(options: &Options, faults: &Faults, style: &Style<'_>, ask: Ask, number: usize) -> Rows {
    let all = options.records;
    let begin = ask.offset.min(all);
    let positions = style.paging.next.is_some() && !ask.by_number;
    // Only a token can stand for an empty page before a row.
    let tokens = positions && style.kind() == Kind::Token;
    if tokens && begin < all && ask.empty < u16::MAX && faults.hit(Fault::Empty, number) {
        let next = Some(Place { offset: begin, empty: ask.empty + 1 });
        return Rows { range: begin..begin, more: true, next };
    }
    let leads_on = positions && style.kind() != Kind::Last;
    let round = faults.hit(Fault::Cycle, number) && ask.page() >= 2;
    let begin = if round && !leads_on { ask.size.min(all) } else { begin };
    let end = begin.saturating_add(ask.size).min(all);
    let next = if round { ask.size } else { end };
    let more = next < all;
    Rows {
        range: begin..end,
        more,
        next: (more && positions).then_some(Place { offset: next, empty: 0 }),
    }
}

/// Whoever asks names himself as the spec says; any name will do.
fn authenticate(plan: &Plan, request: &Request) -> Result<(), Refusal> {
    let given = |scheme: &str| {
        let (name, value) = request.header("authorization")?.split_once(' ')?;
        name.eq_ignore_ascii_case(scheme).then(|| value.trim().to_owned())
    };
    let known = match &plan.auth {
        Auth::None => true,
        Auth::Basic => given("basic")
            .and_then(|pair| BASE64_STANDARD.decode(pair).ok())
            .and_then(|pair| String::from_utf8(pair).ok())
            .and_then(|pair| {
                pair.split_once(':').map(|(user, key)| !user.is_empty() && !key.is_empty())
            })
            .unwrap_or_default(),
        Auth::Bearer => given("bearer").is_some_and(|token| !token.is_empty()),
        Auth::Header(name) => request.header(name).is_some_and(|key| !key.is_empty()),
        Auth::Query(name) => request.value(name).is_some_and(|key| !key.is_empty()),
    };
    let message = match &plan.auth {
        Auth::Basic => "basic credentials are missing".to_owned(),
        Auth::Bearer => "a bearer token is missing".to_owned(),
        Auth::Header(name) => format!("the header `{name}` is missing"),
        Auth::Query(name) => format!("the parameter `{name}` is missing"),
        Auth::None => String::new(),
    };
    if known { Ok(()) } else { Err(Refusal { status: 401, code: "not_authorized", message }) }
}

fn constant_headers(plan: &Plan, request: &Request) -> Result<(), Refusal> {
    for (name, value) in &plan.headers {
        if request.header(name) != Some(value) {
            return Err(Refusal::request(format!("the header `{name}` is not `{value}`")));
        }
    }
    Ok(())
}

/// What tokens of a request are bound to.
fn bound(request: &Request, filters: &[(String, String)]) -> String {
    let mut pairs: Vec<String> =
        filters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.sort();
    format!("{} {:x}", request.path, hash(&[pairs.join("&").as_bytes()]))
}
