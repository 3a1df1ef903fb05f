//! Attempts of a load.

use super::*;
use crate::api::Api;
use crate::distributed::Cluster;
use crate::distributed::exec::PartsExec;
use crate::scan::Unit;
use crate::source::{Range, Request};
use async_trait::async_trait;
use datafusion::catalog::TableProvider as _;
use datafusion::common::exec_err;
use datafusion_distributed::{ChannelResolver, WorkUnitFeedProvider as _, WorkerChannel};
use futures_util::{FutureExt as _, StreamExt as _};
use std::sync::atomic::{AtomicU32, Ordering};
use url::Url;

const SPEC: &str = "pagesmith: 1
name: T
auth: none
paging: none
resources: {rows: {get: /rows, record: Row}}
records: {Row: {key: id, fields: {id: string}}}
";

/// Workers that nobody reaches, and how often somebody tried.
#[derive(Clone, Default)]
struct Unreachable(Arc<AtomicU32>);

#[async_trait]
impl ChannelResolver for Unreachable {
    async fn get_worker_client_for_url(&self, _: &Url) -> Result<Box<dyn WorkerChannel>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        exec_err!("nobody is there")
    }
}

/// A session over these workers, with a table of the API.
fn session(api: &Api, workers: Unreachable) -> SessionContext {
    let cluster = Cluster::new(["http://127.0.0.1:1"]).expect("a URL").channels(workers);
    let context = cluster.api("t", api).session();
    let rows = api.table("rows").build().expect("a table");
    context.register_table("t.rows", rows).expect("a name");
    context
}

fn api() -> Api {
    let api = Api::from_text("t.yaml", SPEC.as_bytes()).expect("a spec");
    api.base_url("http://127.0.0.1:1")
}

#[tokio::test]
async fn three_attempts_that_commit_nothing_are_an_error() {
    let workers = Unreachable::default();
    let context = session(&api(), workers.clone());
    let folder = std::env::temp_dir().join(format!("pagesmith-load-{}", std::process::id()));
    let load = Load { pause: Duration::ZERO, ..Load::of("t.rows").to(&folder) };
    let failed = load.run(&context).await.expect_err("no worker answers");
    assert_eq!(failed, LoadError::Failed("no worker answers".to_owned()));
    assert_eq!(workers.0.load(Ordering::Relaxed), FRUITLESS);
    // No attempt has begun.
    assert!(!folder.exists());
}

#[tokio::test]
async fn the_parts_of_a_load_wait_for_their_turn() {
    // So slow that no later turn comes in this test.
    let api = api().rate(1e-3);
    let context = session(&api, Unreachable::default());
    let table = api.table("rows").build().expect("a table");
    let scan = Arc::new(table.whole_scan().expect("a scan"));
    let page = |number| {
        let range = Range::Numbers(number, Some(number));
        let request = Request { range, ..Request::default() };
        (number, Unit { name: format!("page {number}"), request, pinned: None })
    };
    let target = Target { folder: PathBuf::new(), attempt: 1 };
    let load = LoadTable::new("t".to_owned(), scan, (1..=4).map(page).collect(), target);
    let plan = load.scan(&context.state(), None, &[], None).await.expect("a plan");
    let parts = plan.downcast_ref::<PartsExec>().expect("parts");
    let feed = parts.feed.inner().expect("a feed");
    let mut first = feed.feed(0, Arc::default()).expect("a feed");
    let part = first.next().now_or_never().expect("it is its turn").expect("a part");
    assert!(part.expect("no error").rate.is_some());
    let mut second = feed.feed(1, Arc::default()).expect("a feed");
    assert!(second.next().now_or_never().is_none());
}
