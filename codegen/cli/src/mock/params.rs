//! Checks the parameters of a request against the spec.

use super::plan::{List, Plan};
use super::refusal::Refusal;
use super::request::Request;
use super::route::Route;
use super::style::text;
use pagesmith_codegen::diag::did_you_mean;
use pagesmith_codegen::model::{Auth, Filter, FilterType, ListStyle, Scalar};
use serde_json::{Map, Value};

/// The filters of a request. Refuses a parameter that the spec does not have.
pub(super) fn filters(
    plan: &Plan,
    route: &Route<'_>,
    request: &Request,
) -> Result<Vec<(String, String)>, Refusal> {
    let list = route.list;
    let wire = |filter: &Filter| match filter.list {
        Some(ListStyle::Brackets) => format!("{}[]", filter.name.wire),
        _ => filter.name.wire.clone(),
    };
    let paging = list.paging_params();
    let wires: Vec<String> = list.filters.iter().map(wire).collect();
    let mut given = Vec::new();
    check_constant(&list.query, request)?;
    for (name, value) in &request.query {
        let is_constant = list.query.iter().any(|(known, _)| known == name);
        if is_constant || is_key(plan, name) || paging.contains(&name.as_str()) {
            continue;
        }
        let Some(at) = wires.iter().position(|wire| wire == name) else {
            if value.is_empty() {
                let message = "a parameter that the spec does not name has no value";
                return Err(Refusal::request(message.to_owned()));
            }
            let known = wires.iter().map(String::as_str).chain(paging.iter().copied());
            let near = did_you_mean(name, known).map(|near| format!("; did you mean `{near}`?"));
            let near = near.unwrap_or_default();
            return Err(Refusal::request(format!("unknown parameter `{name}`{near}")));
        };
        let filter = &list.filters[at];
        let values: Vec<&str> = match filter.list {
            Some(ListStyle::Comma) => value.split(',').collect(),
            _ => vec![value],
        };
        if let FilterType::Scalar(scalar) = filter.ty
            && let Some(value) = values.iter().find(|value| !fits(scalar, value))
        {
            return Err(Refusal::request(format!("`{value}` is not a valid value of `{name}`")));
        }
        given.extend(values.into_iter().map(|value| (filter.name.wire.clone(), value.to_owned())));
    }
    given.extend(in_body(plan, route, request)?);
    Ok(given)
}

/// Whether a parameter carries the API key.
pub(super) fn is_key(plan: &Plan, name: &str) -> bool {
    matches!(&plan.auth, Auth::Query(key) if key == name)
}

/// Refuses a request without the constant parameters.
pub(super) fn check_constant(
    constant: &[(String, String)],
    request: &Request,
) -> Result<(), Refusal> {
    let lacks = |(name, value): &&(String, String)| request.value(name) != Some(value.as_str());
    match constant.iter().find(lacks) {
        None => Ok(()),
        Some((name, value)) => {
            Err(Refusal::request(format!("expected `{value}` in the parameter `{name}`")))
        }
    }
}

/// The filters of a request's body. The rest of the body must equal that of the spec.
fn in_body(
    plan: &Plan,
    route: &Route<'_>,
    request: &Request,
) -> Result<Vec<(String, String)>, Refusal> {
    if !is_body_of(plan, route, request) {
        let message =
            "apart from filters and paging, the request body differs from the one in the spec";
        return Err(Refusal::request(message.to_owned()));
    }
    let mut given = Vec::new();
    for wire in pointers(route.list) {
        let name = wire.rsplit('/').next().unwrap_or_default();
        match request.body.pointer(wire) {
            None | Some(Value::Null) => {}
            Some(Value::Array(values)) => {
                given.extend(values.iter().map(|value| (name.to_owned(), text(value))));
            }
            Some(value) => given.push((name.to_owned(), text(value))),
        }
    }
    Ok(given)
}

/// Whether the body of a request is that of a list, apart from filters, paging and credentials.
pub(super) fn is_body_of(plan: &Plan, route: &Route<'_>, request: &Request) -> bool {
    let keys = || plan.auth.params().map(|(pointer, _)| pointer);
    let free = || pointers(route.list).chain(route.list.paging_params()).chain(keys());
    let rest = |body: &Value| bare(free().fold(body.clone(), without));
    rest(&request.body) == rest(&route.body())
}

/// The filters in the body.
fn pointers(list: &List) -> impl Iterator<Item = &str> {
    let wires = list.filters.iter().map(|filter| filter.name.wire.as_str());
    wires.filter(|wire| wire.starts_with('/'))
}

/// The name of a filter in the query.
pub(super) fn wire(filter: &Filter) -> String {
    match filter.list {
        Some(ListStyle::Brackets) => format!("{}[]", filter.name.wire),
        _ => filter.name.wire.clone(),
    }
}

/// A body without what is at a pointer.
fn without(mut body: Value, pointer: &str) -> Value {
    if let Some(value) = body.pointer_mut(pointer).filter(|_| pointer.starts_with('/')) {
        value.take();
    }
    body
}

/// A body without nulls and empty objects, and without those at the end of an array.
fn bare(body: Value) -> Value {
    let members = match body {
        Value::Object(members) => members,
        Value::Array(elements) => {
            let mut elements: Vec<Value> = elements.into_iter().map(bare).collect();
            while elements.last().is_some_and(Value::is_null) {
                elements.pop();
            }
            return Value::Array(elements);
        }
        other => return other,
    };
    let members = members.into_iter().map(|(name, value)| (name, bare(value)));
    let members: Map<String, Value> = members.filter(|(_, value)| !value.is_null()).collect();
    if members.is_empty() { Value::Null } else { Value::Object(members) }
}

fn fits(scalar: Scalar, value: &str) -> bool {
    match scalar {
        Scalar::Integer | Scalar::Epoch => value.parse::<i64>().is_ok(),
        Scalar::Unsigned => value.parse::<u64>().is_ok(),
        Scalar::Number | Scalar::Decimal => value.parse::<f64>().is_ok_and(f64::is_finite),
        Scalar::Boolean => matches!(value, "true" | "false"),
        Scalar::Date | Scalar::DateTime => {
            let digits: Vec<&str> = value.get(..10).unwrap_or_default().split('-').collect();
            digits.len() == 3 && digits.iter().all(|part| part.parse::<u16>().is_ok())
        }
        Scalar::Uuid => is_uuid(value),
        Scalar::String | Scalar::Uri | Scalar::Secret | Scalar::Json => true,
    }
}

/// Whether a text is a UUID with hyphens.
fn is_uuid(value: &str) -> bool {
    let form = "00000000-0000-0000-0000-000000000000";
    let fits =
        |(byte, form)| if form == b'-' { byte == b'-' } else { u8::is_ascii_hexdigit(&byte) };
    value.len() == form.len() && value.bytes().zip(form.bytes()).all(fits)
}
