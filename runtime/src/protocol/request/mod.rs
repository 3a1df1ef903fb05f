//! Requests: what a walk asks for at a position, and where each part of that
//! goes.

pub(crate) mod body;

use self::body::{Body, Unset};
use crate::error::{Error, ErrorKind};
use crate::list::Method;
use crate::paging::{SendIn, is_in_body};
use crate::position::cursor::Cursor;
use crate::position::path_values::PathValues;
use crate::protocol::kept_link;
use crate::protocol::link;
use crate::protocol::plan::Plan;
use crate::protocol::walk::Walk;
use crate::secret::Mask;
use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use std::borrow::Cow;
use std::sync::Arc;
use url::Url;

/// A request that a walk makes.
#[derive(Clone, Debug)]
pub(crate) struct PageRequest {
    /// Where the walk stands.
    pub(crate) at: Cursor,
    pub(crate) url: Url,
    /// The path of the list, and the values in it.
    pub(crate) path: Arc<PathValues>,
    /// Which page of the walk it is for, from 1; 0 where it is for none.
    pub(crate) page: u64,
    /// The header that carries the position.
    pub(crate) header: Option<Box<(HeaderName, HeaderValue)>>,
    /// The JSON body of a POST; a GET has none.
    pub(crate) body: Option<Bytes>,
    /// What is said of a request that is for no page.
    pub(crate) free: Option<RawRequest>,
    /// What it is without its token, where that has names in place of credentials.
    pub(crate) unnamed: Option<Box<Unnamed>>,
}

/// A request before its token is put into it.
#[derive(Clone, Debug)]
pub(crate) struct Unnamed {
    plan: Arc<Plan>,
    url: Url,
    body: Option<Body>,
}

/// What a request that is for no page may choose.
#[derive(Clone, Debug)]
pub(crate) struct RawRequest {
    pub(crate) method: http::Method,
    pub(crate) body: Bytes,
}

impl PageRequest {
    /// How it is sent.
    pub(crate) fn method(&self) -> &http::Method {
        match (&self.free, &self.body) {
            (Some(free), _) => &free.method,
            (None, Some(_)) => &http::Method::POST,
            (None, None) => &http::Method::GET,
        }
    }

    /// What is sent with it; nothing is empty.
    pub(crate) fn content(&self) -> Bytes {
        let free = self.free.as_ref().map(|free| &free.body);
        free.or(self.body.as_ref()).cloned().unwrap_or_default()
    }

    /// The same with the credentials that were taken out of its link or token.
    ///
    /// # Errors
    /// When they were others, and not of this kind.
    pub(crate) fn with_credentials(
        &self,
        credentials: Option<&Mask>,
    ) -> Result<Cow<'_, Self>, Error> {
        match (&self.at, &self.unnamed) {
            (Cursor::Link(_), _) => {
                Ok(match kept_link::with_credentials(&self.url, credentials)? {
                    Cow::Borrowed(_) => Cow::Borrowed(self),
                    Cow::Owned(url) => Cow::Owned(Self { url, ..self.clone() }),
                })
            }
            (Cursor::Named { token, is_json }, Some(unnamed)) => {
                let token = kept_link::token_with_credentials(token, credentials)?;
                let sent = if *is_json { Sent::Json(&token) } else { Sent::Text(&token) };
                let Unnamed { plan, url, body } = &**unnamed;
                let mut ask = Self { url: url.clone(), unnamed: None, ..self.clone() };
                plan.send(&mut ask, body.clone(), Some(&sent))?;
                Ok(Cow::Owned(ask))
            }
            _ => Ok(Cow::Borrowed(self)),
        }
    }

    /// Whether it may be sent more than once (RFC 9110, 9.2.1): what is for a
    /// page, and other requests that only read.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.free.is_none() || self.follows_redirects()
    }

    /// Whether it goes where the server redirects it: a POST does not, be it for
    /// a page, since it may come there as a GET.
    pub(crate) fn follows_redirects(&self) -> bool {
        matches!(*self.method(), http::Method::GET | http::Method::HEAD)
    }
}

/// A value that is sent.
enum Sent<'a> {
    Text(&'a str),
    Number(u64),
    /// JSON as it stands.
    Json(&'a str),
}

impl Plan {
    /// The body that each request of this list begins with: none of a GET.
    pub(in crate::protocol) fn first_body(&self) -> Result<Option<Body>, Error> {
        let list = &self.list;
        let in_body = list.paging.params().find(|(param, _)| is_in_body(param));
        match (list.method, in_body, &list.body) {
            (Method::Get, Some((pointer, _)), _) => Err(Error::input(format!(
                "the paging sends `{pointer}` in the request's body, and a GET has none: the list has to be a POST"
            ))),
            (Method::Get, None, Some(_)) => {
                Err(Error::input("a body goes with a POST, and this list is a GET"))
            }
            (Method::Get, None, None) => Ok(None),
            (Method::Post, _, None) => Ok(Some(Body::empty())),
            (Method::Post, _, Some(json)) => match Body::parse(json) {
                Ok(body) => Ok(Some(body)),
                Err(cause) => Err(Error::input("the list's body is no JSON").because(cause)),
            },
        }
    }

    /// With these values in the body of each request, by pointer. Refuses what
    /// can't be set, that of the paging included.
    pub(crate) fn with_body(mut self, values: &[(String, Body)]) -> Result<Self, Error> {
        let Some(body) = &mut self.body else {
            return match values {
                [] => Ok(self),
                [(pointer, _), ..] => Err(Error::input(format!(
                    "`{pointer}` is to be set in the request's body, and a GET has none"
                ))),
            };
        };
        let paging = &self.list.paging;
        for (pointer, value) in values {
            if paging.params().any(|(param, _)| param == pointer) {
                return Err(Error::input(format!(
                    "`{pointer}` belongs to the paging of this list"
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
    /// The request of what the walk asks for there, for this page.
    pub(in crate::protocol) fn request(
        &self,
        at: &Cursor,
        page: u64,
    ) -> Result<PageRequest, Error> {
        let plan = &*self.plan;
        let paging = &plan.list.paging;
        let mut ask = PageRequest {
            at: at.clone(),
            url: plan.url.clone(),
            path: plan.path.clone(),
            page,
            header: None,
            body: None,
            free: None,
            unnamed: None,
        };
        let mut body = plan.body.clone();
        if let (Some(size), Some(value)) = (&paging.size, self.wire_size()) {
            put(&mut ask.url, &mut body, &size.query, &Sent::Number(value))?;
        }
        let sent = match at {
            Cursor::Link(link) => {
                ask.url = plan.sent_link(link)?;
                None
            }
            Cursor::Token(token) => Some(Sent::Text(token)),
            Cursor::Json(token) | Cursor::Named { token, is_json: true } => Some(Sent::Json(token)),
            Cursor::Named { token, is_json: false } => Some(Sent::Text(token)),
            Cursor::Number(number) => Some(Sent::Number(*number)),
            Cursor::Offset(offset) => Some(Sent::Number(offset - self.overlap(at))),
            Cursor::Start | Cursor::Done => None,
        };
        if matches!(at, Cursor::Named { .. }) {
            let (plan, url, body) = (self.plan.clone(), ask.url.clone(), body.clone());
            ask.unnamed = Some(Box::new(Unnamed { plan, url, body }));
        }
        plan.send(&mut ask, body, sent.as_ref())?;
        Ok(ask)
    }
}

impl Plan {
    /// Fills in the rest of a request: its position where the list sends that, and its
    /// body.
    fn send(
        &self,
        ask: &mut PageRequest,
        mut body: Option<Body>,
        sent: Option<&Sent<'_>>,
    ) -> Result<(), Error> {
        let paging = &self.list.paging;
        if let Some(sent) = sent {
            let param = match &ask.at {
                Cursor::Number(_) => paging.number.as_ref().map(|number| &number.query),
                Cursor::Offset(_) => paging.offset.as_ref().map(|offset| &offset.query),
                _ => match &paging.send {
                    SendIn::Query(param) | SendIn::Body(param) => Some(param),
                    SendIn::Header(name) => {
                        ask.header = Some(Box::new(header(name, sent)?));
                        None
                    }
                    SendIn::Url => None,
                },
            };
            if let Some(param) = param {
                put(&mut ask.url, &mut body, param, sent)?;
            }
        }
        ask.body = body.map(|body| body.to_json().into());
        let length = ask.url.as_str().len();
        let is_token = matches!(ask.at, Cursor::Token(_) | Cursor::Named { .. });
        if is_token && length > link::MAX_LENGTH {
            let what = format!(
                "the page token makes a URL of {length} bytes, and at most {} are sent; does each token grow from the one before?",
                link::MAX_LENGTH
            );
            return Err(Error::new(ErrorKind::PagingKey, what).refused());
        }
        Ok(())
    }
}

/// Sends a value in a query parameter, or at a pointer of the body.
fn put(url: &mut Url, body: &mut Option<Body>, param: &str, sent: &Sent<'_>) -> Result<(), Error> {
    match body {
        Some(body) if is_in_body(param) => {
            let json = match *sent {
                Sent::Text(text) => body::quoted(text),
                Sent::Number(number) => number.to_string(),
                Sent::Json(json) => json.to_owned(),
            };
            let json = Body::parse(&json)
                .map_err(|cause| Error::position_refused("the token is no JSON").because(cause))?;
            set(body, param, json)
        }
        _ => {
            link::append(url, &link::pair(param, &sent.text()));
            Ok(())
        }
    }
}

fn set(body: &mut Body, pointer: &str, value: Body) -> Result<(), Error> {
    body.set(pointer, value).map_err(|unset| {
        Error::input(match unset {
            Unset::NoPointer => {
                format!("`{pointer}` is no JSON Pointer: one is empty or begins with `/`")
            }
            Unset::NoObject => format!(
                "nothing can be set at `{pointer}` of the request's body: it leads through what is no object"
            ),
        })
    })
}

fn header(name: &str, sent: &Sent<'_>) -> Result<(HeaderName, HeaderValue), Error> {
    let header = HeaderName::try_from(name)
        .map_err(|_| Error::input(format!("`{name}` can't be the name of a header")))?;
    let mut value = HeaderValue::try_from(&*sent.text()).map_err(|_| {
        Error::new(
            ErrorKind::PagingKey,
            format!("the token can't be sent in the header `{name}`: it holds a control character"),
        )
    })?;
    value.set_sensitive(true);
    Ok((header, value))
}

impl Sent<'_> {
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Json(text) => (*text).into(),
            Self::Number(number) => number.to_string().into(),
        }
    }
}
