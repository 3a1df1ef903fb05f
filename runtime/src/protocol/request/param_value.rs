//! The values of a request's parameters, and how each is put into the request.

use super::body::{self, Body, SetError};
use crate::error::{Error, ErrorKind};
use crate::paging::is_in_body;
use crate::protocol::link;
use http::{HeaderName, HeaderValue};
use std::borrow::Cow;
use url::Url;

/// The value of a parameter.
#[derive(Clone, Debug)]
pub(super) enum ParamValue<'a> {
    Text(&'a str),
    Number(u64),
    /// Raw JSON.
    Json(&'a str),
    /// A text that was made of a position.
    Owned(String),
    /// The same as raw JSON.
    OwnedJson(String),
}

/// Sets a query parameter, or the value at a pointer of the body.
pub(super) fn add_param(
    url: &mut Url,
    body: &mut Option<Body>,
    param: &str,
    sent: &ParamValue<'_>,
) -> Result<(), Error> {
    match body {
        Some(body) if is_in_body(param) => {
            let json = match sent {
                ParamValue::Text(text) => body::quoted(text),
                ParamValue::Owned(text) => body::quoted(text),
                ParamValue::Number(number) => number.to_string(),
                ParamValue::Json(json) => (*json).to_owned(),
                ParamValue::OwnedJson(json) => json.clone(),
            };
            add_param_in(body, param, &json)
        }
        _ => {
            link::append(url, &link::pair(param, &sent.text()));
            Ok(())
        }
    }
}

/// Sets the value at a pointer of the body to this JSON.
pub(super) fn add_param_in(body: &mut Body, pointer: &str, json: &str) -> Result<(), Error> {
    let json = Body::parse(json)
        .map_err(|cause| Error::position_refused("the token is not JSON").because(cause))?;
    set(body, pointer, json).map(drop)
}

/// Sets the value at a pointer of the body; returns the one before, or null.
pub(crate) fn set(body: &mut Body, pointer: &str, value: Body) -> Result<Body, Error> {
    let why = |error| match error {
        SetError::NotAPointer => {
            format!("`{pointer}` is not a JSON Pointer; a pointer is empty or begins with `/`")
        }
        SetError::NoEntries => format!(
            "`{pointer}` can't be set in the request body: the pointer passes through a value that is neither an object nor an array"
        ),
        SetError::NoElement { array, elements } => {
            let at = if array.is_empty() { "it".to_owned() } else { format!("`{array}` of it") };
            let has = match elements {
                0 => "no elements".to_owned(),
                1 => "one element".to_owned(),
                elements => format!("{elements} elements"),
            };
            format!(
                "`{pointer}` can't be set in the request body: {at} is an array with {has}, to which only element {elements} can be added; set `{array}/{elements}` too, or correct the pointer or the body of the list"
            )
        }
        SetError::Ambiguous(at) => format!(
            "`{pointer}` can't be set in the request body: there is nothing at `{at}`, which may be an array or an object; write an empty one in the body of the list"
        ),
    };
    body.set(pointer, value).map_err(|error| Error::input(why(error)))
}

/// Sets these values in any order: one that adds an element to an array may come before
/// those that add the elements in front of it.
pub(super) fn set_all(body: &mut Body, values: &[(String, Body)]) -> Result<(), Error> {
    let mut left: Vec<&(String, Body)> = values.iter().collect();
    while !left.is_empty() {
        let (before, mut why) = (left.len(), None);
        left.retain(|(pointer, value)| match set(body, pointer, value.clone()) {
            Ok(_) => false,
            Err(error) => {
                why.get_or_insert(error);
                true
            }
        });
        if let Some(error) = why.filter(|_| left.len() == before) {
            return Err(error);
        }
    }
    Ok(())
}

pub(super) fn header(
    name: &str,
    sent: &ParamValue<'_>,
) -> Result<(HeaderName, HeaderValue), Error> {
    let header = HeaderName::try_from(name)
        .map_err(|_| Error::input(format!("`{name}` is not a valid header name")))?;
    let mut value = HeaderValue::try_from(&*sent.text()).map_err(|_| {
        Error::new(
            ErrorKind::PagingKey,
            format!(
                "the token can't be sent in the header `{name}`: it contains a control character"
            ),
        )
    })?;
    value.set_sensitive(true);
    Ok((header, value))
}

impl ParamValue<'_> {
    pub(super) fn into_owned(self) -> ParamValue<'static> {
        match self {
            Self::Text(text) => ParamValue::Owned(text.to_owned()),
            Self::Json(json) => ParamValue::OwnedJson(json.to_owned()),
            Self::Owned(text) => ParamValue::Owned(text),
            Self::OwnedJson(json) => ParamValue::OwnedJson(json),
            Self::Number(number) => ParamValue::Number(number),
        }
    }

    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Json(text) => (*text).into(),
            Self::Owned(text) | Self::OwnedJson(text) => text.as_str().into(),
            Self::Number(number) => number.to_string().into(),
        }
    }
}
