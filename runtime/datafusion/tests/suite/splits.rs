//! Lists that are read in parts, with the requests that each part makes.

use crate::server::{SPEC, Server};
use crate::sql::{SHOP, TOKEN, api, failure, rows, session};
use datafusion::prelude::SessionContext;
use pagesmith_datafusion::{Api, ScanError, Split};

#[tokio::test]
async fn parts_by_number_are_the_list() {
    let server = Server::start(1234, 3, 0);
    let context = session(&server, Split::Numbers);
    let all = "select count(*), count(distinct id), sum(id) from people";
    assert_eq!(rows(&context, all).await, ["1234 1234 761995"]);
    let mut log = server.take_log();
    log.sort();
    log.dedup();
    assert_eq!(log.len(), 13);
    let plan = rows(&context, "explain select id from people").await.join("\n");
    assert!(plan.contains("units=[page 1; pages 2 to 4;") && plan.contains("about 13"), "{plan}");
}

#[tokio::test]
async fn a_list_that_changes_while_its_parts_are_read_is_an_error() {
    for split in [Split::Numbers, Split::Whole] {
        let server = Server::start(1000, 3, 0);
        server.before_each(|request, lists| {
            let people = lists.get_mut("people").unwrap();
            if request > 1 {
                people.remove(0);
            }
        });
        let context = session(&server, split);
        let error = failure(&context, "select count(*) from people").await;
        let found = ScanError::of(&error).unwrap();
        assert!(found.to_string().contains("was not read whole") || found.walk_error().is_some());
        assert!(found.unit().contains("page") || found.unit() == "the whole list");
        assert!(found.position().is_some());
    }
    let failure_of = async |server: &Server| {
        let context = session(server, Split::Numbers);
        failure(&context, "select count(*) from people").await.to_string()
    };
    // Also where each part is whole in itself, but the first page stated another total.
    let server = Server::start(1000, 3, 0);
    server.before_each(|request, lists| {
        if request == 2 {
            let people = lists.get_mut("people").unwrap();
            people.push(people[0].clone());
        }
    });
    let error = failure_of(&server).await;
    assert!(error.contains("its total was 1000 and is now 1001"), "{error}");
    // Also where each page states the same total, but a part is short.
    let server = Server::start(1000, 3, 0);
    server.state_total(1000);
    server.before_each(|request, lists| {
        if request == 2 {
            lists.get_mut("people").unwrap().truncate(950);
        }
    });
    let error = failure_of(&server).await;
    assert!(error.contains("it has 150 rows in place of 200"), "{error}");
}

#[tokio::test]
async fn shards_are_read_side_by_side() {
    let server = Server::start(0, 3, 1000);
    let context = SessionContext::new();
    let api = api(&server).param("shop", SHOP);
    let events = |split| api.table("events").split(split).build();
    let kinds = events(Split::values("kind", ["open", "click", "bounce"])).unwrap();
    context.register_table("kinds", kinds).unwrap();
    let all = "select count(*), count(distinct id), sum(id)";
    assert_eq!(rows(&context, &format!("{all} from kinds")).await, ["1000 1000 500500"]);
    assert_eq!(server.take_log().len(), 12);
    let windows = events(Split::windows("id_from", "id_before", ["250", "500", "750"])).unwrap();
    context.register_table("windows", windows).unwrap();
    assert_eq!(rows(&context, &format!("{all} from windows")).await, ["1000 1000 500500"]);
    assert_eq!(server.take_log().len(), 12);
    // Whose first part counts for all of them.
    let teams = api.table("teams").build().unwrap();
    context.register_table("teams", teams).unwrap();
    let joined = "explain select * from windows e join teams t on e.id = t.id";
    let plan = rows(&context, joined).await.join("\n");
    assert!(plan.find("GET /teams") < plan.find("GET /shops"), "{plan}");
    assert!(plan.contains("about 8") && server.take_log().len() == 2, "{plan}");

    // A path parameter has parts too.
    let parcels = api.table("parcels").split(Split::values("box", ["7", "8"])).build().unwrap();
    context.register_table("parcels", parcels).unwrap();
    assert_eq!(rows(&context, "select count(*) from parcels").await, ["6"]);
    let mut log = server.take_log();
    log.sort();
    assert_eq!(log, ["/boxes/7/teams?per_page=100&page=1", "/boxes/8/teams?per_page=100&page=1"]);
    let wrong = api.table("parcels").split(Split::values("box", ["x"])).build();
    assert!(wrong.unwrap_err().to_string().contains("whole number"));
    let refused = [
        (Split::values("shop", ["a", "b"]), "`shop` is secret"),
        (Split::windows("id_from", "id_before", ["5", "5"]), "have to ascend"),
        (Split::windows("id_before", "id_from", ["5"]), "has to select by `>=`"),
        (Split::values("kind", ["open", "open"]), "is given twice"),
        (Split::values("colour", ["red"]), "no filter `colour`"),
        (Split::values("kind", [""; 0]), "`kind` has no values"),
        (Split::windows("id_from", "id_before", ["x"]), "have to be whole numbers, days or times"),
        (Split::Numbers, "have no numbers"),
    ];
    for (split, why) in refused {
        let error = events(split).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
    let refused = [
        ("team_from", "team_before", "the field at `/team` may be null"),
        ("seen_from", "team_before", "both of one field"),
        ("note", "note", "`note` and `note` need `matches`"),
    ];
    for (from, before, why) in refused {
        let people = api.table("people").split(Split::windows(from, before, ["7"]));
        let error = people.build().unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
    assert!(server.log().is_empty());
    // Parts that are no longer needed may have sent a request each.
    assert_eq!(rows(&context, "select id from windows limit 1").await.len(), 1);
    assert!(server.log().len() <= 4);
}

/// The filter that has the values of parts, or one that is always sent, has no value of a query.
#[tokio::test]
async fn a_filter_has_one_value() {
    let server = Server::start(1000, 3, 0);
    let context = SessionContext::new();
    let people = api(&server).table("people").split(Split::values("status", ["active", "paused"]));
    context.register_table("parts", people.build().unwrap()).unwrap();
    let paused = "select count(*) from parts where status = 'paused'";
    assert_eq!(rows(&context, paused).await, ["250"]);
    assert_eq!(server.take_log().len(), 8 + 3);
    let active = api(&server).table("people").filter("status", "active");
    context.register_table("active", active.build().unwrap()).unwrap();
    assert_eq!(rows(&context, "select count(*) from active where status = 'paused'").await, ["0"]);
    assert!(server.take_log().iter().all(|request| request.contains("status=active")));
}

/// A total that is an estimate says nothing of where a list ends.
#[tokio::test]
async fn a_list_whose_counts_are_estimates_is_read_to_its_end() {
    let server = Server::start(1000, 3, 0);
    let spec = SPEC.replace("page: {total: /total}", "page: {total: /total}\n    counts: ignore");
    let api = Api::from_text("lists.yaml", spec.as_bytes()).unwrap();
    let people = api.base_url(&server.url).bearer(TOKEN).table("people").split(Split::Numbers);
    let context = SessionContext::new();
    context.register_table("people", people.build().unwrap()).unwrap();
    server.state_total(900);
    assert_eq!(rows(&context, "select count(*), sum(id) from people").await, ["1000 500500"]);
}
