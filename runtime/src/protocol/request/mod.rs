//! The request for a position, and where each of its values is sent.

pub(crate) mod body;

use self::body::{Body, SetError};
use crate::error::{Error, ErrorKind};
use crate::list::Method;
use crate::paging::{SendAs, SendIn, SendRules, Text, is_in_body};
use crate::position::cursor::Cursor;
use crate::position::path_values::PathValues;
use crate::protocol::link;
use crate::protocol::plan::Plan;
use crate::protocol::stored_link;
use crate::protocol::walk::Walk;
use crate::secret::Mask;
use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use std::borrow::Cow;
use std::sync::Arc;
use url::Url;

/// A request of a walk.
#[derive(Clone, Debug)]
pub(crate) struct PageRequest {
    /// The position that it requests.
    pub(crate) at: Cursor,
    pub(crate) url: Url,
    /// The path of the list, and its values.
    pub(crate) path: Arc<PathValues>,
    /// The page of the walk that it is for, from 1; 0 if it is not for a page.
    pub(crate) page: u64,
    /// The header that carries the position.
    pub(crate) header: Option<Box<(HeaderName, HeaderValue)>>,
    /// The JSON body of a POST; a GET has none.
    pub(crate) body: Option<Bytes>,
    /// The method and body of a request that is not for a page.
    pub(crate) raw: Option<RawRequest>,
    /// The request without its token, if the token has placeholders for credentials.
    pub(crate) unnamed: Option<Box<Unnamed>>,
}

/// A request before its token is put into it.
#[derive(Clone, Debug)]
pub(crate) struct Unnamed {
    plan: Arc<Plan>,
    url: Url,
    body: Option<Body>,
}

/// The method and body of a request that is not for a page.
#[derive(Clone, Debug)]
pub(crate) struct RawRequest {
    pub(crate) method: http::Method,
    pub(crate) body: Bytes,
}

impl PageRequest {
    /// The method.
    pub(crate) fn method(&self) -> &http::Method {
        match (&self.raw, &self.body) {
            (Some(raw), _) => &raw.method,
            (None, Some(_)) => &http::Method::POST,
            (None, None) => &http::Method::GET,
        }
    }

    /// The body, which may be empty.
    pub(crate) fn content(&self) -> Bytes {
        let raw = self.raw.as_ref().map(|raw| &raw.body);
        raw.or(self.body.as_ref()).cloned().unwrap_or_default()
    }

    /// The same request with the credentials put back into its link or token.
    ///
    /// # Errors
    /// When its link or token was stored with credentials of another kind.
    pub(crate) fn with_credentials(
        &self,
        credentials: Option<&Mask>,
    ) -> Result<Cow<'_, Self>, Error> {
        match (&self.at, &self.unnamed) {
            (Cursor::Link(_), _) => {
                Ok(match stored_link::with_credentials(&self.url, credentials)? {
                    Cow::Borrowed(_) => Cow::Borrowed(self),
                    Cow::Owned(url) => Cow::Owned(Self { url, ..self.clone() }),
                })
            }
            (Cursor::MaskedToken { token, is_json }, Some(unnamed)) => {
                let token = stored_link::token_with_credentials(token, credentials)?;
                let sent =
                    if *is_json { ParamValue::Json(&token) } else { ParamValue::Text(&token) };
                let Unnamed { plan, url, body } = &**unnamed;
                let mut request = Self { url: url.clone(), unnamed: None, ..self.clone() };
                plan.send(&mut request, body.clone(), Some(&sent))?;
                Ok(Cow::Owned(request))
            }
            _ => Ok(Cow::Borrowed(self)),
        }
    }

    /// Whether it may be sent more than once (RFC 9110, 9.2.1): requests for a page,
    /// and others that only read.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.raw.is_none() || self.follows_redirects()
    }

    /// Whether redirects are followed. Not for a POST, even for a page, since a redirect
    /// may turn it into a GET.
    pub(crate) fn follows_redirects(&self) -> bool {
        matches!(*self.method(), http::Method::GET | http::Method::HEAD)
    }
}

/// The value of a parameter.
#[derive(Clone)]
enum ParamValue<'a> {
    Text(&'a str),
    Number(u64),
    /// Raw JSON.
    Json(&'a str),
    /// A text that was made of a position.
    Owned(String),
    /// The same as raw JSON.
    OwnedJson(String),
}

impl Plan {
    /// The initial body of each request of this list; `None` for a GET.
    pub(in crate::protocol) fn first_body(&self) -> Result<Option<Body>, Error> {
        let list = &self.list;
        let in_body = list.paging.params().find(|(param, _)| is_in_body(param));
        match (list.method, in_body, &list.body) {
            (Method::Get, Some((pointer, _)), _) => Err(Error::input(format!(
                "the paging style sends `{pointer}` in the request body, but a GET has no body; make the list a POST"
            ))),
            (Method::Get, None, Some(_)) => Err(Error::input(
                "the list has a body, but it is requested by GET; make it a POST, or remove the body",
            )),
            (Method::Get, None, None) => Ok(None),
            (Method::Post, _, None) => Ok(Some(Body::empty())),
            (Method::Post, _, Some(json)) => match Body::parse(json) {
                Ok(body) => Ok(Some(body)),
                Err(cause) => Err(Error::input("the list's body is not JSON").because(cause)),
            },
        }
    }

    /// Sets these values in the body of each request, by pointer. Checks that the paging
    /// style can set its values too.
    pub(crate) fn with_body(mut self, values: &[(String, Body)]) -> Result<Self, Error> {
        let Some(body) = &mut self.body else {
            return match values {
                [] => Ok(self),
                [(pointer, _), ..] => Err(Error::input(format!(
                    "`{pointer}` is set in the request body, but this list is requested by GET, which has no body"
                ))),
            };
        };
        let paging = &self.list.paging;
        for (pointer, value) in values {
            if paging.params().any(|(param, _)| param == pointer) {
                return Err(Error::input(format!(
                    "`{pointer}` belongs to the paging of this list; remove it"
                )));
            }
            set(body, pointer, value.clone())?;
        }
        let mut filled = body.clone();
        for (pointer, _) in paging.params().filter(|(param, _)| is_in_body(param)) {
            set(&mut filled, pointer, Body::empty())?;
        }
        self.fingerprint = self.fingerprint.and(&body.to_json());
        Ok(self)
    }
}

impl Walk {
    /// The request for the page of this number at this position.
    pub(in crate::protocol) fn request(
        &self,
        at: &Cursor,
        page: u64,
    ) -> Result<PageRequest, Error> {
        let plan = &*self.plan;
        let paging = &plan.list.paging;
        let mut request = PageRequest {
            at: at.clone(),
            url: plan.url.clone(),
            path: plan.path.clone(),
            page,
            header: None,
            body: None,
            raw: None,
            unnamed: None,
        };
        let mut body = plan.body.clone();
        if let Some(bare) = plan.bare.as_ref().filter(|_| at.is_token()) {
            (request.url, body) = (**bare).clone();
        } else if let (Some(size), Some(value)) = (&paging.size, self.wire_size()) {
            add_param(&mut request.url, &mut body, &size.query, &ParamValue::Number(value))?;
        }
        let sent = match at {
            Cursor::Link(link) => {
                request.url = plan.sent_link(link)?;
                None
            }
            Cursor::Token(token) | Cursor::MaskedToken { token, is_json: false } => {
                Some(ParamValue::Text(token))
            }
            Cursor::Json(token) | Cursor::MaskedToken { token, is_json: true } => {
                Some(ParamValue::Json(token))
            }
            Cursor::Number(number) => Some(ParamValue::Number(*number)),
            Cursor::Offset(offset) => Some(ParamValue::Number(offset - self.overlap(at))),
            Cursor::Start => plan.start().map(|start| ParamValue::Text(start)),
            Cursor::Done => None,
        };
        if matches!(at, Cursor::MaskedToken { .. }) {
            let (plan, url, body) = (self.plan.clone(), request.url.clone(), body.clone());
            request.unnamed = Some(Box::new(Unnamed { plan, url, body }));
        }
        plan.send(&mut request, body, sent.as_ref())?;
        Ok(request)
    }
}

impl Plan {
    /// Fills in the rest of a request: its position, where the list sends it, and its
    /// body.
    fn send(
        &self,
        request: &mut PageRequest,
        mut body: Option<Body>,
        sent: Option<&ParamValue<'_>>,
    ) -> Result<(), Error> {
        let paging = &self.list.paging;
        let by_rules;
        let sent = match sent {
            Some(position) if !matches!(request.at, Cursor::Number(_) | Cursor::Offset(_)) => {
                by_rules = self.by_rules(position)?;
                Some(&by_rules)
            }
            sent => sent,
        };
        if let Some(sent) = sent {
            let param = match &request.at {
                Cursor::Number(_) => paging.number.as_ref().map(|number| &number.query),
                Cursor::Offset(_) => paging.offset.as_ref().map(|offset| &offset.query),
                _ => match &paging.send {
                    SendIn::Query(param) | SendIn::Body(param) => Some(param),
                    SendIn::Header(name) => {
                        request.header = Some(Box::new(header(name, sent)?));
                        None
                    }
                    SendIn::Path(_) => {
                        let at = self.segment.as_ref();
                        let encoded = link::encode(&sent.text()).to_string();
                        at.map(|at| at.put(&mut request.url, &encoded)).transpose()?;
                        None
                    }
                    SendIn::Url => None,
                },
            };
            if let Some(param) = param {
                add_param(&mut request.url, &mut body, param, sent)?;
            }
        }
        request.body = body.map(|body| body.to_json().into());
        let length = request.url.as_str().len();
        let is_token = matches!(request.at, Cursor::Token(_) | Cursor::MaskedToken { .. });
        if is_token && length > link::MAX_LENGTH {
            let what = format!(
                "the page token makes a URL of {length} bytes, but the limit is {}; does each token contain the one before?",
                link::MAX_LENGTH
            );
            return Err(Error::new(ErrorKind::PagingKey, what).refused());
        }
        Ok(())
    }
}

impl Plan {
    /// The position that the first request sends.
    pub(in crate::protocol) fn start(&self) -> Option<&Text> {
        let paging = &self.list.paging;
        paging.next_rules.start.as_ref().filter(|_| paging.next.is_some())
    }

    /// A position in the form in which the list sends it.
    fn by_rules<'a>(&self, position: &ParamValue<'a>) -> Result<ParamValue<'a>, Error> {
        let SendRules { template, json_type, .. } = &self.list.paging.send_rules;
        let in_template = |template: &Text| template.replace("{next}", &position.text());
        let text = template.as_ref().map(in_template);
        let is_number = *json_type == SendAs::Number;
        match (text, position) {
            (None, position) if !is_number => Ok(position.clone()),
            (text, position) => {
                let text = text.unwrap_or_else(|| position.text().into_owned());
                if !is_number {
                    return Ok(ParamValue::Owned(text));
                }
                if serde_json::from_str::<serde_json::Number>(&text).is_err() {
                    let what = "the position is not a number, but the list sends it as one; remove `as: number`, or correct where the next position comes from";
                    return Err(Error::new(ErrorKind::PagingKey, what));
                }
                Ok(ParamValue::OwnedJson(text))
            }
        }
    }
}

/// Sets a query parameter, or the value at a pointer of the body.
fn add_param(
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
            let json = Body::parse(&json)
                .map_err(|cause| Error::position_refused("the token is not JSON").because(cause))?;
            set(body, param, json)
        }
        _ => {
            link::append(url, &link::pair(param, &sent.text()));
            Ok(())
        }
    }
}

fn set(body: &mut Body, pointer: &str, value: Body) -> Result<(), Error> {
    let why = |error| match error {
        SetError::NotAPointer => {
            format!("`{pointer}` is not a JSON Pointer; a pointer is empty or begins with `/`")
        }
        SetError::NoEntries => format!(
            "`{pointer}` can't be set in the request body: the pointer passes through a value that is neither an object nor an array"
        ),
        SetError::NoElement => format!(
            "`{pointer}` can't be set in the request body: an array has elements from 0 on, and only the one after its last is added; correct the pointer, or the array in the body"
        ),
    };
    body.set(pointer, value).map_err(|error| Error::input(why(error)))
}

fn header(name: &str, sent: &ParamValue<'_>) -> Result<(HeaderName, HeaderValue), Error> {
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
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Json(text) => (*text).into(),
            Self::Owned(text) | Self::OwnedJson(text) => text.as_str().into(),
            Self::Number(number) => number.to_string().into(),
        }
    }
}
