//! Queries over workers, in four processes on loopback.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod example;
mod loads;
mod processes;

use crate::server::{SPEC, Server};
use crate::sql::{failure, rows};
use datafusion::prelude::{SessionConfig, SessionContext};
use pagesmith_datafusion::distributed::{Cluster, datafusion_distributed};
use pagesmith_datafusion::{Api, Split};
use processes::{Processes, api, work};

const TOKEN: &str = "hunter2hunter2";
const SHOP: &str = "shop-s3cret";

/// A worker's process; nothing in the test's own.
#[test]
fn a_worker() {
    work();
}

fn session(cluster: Cluster, api: &Api) -> SessionContext {
    let config = SessionConfig::new().with_target_partitions(2);
    let context = cluster.api("shop", api).session_with(config);
    let kinds = Split::values("kind", ["open", "click", "bounce"]);
    for (name, split) in [("people", Split::Numbers), ("teams", Split::Whole), ("events", kinds)] {
        let table = api.table(name).split(split).build().unwrap();
        context.register_table(format!("shop.{name}"), table).unwrap();
    }
    context
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_read_each_part_once() {
    let server = Server::start(1000, 3, 1000);
    let workers = Processes::start(&server, 4, None);
    let context = session(workers.cluster(), &api(&server.url));
    // By page number: one request plans, and then each page is requested once.
    let all = "select count(*), count(distinct id), sum(id) from shop.people";
    assert_eq!(rows(&context, all).await, ["1000 1000 500500"]);
    let mut log = server.take_log();
    assert_eq!(log.remove(0), "/people?per_page=100&page=1");
    log.sort();
    let mut pages: Vec<_> =
        (1..=10).map(|page| format!("/people?per_page=100&page={page}")).collect();
    pages.sort();
    assert_eq!(log, pages);
    let plan = context.sql(all).await.unwrap().create_physical_plan().await.unwrap();
    let plan = datafusion_distributed::display_plan_ascii(plan.as_ref(), false);
    assert!(plan.contains("PartsExec: shop.people, parts=8, GET /people"), "{plan}");
    for secret in [TOKEN, SHOP, &server.url] {
        assert!(!plan.contains(secret), "{plan}");
    }
    // Where requests are paced, each page is handed out by itself.
    let paced = session(workers.cluster(), &api(&server.url).rate(1000.0));
    let plan = paced.sql(all).await.unwrap().create_physical_plan().await.unwrap();
    let plan = datafusion_distributed::display_plan_ascii(plan.as_ref(), false);
    assert!(plan.contains("parts=10"), "{plan}");
    server.take_log();
    // By shards, with a secret parameter that only workers and the coordinator have.
    let events = "select count(*), count(distinct id), sum(id) from shop.events";
    assert_eq!(rows(&context, events).await, ["1000 1000 500500"]);
    assert_eq!(server.take_log().len(), 1 + 3 * 4);
    // Exact filters go along; few rows are read in one place, by one request.
    let active = "select count(*) from shop.people where status = 'paused'";
    assert_eq!(rows(&context, active).await, ["250"]);
    assert!(server.take_log().iter().all(|request| request.contains("status=paused")));
    assert_eq!(rows(&context, "select id from shop.people limit 10").await.len(), 10);
    assert_eq!(server.take_log().len(), 1);
    let joined = "select count(*), sum(p.id) from shop.people p join shop.teams t on p.team = t.id";
    assert_eq!(rows(&context, joined).await, ["900 450000"]);
    // Other shapes of plans, in which a list is in several stages or is read for one of them.
    for (sql, expected) in [
        ("select count(*) from shop.people a join shop.people b on a.id = b.id", "1000"),
        (
            "select count(*) from shop.people a left join shop.events e on a.id = e.id and e.kind = 'open'",
            "1000",
        ),
        (
            "select count(*) from (select id from shop.people union all select id from shop.events)",
            "2000",
        ),
        (
            "select count(*) from shop.people where id in (select id from shop.events where kind = 'click')",
            "334",
        ),
        ("select count(*) from shop.people where id > (select max(id) from shop.teams)", "997"),
        ("select max(n) from (select team, count(*) n from shop.people group by team)", "300"),
        ("select id from shop.people order by id desc limit 1", "1000"),
        ("select count(*) from (select id from shop.people limit 150)", "150"),
        ("select count(*) from shop.people where id = 7 and id = 8", "0"),
    ] {
        assert_eq!(rows(&context, sql).await, [expected], "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_of_other_apis_are_read_by_the_coordinator_alone() {
    let server = Server::start(1000, 3, 0);
    let workers = Processes::start(&server, 2, None);
    let known = api(&server.url);
    let context = session(workers.cluster(), &known);
    // The same list by another client: workers would have another rate and other credentials.
    let other = known.clone().rate(1000.0).table("people").split(Split::Numbers);
    context.register_table("mine", other.build().unwrap()).unwrap();
    assert_eq!(rows(&context, "select count(*) from mine").await, ["1000"]);
    assert_eq!(server.take_log().len(), 10);
    let joined = "select count(*) from mine m join shop.people p on m.id = p.id";
    let error = failure(&context, joined).await.to_string();
    assert!(
        error.contains("`people` can't be read by workers: its API is not registered"),
        "{error}"
    );
}

/// Refusals of workers, which name what was refused and hold no secret.
#[tokio::test(flavor = "multi_thread")]
async fn workers_refuse_what_they_have_not_registered() {
    let server = Server::start(1000, 3, 300);
    let workers = Processes::start(&server, 2, None);
    let known = api(&server.url);
    let count = "select count(*) from people";
    let refused = async |cluster: Cluster, api: &Api, query: &str, why: &str| {
        let context = session(cluster, api);
        for name in ["people", "events"] {
            let table = context.table_provider(format!("shop.{name}")).await.unwrap();
            context.register_table(name, table).unwrap();
        }
        let error = failure(&context, query).await.to_string();
        assert!(error.contains(why), "{error}");
        assert!(!error.contains(TOKEN) && !error.contains(SHOP), "{error}");
    };
    // Nobody with another token gets an answer.
    let bare = Cluster::new(&workers.urls).unwrap().api("shop", &known);
    refused(bare.clone(), &known, count, "asks for another token").await;
    refused(bare.token("c1uster-t0kem").unwrap(), &known, count, "asks for another token").await;
    server.take_log();
    // Another name, and another spec.
    let other = workers.cluster().api("other", &known);
    let context = other.session_with(SessionConfig::new().with_target_partitions(2));
    let table = known.table("people").split(Split::Numbers).build().unwrap();
    context.register_table("people", table).unwrap();
    let error = failure(&context, count).await.to_string();
    assert!(error.contains("no API `other` is registered here; known: `shop`"), "{error}");
    let changed = SPEC.replace("title: string", "title: string?");
    let changed = Api::from_text("lists.yaml", changed.as_bytes()).unwrap();
    let changed = changed.base_url(&server.url).bearer(TOKEN).param("shop", SHOP);
    refused(workers.cluster(), &changed, count, "of another spec").await;
    // Only the coordinator's first pages were requested.
    assert_eq!(server.take_log().len(), 2);
    // Files, on the coordinator's machine or on a worker's.
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("names.csv");
    std::fs::write(&file, "id,name\n1,x\n").unwrap();
    let context = session(workers.cluster(), &known);
    let options = datafusion::prelude::CsvReadOptions::new();
    context.register_csv("names", file.to_str().unwrap(), options).await.unwrap();
    let joined = "select count(*) from shop.people p join names n on p.id = n.id";
    let error = failure(&context, joined).await.to_string();
    assert!(error.contains("reads lists of its APIs, and no `DataSourceExec`"), "{error}");
    // A secret value that is not the API's own.
    let table = known.table("events").param("shop", "other-s3cret");
    let kinds = Split::values("kind", ["open", "click", "bounce"]);
    context.register_table("others", table.split(kinds).build().unwrap()).unwrap();
    let error = failure(&context, "select count(*) from others").await.to_string();
    assert!(error.contains("the parameter `shop` of `events` is secret"), "{error}");
    assert!(!error.contains("other-s3cret"), "{error}");
}
