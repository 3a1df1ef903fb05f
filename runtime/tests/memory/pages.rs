//! Pages as large as may be, and the server that sends them.

use bytes::Bytes;
use http_body::Frame;
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use std::borrow::Cow;
use std::iter;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

/// Nearly as many bytes as a page may have.
const PAGE: usize = 31 << 20;
/// As many items as a page may have.
const ITEMS: usize = 100_000;
/// How many arrays of one item each record of a large page has, so that the records take more
/// memory than their text.
const ARRAYS: usize = 6;
/// Deeper than any stack.
const DEEP: usize = 50_000;

/// A page that repeats one item. An `@` in it is the number of the page.
pub struct Page {
    begins: &'static str,
    item: String,
    times: usize,
    ends: Cow<'static, str>,
    /// What ends each item that is open until then.
    closes: &'static str,
}

/// As many of these as a page has bytes for.
fn full(item: &str) -> Page {
    of_bytes(PAGE, item)
}

/// As many of these as so many bytes hold.
fn of_bytes(bytes: usize, item: &str) -> Page {
    Page {
        begins: "[",
        item: format!("{item},"),
        times: bytes / (item.len() + 1),
        ends: "0]".into(),
        closes: "",
    }
}

pub fn objects() -> Page {
    Page { ends: "{}]".into(), ..full("{\"sid\":\"A\"}") }
}

pub fn half_of_them() -> Page {
    let all = objects();
    Page { times: all.times / 2, ..all }
}

pub fn zeros() -> Page {
    of_bytes(PAGE / 2, "0")
}

/// As many as may be, in a page of so many bytes.
fn of_items(item: &str, ends: &'static str) -> Page {
    Page { times: ITEMS - 1, ends: ends.into(), ..full(item) }
}

pub fn many() -> Page {
    of_items("{\"sid\":\"A\"}", "{\"sid\":\"A\"}]")
}

pub fn large() -> Page {
    let fields: Vec<_> = (0..30).map(|n| format!("\"f{n:02}\":\"\"")).collect();
    of_items(&format!("{{{}}}", fields.join(",")), "{}]")
}

pub fn texts() -> Page {
    of_items(&format!("\"{}\"", "x".repeat(300)), "\"\"]")
}

pub fn any_json() -> Page {
    Page { begins: "[{\"any\":[", ends: "0]}]".into(), ..full("0") }
}

pub fn nested_records() -> Page {
    Page { begins: "[{\"records\":[", ends: "{}]}]".into(), ..full("{}") }
}

pub fn nested_arrays() -> Page {
    Page { begins: "[{\"arrays\":[", ends: "[]]}]".into(), ..full("[0]") }
}

pub fn nested_maps() -> Page {
    Page { begins: "[{\"maps\":[", ends: "{}]}]".into(), ..full("{\"a\":0}") }
}

pub fn nested_texts() -> Page {
    Page { begins: "[{\"texts\":[", ends: "\"\"]}]".into(), ..full("\"a\"") }
}

pub fn children() -> Page {
    let (begin, end) = ("{\"child\":".repeat(60), "}".repeat(60));
    Page { ends: "{}]".into(), ..full(&format!("{begin}{{}}{end}")) }
}

pub fn wide() -> Page {
    of_items("{}", "{}]")
}

pub fn deep_behind_zeros() -> Page {
    let ends = format!("{}{}]}}]", "[".repeat(200), "]".repeat(200)).into();
    Page { begins: "[{\"own\":[", ends, ..full("0") }
}

pub fn links() -> Page {
    Page {
        begins: "{\"data\":[1],\"links\":[",
        ends: "0]}".into(),
        ..of_bytes(PAGE / 4, "{\"a\":1}")
    }
}

pub fn token() -> Page {
    Page { begins: "{\"data\":[1],\"next\":\"\\n", ends: "\"}".into(), ..full("xxxxxxx") }
}

pub fn total() -> Page {
    Page { begins: "{\"data\":[1],\"total\":[", ends: "0]}".into(), ..full("0") }
}

pub fn id() -> Page {
    Page { begins: "{\"data\":[{\"id\":\"\\n", ends: "\"}]}".into(), ..full("xxxxxxx") }
}

pub fn last_item() -> Page {
    Page { begins: "{\"data\":[{\"id\":1,\"all\":[", ends: "0]}]}".into(), ..full("0") }
}

pub fn last_id() -> Page {
    Page { begins: "{\"data\":[{\"id\":[", ends: "0]}]}".into(), ..full("0") }
}

pub fn errors() -> Page {
    nested("{\"data\":[],\"errors\":", "[", "1", "]")
}

pub fn envelopes() -> Page {
    nested("{\"data\":[1],\"meta\":", "{\"data\":", "1", "}")
}

fn nested(begins: &'static str, open: &str, ends: &'static str, closes: &'static str) -> Page {
    Page { begins, item: open.to_owned(), times: DEEP, ends: ends.into(), closes }
}

pub fn members() -> Page {
    Page { begins: "{", ends: "\"b\":1}".into(), ..of_bytes(PAGE / 2, "\"a\":1") }
}

pub fn long_key() -> Page {
    let (begins, item) = ("{\"", "next_page".to_owned());
    Page { begins, times: PAGE / item.len(), item, ends: "\":1}".into(), closes: "" }
}

/// 99,000 records of as many bytes as a page has room for, whose key differs from page to page.
pub fn numbered() -> Page {
    let item = format!("{{\"id\":@,\"text\":\"{}\"}},", "x".repeat(305));
    let ends = "{\"id\":0}],\"total\":297000}".into();
    Page { begins: "{\"data\":[", item, times: 98_999, ends, closes: "" }
}

/// The same, with records that take more memory than their text.
pub fn numbered_arrays() -> Page {
    let arrays = ["[0]"; ARRAYS].join(",");
    let text = "x".repeat(290 - arrays.len());
    let item = format!("{{\"id\":@,\"arrays\":[{arrays}],\"text\":\"{text}\"}},");
    Page { item, ..numbered() }
}

/// Answers each request with a page, in pieces.
pub struct Endless {
    pub page: Page,
    /// How many requests it has answered.
    pub sent: AtomicUsize,
}

impl Transport for Endless {
    fn send(&self, _: http::Request<Bytes>) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        const PER_PIECE: usize = 4096;
        let Page { begins, item, times, ends, closes } = &self.page;
        let number = self.sent.fetch_add(1, Ordering::Relaxed) + 1;
        let item = item.replace('@', &number.to_string());
        let end = if closes.is_empty() { "" } else { "}" };
        let many = |text: &str| {
            let (all, rest) =
                (text.repeat(PER_PIECE).into(), text.repeat(times % PER_PIECE).into());
            iter::repeat_n(all, times / PER_PIECE).chain([rest])
        };
        let pieces = iter::once(Bytes::from_static(begins.as_bytes()))
            .chain(many(&item))
            .chain([ends.clone().into_owned().into()])
            .chain(many(closes))
            .chain([Bytes::from_static(end.as_bytes())]);
        let body = Pieces(Box::new(pieces));
        Box::pin(std::future::ready(Ok(http::Response::new(Body::new(body)))))
    }
}

struct Pieces(Box<dyn Iterator<Item = Bytes> + Send>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Poll::Ready(self.0.next().map(|piece| Ok(Frame::data(piece))))
    }
}
