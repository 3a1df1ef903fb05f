//! Queries, and the requests that they make, by the log of a server.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use crate::server::{PAGE_TOKEN, SPEC, Server, code};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::error::DataFusionError;
use datafusion::prelude::{SessionConfig, SessionContext};
use pagesmith::{ErrorKind, Evidence, Retry};
use pagesmith_datafusion::{Api, ScanError, Split, TableError};

pub(crate) const TOKEN: &str = "hunter2hunter2";
pub(crate) const SHOP: &str = "shop-s3cret";

pub(crate) fn api(server: &Server) -> Api {
    let api = Api::from_text("lists.yaml", SPEC.as_bytes()).unwrap();
    api.base_url(&server.url).bearer(TOKEN).client(|builder| builder.retry(Retry::none()))
}

/// A session with the three lists as tables, the people split like this.
pub(crate) fn session(server: &Server, split: Split) -> SessionContext {
    let context = SessionContext::new_with_config(SessionConfig::new().with_target_partitions(4));
    let api = api(server).param("shop", SHOP);
    for (name, split) in [("people", split), ("teams", Split::Whole), ("events", Split::Whole)] {
        let table = api.table(name).split(split).build().unwrap();
        context.register_table(name, table).unwrap();
    }
    context
}

pub(crate) async fn query(
    context: &SessionContext,
    sql: &str,
) -> Result<Vec<RecordBatch>, DataFusionError> {
    context.sql(sql).await?.collect().await
}

/// The cells of a result, a line each row.
pub(crate) async fn rows(context: &SessionContext, sql: &str) -> Vec<String> {
    let batches = query(context, sql).await.unwrap();
    let text = pretty_format_batches(&batches).unwrap().to_string();
    let cells = |line: &str| {
        let cells = line.trim_matches('|').split('|').map(str::trim);
        cells.collect::<Vec<_>>().join(" ")
    };
    text.lines().filter(|line| line.starts_with('|')).skip(1).map(cells).collect()
}

pub(crate) async fn failure(context: &SessionContext, sql: &str) -> DataFusionError {
    query(context, sql).await.unwrap_err()
}

#[tokio::test]
async fn a_limit_within_a_page_is_one_request() {
    let server = Server::start(1000, 3, 1000);
    for split in [Split::Whole, Split::Numbers] {
        let context = session(&server, split);
        assert_eq!(rows(&context, "select id from people limit 10").await.len(), 10);
        assert_eq!(server.take_log(), ["/people?per_page=10&page=1"]);
    }
    let context = session(&server, Split::Whole);
    assert_eq!(rows(&context, "select id from events limit 10").await.len(), 10);
    assert_eq!(server.take_log().len(), 1);
    assert!(rows(&context, "select id from events limit 0").await.is_empty());
    assert!(server.take_log().is_empty());
}

#[tokio::test]
async fn a_limit_asks_for_as_many_pages_as_it_takes() {
    let server = Server::start(1000, 3, 0);
    for split in [Split::Whole, Split::Numbers] {
        let context = session(&server, split);
        assert_eq!(rows(&context, "select id from people limit 250").await.len(), 250);
        assert_eq!(server.take_log().len(), 3);
    }
}

#[tokio::test]
async fn a_list_is_requested_once() {
    let server = Server::start(1000, 3, 250);
    let context = session(&server, Split::Whole);
    assert_eq!(rows(&context, "select count(*), sum(id) from people").await, ["1000 500500"]);
    assert_eq!(server.take_log().len(), 10);
    assert_eq!(
        rows(&context, "select count(*), sum(price) from events").await,
        ["250 31500.0000000000"]
    );
    assert_eq!(server.take_log().len(), 3);
    // A plan that is executed again walks again.
    let frame = context.sql("select id from teams").await.unwrap();
    let plan = frame.create_physical_plan().await.unwrap();
    for _ in 0..2 {
        let batches = datafusion::physical_plan::collect(plan.clone(), context.task_ctx()).await;
        assert_eq!(batches.unwrap().len(), 1);
    }
    assert_eq!(server.take_log().len(), 2);
}

#[tokio::test]
async fn exact_filters_are_sent_and_not_repeated() {
    let server = Server::start(1000, 3, 1000);
    let context = session(&server, Split::Numbers);
    assert_eq!(rows(&context, "select name from people where id = 7").await, ["Person 7"]);
    let log = server.take_log();
    assert!(matches!(log.as_slice(), [only] if only.contains("id=7")), "{log:?}");
    // With a limit too, which then goes along.
    let paused = "select id from people where status = 'paused' limit 3";
    assert_eq!(rows(&context, paused).await, ["4", "8", "12"]);
    let log = server.take_log();
    assert!(matches!(log.as_slice(), [only] if only.contains("status=paused")), "{log:?}");
    let plan = rows(&context, &format!("explain {paused}")).await.join("\n");
    assert!(plan.contains("filters=[status=paused], limit=3"), "{plan}");
    assert!(plan.contains("requests=at most 1") && !plan.contains("FilterExec"), "{plan}");
    assert!(server.take_log().is_empty());
    // Two conditions for one filter: the stricter is sent, both hold.
    let both = "select count(*) from events where id >= 900 and id >= 950 and id <= 960";
    assert_eq!(rows(&context, both).await, ["11"]);
    let log = server.take_log();
    assert!(log[0].contains("id_from=950") && log[0].contains("id_before=961"), "{log:?}");
    assert_eq!(rows(&context, "select count(*) from people where id = 7 and id = 8").await, ["0"]);
    assert!(server.take_log().is_empty());
}

#[tokio::test]
async fn inexact_filters_are_sent_and_repeated() {
    let server = Server::start(1000, 3, 0);
    let context = session(&server, Split::Whole);
    // Some of a second: the filter counts whole seconds.
    let some = "select count(*) from people where seen_at >= '2024-01-01T00:01:00.1Z' and seen_at <= '2024-01-01T00:01:01.1Z'";
    assert_eq!(rows(&context, some).await, ["4"]);
    let log = server.take_log();
    assert!(log[0].contains("seen_from=2024-01-01T00%3A01%3A00Z"), "{log:?}");
    assert!(log[0].contains("seen_before=2024-01-01T00%3A01%3A02Z"), "{log:?}");
    // The server selects null too, and SQL does not.
    assert_eq!(rows(&context, "select count(*) from people where team != 1").await, ["600"]);
    assert!(server.take_log()[0].contains("not_team=1"));
    // A limit is not sent with it.
    let limited = "select count(*) from (select id from people where team != 1 limit 5)";
    assert_eq!(rows(&context, limited).await, ["5"]);
    assert!(server.take_log()[0].contains("per_page=100"));
}

#[tokio::test]
async fn a_uuid_is_found_in_whatever_notation_the_server_keeps_it() {
    let server = Server::start(0, 3, 0);
    let context = session(&server, Split::Whole);
    for team in 1..=3 {
        let sql = format!("select id from teams where code = '{}'", code(team));
        assert_eq!(rows(&context, &sql).await, [team.to_string()]);
        assert_eq!(server.take_log(), ["/teams?per_page=100&page=1"]);
    }
    let sql = format!("select id from teams where code = '{}'", code(1).to_uppercase());
    assert!(rows(&context, &sql).await.is_empty());
}

#[tokio::test]
async fn projection_skips_columns() {
    let server = Server::start(10, 3, 0);
    server.before_each(|_, lists| {
        lists.get_mut("people").unwrap()[0].insert("team", "\"seven\"".to_owned());
    });
    let context = session(&server, Split::Whole);
    // The value of a column that is not read is not checked.
    assert_eq!(rows(&context, "select count(*), max(id) from people").await, ["10 10"]);
    assert_eq!(rows(&context, "select count(*) from people").await, ["10"]);
    let error = failure(&context, "select sum(team) from people").await;
    let walk = ScanError::of(&error).unwrap().walk_error().unwrap().clone();
    assert_eq!(walk.kind(), ErrorKind::Record);
    // Secrets have no column.
    let error = failure(&context, "select password from people").await.to_string();
    assert!(error.contains("password"), "{error}");
}

#[tokio::test]
async fn the_smaller_list_is_the_build_side_of_a_join() {
    let server = Server::start(1000, 3, 0);
    for split in [Split::Whole, Split::Numbers] {
        let context = session(&server, split);
        for from in ["people p join teams t", "teams t join people p"] {
            let sql = format!(
                "select t.title, count(*) from {from} on p.team = t.id group by 1 order by 1"
            );
            let expected = ["Team 1 300", "Team 2 300", "Team 3 300"];
            assert_eq!(rows(&context, &sql).await, expected);
            assert_eq!(server.take_log().len(), 11);
            let plan = rows(&context, &format!("explain {sql}")).await.join("\n");
            let (first, second) = (plan.find("GET /teams"), plan.find("GET /people"));
            assert!(plan.contains("HashJoinExec") && first < second, "{plan}");
            server.take_log();
        }
    }
}

#[tokio::test]
async fn a_walk_that_fails_fails_the_query_and_names_its_unit() {
    let server = Server::start(1000, 3, 1000);
    let context = session(&server, Split::Whole);
    server.refuse_from(3, 400);
    let error = failure(&context, "select count(*) from events").await;
    let found = ScanError::of(&error).unwrap();
    assert_eq!((found.table(), found.unit()), ("events", "the whole list"));
    assert_eq!(found.position().unwrap().items(), 200);
    let shown = format!("{error} {error:?} {found} {found:?}");
    assert!(shown.contains("not today") && shown.contains("page 3"), "{shown}");
    for secret in [TOKEN, SHOP, PAGE_TOKEN] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn credentials_are_in_no_plan_and_in_no_text() {
    let server = Server::start(100, 3, 300);
    let context = session(&server, Split::Numbers);
    let frame = context.sql("select * from people, events").await.unwrap();
    let plan = frame.clone().create_physical_plan().await.unwrap();
    let table = context.table_provider("events").await.unwrap();
    let builder = api(&server).table("events").param("shop", SHOP);
    let api = api(&server);
    let explained = rows(&context, "explain verbose select * from people, events").await;
    let shown =
        format!("{:?} {plan:?} {table:?} {builder:?} {api:?} {explained:?}", frame.logical_plan());
    assert!(shown.contains("ListExec"));
    for secret in [TOKEN, SHOP, PAGE_TOKEN, "sesame"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_named_before_any_request() {
    let server = Server::start(1, 1, 1);
    let error = |table: Result<_, TableError>| table.map(drop).unwrap_err().to_string();
    let known = api(&server);
    assert!(error(known.table("event").build()).contains("did you mean `events`?"));
    assert!(error(known.table("events").build()).contains("the parameter `shop`"));
    assert!(error(known.table("people").filter("id", "x").build()).contains("whole number"));
    let bare = Api::from_text("lists.yaml", SPEC.as_bytes()).unwrap();
    assert!(error(bare.table("people").build()).contains("has no server"));
    let bare = bare.base_url(&server.url);
    assert!(error(bare.table("people").build()).contains("takes a bearer token"));
    let split = known.table("people").split(Split::Numbers).require(Evidence::Counted);
    assert!(error(split.build()).contains("leave out one of the two"));
    let wrong = Api::from_text("lists.yaml", b"pagesmith: 1\nnam: X\n").map(drop).unwrap_err();
    assert!(wrong.to_string().contains("lists.yaml:2"), "{wrong}");
    assert!(server.log().is_empty());
}
