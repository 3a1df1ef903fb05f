//! Checks the credentials of a request, and the headers that the spec sends with each one.

use super::plan::Plan;
use super::refusal::Refusal;
use super::request::Request;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use pagesmith_codegen::model::Auth;
use serde_json::Value;

/// Checks that a request has credentials of the kind in the spec; accepts any value.
pub(super) fn authenticate(plan: &Plan, request: &Request) -> Result<(), Refusal> {
    let given = |scheme: &str| {
        let (name, value) = request.header("authorization")?.split_once(' ')?;
        name.eq_ignore_ascii_case(scheme).then(|| value.trim().to_owned())
    };
    let missing_in_body = || {
        let mut pointers = plan.auth.params().map(|(pointer, _)| pointer);
        pointers.find(|pointer| {
            let text = request.body.pointer(pointer).and_then(Value::as_str);
            text.unwrap_or_default().is_empty()
        })
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
        Auth::Body { .. } => missing_in_body().is_none(),
    };
    let message = match &plan.auth {
        Auth::Basic => "basic credentials are missing".to_owned(),
        Auth::Bearer => "a bearer token is missing".to_owned(),
        Auth::Header(name) => format!("the header `{name}` is missing"),
        Auth::Query(name) => format!("the parameter `{name}` is missing"),
        Auth::Body { .. } => {
            format!("`{}` of the body is missing", missing_in_body().unwrap_or_default())
        }
        Auth::None => String::new(),
    };
    if known {
        Ok(())
    } else {
        Err(Refusal { status: 401, code: "not_authorized".into(), message })
    }
}

/// Checks the headers that the spec sends with each request.
pub(super) fn constant_headers(plan: &Plan, request: &Request) -> Result<(), Refusal> {
    for (name, value) in &plan.headers {
        if request.header(name) != Some(value) {
            return Err(Refusal::request(format!("expected the header `{name}` to be `{value}`")));
        }
    }
    Ok(())
}
