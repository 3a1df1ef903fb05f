//! Builds the reply with a page: its JSON body and its headers.

use super::carry;
use super::delta;
use super::page::{Next, Page};
use super::page_request::PageRequest;
use super::pointer::put;
use super::position_kind::{CONTINUE, MEMBERS, Sent, link_number};
use super::request::Request;
use super::shape;
use super::style::{Style, other_than, scalar, text};
use super::token::Cursor;
use pagesmith_codegen::model::{
    Element, LinkBase, More, NextFrom, Offset, OnMissingNext, PageKeys, Paging, SendIn, Step,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

/// Builds the reply with a page.
pub(super) struct PageBuilder<'a> {
    pub style: &'a Style<'a>,
    pub request: &'a Request,
    pub asked: PageRequest,
    pub rows: Vec<Value>,
    pub page: Page,
}

/// A reply: its body and its headers.
pub(super) struct Response {
    pub body: Value,
    pub headers: Vec<(String, String)>,
}

impl Response {
    /// Puts a value at a place: a pointer, `header:NAME` or `link:REL`. Leaves out a header
    /// or a link whose value is null.
    fn put(&mut self, place: &str, value: Value) {
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
            // The body is the array of items, so it has no other keys.
            None if self.body.is_array() => {}
            None => put(&mut self.body, place, value),
        }
    }
}

impl PageBuilder<'_> {
    /// The reply.
    pub(super) fn build(&self) -> Response {
        let list = self.style.list;
        let paging = self.style.paging;
        let mut body = self.style.factory.envelope(list, &self.style.given);
        if !(self.rows.is_empty() && list.missing_is_empty) {
            for (pointer, rows) in shape::shaped(self.style, self.linked_rows()) {
                put(&mut body, &pointer, rows);
            }
        }
        let mut response = Response { body, headers: Vec::new() };
        if let Some(success) = &list.errors.success {
            let value = list.errors.success_is.first().map_or(json!(true), |word| scalar(word));
            response.put(success, value);
        }
        self.put_next(&mut response);
        for (index, carry) in paging.carry.iter().enumerate() {
            response.put(&carry.from, json!(carry::value(self.style, index)));
        }
        let is_last = !self.page.more && self.page.rows.end >= self.style.rows.len();
        if let (Some(knob), true) = (&paging.delta, is_last)
            && let Some(delta) =
                delta::of_last_page(self.style, |delta| self.url(None, Some(delta)))
        {
            response.put(&knob.at, delta);
        }
        if let Some(more) = &paging.more {
            self.put_more(&mut response, more);
        }
        if let Some(partial) = &paging.partial {
            response.put(&partial.at, other_than(&partial.is));
        }
        if let LinkBase::At(pointer) = &paging.send_rules.url {
            response.put(pointer, json!(format!("{}/", self.base())));
        }
        if let Some(Offset { step: Step::Body(pointer), .. }) = &paging.offset {
            response.put(pointer, json!(self.rows.len()));
        }
        self.put_page(&mut response);
        response
    }

    /// What says whether more rows follow.
    fn put_more(&self, response: &mut Response, more: &More) {
        let one_of = |values: &[String], is_one: bool| match values.first() {
            Some(first) if is_one => scalar(first),
            _ => other_than(values),
        };
        let follow = self.page.more;
        let value = match more {
            More::While(_) => json!(follow),
            More::Until(_) => json!(!follow),
            More::WhileIn(_, values) => one_of(values, follow),
            More::UntilIn(_, values) => one_of(values, !follow),
            More::Remaining(_) => {
                let rows =
                    if follow { self.page.total.saturating_sub(self.page.rows.end) } else { 0 };
                json!(if follow { rows.max(1) } else { 0 })
            }
        };
        let attribute = more.place().strip_prefix("link:").and_then(|link| link.split_once(' '));
        let Some((rel, attribute)) = attribute else { return response.put(more.place(), value) };
        let target = match self.page.next {
            Next::At(next) => self.link(next),
            Next::End | Next::Missing => self.link(self.asked.cursor()),
        };
        let (name, value) = ("link".to_owned(), text(&value));
        response
            .headers
            .push((name, format!("<{target}>; rel=\"{rel}\"; {attribute}=\"{value}\"")));
    }

    /// The common path of all lists.
    fn base(&self) -> &str {
        &self.style.factory.plan.base
    }

    /// The rows; where the last of them holds the link to the next page, each holds the
    /// one to the rows after it.
    fn linked_rows(&self) -> Vec<Value> {
        let mut rows = self.rows.clone();
        let Paging { next: Some(NextFrom::Last(pointer)), send: SendIn::Url, .. } =
            self.style.paging
        else {
            return rows;
        };
        for row in &mut rows {
            let position = row.pointer(pointer).map(text);
            put(row, pointer, json!(self.url(position.as_deref(), None)));
        }
        rows
    }

    /// The next position. At the end it is null, left out, or the position of the request,
    /// as the API ends its lists; a page by number has none.
    fn put_next(&self, response: &mut Response) {
        let place = match &self.style.paging.next {
            Some(NextFrom::Body(pointer)) => pointer.clone(),
            Some(NextFrom::Header(name)) => format!("header:{name}"),
            Some(NextFrom::Link(rel)) => format!("link:{rel}"),
            Some(NextFrom::Element(element)) => return self.put_element(response, element),
            Some(NextFrom::Last(_)) | None => return,
        };
        match self.page.next {
            _ if self.asked.by_number => {}
            Next::Missing => {}
            Next::At(next) => response.put(&place, self.position(next)),
            // The request for a first page has no position to repeat.
            Next::End if self.style.paging.ends.same && self.asked.offset > 0 => {
                response.put(&place, self.position(self.asked.cursor()));
            }
            Next::End if !self.style.paging.ends.values.is_empty() => {
                response.put(&place, scalar(&self.style.paging.ends.values[0]));
            }
            Next::End if self.style.paging.ends.absent == OnMissingNext::End => {}
            Next::End => response.put(&place, Value::Null),
        }
    }

    /// The array with the element of the next position, which has another place on every
    /// other page; at the end, the array has no such element.
    fn put_element(&self, response: &mut Response, element: &Element<String>) {
        let Element { array, field, value, at, .. } = element;
        let chosen = |is: Value, position: Value| {
            let mut chosen = json!({});
            put(&mut chosen, &format!("/{}", field.replace('~', "~0").replace('/', "~1")), is);
            put(&mut chosen, at, position);
            chosen
        };
        let other = other_than(std::slice::from_ref(value));
        let mut elements = vec![chosen(other, self.position(self.asked.cursor()))];
        match self.page.next {
            Next::Missing => return,
            Next::At(_) if self.asked.by_number => {}
            Next::At(next) => {
                let place = usize::from(self.asked.page().is_multiple_of(2));
                elements.insert(place, chosen(scalar(value), self.position(next)));
            }
            Next::End => {}
        }
        response.put(array, json!(elements));
    }

    fn put_page(&self, response: &mut Response) {
        let PageKeys { number, size, pages, total, previous, first, .. } = &self.style.paging.page;
        let start = self.style.paging.number.as_ref().map_or(0, |number| number.start);
        let mut put = |place: &Option<String>, value: Value| {
            if let Some(place) = place {
                response.put(place, value);
            }
        };
        let at = self.asked.page();
        put(number, json!(start + at));
        put(size, json!(self.asked.size));
        put(pages, json!(self.page.total.div_ceil(self.asked.size.max(1))));
        put(total, json!(self.page.total));
        let before = self.asked.offset.checked_sub(self.asked.size);
        let before = before.map(|offset| self.link(Cursor { offset, empty: 0 }));
        put(previous, json!(before));
        put(first, json!(self.link(Cursor::default())));
    }

    fn position(&self, cursor: Cursor) -> Value {
        match self.style.paging.send {
            SendIn::Url => json!(self.link(cursor)),
            SendIn::Members => json!({
                MEMBERS[0]: self.style.position(cursor, self.asked.size), MEMBERS[1]: CONTINUE
            }),
            _ => json!(self.style.position(cursor, self.asked.size)),
        }
    }

    fn link(&self, cursor: Cursor) -> String {
        let position = self.style.position(cursor, self.asked.size);
        self.url(Some(position.as_str()).filter(|_| cursor != Cursor::default()), None)
    }

    /// The URL of the page at a position, or of the first one, relative to the origin: the
    /// URL of the request with another position, and without the parameters that links of
    /// this API lack. With a delta, it is the first one of the next synchronisation.
    fn url(&self, position: Option<&str>, delta: Option<&str>) -> String {
        let param = match self.style.sent() {
            Some(Sent::Param(name)) => Some(name),
            _ => None,
        };
        let number = self.style.paging.number.as_ref().map(|number| number.query.as_str());
        let beside = link_number(self.style.paging);
        let missing_in_links = &self.style.paging.safety.keep;
        let kept = self.request.query.iter().filter(|(name, _)| {
            let is_position = [param, number, beside].contains(&Some(name.as_str()));
            let is_delta = delta.is_some() && name == delta::LINK_PARAM;
            let is_constant = self.style.list.query.iter().any(|(known, _)| known == name);
            !is_position && !is_delta && !is_constant && !missing_in_links.contains(name)
        });
        let mut pairs: Vec<String> = kept.map(|(name, value)| pair(name, value)).collect();
        pairs.extend(param.zip(position).map(|(param, position)| pair(param, position)));
        pairs.extend(delta.map(|delta| pair(delta::LINK_PARAM, delta)));
        let path = self.request.path.as_str();
        let path = match self.style.paging.send_rules.url {
            LinkBase::Request => path,
            LinkBase::Base | LinkBase::At(_) => {
                self.style.factory.plan.split(path).map_or(path, |(_, below)| below)
            }
        };
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }
}

/// Bytes that a query need not escape.
const RAW: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn pair(name: &str, value: &str) -> String {
    format!("{}={}", utf8_percent_encode(name, RAW), utf8_percent_encode(value, RAW))
}
