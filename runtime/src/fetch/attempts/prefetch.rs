//! First attempts that are made before the stream waits for their pages.

use crate::fetch::attempts::{Exchanged, Fetcher};
use crate::fetch::page_time::PageTime;
use crate::list::rows::Decode;
use crate::protocol::{PageRequest, Plan};
use crate::transport::BoxFuture;
use std::sync::{Arc, OnceLock};

/// A request that is sent before the stream waits for its page.
pub(crate) struct PrefetchRequest {
    pub(crate) exchange: BoxFuture<Exchanged>,
    pub(super) time: Arc<PageTime>,
    /// How its rows are read, once the stream waits for it.
    pub(super) decode: Arc<OnceLock<Decode>>,
}

/// A first attempt that was made in advance.
pub(crate) struct Prefetched {
    pub(crate) sent: PrefetchRequest,
    /// Whether it went unpolled for so long that its time-outs are not the server's fault.
    pub(crate) idle_too_long: bool,
}

impl Fetcher {
    /// One attempt at a page that the stream is not waiting for yet. It has no deadline: it
    /// only makes progress while the stream is polled, so a time-out in between would not be
    /// the server's fault. Its rows are not read before the stream waits for it, so that the
    /// records of no more than one page are in memory.
    pub(crate) fn prefetch(&self, request: Arc<PageRequest>, plan: Arc<Plan>) -> PrefetchRequest {
        let (fetcher, sent) = (self.clone(), self.concurrency.note_sent());
        let time = Arc::new(PageTime::of_walk(self.ends_at));
        let until = time.clone();
        let decode = Arc::new(OnceLock::new());
        let awaited = decode.clone();
        let exchange =
            async move { fetcher.exchange(&request, (&plan, &awaited), &until, sent).await };
        PrefetchRequest { exchange: Box::pin(exchange), time, decode }
    }
}
