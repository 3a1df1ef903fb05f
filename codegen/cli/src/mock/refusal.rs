//! Why a request is refused, and the reply in the API's error format.

use super::pointer::put;
use super::style::other_than;
use pagesmith_codegen::model::Errors;
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// Why a request is refused.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub status: u16,
    pub code: Cow<'static, str>,
    pub message: String,
}

impl Refusal {
    /// The request is invalid.
    pub(super) fn request(message: String) -> Self {
        Self { status: 400, code: "invalid_request".into(), message }
    }

    /// The body of the reply, in the error format of the API.
    pub(super) fn body(&self, errors: Option<&Errors>) -> Value {
        let mut body = Value::Object(Map::new());
        let none = Errors::default();
        let Errors { success, success_is, failed, code, message } = errors.unwrap_or(&none);
        put(&mut body, message.as_deref().unwrap_or("/message"), json!(self.message));
        put(&mut body, code.as_deref().unwrap_or("/code"), json!(self.code));
        if let Some(failed) = failed.as_ref().filter(|it| body.pointer(it).is_none()) {
            put(&mut body, failed, json!(true));
        }
        // The code itself may say that the request failed.
        if let Some(success) = success.as_ref().filter(|it| code.as_ref() != Some(it)) {
            put(&mut body, success, other_than(success_is));
        }
        body
    }
}
