//! Walks over plain values: from a list and scripted bodies to requests, items and the
//! outcome.
//!
//! Bodies are written with `'` for `"`, and without the outermost braces.

#![allow(clippy::large_types_passed_by_value, reason = "short cases are worth a copy")]

mod built;
mod carries;
mod counts;
mod deltas;
mod deltas_refused;
mod deltas_stopped;
mod elements;
mod ends;
mod headers;
mod last_items;
mod links;
mod members;
mod not_found;
mod numbers;
mod offsets;
mod other_arrays;
mod positions;
mod posts;
mod replies;
mod required;
mod rules;
mod signs;
mod smaller_pages;
mod statements;
mod then;
mod tokens;

use crate::error::{Error, ErrorKind};
use crate::list::List;
use crate::list::rows::Decode;
use crate::paging::{
    EndRules, Evidence, Guards, LinkOrigin, More, NextFrom, OnMissingNext, OnShortfall, PageKeys,
    Paging, Repeat, SendIn, Step,
};
use crate::position::cursor::Cursor;
use crate::protocol::Warning;
use crate::protocol::link;
use crate::protocol::{Page, PageRequest, Plan, Response, Walk};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use std::sync::Arc;
use url::Url;

const ORIGIN: &str = "https://api.test";

/// A continuation link at `next`, sizes in `size`.
const LINKS: Paging =
    Paging::NONE.next(NextFrom::Body("/next")).page_size("size", Some(50), Some(1000));

/// A token at `next`, sent as `t`; an absent one is an error.
const TOKENS: Paging = LINKS.send(SendIn::Query("t"));

/// The style `sendsage`, with shorter names.
const BOTH: Paging = NUMBERS.next(NextFrom::Body("/next")).send(SendIn::Query("t"));

/// Pages by number only, with all counts.
const NUMBERS: Paging = Paging::NONE
    .number("page", 0)
    .page_size("size", Some(2), Some(10))
    .page(PageKeys::NONE.number("/page").size("/size").pages("/pages").total("/total"))
    .ends(EndRules::DEFAULT.absent(OnMissingNext::SinglePage));

/// A walk before its first request.
struct Case {
    plan: Plan,
    from: Cursor,
    required: Evidence,
}

/// A case for the list at `/list` with its items at `/data`.
fn case(paging: Paging) -> Case {
    list(List::get("/list", "/data").paging(paging))
}

fn list(list: List) -> Case {
    let from = Cursor::first(&list);
    let url = Url::parse(ORIGIN).unwrap().join(list.path).unwrap();
    let plan = Plan::new(list, url).unwrap();
    Case { plan, from, required: Evidence::Unproven }
}

/// A case with changed guards.
fn guarded(paging: Paging, change: impl FnOnce(&mut Guards)) -> Case {
    let mut safety = paging.safety;
    change(&mut safety);
    case(paging.safety(safety))
}

/// The bodies of replies with status 200.
fn bodies<const N: usize>(bodies: [&str; N]) -> Vec<String> {
    bodies.map(body).into()
}

fn body(short: &str) -> String {
    format!("{{{}}}", short.replace('\'', "\""))
}

impl Case {
    fn filtered(mut self, query: &str) -> Self {
        self.plan.url.set_query(Some(query));
        self
    }

    fn page_size(mut self, items: u64) -> Self {
        self.plan.page_size = Some(items);
        self
    }

    fn limit(mut self, items: u64) -> Self {
        self.plan.limit = Some(items);
        self
    }

    fn ending_at(mut self, number: u64) -> Self {
        self.plan.last_number = Some(number);
        self
    }

    fn require(mut self, evidence: Evidence) -> Self {
        self.required = evidence;
        self
    }

    /// With requests at a next position that go to this path.
    fn at_positions(mut self, path: &str) -> Self {
        let url = Url::parse(ORIGIN).unwrap().join(path).unwrap();
        self.plan = self.plan.with_requests_at_positions(url).unwrap();
        self
    }

    fn max_pages(mut self, pages: u64) -> Self {
        self.plan.max_pages = Some(pages);
        self
    }

    fn auth_param(mut self, name: &str) -> Self {
        self.plan.auth_param = Some(name.to_owned());
        self
    }

    fn at_page(mut self, page: u64) -> Self {
        self.from = Cursor::Number(page);
        self
    }

    /// Walks over these replies, each with status 200.
    fn over<const N: usize>(self, script: [&str; N]) -> Walked {
        let mut script = bodies(script).into_iter();
        self.against(|url| script.next().unwrap_or_else(|| panic!("no reply is left for {url}")))
    }

    /// Walks against a server of this function.
    fn against(self, mut server: impl FnMut(&str) -> String) -> Walked {
        self.replied(|url| (200, server(url)))
    }

    fn replied(self, mut server: impl FnMut(&str) -> (u16, String)) -> Walked {
        self.served(|ask| {
            let (status, body) = server(ask.url.as_str());
            (status, Vec::new(), body)
        })
    }

    /// Walks over these replies, each with these header lines.
    fn headed<const N: usize>(self, script: [(&[&'static str], &str); N]) -> Walked {
        let mut script = script.into_iter();
        self.served(|ask| {
            let next = script.next();
            let (lines, short) = next.unwrap_or_else(|| panic!("no reply is left for {}", ask.url));
            (200, lines.to_vec(), body(short))
        })
    }

    /// Walks against a server; a 504 means that the page is too large, so it is requested
    /// in half its size if it can be.
    fn served(
        self,
        mut server: impl FnMut(&PageRequest) -> (u16, Vec<&'static str>, String),
    ) -> Walked {
        let mut walked = Walked::default();
        let walk = Walk::new(Arc::new(self.plan), self.from).requiring(self.required);
        let mut walk = match walk {
            Ok(walk) => walk,
            Err(error) => return Walked { error: Some(error), ..walked },
        };
        while let Some(ask) = walk.next_request() {
            let page = ask.and_then(|ask| {
                walked.note(&ask);
                let (status, lines, body) = server(&ask);
                if status == 504 && walk.halve() {
                    return Ok(None);
                }
                let mut reply = reply(&ask, status, body);
                for (name, value) in lines.iter().filter_map(|line| line.split_once(": ")) {
                    let name = HeaderName::try_from(name).unwrap();
                    reply.headers.append(name, HeaderValue::from_static(value));
                }
                read(&mut walk, &ask, reply, Decode::of::<Row>())
            });
            match page {
                Ok(Some(page)) => {
                    let rows = page.items.take::<Row>();
                    walked.items.extend(rows.into_iter().map(|row| row.0));
                }
                Ok(None) => {}
                Err(error) => {
                    assert!(walked.error.replace(error).is_none(), "two errors");
                    walk.stop();
                }
            }
            assert!(walked.urls.len() < 10_000, "the walk does not end");
        }
        assert!(walk.is_done() && walk.next_request().is_none(), "a walk that ended has ended");
        walked.warnings = walk.warnings.to_vec();
        walked
    }
}

/// An item: a number, or an object with an `id`.
struct Row(u64);

impl<'de> serde_core::Deserialize<'de> for Row {
    fn deserialize<D: serde_core::Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        let json = serde_json::Value::deserialize(json)?;
        let id = json.as_u64().or_else(|| json.get("id")?.as_u64());
        id.map(Self).ok_or_else(|| serde_core::de::Error::custom("no id"))
    }
}

/// Decodes a response and reads it, as an attempt and the driver do.
fn read(
    walk: &mut Walk,
    ask: &PageRequest,
    response: Response,
    decode: Decode,
) -> Result<Option<Page>, Error> {
    let decode = walk.decoding(decode);
    let (response, arrived) = response.arrive(&walk.plan, &ask.at, &decode);
    let contents = walk.plan.decode(ask, &response, decode, arrived);
    let page = contents.and_then(|contents| walk.read(ask, response, contents));
    page.map_err(|error| error.or_at_position(|| walk.position()))
}

fn reply(ask: &PageRequest, status: u16, body: String) -> Response {
    let html = HeaderValue::from_static("text/html");
    Response {
        url: ask.url.clone(),
        status: StatusCode::from_u16(status).unwrap(),
        headers: HeaderMap::from_iter([(header::CONTENT_TYPE, html)]),
        body: body.into(),
        cut: None,
        credentials: None,
    }
}

/// The requests and results of a walk.
#[derive(Debug, Default)]
struct Walked {
    urls: Vec<String>,
    /// The body of each request, and the headers that carry its position.
    carried: Vec<String>,
    items: Vec<u64>,
    error: Option<Error>,
    warnings: Vec<Warning>,
}

impl Walked {
    fn note(&mut self, ask: &PageRequest) {
        self.urls.push(ask.url.to_string());
        let body = ask.body.as_ref().map(|body| String::from_utf8(body.to_vec()).unwrap());
        let header = |(name, value): &(HeaderName, HeaderValue)| {
            format!("{name}: {}", value.to_str().unwrap())
        };
        let texts = body.into_iter().chain(ask.headers.iter().map(header));
        self.carried.extend(texts.map(|text| text.replace('"', "'")));
    }

    /// Checks that exactly these bodies or headers were sent, with `'` for `"`.
    #[track_caller]
    fn carried<const N: usize>(self, expected: [&str; N]) -> Self {
        assert_eq!(self.carried, expected);
        self
    }

    /// Checks that exactly these requests were made, as paths or as whole URLs.
    #[track_caller]
    fn requested<const N: usize>(self, expected: [&str; N]) -> Self {
        let short = |url: &String| url.strip_prefix(ORIGIN).unwrap_or(url).to_owned();
        assert_eq!(self.urls.iter().map(short).collect::<Vec<_>>(), expected);
        self
    }

    /// Checks the number of requests.
    #[track_caller]
    fn requests(self, expected: usize) -> Self {
        assert_eq!(self.urls.len(), expected, "{:?}", self.urls);
        self
    }

    /// Checks that exactly these items were yielded.
    #[track_caller]
    fn yielded(self, expected: impl IntoIterator<Item = u64>) -> Self {
        assert_eq!(self.items, Vec::from_iter(expected));
        self
    }

    /// Checks that the walk ended without an error or a warning.
    #[track_caller]
    fn ended(self) {
        self.ended_with(&[]);
    }

    /// Checks that the walk ended without an error, with these warnings.
    #[track_caller]
    fn ended_with(self, warnings: &[Warning]) {
        assert_eq!(self.error.map(|error| error.to_string()), None);
        assert_eq!(self.warnings, warnings);
    }

    /// Checks the kind of the error, and that its message contains all of these texts.
    #[track_caller]
    fn failed<const N: usize>(self, kind: ErrorKind, texts: [&str; N]) {
        let error = self.error.expect("an error");
        assert_eq!(error.kind(), kind, "{error}");
        for text in texts {
            assert!(error.to_string().contains(text), "{text:?} is not in: {error}");
        }
    }
}
