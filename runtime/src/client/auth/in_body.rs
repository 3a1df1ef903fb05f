//! Credentials in the JSON body of a request. They are put into it when it is sent, so no
//! position, hash or hook has them.

use crate::error::Error;
use crate::protocol::{Body, quoted, set_in_body};
use crate::secret::Secret;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Method, header};

/// Values, each with its JSON Pointer.
pub(super) type InBody = Vec<(String, Secret)>;

/// Puts credentials into a body; an empty one becomes JSON.
pub(super) fn add(values: &InBody, head: &mut Parts, body: &Bytes) -> Result<Bytes, Error> {
    if matches!(head.method, Method::GET | Method::HEAD) {
        return Err(Error::input(format!(
            "the credentials are sent in the request body, but a {} has no body; request it by POST, or by a client with other credentials",
            head.method
        )));
    }
    let mut json = if body.is_empty() {
        let json = HeaderValue::from_static("application/json");
        head.headers.entry(header::CONTENT_TYPE).or_insert(json);
        Body::empty()
    } else {
        let text = std::str::from_utf8(body).ok();
        text.and_then(|text| Body::parse(text).ok()).ok_or_else(|| {
            Error::input(
                "the credentials are sent in a JSON body, and the body of this request is not JSON",
            )
        })?
    };
    for (pointer, value) in values {
        let value = Body::parse(&quoted(value.expose()))
            .map_err(|_| Error::input("the credentials can't be sent as JSON"))?;
        if !set_in_body(&mut json, pointer, value)?.is_null() {
            return Err(Error::input(format!(
                "the credentials are sent at `{pointer}` of the request body, where this request already has a value"
            )));
        }
    }
    Ok(json.to_json().into())
}
