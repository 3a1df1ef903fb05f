//! Pages by number, eight at a time.

use crate::loops::{self, Decode};
use crate::measure::{Findings, Measurement, Outcome, Row, paired, timed};
use crate::record::{self, Message};
use crate::server::{self, Canned};
use pagesmith::Client;
use std::sync::Arc;
use std::time::Duration;

const PER_PAGE: u64 = 50;
const PAGES: u64 = 161;
const LATENCY: Duration = Duration::from_millis(50);
const AT_A_TIME: usize = 8;

/// Number mode at eight pages at a time, against one at a time.
pub struct ByNumber;

impl Measurement for ByNumber {
    fn name(&self) -> &'static str {
        "by-number"
    }

    fn run(&self) -> Outcome<Findings> {
        let canned = Canned::of(PER_PAGE, |page| record::messages(page, PER_PAGE)).after(LATENCY);
        let at = server::serve(&Arc::new(canned))?;
        let runtime = loops::threads()?;
        let _entered = runtime.enter();
        let (ours, theirs) = (loops::ours(at)?, loops::theirs()?);
        let ratio = paired(
            || timed(|| runtime.block_on(in_order(&ours))),
            || {
                timed(|| {
                    runtime.block_on(async {
                        for page in 0..PAGES {
                            let url = format!("http://{at}/rows/{PAGES}?page={page}");
                            loops::page(&theirs, &url, Decode::Str).await?;
                        }
                        Ok(())
                    })
                })
            },
        )?;
        let what = format!(
            "{PAGES} pages by number, {AT_A_TIME} at a time, 50 ms latency, against a loop of one at a time"
        );
        Ok(vec![Row::ratio(what, &ratio, 0.14)].into())
    }
}

/// Walks all pages; an error where a record is not the one that comes next.
async fn in_order(client: &Client) -> Outcome<()> {
    let pager = loops::list::<Message>(client, PAGES).by_number().concurrency(AT_A_TIME);
    let mut items = pager.items();
    for id in 0..PAGES * PER_PAGE {
        match items.try_next().await? {
            Some(message) if message.sid == format!("SM{id:032x}") => {}
            _ => return Err(format!("record {id} did not come in its turn").into()),
        }
    }
    Ok(())
}
