//! The request for a position, and where each of its values is sent.

pub(crate) mod body;
pub(in crate::protocol) mod members;
mod param_value;
mod send;

use self::body::Body;
pub(crate) use self::param_value::set;
use self::param_value::{ParamValue, add_param, set_all};
use crate::error::Error;
use crate::list::Method;
use crate::paging::is_in_body;
use crate::position::beside::Beside;
use crate::position::cursor::Cursor;
use crate::position::path_values::PathValues;
use crate::protocol::at_position::lacks_body;
use crate::protocol::carry;
use crate::protocol::plan::Plan;
use crate::protocol::stored_link;
use crate::protocol::walk::Walk;
use crate::secret::Mask;
use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use std::borrow::Cow;
use std::sync::{Arc, LazyLock};
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
    /// The headers that carry the position and the values beside it.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// The JSON body of a POST or a QUERY; a GET has none.
    pub(crate) body: Option<Bytes>,
    /// Whether a request with a body is a QUERY, and no POST.
    pub(crate) is_query: bool,
    /// The method and body of a request that is not for a page.
    pub(crate) raw: Option<RawRequest>,
    /// The request without its position, if that or a value beside it has placeholders for
    /// credentials.
    pub(crate) unnamed: Option<Box<Unnamed>>,
}

/// A request before its position is put into it.
#[derive(Clone, Debug)]
pub(crate) struct Unnamed {
    plan: Arc<Plan>,
    url: Url,
    body: Option<Body>,
    sent: Option<ParamValue<'static>>,
    beside: Beside,
}

/// The method of the draft.
static QUERY: LazyLock<http::Method> =
    LazyLock::new(|| http::Method::from_bytes(b"QUERY").unwrap_or(http::Method::POST));

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
            (None, Some(_)) if self.is_query => LazyLock::force(&QUERY),
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
        let is_link = matches!(self.at, Cursor::Link(_));
        let Some(unnamed) = &self.unnamed else {
            return Ok(match stored_link::with_credentials(&self.url, credentials) {
                _ if !is_link => Cow::Borrowed(self),
                Ok(Cow::Borrowed(_)) => Cow::Borrowed(self),
                Ok(Cow::Owned(url)) => Cow::Owned(Self { url, ..self.clone() }),
                Err(error) => return Err(error),
            });
        };
        let Unnamed { plan, url, body, sent, beside } = &**unnamed;
        let url = if is_link {
            stored_link::with_credentials(url, credentials)?
        } else {
            Cow::Borrowed(url)
        };
        let mut request =
            Self { url: url.into_owned(), unnamed: None, headers: Vec::new(), ..self.clone() };
        let beside = carry::with_credentials(beside, credentials)?;
        let sent = match (&self.at, sent) {
            (Cursor::MaskedToken { token, is_json }, _) => {
                let token = if plan.sends_members() {
                    members::with_credentials(token, credentials)?
                } else {
                    stored_link::token_with_credentials(token, credentials)?
                };
                Some(if *is_json { ParamValue::OwnedJson(token) } else { ParamValue::Owned(token) })
            }
            (_, sent) => sent.clone(),
        };
        plan.send(&mut request, body.clone(), sent.as_ref(), &beside)?;
        Ok(Cow::Owned(request))
    }

    /// Whether it may be sent more than once (RFC 9110, 9.2.1): requests for a page,
    /// and others that only read.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.raw.is_none() || self.follows_redirects()
    }

    /// Whether redirects are followed. Not for a POST, even for a page, since a redirect
    /// may turn it into a GET, and not for a QUERY, whose body would go to another place.
    pub(crate) fn follows_redirects(&self) -> bool {
        matches!(*self.method(), http::Method::GET | http::Method::HEAD)
    }
}

impl Plan {
    /// The initial body of each request of this list; `None` for a GET.
    pub(in crate::protocol) fn first_body(&self) -> Result<Option<Body>, Error> {
        let list = &self.list;
        let in_body = list.paging.first_body_pointers().next();
        match (list.method, in_body, &list.body) {
            (Method::Get, Some(pointer), _) => Err(Error::input(format!(
                "the paging style sends `{pointer}` in the request body, but a GET has no body; make the list a POST"
            ))),
            (Method::Get, None, Some(_)) => Err(Error::input(
                "the list has a body, but it is requested by GET; make it a POST, or remove the body",
            )),
            (Method::Get, None, None) => Ok(None),
            (Method::Post | Method::Query, _, None) => Ok(Some(Body::empty())),
            (Method::Post | Method::Query, _, Some(json)) => match Body::parse(json) {
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
        let sends_alone = paging.send_rules.alone;
        let mut later = self.at_position.as_mut().and_then(|own| own.body.as_mut());
        for (pointer, _) in values {
            if paging.params().any(|(param, _)| param == pointer) {
                return Err(Error::input(format!(
                    "`{pointer}` belongs to the paging of this list; remove it"
                )));
            }
        }
        set_all(body, values)?;
        if let Some(later) = later.as_mut().filter(|_| !sends_alone) {
            set_all(later, values)?;
        }
        let mut filled = body.clone();
        for pointer in paging.first_body_pointers() {
            set(&mut filled, pointer, Body::empty())?;
        }
        if let Some(mut filled) = later.map(|body| body.clone()) {
            let params = paging.params().map(|(param, _)| param);
            for pointer in params.filter(|param| is_in_body(param)).chain(paging.carried_in_body())
            {
                set(&mut filled, pointer, Body::empty())?;
            }
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
            headers: Vec::new(),
            body: None,
            is_query: plan.is_query_at(at),
            raw: None,
            unnamed: None,
        };
        let mut body = plan.body.clone();
        let mut sends_size = true;
        if let Some(own) = plan.at(at) {
            (request.url, body) = (own.url.clone(), own.body.clone());
            sends_size = !paging.send_rules.alone;
        }
        if let (Some(size), Some(value)) = (&paging.size, self.wire_size())
            && sends_size
            && !lacks_body(&size.query, body.as_ref())
        {
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
        if matches!(at, Cursor::MaskedToken { .. }) || self.beside.is_masked() {
            request.unnamed = Some(Box::new(Unnamed {
                plan: self.plan.clone(),
                url: request.url.clone(),
                body: body.clone(),
                sent: sent.clone().map(ParamValue::into_owned),
                beside: self.beside.clone(),
            }));
        }
        plan.send(&mut request, body, sent.as_ref(), &self.beside)?;
        Ok(request)
    }
}
