//! A consumer that takes as long as the server.

use crate::loops::{self, Decode};
use crate::measure::{Findings, Measurement, Outcome, Row, paired, timed};
use crate::record::{self, Message};
use crate::server::{self, Canned};
use std::sync::Arc;
use std::time::Duration;

const PER_PAGE: u64 = 100;
const PAGES: u64 = 24;
/// The consumer waits after this many records. By tokio's timer, which rounds up, it
/// takes as long for a page as the server.
const BATCH: u64 = 10;
const WAIT: Duration = Duration::from_millis(2);
const LATENCY: Duration = Duration::from_millis(30);

/// Why the target may be missed.
const LIMIT: &str = "Nothing overlaps with the first page, nor with the first item of each page, because the next page is requested after it. If the consumer's waits take longer than the server, the balance shifts";

/// A walk whose async consumer takes as long as the server, against the
/// sequential loop.
pub struct SlowConsumer;

impl Measurement for SlowConsumer {
    fn name(&self) -> &'static str {
        "slow-consumer"
    }

    fn run(&self) -> Outcome<Findings> {
        let canned = Canned::of(PER_PAGE, |page| record::messages(page, PER_PAGE)).after(LATENCY);
        let at = server::serve(&Arc::new(canned))?;
        let runtime = loops::threads()?;
        let _entered = runtime.enter();
        let (ours, theirs) = (loops::ours(at)?, loops::theirs()?);
        let ratio = paired(
            || {
                timed(|| {
                    runtime.block_on(async {
                        let mut items = loops::list::<Message>(&ours, PAGES).items();
                        let mut consumer = Consumer::default();
                        while let Some(message) = items.try_next().await? {
                            consumer.take(message).await;
                        }
                        Ok(())
                    })
                })
            },
            || {
                timed(|| {
                    runtime.block_on(async {
                        let mut consumer = Consumer::default();
                        for page in 0..PAGES {
                            let url = format!("http://{at}/rows/{PAGES}?page_token=t{page}");
                            for message in loops::page(&theirs, &url, Decode::Str).await?.data {
                                consumer.take(message).await;
                            }
                        }
                        Ok(())
                    })
                })
            },
        )?;
        let what = format!(
            "a walk of {PAGES} pages whose async consumer takes as long as the server, against the sequential loop"
        );
        Ok(vec![Row::ratio(what, &ratio, 0.55).limit(LIMIT)].into())
    }
}

/// Takes records, and waits after each batch.
#[derive(Default)]
struct Consumer(u64);

impl Consumer {
    async fn take(&mut self, message: Message) {
        message.consume();
        self.0 += 1;
        if self.0.is_multiple_of(BATCH) {
            tokio::time::sleep(WAIT).await;
        }
    }
}
