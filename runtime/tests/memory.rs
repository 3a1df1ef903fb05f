//! The most memory that a page takes, whatever a server sends: each row walks in
//! a separate process, whose resident memory Linux reports.
//!
//! `cargo test -p pagesmith --test memory -- --nocapture` prints the numbers.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use bytes::Bytes;
use http_body::Frame;
use pagesmith::__private::{RowsOf, record};
use pagesmith::paging::{NextFrom, PageKeys, SendIn};
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{Client, Json, List, Paged, Pager, Paging};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::{env, fs, iter, thread};

/// The most resident memory of a row, server and test included.
const MOST: u64 = 128 << 20;
/// Nearly as many bytes as a page may have.
const PAGE: usize = 31 << 20;
/// As many items as a page may have.
const ITEMS: usize = 100_000;
/// How many arrays of one item each record of a large page has, so that the records take more
/// memory than their text.
const ARRAYS: usize = 6;
/// Deeper than any stack.
const DEEP: usize = 50_000;
/// The environment variable that names the row that a process walks.
const ROW: &str = "PAGESMITH_MEMORY_ROW";
/// The error for too many items.
const TOO_MANY: &str = "more than 100000; ask for smaller pages, or raise `max_page_items`";

/// The error for records that take too much memory.
const TOO_LARGE: &str = "the records of the page take more than 67108864 bytes of memory; ask for smaller pages, or raise `max_page_memory`";

const LONG_TOKEN: &str = "expected a token at `/next`, found more than 1 MiB";
const LONG_LINK: &str = "expected a link at `/next`, found more than 1 MiB";
const LONG_TOTAL: &str = "expected a whole number at `/total`, found more than 1 MiB";
const LONG_ID: &str = "expected a token at `/id` of the last item, found more than 1 MiB";

/// A page, how it is walked, and the expected outcome.
struct Row {
    name: &'static str,
    page: fn() -> Page,
    walk: fn(&Client) -> Walk<'_>,
    outcome: &'static str,
}

type Walk<'c> = Pin<Box<dyn Future<Output = String> + 'c>>;

const fn row(
    name: &'static str,
    page: fn() -> Page,
    walk: fn(&Client) -> Walk<'_>,
    outcome: &'static str,
) -> Row {
    Row { name, page, walk, outcome }
}

const ROWS: &[Row] = &[
    row("objects, by serde, limit(3)", objects, |it| three::<Sid>(it), TOO_MANY),
    row("objects, by the generated reader", half_of_them, |it| all::<Read>(it), TOO_MANY),
    row("objects, as any JSON", half_of_them, |it| listed::<Json>(it), TOO_MANY),
    row("zeros, as their text", zeros, |it| listed::<Box<RawValue>>(it), TOO_MANY),
    row("zeros that are no objects, leniently", zeros, |it| lenient::<Sid>(it), TOO_MANY),
    row("as many objects as may be, limit(3)", many, |it| three::<Sid>(it), "3 items"),
    row("as many objects as may be", many, |it| all::<Read>(it), "100000 items"),
    row("as many objects as may be, as any JSON", many, |it| listed::<Json>(it), "100000 items"),
    row("large objects, as any JSON, limit(3)", large, |it| three::<Any>(it), "3 items"),
    row(
        "large texts that are no objects, leniently",
        texts,
        |it| lenient::<Sid>(it),
        "100000 items",
    ),
    row("a field of any JSON", any_json, |it| all::<Nested>(it), TOO_LARGE),
    row("nested records", nested_records, |it| all::<Nested>(it), TOO_LARGE),
    row("nested records, leniently", nested_records, |it| lenient::<Nested>(it), TOO_LARGE),
    row("nested arrays of one", nested_arrays, |it| all::<Nested>(it), TOO_LARGE),
    row("nested maps of one", nested_maps, |it| all::<Nested>(it), TOO_LARGE),
    row("nested texts", nested_texts, |it| all::<Nested>(it), TOO_LARGE),
    row("records in records", children, |it| all::<Nested>(it), TOO_LARGE),
    row("wide records", wide, |it| all::<Wide>(it), TOO_LARGE),
    row(
        "a field of the user's that is nested deeply at its end",
        deep_behind_zeros,
        |it| all::<Nested>(it),
        "item 0 does not decode: recursion limit exceeded",
    ),
    row("a token", token, |it| all::<Tokens>(it), LONG_TOKEN),
    row("a link", token, |it| all::<Links>(it), LONG_LINK),
    row("a total", total, |it| all::<Totals>(it), LONG_TOTAL),
    row("an id", id, |it| all::<Keys>(it), "1 items"),
    row("a last item that is large", last_item, |it| all::<Last>(it), "would never end"),
    row("a last item whose id is large", last_id, |it| all::<Last>(it), LONG_ID),
    row("pages by number, with a key", numbered, |it| all::<Numbered>(it), "297000 items"),
    row("large records, pages by number", numbered_arrays, |it| all::<Large>(it), "297000 items"),
    row("links beside the items", links, |it| beside(it), "1 items"),
    row("an error that is nested deeply", errors, |it| beside(it), "its `/errors` says that"),
    row("envelopes that are nested deeply", envelopes, |it| beside(it), "1 items"),
    row(
        "an object of many keys in place of a page",
        members,
        |it| all::<Sid>(it),
        "is an object of {a: a number,",
    ),
    row("an object of one long key in place of a page", long_key, |it| beside(it), "found nothing"),
];

#[test]
fn a_page_takes_little_more_memory_than_its_bytes_whatever_it_holds() {
    if let Ok(name) = env::var(ROW) {
        return alone(&name);
    }
    // Two at a time.
    let (some, others) = ROWS.split_at(ROWS.len() / 2);
    let fails = |rows: &[Row]| rows.iter().filter_map(Row::fails).collect::<Vec<_>>();
    let over = thread::scope(|scope| {
        let others = scope.spawn(|| fails(others));
        [fails(some), others.join().unwrap()].concat()
    });
    assert!(over.is_empty(), "{}", over.join("\n"));
}

/// Walks a row, and prints the outcome and the peak of its memory.
fn alone(name: &str) {
    let row = ROWS.iter().find(|row| row.name == name).unwrap();
    let transport = Endless { page: (row.page)(), sent: AtomicUsize::new(0) };
    let client = Client::builder("http://pages.test").bearer("n3xt_pag3").transport(transport);
    let client = client.build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let outcome = runtime.block_on((row.walk)(&client));
    eprintln!("outcome: {outcome}\npeak: {}", most_resident());
}

/// The most memory of this process that was resident, in bytes.
fn most_resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

impl Row {
    /// What is wrong with the row, if anything is.
    fn fails(&self) -> Option<String> {
        let mut child = Command::new(env::current_exe().unwrap());
        let test = "a_page_takes_little_more_memory_than_its_bytes_whatever_it_holds";
        let output =
            child.args([test, "--exact", "--nocapture"]).env(ROW, self.name).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = |name| stderr.lines().find_map(|line| line.strip_prefix(name));
        let (Some(outcome), Some(peak)) = (line("outcome: "), line("peak: ")) else {
            return Some(format!("{}: {stderr}", self.name));
        };
        let peak: u64 = peak.parse().unwrap();
        eprintln!("{:5} MiB  {}: {outcome}", peak >> 20, self.name);
        let is_good = peak <= MOST && outcome.contains(self.outcome);
        (!is_good).then(|| format!("{}: {peak} bytes, {outcome}", self.name))
    }
}

/// A page that repeats one item. An `@` in it is the number of the page.
struct Page {
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

fn objects() -> Page {
    Page { ends: "{}]".into(), ..full("{\"sid\":\"A\"}") }
}

fn half_of_them() -> Page {
    let all = objects();
    Page { times: all.times / 2, ..all }
}

fn zeros() -> Page {
    of_bytes(PAGE / 2, "0")
}

/// As many as may be, in a page of so many bytes.
fn of_items(item: &str, ends: &'static str) -> Page {
    Page { times: ITEMS - 1, ends: ends.into(), ..full(item) }
}

fn many() -> Page {
    of_items("{\"sid\":\"A\"}", "{\"sid\":\"A\"}]")
}

fn large() -> Page {
    let fields: Vec<_> = (0..30).map(|n| format!("\"f{n:02}\":\"\"")).collect();
    of_items(&format!("{{{}}}", fields.join(",")), "{}]")
}

fn texts() -> Page {
    of_items(&format!("\"{}\"", "x".repeat(300)), "\"\"]")
}

fn any_json() -> Page {
    Page { begins: "[{\"any\":[", ends: "0]}]".into(), ..full("0") }
}

fn nested_records() -> Page {
    Page { begins: "[{\"records\":[", ends: "{}]}]".into(), ..full("{}") }
}

fn nested_arrays() -> Page {
    Page { begins: "[{\"arrays\":[", ends: "[]]}]".into(), ..full("[0]") }
}

fn nested_maps() -> Page {
    Page { begins: "[{\"maps\":[", ends: "{}]}]".into(), ..full("{\"a\":0}") }
}

fn nested_texts() -> Page {
    Page { begins: "[{\"texts\":[", ends: "\"\"]}]".into(), ..full("\"a\"") }
}

fn children() -> Page {
    let (begin, end) = ("{\"child\":".repeat(60), "}".repeat(60));
    Page { ends: "{}]".into(), ..full(&format!("{begin}{{}}{end}")) }
}

fn wide() -> Page {
    of_items("{}", "{}]")
}

fn deep_behind_zeros() -> Page {
    let ends = format!("{}{}]}}]", "[".repeat(200), "]".repeat(200)).into();
    Page { begins: "[{\"own\":[", ends, ..full("0") }
}

fn links() -> Page {
    Page {
        begins: "{\"data\":[1],\"links\":[",
        ends: "0]}".into(),
        ..of_bytes(PAGE / 4, "{\"a\":1}")
    }
}

fn token() -> Page {
    Page { begins: "{\"data\":[1],\"next\":\"\\n", ends: "\"}".into(), ..full("xxxxxxx") }
}

fn total() -> Page {
    Page { begins: "{\"data\":[1],\"total\":[", ends: "0]}".into(), ..full("0") }
}

fn id() -> Page {
    Page { begins: "{\"data\":[{\"id\":\"\\n", ends: "\"}]}".into(), ..full("xxxxxxx") }
}

fn last_item() -> Page {
    Page { begins: "{\"data\":[{\"id\":1,\"all\":[", ends: "0]}]}".into(), ..full("0") }
}

fn last_id() -> Page {
    Page { begins: "{\"data\":[{\"id\":[", ends: "0]}]}".into(), ..full("0") }
}

fn errors() -> Page {
    nested("{\"data\":[],\"errors\":", "[", "1", "]")
}

fn envelopes() -> Page {
    nested("{\"data\":[1],\"meta\":", "{\"data\":", "1", "}")
}

fn nested(begins: &'static str, open: &str, ends: &'static str, closes: &'static str) -> Page {
    Page { begins, item: open.to_owned(), times: DEEP, ends: ends.into(), closes }
}

fn members() -> Page {
    Page { begins: "{", ends: "\"b\":1}".into(), ..of_bytes(PAGE / 2, "\"a\":1") }
}

fn long_key() -> Page {
    let (begins, item) = ("{\"", "next_page".to_owned());
    Page { begins, times: PAGE / item.len(), item, ends: "\":1}".into(), closes: "" }
}

/// 99,000 records of as many bytes as a page has room for, whose key differs from page to page.
fn numbered() -> Page {
    let item = format!("{{\"id\":@,\"text\":\"{}\"}},", "x".repeat(305));
    let ends = "{\"id\":0}],\"total\":297000}".into();
    Page { begins: "{\"data\":[", item, times: 98_999, ends, closes: "" }
}

/// The same, with records that take more memory than their text.
fn numbered_arrays() -> Page {
    let arrays = ["[0]"; ARRAYS].join(",");
    let text = "x".repeat(290 - arrays.len());
    let item = format!("{{\"id\":@,\"arrays\":[{arrays}],\"text\":\"{text}\"}},");
    Page { item, ..numbered() }
}

/// Answers each request with a page, in pieces.
struct Endless {
    page: Page,
    /// How many requests it has answered.
    sent: AtomicUsize,
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

const LIST: List = List::get("/list", "");

const TOTAL: PageKeys = PageKeys::NONE.total("/total");

#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "has to decode, and is not looked at")]
struct Sid {
    sid: String,
    #[serde(default)]
    others: [Option<String>; 8],
}

impl Paged for Sid {
    type Item = Self;
    const LIST: List = LIST;
}

/// The same as generated code reads it.
struct Read {
    sid: String,
    a: Option<String>,
    b: Option<String>,
    c: Option<String>,
    d: Option<String>,
}

record!(Read: Debug + Deserialize { sid, a, b, c, d });

impl Paged for Read {
    type Item = Self;
    const LIST: List = LIST;
    const ROWS: RowsOf<Self> = RowsOf::values();
}

/// A record with what may be many in each.
#[derive(Default)]
struct Nested {
    any: Option<Json>,
    records: Option<Vec<Nested>>,
    arrays: Option<Vec<Vec<i64>>>,
    maps: Option<Vec<BTreeMap<String, i64>>>,
    texts: Option<Vec<String>>,
    child: Option<Box<Nested>>,
    own: Option<Ignored>,
}

record!(Nested: Debug + Deserialize { any, records, arrays, maps, texts, child, own as own });

impl Paged for Nested {
    type Item = Self;
    const LIST: List = LIST;
    const ROWS: RowsOf<Self> = RowsOf::values();
}

/// A type that a user writes.
#[derive(Debug)]
struct Ignored;

impl<'de> serde::Deserialize<'de> for Ignored {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(from).map(|_| Self)
    }
}

/// A record with so many fields that as many as may be take more than their page.
#[derive(Default)]
struct Wide {
    a: Option<Nested>,
    b: Option<Nested>,
    c: Option<Nested>,
    d: Option<Nested>,
    e: Option<Nested>,
    f: Option<Nested>,
}

record!(Wide: Debug + Deserialize { a, b, c, d, e, f });

impl Paged for Wide {
    type Item = Self;
    const LIST: List = LIST;
    const ROWS: RowsOf<Self> = RowsOf::values();
}

/// Lists whose items are not read.
macro_rules! lists {
    ($($name:ident: $paging:expr;)*) => {
        $(
            struct $name;

            impl Paged for $name {
                type Item = Ignored;
                const LIST: List = List::get("/list", "/data").key("/id").paging($paging);
            }
        )*
    };
}

lists! {
    Tokens: Paging::NONE.next(NextFrom::Body("/next")).send(SendIn::Query("token"));
    Links: Paging::NONE.next(NextFrom::Body("/next")).send(SendIn::Url);
    Last: Paging::NONE.next(NextFrom::Last("/id")).send(SendIn::Query("after"));
    Totals: Paging::PAGE_NUMBER.page(TOTAL);
    Keys: Paging::NONE;
}

/// Records whose text is kept, as `pagesmith list` keeps it.
struct Numbered;

impl Paged for Numbered {
    type Item = Box<RawValue>;
    const LIST: List =
        List::get("/list", "/data").key("/id").paging(Paging::PAGE_NUMBER.page(TOTAL));
}

/// Records that are read, and take more memory than their text.
struct Large;

impl Paged for Large {
    type Item = Nested;
    const LIST: List = Numbered::LIST;
    const ROWS: RowsOf<Nested> = RowsOf::values();
}

struct Any;

impl Paged for Any {
    type Item = Json;
    const LIST: List = LIST;
}

fn pager<L: Paged>(client: &Client) -> Pager<L> {
    Pager::new(client, [("", &""); 0])
}

fn all<L: Paged>(client: &Client) -> Walk<'_> {
    Box::pin(outcome(pager::<L>(client)))
}

fn three<L: Paged>(client: &Client) -> Walk<'_> {
    Box::pin(outcome(pager::<L>(client).limit(3)))
}

fn listed<T: serde::de::DeserializeOwned + Send + 'static>(client: &Client) -> Walk<'_> {
    let pager = client.list::<T>("/list", [""; 0], Paging::NONE).items_at("");
    Box::pin(outcome(pager))
}

/// The items at `/data`, and a look at what is beside them.
fn beside(client: &Client) -> Walk<'_> {
    Box::pin(outcome(client.list::<u64>("/list", [""; 0], Paging::NONE).items_at("/data")))
}

/// Items whose JSON and errors are all in memory at once.
fn lenient<L: Paged>(client: &Client) -> Walk<'_> {
    Box::pin(outcome(pager::<L>(client).lenient()))
}

async fn outcome<L: Paged>(call: Pager<L>) -> String {
    let (mut items, mut pages) = (0, call.pages());
    loop {
        match pages.try_next().await {
            Ok(Some(page)) => items += page.items().len(),
            Ok(None) => return format!("{items} items"),
            Err(error) => return format!("{items} items, {error}"),
        }
    }
}
