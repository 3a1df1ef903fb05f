//! The time to the first item of a large page.

use crate::loops::{self, Decode};
use crate::measure::{Findings, Measurement, Outcome, Row, paired, seconds, timed};
use crate::record::{self, Envelope, Message};
use crate::server::{self, Canned};
use std::sync::Arc;
use std::time::Instant;

/// Records on a page of 10 MB.
const PER_PAGE: u64 = 12_600;

/// From the last byte of a 10 MB page to its first record, against the time
/// to decode the page once.
pub struct FirstItem;

impl Measurement for FirstItem {
    fn name(&self) -> &'static str {
        "first-item"
    }

    fn run(&self) -> Outcome<Findings> {
        let canned = Canned::of(PER_PAGE, |page| record::messages(page, PER_PAGE)).made(1);
        let canned = Arc::new(canned);
        let body = canned.body(0, 1);
        let at = server::serve(&canned)?;
        let runtime = loops::threads()?;
        let _entered = runtime.enter();
        let client = loops::ours(at)?;
        let mut rows = Vec::new();
        for (decode, name) in [(Decode::Slice, "from_slice"), (Decode::Str, "from_str")] {
            let ratio = paired(
                || runtime.block_on(first(&client, &canned)),
                || {
                    timed(|| {
                        let page: Envelope<Message> = decode.page(body.as_bytes())?;
                        Ok(std::hint::black_box(page))
                    })
                },
            )?;
            let what = format!(
                "first item of a page of {:.1} MB, from the reply's last byte, against decoding it once by `{name}`",
                body.len() as f64 / 1e6
            );
            let (ours, theirs) = ratio.of;
            let note = format!("{} against {}", seconds(ours), seconds(theirs));
            rows.push(Row::ratio(what, &ratio, 1.0).note(note));
        }
        Ok(rows.into())
    }
}

/// From the last byte, which the server has handed to the system, to the
/// first record.
async fn first(client: &pagesmith::Client, canned: &Canned) -> Outcome<f64> {
    let mut items = loops::list::<Message>(client, 1).items();
    let first = items.try_next().await?;
    let now = Instant::now();
    let sent = canned.sent().ok_or("nothing was sent")?;
    first.ok_or("the list is empty")?;
    Ok(now.duration_since(sent).as_secs_f64())
}
