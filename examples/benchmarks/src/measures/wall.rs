//! Wall time over loopback.

use crate::child::{self, Kind};
use crate::loops::{self, Decode};
use crate::measure::{Findings, Measurement, Outcome, Ratio, Row, paired, timed};
use crate::record;
use crate::server::{self, Canned};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::runtime::Runtime;

const PER_PAGE: u64 = 1000;
const PAGES: u64 = 100;

/// Why the target may be missed.
const LIMIT: &str = "Receiving and freeing a page takes both sides the same: ours saves a part of the decoding and, with a free core, receives the next page meanwhile";

/// The first argument of the process that times a walk.
pub const CHILD: &str = "timed";

/// A walk over loopback against the loop by hand, plain and with gzip.
pub struct Wall;

impl Measurement for Wall {
    fn name(&self) -> &'static str {
        "wall"
    }

    fn run(&self) -> Outcome<Findings> {
        let plain = || Canned::of(PER_PAGE, |page| record::messages(page, PER_PAGE));
        let mut rows = Vec::new();
        let threads = loops::threads()?;
        for (suffix, canned) in
            [("", plain().made(PAGES)), (", with gzip", plain().compressed(PAGES)?)]
        {
            let at = server::serve(&Arc::new(canned))?;
            for (on, is_one_thread) in [("", false), (", on a runtime of one thread", true)] {
                for (decode, name) in [(Decode::Slice, "from_slice"), (Decode::Str, "from_str")] {
                    for (ours, by) in
                        [(Ours::Derived, ""), (Ours::Generated, " by a generated client")]
                    {
                        let what = format!(
                            "wall of a walk{by} over loopback{suffix}{on}, against a loop with `{name}`"
                        );
                        let ratio = if is_one_thread {
                            on_one_thread(at, ours, decode)?
                        } else {
                            compare(&threads, at, ours, decode)?
                        };
                        let bound = bound(is_one_thread, !suffix.is_empty(), ours, decode);
                        rows.push(Row::ratio(what, &ratio, bound).limit(LIMIT));
                    }
                }
            }
        }
        Ok(rows.into())
    }
}

/// The target of a walk.
fn bound(is_one_thread: bool, is_gzip: bool, ours: Ours, decode: Decode) -> f64 {
    match (is_one_thread, is_gzip, ours, decode) {
        (_, _, _, Decode::Slice) | (false, _, Ours::Generated, Decode::Str) => 1.0,
        (false, false, Ours::Derived, Decode::Str) => 0.75,
        (false, true, Ours::Derived, Decode::Str) | (true, false, Ours::Generated, Decode::Str) => {
            0.85
        }
        (true, false, Ours::Derived, Decode::Str) | (true, true, Ours::Generated, Decode::Str) => {
            0.90
        }
        (true, true, Ours::Derived, Decode::Str) => 0.92,
    }
}

/// Whose records they are.
#[derive(Clone, Copy)]
enum Ours {
    /// The loop's own, with serde's derive.
    Derived,
    /// Those of a generated client.
    Generated,
}

fn compare(runtime: &Runtime, at: SocketAddr, ours: Ours, decode: Decode) -> Outcome<Ratio> {
    let _entered = runtime.enter();
    let (client, generated, theirs) = (loops::ours(at)?, loops::generated(at)?, loops::theirs()?);
    paired(
        || {
            timed(|| match ours {
                Ours::Derived => runtime.block_on(loops::walk(&client, PAGES)),
                Ours::Generated => runtime.block_on(loops::walk_generated(&generated, PAGES)),
            })
        },
        || timed(|| runtime.block_on(loops::by_hand(&theirs, at, PAGES, decode))),
    )
}

/// The same on a runtime of one thread: each run is a process, whose allocator keeps its memory.
fn on_one_thread(at: SocketAddr, ours: Ours, decode: Decode) -> Outcome<Ratio> {
    let ours = match ours {
        Ours::Derived => Kind::Ours,
        Ours::Generated => Kind::Generated,
    };
    let theirs = match decode {
        Decode::Slice => Kind::Slice,
        Decode::Str => Kind::Str,
    };
    paired(|| child::seconds(ours, at, PAGES), || child::seconds(theirs, at, PAGES))
}
