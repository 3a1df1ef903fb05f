//! Memory over a long walk, and how many pages are alive at a time.

use crate::loops;
use crate::measure::{Curve, Findings, Measurement, Outcome, Row};
use crate::process::resident;
use crate::server::{self, Canned};
use bytes::Bytes;
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{Client, List, Paged, Paging};
use serde::Deserialize;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const PER_PAGE: u64 = 1000;
const RECORDS: u64 = 10_000_000;
const EARLY: u64 = 10_000;
/// How far resident memory may move.
const MIB: f64 = 4.0;

/// Resident memory over ten million records, and live pages.
pub struct Memory;

impl Measurement for Memory {
    fn name(&self) -> &'static str {
        "memory"
    }

    fn run(&self) -> Outcome<Findings> {
        let mut found = resident_over_a_walk()?;
        found.rows.extend(live_pages()?);
        Ok(found)
    }
}

/// A short record, so that many of them pass.
#[derive(Deserialize)]
struct Contact {
    id: u64,
    email: String,
}

impl Paged for Contact {
    type Item = Self;
    const LIST: List = List::get("/rows/{pages}", "/data").paging(Paging::SENDSAGE).key("/id");
}

fn contacts(page: u64) -> String {
    let mut rows = String::new();
    for id in page * PER_PAGE..(page + 1) * PER_PAGE {
        let comma = if id > page * PER_PAGE { "," } else { "" };
        // Writing to a string cannot fail.
        let _written = write!(rows, r#"{comma}{{"id":{id},"email":"user{id:08}@example.com"}}"#);
    }
    rows
}

fn resident_over_a_walk() -> Outcome<Findings> {
    let what = "resident memory over 10 M records, against 10 k";
    if resident().is_none() {
        let row = Row::skipped(what, "this system does not report it in /proc");
        return Ok(vec![row].into());
    }
    let at = server::serve(&Arc::new(Canned::of(PER_PAGE, contacts)))?;
    let runtime = loops::threads()?;
    let _entered = runtime.enter();
    let client = loops::ours(at)?;
    let mut points = Vec::new();
    runtime.block_on(async {
        let mut items = loops::list::<Contact>(&client, RECORDS / PER_PAGE).items();
        for id in 0..RECORDS {
            match items.try_next().await? {
                Some(contact) if contact.id == id && !contact.email.is_empty() => {}
                _ => return Outcome::Err(format!("record {id} did not come in its turn").into()),
            }
            let seen = id + 1;
            if seen == EARLY || seen.is_multiple_of(RECORDS / 100) {
                points.push((seen, resident().unwrap_or(f64::NAN)));
            }
        }
        Ok(())
    })?;
    let early = points.first().map_or(f64::NAN, |point| point.1);
    let late = points.last().map_or(f64::NAN, |point| point.1);
    let most = points.iter().map(|point| point.1).fold(f64::NAN, f64::max);
    let measured = format!("{:+.1} MiB ({early:.1} to {late:.1}, at most {most:.1})", late - early);
    let flat = (most - early).abs() <= MIB && (late - early).abs() <= MIB;
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let points = points.into_iter().map(|(seen, mib)| (seen as f64 / 1e6, mib)).collect();
    let curve = Curve {
        file: "memory",
        title: "Resident memory over a walk of 10 M records, server included".to_owned(),
        axes: ["million records", "MiB"],
        points,
    };
    let row = Row::figure(what, measured, "± 4 MiB", flat)
        .note("one walk, with the server in the same process");
    Ok(Findings { rows: vec![row], curves: vec![curve] })
}

/// What is alive, and the most that ever was.
#[derive(Default)]
struct Live {
    now: AtomicU64,
    most: AtomicU64,
}

impl Live {
    fn born(&self) {
        let now = self.now.fetch_add(1, Ordering::Relaxed) + 1;
        self.most.fetch_max(now, Ordering::Relaxed);
    }

    fn died(&self) {
        self.now.fetch_sub(1, Ordering::Relaxed);
    }
}

static BODIES: Live = Live { now: AtomicU64::new(0), most: AtomicU64::new(0) };
static RECORDS_ALIVE: Live = Live { now: AtomicU64::new(0), most: AtomicU64::new(0) };

/// A body that is counted as long as anyone holds it.
struct Counted(Vec<u8>);

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        BODIES.died();
    }
}

/// A record that is counted while it lives.
struct CountedRecord;

impl<'de> Deserialize<'de> for CountedRecord {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Contact::deserialize(from)?;
        RECORDS_ALIVE.born();
        Ok(Self)
    }
}

impl Drop for CountedRecord {
    fn drop(&mut self) {
        RECORDS_ALIVE.died();
    }
}

impl Paged for CountedRecord {
    type Item = Self;
    const LIST: List = Contact::LIST;
}

/// Gives each page as one counted piece.
struct InMemory(Canned);

impl Transport for InMemory {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let query = request.uri().query().unwrap_or_default();
        let page = query.rsplit_once("page_token=t").and_then(|(_, page)| page.parse().ok());
        let body = self.0.body(page.unwrap_or(0), LIVE_PAGES).into_bytes();
        BODIES.born();
        let body = Bytes::from_owner(Counted(body));
        Box::pin(std::future::ready(Ok(http::Response::new(Body::from(body)))))
    }
}

const LIVE_PAGES: u64 = 50;

fn live_pages() -> Outcome<Vec<Row>> {
    let transport = InMemory(Canned::of(PER_PAGE, contacts));
    let client = Client::builder("http://pages.test").transport(transport).build()?;
    loops::one_thread()?.block_on(async {
        let mut items = loops::list::<CountedRecord>(&client, LIVE_PAGES).items();
        while items.try_next().await?.is_some() {}
        Outcome::Ok(())
    })?;
    let bodies = BODIES.most.load(Ordering::Relaxed);
    let records = RECORDS_ALIVE.most.load(Ordering::Relaxed);
    let rows = [("bodies", bodies), ("decoded pages", records.div_ceil(PER_PAGE))];
    let row = |(of, most): (&str, u64)| {
        let what = format!("live pages of a walk that reads ahead: {of}");
        Row::figure(what, most.to_string(), "≤ 2", most <= 2)
    };
    Ok(rows.into_iter().map(row).collect())
}
