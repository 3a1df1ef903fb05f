//! What the body of a response holds: UTF-8, JSON, the envelope's keys and the
//! rows. It takes the plan and the request alone, so that each attempt at a
//! page decodes its response.

use crate::error::{Error, ErrorKind};
use crate::json::lexer::Lexer;
use crate::list::record_error::describe;
use crate::list::rows::{Decode, Rows};
use crate::paging::Shape;
use crate::protocol::arriving::Arrived;
use crate::protocol::plan::Plan;
use crate::protocol::repeats::row_facts::RowFacts;
use crate::protocol::request::PageRequest;
use crate::protocol::response::Response;
use crate::protocol::response::envelope::Envelope;
use crate::protocol::response::reader::{self, Broken, Items};
use crate::protocol::response::redact::Redactor;
use bytes::Bytes;
use std::borrow::Cow;
use std::ops::Range;

/// What the body of a response holds, before the walk has looked at it.
#[derive(Debug)]
pub(crate) struct Contents {
    pub(in crate::protocol) envelope: Envelope,
    pub(in crate::protocol) rows: Result<Rows, NoRows>,
    /// The text of the items, as a part of what is left of the body.
    pub(in crate::protocol) text: Bytes,
    /// The facts about the rows, if some were cut out.
    pub(in crate::protocol) facts: Option<RowFacts>,
    /// The bytes of the value at the items pointer; `None` if it leads nowhere.
    pub(in crate::protocol) at: Option<Range<usize>>,
    /// How the rows were read.
    pub(in crate::protocol) decode: Decode,
}

/// Why a body has no rows.
#[derive(Debug)]
pub(in crate::protocol) enum NoRows {
    /// There is nothing at the items pointer, or null: what is there.
    Missing(&'static str),
    /// There is something else than an array: what it is.
    NoArray(&'static str),
    /// There are more rows than a page may have, or one does not decode.
    Unusable(Error),
}

/// The rows of a text that was read before, once more.
pub(in crate::protocol) fn build(text: &[u8], decode: &Decode) -> Result<Rows, NoRows> {
    let text = std::str::from_utf8(text).unwrap_or_default();
    let items = reader::rows(&mut Lexer::new(text), decode, None)
        .map_err(|broken| NoRows::Unusable(Error::new(ErrorKind::Body, broken.why())))?;
    rows(items, decode, Shape::Array)
}

/// The rows that were read, or why none could be read.
fn rows(items: Items, decode: &Decode, shape: Shape) -> Result<Rows, NoRows> {
    match items {
        Items::Rows(rows) => Ok(rows),
        Items::Missing => Err(NoRows::Missing("nothing")),
        Items::Not(found @ "null") => Err(NoRows::Missing(found)),
        Items::Not(found) => Err(NoRows::NoArray(found)),
        Items::TooMany(all) => {
            let what = format!(
                "the page has {all} items, more than {}; ask for smaller pages, or raise `max_page_items`",
                decode.most()
            );
            Err(NoRows::Unusable(Error::new(ErrorKind::Body, what)))
        }
        Items::TooLarge => {
            let what = format!(
                "the records of the page take more than {} bytes of memory; ask for smaller pages, or raise `max_page_memory`",
                decode.memory()
            );
            Err(NoRows::Unusable(Error::new(ErrorKind::Body, what)))
        }
        Items::Unusable(what) => Err(NoRows::Unusable(Error::new(ErrorKind::Items, what))),
        Items::Broken(Broken { index, row, fault }) => {
            let which =
                if shape == Shape::One { "the record".into() } else { format!("item {index}") };
            let what = format!("{which} does not decode{}", describe(&row, &fault));
            Err(NoRows::Unusable(Error::new(ErrorKind::Record, what)))
        }
    }
}

impl Plan {
    /// The contents of a response's body: none if its status is the end of the list.
    /// `None` if the status is other than 2xx, and the body is only searched for the API's
    /// error. `arrived` is what was read of it while it arrived.
    /// An error says whether the body was [cut off](Error::cut_off).
    pub(crate) fn decode(
        &self,
        ask: &PageRequest,
        response: &Response,
        decode: Decode,
        arrived: Option<Arrived>,
    ) -> Result<Option<Contents>, Error> {
        if self.list.paging.ends.status.contains(response.status.as_u16()) {
            return Ok(Some(self.contents_of_end(decode)));
        }
        if !response.status.is_success() {
            return Ok(None);
        }
        let contents = self.contents(ask, response, decode, arrived);
        contents.map(Some).map_err(|error| response.blame(error, ask))
    }

    /// The contents of a reply whose status is the end of the list.
    pub(in crate::protocol) fn contents_of_end(&self, decode: Decode) -> Contents {
        let envelope = Envelope::of_end(self.tree.pointers.clone());
        let (rows, text) = (Ok(Rows::default()), Bytes::new());
        Contents { envelope, rows, text, facts: None, at: None, decode }
    }

    fn contents(
        &self,
        ask: &PageRequest,
        response: &Response,
        decode: Decode,
        arrived: Option<Arrived>,
    ) -> Result<Contents, Error> {
        let redactor = Redactor::new(response, ask);
        let Response { url, headers, body, .. } = response;
        let text =
            response.text().ok_or_else(|| not_a_page(response, "it is not UTF-8", &redactor))?;
        // Its rows went with what arrived, if some were cut out.
        let is_lost = arrived.is_none() && response.cut.is_some();
        let (early, facts) = arrived.map(Arrived::into_parts).unwrap_or_default();
        let reading = reader::read_on(text, self.tree_at(&ask.at), &decode, early);
        let reading = reading.map_err(|broken| {
            let why = broken.why_at(response.byte(broken.at));
            let error = not_a_page(response, &why, &redactor);
            if broken.cut_off { error.cut_off() } else { error }
        })?;
        let facts = facts.zip(response.cut.as_ref()).map(|(mut facts, cut)| {
            let end = reading.at.as_ref().map_or(cut.at, |array| array.end);
            facts.add(text.get(cut.at..end).unwrap_or_default(), self.key.as_ref());
            facts
        });
        let mut envelope = reading.envelope;
        self.look_beside(&mut envelope, &reading.text, headers, url);
        let rows = if is_lost {
            Err(NoRows::Unusable(Error::new(ErrorKind::Body, "the rows were read before")))
        } else {
            rows(reading.items, &decode, self.list.item_rules.shape)
        };
        let text = match reading.text {
            Cow::Borrowed(text) => body.slice_ref(text.as_bytes()),
            Cow::Owned(text) => text.into(),
        };
        Ok(Contents { envelope, rows, text, facts, at: reading.at, decode })
    }
}

/// The error for a body that is not a page of the list.
pub(in crate::protocol) fn not_a_page(
    response: &Response,
    why: &str,
    redactor: &Redactor<'_>,
) -> Error {
    let Response { status, headers, .. } = response;
    let kind = headers.get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.map_or("no content type".to_owned(), |kind| redactor.brief(kind));
    let (bytes, begins) = (response.length(), redactor.excerpt(response.json(), response.begins()));
    let what = format!("{why}; the reply ({status}, {kind}, {bytes} bytes) {begins}");
    Error::new(ErrorKind::Body, what).status_code(*status)
}
