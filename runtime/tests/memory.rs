//! The most memory that a page takes, whatever a server sends: each row walks in
//! a separate process, whose resident memory Linux reports.
//!
//! `cargo test --release -p pagesmith --test memory -- --nocapture` prints the numbers. Pages are
//! as large as they may be, and a build without optimization takes seconds for each: it walks
//! every fourth row.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "memory/lists.rs"]
mod lists;
#[path = "memory/pages.rs"]
mod pages;

use lists::{Any, Keys, Large, Last, Links, Nested, Numbered, Read, Sid, Tokens, Totals, Wide};
use pages::{
    Endless, Page, any_json, children, deep_behind_zeros, envelopes, errors, half_of_them, id,
    large, last_id, last_item, links, long_key, many, members, nested_arrays, nested_maps,
    nested_records, nested_texts, numbered, numbered_arrays, objects, texts, token, total, wide,
    zeros,
};
use pagesmith::{Client, Json, Paged, Pager, Paging};
use serde_json::value::RawValue;
use std::future::Future;
use std::pin::Pin;
use std::process::Command;
use std::sync::atomic::AtomicUsize;
use std::{env, fs, thread};

/// The most resident memory of a row, server and test included.
const MOST: u64 = 128 << 20;
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
    let every = if cfg!(debug_assertions) { 4 } else { 1 };
    // Two at a time.
    let (some, others) = ROWS.split_at(ROWS.len() / 2);
    let fails =
        |rows: &[Row]| rows.iter().step_by(every).filter_map(Row::fails).collect::<Vec<_>>();
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
