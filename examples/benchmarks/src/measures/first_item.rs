//! The time to the first item of a large page.

use crate::loops::{self, Decode};
use crate::measure::{Findings, Measurement, Outcome, Row, median, paired, seconds, timed};
use crate::record::{self, Envelope, Message};
use crate::server::{self, Canned};
use bytes::Bytes;
use http_body::Frame;
use pagesmith::Client;
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;

/// Records on a page of 10 MB.
const PER_PAGE: u64 = 12_600;
/// Runs of which one of a pair is the median.
const RUNS: usize = 7;

/// Why the target may be missed.
const LIMIT: &str = "Both sides decode the page once, by the same calls of `serde_json`. But the compared decoding reads a page that was in memory all the time; our page, like that of the loop by hand, has just arrived";

/// From the last byte of a 10 MB page to its first record, against the time to
/// decode the page once, and against a loop by hand.
pub struct FirstItem;

impl Measurement for FirstItem {
    fn name(&self) -> &'static str {
        "first-item"
    }

    fn run(&self) -> Outcome<Findings> {
        let canned = Canned::of(PER_PAGE, |page| record::messages(page, PER_PAGE)).made(1);
        let canned = Arc::new(canned);
        let at = server::serve(&canned)?;
        let runtime = loops::threads()?;
        let _entered = runtime.enter();
        let stamped = Stamped { client: loops::theirs()?, last: Arc::default() };
        let client = Client::builder(format!("http://{at}")).transport(stamped.clone()).build()?;
        let body = canned.body(0, 1);
        let mut rows = Vec::new();
        for (decode, name) in [(Decode::Slice, "from_slice"), (Decode::Str, "from_str")] {
            let first = || middle(|| runtime.block_on(first(&client, &stamped)));
            let decoding = paired(first, || middle(|| decoded(&body, decode)))?;
            let by_hand =
                paired(first, || middle(|| runtime.block_on(by_hand(&stamped, at, decode))))?;
            for (ratio, against) in
                [(decoding, "decoding it once by"), (by_hand, "a loop that decodes it once by")]
            {
                let what = format!(
                    "first item of a page of {} MB, from the reply's last byte, against {against} `{name}`",
                    body.len() / 1_000_000
                );
                let (ours, theirs) = ratio.of;
                let note = format!("{} against {}", seconds(ours), seconds(theirs));
                rows.push(Row::ratio(what, &ratio, 1.0).note(note).limit(LIMIT));
            }
        }
        Ok(rows.into())
    }
}

/// The median of a few runs: one takes milliseconds, and is easily disturbed.
///
/// # Errors
/// When a run fails.
pub(super) fn middle(mut run: impl FnMut() -> Outcome<f64>) -> Outcome<f64> {
    let runs: Vec<f64> = (0..RUNS).map(|_| run()).collect::<Outcome<_>>()?;
    Ok(median(&runs))
}

/// From the last byte that the HTTP client gives to the first record.
async fn first(client: &Client, stamped: &Stamped) -> Outcome<f64> {
    let mut items = loops::list::<Message>(client, 1).items();
    let first = items.try_next().await?;
    let waited = stamped.since_last()?;
    first.ok_or("the list is empty")?;
    Ok(waited)
}

/// The time to decode the page once.
///
/// # Errors
/// When it is not a page.
pub(super) fn decoded(body: &str, decode: Decode) -> Outcome<f64> {
    timed(|| {
        let page: Envelope<Message> = decode.page(body.as_bytes())?;
        Ok(std::hint::black_box(page))
    })
}

/// The same by hand: from the last byte to the page, decoded once.
async fn by_hand(stamped: &Stamped, at: SocketAddr, decode: Decode) -> Outcome<f64> {
    let request = stamped.client.get(format!("http://{at}/rows/1")).build()?;
    let reply = reqwest::Response::from(stamped.execute(request).await?.map(reqwest::Body::wrap));
    let page: Envelope<Message> = decode.page(&reply.bytes().await?)?;
    let waited = stamped.since_last()?;
    std::hint::black_box(page);
    Ok(waited)
}

/// Sends through reqwest, and notes when the last piece of a body came.
#[derive(Clone)]
struct Stamped {
    client: reqwest::Client,
    last: Arc<Mutex<Option<Instant>>>,
}

impl Stamped {
    async fn execute(
        &self,
        request: reqwest::Request,
    ) -> Result<http::Response<StampedBody>, reqwest::Error> {
        let reply = http::Response::from(self.client.execute(request).await?);
        Ok(reply.map(|body| StampedBody(body, self.last.clone())))
    }

    /// How long ago the last piece came, in seconds.
    fn since_last(&self) -> Outcome<f64> {
        let now = Instant::now();
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(now.duration_since(last.ok_or("nothing came")?).as_secs_f64())
    }
}

impl Transport for Stamped {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let stamped = self.clone();
        Box::pin(async move {
            let request = reqwest::Request::try_from(request.map(reqwest::Body::from))?;
            Ok(stamped.execute(request).await?.map(Body::new))
        })
    }
}

struct StampedBody(reqwest::Body, Arc<Mutex<Option<Instant>>>);

impl http_body::Body for StampedBody {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let frame = Pin::new(&mut self.0).poll_frame(cx);
        if matches!(frame, Poll::Ready(Some(_))) {
            *self.1.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
        frame
    }
}
