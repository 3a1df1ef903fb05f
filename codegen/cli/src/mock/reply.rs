//! Replies, as JSON: a page, or why there is none.

use super::ask::Ask;
use super::pointer::put;
use super::request::Request;
use super::style::{Sent, Style, text};
use super::token::Place;
use pagesmith_codegen::model::{
    Errors, More, NextFrom, Offset, OnMissingNext, PageKeys, SendIn, Step,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

/// Why a request is refused.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub status: u16,
    pub code: &'static str,
    pub message: String,
}

impl Refusal {
    /// The request makes no sense.
    pub(super) fn request(message: String) -> Self {
        Self { status: 400, code: "invalid_request", message }
    }

    /// Its body, in the words of the API.
    pub(super) fn body(&self, errors: Option<&Errors>) -> Value {
        let mut body = Value::Object(Map::new());
        let none = Errors::default();
        let Errors { success, code, message } = errors.unwrap_or(&none);
        put(&mut body, message.as_deref().unwrap_or("/message"), json!(self.message));
        put(&mut body, code.as_deref().unwrap_or("/code"), json!(self.code));
        if let Some(success) = success {
            put(&mut body, success, json!(false));
        }
        body
    }
}

/// A page before it leaves: what its reply is made of.
pub(super) struct Made<'a> {
    pub style: &'a Style<'a>,
    pub request: &'a Request,
    pub ask: Ask,
    pub rows: Vec<Value>,
    /// Whether rows follow.
    pub more: bool,
    /// The place of the page behind it.
    pub next: Option<Place>,
    /// How many records it says that there are.
    pub total: u64,
}

/// A reply, as it is said: in its body and in its headers.
pub(super) struct Said {
    pub body: Value,
    pub headers: Vec<(String, String)>,
}

impl Said {
    /// Says something at a place: a pointer, `header:NAME` or `link:REL`. What
    /// a header or a link would say of nothing is left out.
    fn say(&mut self, place: &str, value: Value) {
        let header = match place.split_once(':').filter(|_| !place.starts_with('/')) {
            Some(("header", name)) => Some((name.to_owned(), text(&value))),
            Some(("link", rel)) => {
                Some(("link".to_owned(), format!("<{}>; rel=\"{rel}\"", text(&value))))
            }
            _ => None,
        };
        match header {
            Some(_) if value.is_null() => {}
            Some(header) => self.headers.push(header),
            // The body is the items themselves.
            None if self.body.is_array() => {}
            None => put(&mut self.body, place, value),
        }
    }
}

impl Made<'_> {
    /// The reply.
    pub(super) fn say(&self) -> Said {
        let list = self.style.list;
        let paging = self.style.paging;
        let mut body = Value::Object(Map::new());
        if !(self.rows.is_empty() && list.missing_is_empty) {
            put(&mut body, &list.items, json!(self.rows));
        }
        let mut said = Said { body, headers: Vec::new() };
        if let Some(success) = &list.errors.success {
            said.say(success, json!(true));
        }
        self.say_next(&mut said);
        match &paging.more {
            Some(More::While(place)) => said.say(place, json!(self.more)),
            Some(More::Until(place)) => said.say(place, json!(!self.more)),
            None => {}
        }
        if let Some(Offset { step: Step::Body(pointer), .. }) = &paging.offset {
            said.say(pointer, json!(self.rows.len()));
        }
        self.say_page(&mut said);
        said
    }

    /// The next position. At the end it is null, left out, or the one that was
    /// sent, as the API ends; a page by number has none.
    fn say_next(&self, said: &mut Said) {
        let place = match &self.style.paging.next {
            Some(NextFrom::Body(pointer)) => pointer.clone(),
            Some(NextFrom::Header(name)) => format!("header:{name}"),
            Some(NextFrom::Link(rel)) => format!("link:{rel}"),
            Some(NextFrom::Last(_)) | None => return,
        };
        match self.next {
            _ if self.ask.by_number => {}
            Some(next) => said.say(&place, self.position(next)),
            // A first page was asked for with no position to give back.
            None if self.style.paging.ends.same && self.ask.offset > 0 => {
                let sent = Place { offset: self.ask.offset, empty: self.ask.empty };
                said.say(&place, self.position(sent));
            }
            None if self.style.paging.ends.absent == OnMissingNext::End => {}
            None => said.say(&place, Value::Null),
        }
    }

    fn say_page(&self, said: &mut Said) {
        let PageKeys { number, size, pages, total, previous, first, .. } = &self.style.paging.page;
        let start = self.style.paging.number.as_ref().map_or(0, |number| number.start);
        let mut say = |place: &Option<String>, value: Value| {
            if let Some(place) = place {
                said.say(place, value);
            }
        };
        let at = self.ask.page();
        say(number, json!(start + at));
        say(size, json!(self.ask.size));
        say(pages, json!(self.total.div_ceil(self.ask.size.max(1))));
        say(total, json!(self.total));
        let before = self.ask.offset.checked_sub(self.ask.size);
        let before = before.map(|offset| self.link(Place { offset, empty: 0 }));
        say(previous, json!(before));
        say(first, json!(self.link(Place::default())));
    }

    fn position(&self, place: Place) -> Value {
        match self.style.paging.send {
            SendIn::Url => json!(self.link(place)),
            _ => json!(self.style.position(place, self.ask.size)),
        }
    }

    /// The URL of a page, relative to the origin: the request's own but for
    /// the position, and for what the spec says that links lack.
    fn link(&self, place: Place) -> String {
        let param = match self.style.sent() {
            Some(Sent::Param(name)) => Some(name),
            _ => None,
        };
        let lacks = &self.style.paging.safety.keep;
        let kept = self
            .request
            .query
            .iter()
            .filter(|(name, _)| Some(name.as_str()) != param && !lacks.contains(name));
        let mut pairs: Vec<String> = kept.map(|(name, value)| pair(name, value)).collect();
        if let Some(param) = param.filter(|_| place != Place::default()) {
            pairs.push(pair(param, &self.style.position(place, self.ask.size)));
        }
        let path = &self.request.path;
        if pairs.is_empty() { path.clone() } else { format!("{path}?{}", pairs.join("&")) }
    }
}

/// What stands for itself in a query.
const RAW: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn pair(name: &str, value: &str) -> String {
    format!("{}={}", utf8_percent_encode(name, RAW), utf8_percent_encode(value, RAW))
}
