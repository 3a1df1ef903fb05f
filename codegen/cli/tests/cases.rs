//! Kinds of paging that public APIs have, each as a small server and its spec in
//! `tests/cases`.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "cases/positions.rs"]
mod positions;
#[path = "cases/rows.rs"]
mod rows;
#[path = "cases/server.rs"]
mod server;

use pagesmith_codegen::model::Api;
use pagesmith_codegen::{lower, parse};
use pagesmith_interpret::{self as interpret, Call};
use serde_json::{Value, json};
use server::{Asked, Reply, Server};
use std::path::Path;
use std::time::{Duration, Instant};

fn spec(name: &str) -> Api {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let text = std::fs::read(folder.join(format!("{name}.yaml"))).expect("the spec of the case");
    let (ast, places) = parse::spec_file::parse_bytes(&text).expect("the spec is read");
    lower::api(&ast, &places).expect("the spec is checked").0
}

/// A walk over a server: the ids of its rows, its warnings, and its error.
struct Walked {
    ids: Vec<u64>,
    warnings: Vec<String>,
    error: Option<String>,
    asked: Vec<Asked>,
}

impl Walked {
    #[track_caller]
    fn whole(self, ids: impl IntoIterator<Item = u64>) -> Vec<Asked> {
        assert_eq!((self.error, self.warnings), (None, Vec::new()), "{:?}", self.asked);
        assert_eq!(self.ids, Vec::from_iter(ids));
        self.asked
    }

    #[track_caller]
    fn failed(self, text: &str) {
        let error = self.error.expect("an error");
        assert!(error.contains(text), "{error}");
    }
}

async fn walk(
    name: &str,
    base: &str,
    reply: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
) -> Walked {
    let filters = match name {
        "kraken_parameter" => vec![("market".to_owned(), "XBT/USD".to_owned())],
        "spapi_token_alone" => vec![("report_types".to_owned(), "A".to_owned())],
        "scroll_other_path" => vec![("scroll".to_owned(), "1m".to_owned())],
        _ => Vec::new(),
    };
    let params = match name {
        "dropbox_continue" => vec![("folder".to_owned(), "a b".to_owned())],
        _ => Vec::new(),
    };
    let api = spec(name);
    let server = Server::start(reply).await;
    let call = Call {
        resource: "rows".to_owned(),
        base_url: Some(format!("{}{base}", server.url())),
        filters,
        params,
        ..Call::default()
    };
    let mut pages = interpret::walk(&api, &call, &|_| None).expect("the walk begins");
    let (mut ids, mut error) = (Vec::new(), None);
    loop {
        match pages.try_next().await {
            Ok(Some(page)) => {
                let rows = page.items().iter().map(|row| serde_json::from_str(row.get()).unwrap());
                ids.extend(rows.map(|row: Value| id(&row)));
            }
            Ok(None) => break,
            Err(failed) => {
                error = Some(failed.to_string());
                break;
            }
        }
    }
    let outcome = pages.outcome();
    let warnings = outcome.iter().flat_map(|outcome| &outcome.warnings).map(ToString::to_string);
    Walked { ids, warnings: warnings.collect(), error, asked: server.asked() }
}

fn id(row: &Value) -> u64 {
    let places = ["/id", "/update_id", "/txid", "/signature", "/resource/id"];
    let id = places.iter().find_map(|place| row.pointer(place)).expect("an id");
    id.as_u64().or_else(|| id.as_str().map(number)).expect("an id that is a number")
}

/// Three of seven rows, from this one on.
fn rows(from: u64) -> Vec<Value> {
    (from..7).take(3).map(|id| json!({"id": id})).collect()
}

/// The next row after a page of three, if there is one.
fn next(from: u64) -> Option<u64> {
    Some(from + 3).filter(|next| *next < 7)
}

/// The number within a token such as `t+3=`.
fn number(token: &str) -> u64 {
    token.trim_matches(|c: char| !c.is_ascii_digit()).parse().expect("a token of this server")
}

#[tokio::test]
async fn success_is_one_of_several_values() {
    let walked = walk("lark_success_code", "", |asked| {
        let from = asked.query("page_token").map_or(0, |token| number(&token));
        let next = next(from);
        let token = next.map(|next| format!("t+{next}="));
        Reply::json(json!({"code": 0, "msg": "", "data": {
            "items": rows(from), "page_token": token.unwrap_or_default(), "has_more": next.is_some()
        }}))
    });
    walked.await.whole(0..7);
    let refused = walk("lark_success_code", "", |_| {
        Reply::json(json!({"code": 1_254_000, "msg": "no such table", "data": {"items": []}}))
    });
    refused.await.failed("(1254000): no such table");
}

#[tokio::test]
async fn a_token_that_is_not_valid_yet_is_asked_for_again() {
    for name in ["places_plain", "places_success"] {
        let began = Instant::now();
        let walked = walk(name, "", |asked| {
            let from = asked.query("pagetoken").map_or(0, |token| number(&token));
            if from > 0 && asked.nth == 2 {
                return Reply::json(json!({"results": [], "status": "INVALID_REQUEST"}));
            }
            let token = next(from).map(|next| format!("t{next}"));
            let mut body = json!({"results": rows(from), "status": "OK"});
            if let Some(token) = token {
                body["next_page_token"] = json!(token);
            }
            Reply::json(body)
        });
        let asked = walked.await.whole(0..7);
        assert_eq!(asked.len(), 4, "{name}");
        assert!(began.elapsed() >= Duration::from_secs(2), "{name} did not wait");
    }
}

#[tokio::test]
async fn busy_under_status_200_is_asked_for_again() {
    let walked = walk("shopify_throttled", "", |asked| {
        let variables = &asked.body["variables"];
        assert_eq!(variables["first"], json!(2), "the page size is always sent");
        if asked.nth == 2 {
            let error = json!({"message": "busy", "extensions": {"code": "THROTTLED"}});
            return Reply::json(json!({ "errors": [error] }));
        }
        let from = variables["after"].as_str().map_or(0, number);
        let info =
            json!({"hasNextPage": next(from).is_some(), "endCursor": format!("c{}", from + 3)});
        Reply::json(json!({"data": {"products": {"nodes": rows(from), "pageInfo": info}}}))
    });
    assert_eq!(walked.await.whole(0..7).len(), 4);
}

#[tokio::test]
async fn errors_beside_rows_are_a_failure() {
    let walked = walk("graphql_partial_errors", "", |asked| {
        let from = asked.body["variables"]["after"].as_str().map_or(0, number);
        let info =
            json!({"hasNextPage": next(from).is_some(), "endCursor": format!("c{}", from + 3)});
        let mut body = json!({"data": {"issues": {"nodes": rows(from), "pageInfo": info}}});
        if from > 0 {
            body["errors"] = json!([{"type": "TIMEOUT", "message": "a node took too long"}]);
        }
        Reply::json(body)
    })
    .await;
    assert_eq!(walked.ids, [0, 1, 2]);
    walked.failed("(TIMEOUT): a node took too long");
}

#[tokio::test]
async fn the_first_request_carries_a_value() {
    for (name, key) in [("openalex_plain_absent", "absent"), ("openalex_plain_null", "null")] {
        let walked = walk(name, "", move |asked| {
            let Some(cursor) = asked.query("cursor") else {
                return Reply::json(json!({"meta": {"count": 7}, "results": rows(0)}));
            };
            let from = if cursor == "*" { 0 } else { number(&cursor) };
            let mut meta = json!({"count": 7});
            match next(from) {
                Some(next) => meta["next_cursor"] = json!(format!("a/{next}+")),
                None if key == "null" => meta["next_cursor"] = Value::Null,
                None => {}
            }
            Reply::json(json!({"meta": meta, "results": rows(from)}))
        });
        walked.await.whole(0..7);
    }
}

#[tokio::test]
async fn the_token_that_was_sent_is_the_end() {
    for all in [7, 0] {
        let walked = walk("solr_cursor_plain", "", move |asked| {
            let mark = asked.query("cursorMark").expect("each request has a mark");
            let from = if mark == "*" { 0 } else { number(&mark) };
            let rows = if all == 0 { Vec::new() } else { rows(from) };
            let next = if rows.is_empty() { mark } else { format!("m{}", (from + 3).min(7)) };
            let found = json!({"numFound": all, "docs": rows});
            Reply::json(json!({"response": found, "nextCursorMark": next}))
        });
        walked.await.whole(0..all);
    }
}

#[tokio::test]
async fn an_incomplete_reply_is_reported() {
    let walked = walk("ghsearch_incomplete", "", |asked| {
        let page = asked.query("page").map_or(1, |page| number(&page));
        let from = (page - 1) * 3;
        let reply = Reply::json(json!({
            "total_count": 7, "incomplete_results": page == 3, "items": rows(from)
        }));
        match next(from) {
            Some(_) => reply.header("link", format!("</?page={}>; rel=\"next\"", page + 1)),
            None => reply,
        }
    })
    .await;
    assert_eq!((walked.ids.len(), walked.error), (7, None));
    assert!(walked.warnings[0].contains("page 3 says at `/incomplete_results`"));
}

#[tokio::test]
async fn a_page_begins_with_the_row_at_the_position() {
    for name in ["telegram_inclusive", "telegram_inclusive_stop"] {
        let walked = walk(name, "", |asked| {
            let from = asked.query("offset").map_or(0, |offset| number(&offset));
            let rows = (from.max(20)..27).take(3).map(|id| json!({"update_id": id}));
            Reply::json(json!({"ok": true, "result": rows.collect::<Vec<_>>()}))
        });
        walked.await.whole(20..27);
    }
}

#[tokio::test]
async fn a_status_past_the_last_page_is_the_end() {
    for (name, status) in [("zoho_204_past_end", 204), ("past_end_404", 404)] {
        let reply = move |asked: &Asked, all: u64| {
            let page = asked.query("page").map_or(1, |page| number(&page));
            let rows = rows((page - 1) * 3);
            match (rows.is_empty() || all == 0, status) {
                (true, 204) => Reply::empty(204),
                (true, _) => Reply::json(json!({"detail": "no such page"})).status(status),
                (false, 204) => Reply::json(json!(rows)),
                (false, _) => Reply::json(json!({ "results": rows })),
            }
        };
        assert_eq!(walk(name, "", move |asked| reply(asked, 7)).await.whole(0..7).len(), 4);
        let none = walk(name, "", move |asked| reply(asked, 0)).await;
        let warns = none.warnings.iter().any(|warning| warning.contains("correct its path"));
        assert_eq!((none.ids.len(), none.error, warns), (0, None, status == 404), "{name}");
    }
}

#[tokio::test]
async fn a_constant_parameter_is_added_to_links() {
    let walked = walk("azure_path_query", "/base", |asked| {
        if asked.query("api-version").as_deref() != Some("2024-01-01") {
            return Reply::json(json!({"error": {"message": "which version?"}})).status(400);
        }
        let from = asked.query("$skip").map_or(0, |skip| number(&skip));
        let mut body = json!({ "value": rows(from) });
        if let Some(next) = next(from) {
            body["nextLink"] = json!(format!("/base/x?%24skip={next}"));
        }
        Reply::json(body)
    });
    walked.await.whole(0..7);
}

#[tokio::test]
async fn links_are_relative_to_the_base_url() {
    let walked = walk("snyk_prefix", "/api/rest", |asked| {
        assert_eq!(asked.path, "/api/rest/orgs/1/projects");
        let from = asked.query("starting_after").map_or(0, |after| number(&after));
        let link = next(from).map(|next| format!("/orgs/1/projects?starting_after=v.{next}"));
        let links = link.map_or(json!({}), |link| json!({ "next": link }));
        Reply::json(json!({"data": rows(from), "links": links}))
    });
    walked.await.whole(0..7);
}

#[tokio::test]
async fn a_token_is_sent_alone() {
    let walked = walk("spapi_token_alone", "", |asked| {
        let from = match asked.query("nextToken") {
            Some(_) if asked.query.len() > 1 => {
                return Reply::json(json!({"message": "a token goes alone"})).status(400);
            }
            Some(token) => number(&token),
            None => {
                assert_eq!(asked.query("reportTypes").as_deref(), Some("A"));
                0
            }
        };
        let mut body = json!({ "reports": rows(from) });
        if let Some(next) = next(from) {
            body["nextToken"] = json!(format!("{next}=="));
        }
        Reply::json(body)
    });
    walked.await.whole(0..7);
}

#[tokio::test]
async fn a_header_goes_back_as_a_number() {
    let walked = walk("toggl_header_to_number", "", |asked| {
        let row = &asked.body["first_row_number"];
        if !(row.is_null() || row.is_u64()) {
            return Reply::json(json!("not a number")).status(400);
        }
        let from = row.as_u64().unwrap_or(0);
        let reply = Reply::json(json!(rows(from)));
        match next(from) {
            Some(next) => reply.header("x-next-row-number", next.to_string()),
            None => reply,
        }
    });
    walked.await.whole(0..7);
}

#[tokio::test]
async fn a_zero_is_the_end() {
    for end in [json!("0"), json!(0)] {
        let walked = walk("r5_next_zero", "", move |asked| {
            let from = asked.query("c").map_or(0, |cursor| number(&cursor));
            let next = next(from).map_or(end.clone(), |next| json!(next));
            Reply::json(json!({"items": rows(from), "next": next}))
        });
        walked.await.whole(0..7);
    }
}

#[tokio::test]
async fn an_attribute_of_the_link_is_the_end() {
    let walked = walk("sentry_plain", "", |asked| {
        let from = asked.query("cursor").map_or(0, |cursor| number(&cursor));
        let more = next(from).is_some();
        let link = format!(
            "</?cursor=0>; rel=\"previous\"; results=\"false\", </?cursor={}>; rel=\"next\"; results=\"{more}\"",
            from + 3
        );
        Reply::json(json!(rows(from))).header("link", link)
    });
    assert_eq!(walked.await.whole(0..7).len(), 3);
}

#[test]
fn each_spec_has_its_test() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let text = ["cases.rs", "cases/positions.rs", "cases/rows.rs"].map(read).concat();
    for file in std::fs::read_dir(folder.join("cases")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|ext| ext == "yaml") {
            let name = format!("\"{}\"", path.file_stem().unwrap().to_string_lossy());
            assert!(text.contains(&name), "no test walks {}", path.display());
        }
    }
}
