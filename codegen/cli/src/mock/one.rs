//! Answers a request for a single record: the one of the list that has this key.

use super::credentials::{authenticate, constant_headers};
use super::fault::FaultKind;
use super::handle_request::{Answer, Setup, not_now};
use super::params;
use super::plan::{List, One};
use super::pointer::put;
use super::records::RecordFactory;
use super::refusal::Refusal;
use super::request::Request;
use super::route::Route;
use super::rows::Rows;
use super::schedule::{ListState, Lists, Schedule};
use super::style::text;
use serde_json::Value;

/// Answers the request with this number, which is for a single record.
pub(super) fn answer(
    setup: &Setup,
    lists: &mut Lists,
    request: &Request,
    number: usize,
    route: &Route<'_>,
) -> Answer {
    let Setup { plan, faults, .. } = setup;
    let errors = Some(&route.list.errors);
    let state = lists.of(&request.path, number, || ListState::new(Rows::new(1), 1));
    let schedule = Schedule::next(faults, state, number);
    let built = accept(setup, request, route)
        .and_then(|()| not_now(&schedule, plan, errors))
        .and_then(|fault| fault.map_or_else(|| reply(setup, route, schedule.notes()), Ok));
    let hit = |kind| faults.hit(kind, number, Some(schedule.nth()));
    let (reset, truncated) = (hit(FaultKind::Reset), hit(FaultKind::Truncated));
    let answer = Answer::of(built, &plan.auth, errors);
    let resource = Some(route.list.resource.clone());
    Answer { resource, ..answer }.broken_by(reset, truncated)
}

/// Refuses a request that the spec does not describe.
fn accept(setup: &Setup, request: &Request, route: &Route<'_>) -> Result<(), Refusal> {
    let plan = &setup.plan;
    authenticate(plan, request)?;
    if request.method != route.method() {
        let message = format!("a record expects GET, found {}", request.method);
        return Err(Refusal { status: 405, code: "method_not_allowed".into(), message });
    }
    constant_headers(plan, request)?;
    let constant = route.one.map_or(&[][..], |one| &one.query);
    params::check_constant(constant, request)?;
    let is_known = |name: &String| {
        constant.iter().any(|(known, _)| known == name) || params::is_key(plan, name)
    };
    match request.query.iter().find(|(name, _)| !is_known(name)) {
        None => Ok(()),
        Some((name, _)) => Err(Refusal::request(format!("unknown parameter `{name}`"))),
    }
}

/// The record whose key is the last value of the path.
fn reply(setup: &Setup, route: &Route<'_>, notes: Vec<String>) -> Result<Answer, Refusal> {
    let Route { list, values, one: Some(one), .. } = route else {
        return Err(Refusal::request("this is no request for a record".to_owned()));
    };
    let Some(record) = find(setup, list, one, values) else {
        let name = values.last().map_or("key", |(name, _)| name.as_str());
        let message = format!("no record of `{}` has this `{name}`", list.resource);
        return Err(Refusal { status: 404, code: "not_found".into(), message });
    };
    // The pointer may hold values of the path.
    let at = values.iter().fold(one.at.clone(), |at, (name, value)| {
        at.replace(&format!("{{{name}}}"), &value.replace('~', "~0").replace('/', "~1"))
    });
    let body = if at.is_empty() {
        record
    } else {
        let mut body = Value::Object(serde_json::Map::new());
        put(&mut body, &at, record);
        body
    };
    Ok(Answer { records: 1, ..Answer::new(200, body, notes) })
}

/// A list without a key has a record of each value.
fn find(setup: &Setup, list: &List, one: &One, values: &[(String, String)]) -> Option<Value> {
    let factory = RecordFactory { plan: &setup.plan, seed: setup.options.seed };
    // The values that requests for the list have too, so that its records are the same.
    let of_list = |name: &str| list.path.contains(&format!("{{{name}}}"));
    let given: Vec<_> = values.iter().filter(|(name, _)| of_list(name)).cloned().collect();
    let is_row = one.record == list.record;
    let of_one = (!is_row).then(|| List { record: one.record.clone(), ..list.clone() });
    let list = of_one.as_ref().unwrap_or(list);
    let (Some(key), Some((_, wanted))) = (&list.key, values.last()) else {
        return Some(factory.record(list, 0, values));
    };
    // Official clients of some APIs name the format.
    let names =
        |value: String| value == *wanted || Some(value.as_str()) == wanted.strip_suffix(".json");
    let mut records =
        (0..list.records(&setup.options)).map(|index| factory.record(list, index, &given));
    records.find(|record| record.pointer(key).is_some_and(|value| names(text(value))))
}
