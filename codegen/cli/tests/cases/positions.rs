//! Positions that are more than one value at one place.

use super::server::Reply;
use super::{next, number, rows, walk};
use serde_json::{Value, json};

#[tokio::test]
async fn the_next_link_is_an_element_of_an_array() {
    let walked = walk("fhir_firely_by_index", "", |asked| {
        let from = asked.query("from").map_or(0, |from| number(&from));
        let mut links = vec![json!({"relation": "self", "url": format!("/firely?from={from}")})];
        if from > 0 {
            links.push(json!({"relation": "previous", "url": "/firely?from=0"}));
        }
        if let Some(next) = next(from) {
            links.insert(
                usize::from(from > 0),
                json!({"relation": "next", "url": format!("/firely?from={next}")}),
            );
        }
        let entry = |row: Value| json!({"resource": {"id": row["id"].to_string()}});
        let entries: Vec<Value> = rows(from).into_iter().map(entry).collect();
        Reply::json(json!({"total": 7, "link": links, "entry": entries}))
    });
    assert_eq!(walked.await.whole(0..7).len(), 3);
}

#[tokio::test]
async fn each_member_of_an_object_goes_back() {
    let walked = walk("mediawiki_object", "", |asked| {
        let from = asked.query("cmcontinue").map_or(0, |from| number(&from));
        if from > 0 && asked.query("continue").as_deref() != Some("-||") {
            return Reply::json(json!({"error": {"code": "badcontinue"}}));
        }
        let mut body = json!({"batchcomplete": "", "query": {"categorymembers": rows(from)}});
        if let Some(next) = next(from) {
            body["continue"] = json!({"cmcontinue": format!("page|{next}"), "continue": "-||"});
        }
        Reply::json(body)
    });
    assert_eq!(walked.await.whole(0..7).len(), 3);
}

#[tokio::test]
async fn members_come_and_go() {
    let walked = walk("mediawiki_generator", "", |asked| {
        // Within a batch one member counts, between batches another.
        let step = |name| asked.query(name).map_or(0, |at| number(&at));
        let (batch, part) = (step("gap"), step("cl"));
        let mut body = json!({"query": {"pages": [{"id": batch * 2 + part}]}});
        match (batch, part) {
            (0, 0) => body["continue"] = json!({"cl": 1, "continue": "||"}),
            (0 | 1, 1) => body["continue"] = json!({"gap": batch + 1, "continue": "gap||"}),
            (1, 0) => body["continue"] = json!({"gap": 1, "cl": 1, "continue": "||"}),
            _ => {}
        }
        Reply::json(body)
    });
    assert_eq!(walked.await.whole(0..5).len(), 5);
}

#[tokio::test]
async fn a_session_goes_along_with_each_number() {
    let walked = walk("mixpanel_session", "", |asked| {
        let page = asked.query("page").map_or(0, |page| number(&page));
        if page > 0 && asked.query("session_id").as_deref() != Some("s/1") {
            return Reply::json(json!({"error": "later pages need the session"})).status(400);
        }
        Reply::json(json!({"total": 7, "session_id": "s/1", "results": rows(page * 3)}))
    });
    assert_eq!(walked.await.whole(0..7).len(), 3);
}

#[tokio::test]
async fn a_position_has_two_parts() {
    let walked = walk("azure_tables_row_key", "", |asked| {
        let part = |name| asked.query(name).map_or(0, |part| number(&part));
        let (partition, row) = (part("NextPartitionKey"), part("NextRowKey"));
        let reply = Reply::json(json!({"value": [{"id": partition * 2 + row}]}));
        // The second row of a partition has a key beside it, the first one has none.
        let (next, key) = match (partition, row) {
            (2, 1) => return reply,
            (partition, 0) => (partition, Some("r1".to_owned())),
            (partition, _) => (partition + 1, None),
        };
        let reply = reply.header("x-ms-continuation-nextpartitionkey", format!("p{next}"));
        match key {
            Some(key) => reply.header("x-ms-continuation-nextrowkey", key),
            None => reply,
        }
    });
    assert_eq!(walked.await.whole(0..6).len(), 6);
}

#[tokio::test]
async fn later_pages_have_another_path_and_body() {
    let walked = walk("scroll_other_path", "", |asked| {
        let from = match asked.path.as_str() {
            "/idx/_search" => {
                assert_eq!((asked.query("scroll"), &asked.body), (Some("1m".into()), &json!({})));
                0
            }
            "/_search/scroll" => {
                assert_eq!((asked.query.len(), &asked.body["scroll"]), (0, &json!("1m")));
                number(asked.body["scroll_id"].as_str().expect("a scroll"))
            }
            path => panic!("{path}"),
        };
        let scroll = format!("s{}", (from + 3).min(7));
        Reply::json(json!({"_scroll_id": scroll, "hits": {"hits": rows(from)}}))
    });
    let asked = walked.await.whole(0..7);
    assert_eq!(asked.len(), 4);
}

#[tokio::test]
async fn a_post_goes_on_by_the_get_of_a_link() {
    let walked = walk("trino_next_uri", "", |asked| {
        let from = match asked.path.strip_prefix("/queued/") {
            None => {
                assert_eq!(asked.method, "POST");
                return Reply::json(json!({"id": "q", "nextUri": "/queued/0"}));
            }
            Some(from) => number(from),
        };
        assert_eq!(asked.method, "GET");
        let mut body = json!({"data": rows(from)});
        if let Some(next) = next(from) {
            body["nextUri"] = json!(format!("/queued/{next}"));
        }
        Reply::json(body)
    });
    assert_eq!(walked.await.whole(0..7).len(), 4);
}

#[tokio::test]
async fn the_path_of_later_pages_has_the_values_of_the_first() {
    let walked = walk("dropbox_continue", "/base", |asked| {
        let from = match asked.path.as_str() {
            "/base/folders/a%20b" => {
                assert_eq!(asked.body, json!({"recursive": true}));
                0
            }
            "/base/folders/a%20b/continue" => {
                let cursor = asked.body["cursor"].as_str().expect("a cursor");
                assert_eq!(asked.body, json!({"cursor": cursor}));
                number(cursor)
            }
            path => panic!("{path}"),
        };
        let cursor = format!("c{}", from + 3);
        Reply::json(json!({"entries": rows(from), "cursor": cursor, "has_more": from + 3 < 7}))
    });
    assert_eq!(walked.await.whole(0..7).len(), 3);
}

#[tokio::test]
async fn a_position_is_a_segment_of_the_path() {
    let walked = walk("esplora_path", "", |asked| {
        let last = asked.path.strip_prefix("/address/a/txs/chain").expect("the path of the list");
        let from = last.strip_prefix('/').map_or(0, |last| number(last) + 1);
        let rows = (from..7).take(3).map(|id| json!({"txid": format!("tx{id}")}));
        Reply::json(Value::Array(rows.collect()))
    });
    let asked = walked.await.whole(0..7);
    let paths: Vec<&str> = asked.iter().map(|asked| asked.path.as_str()).collect();
    let all = ["", "/tx2", "/tx5", "/tx6"].map(|last| format!("/address/a/txs/chain{last}"));
    assert_eq!(paths, all);
}

#[tokio::test]
async fn a_position_is_within_an_array_of_parameters() {
    let walked = walk("solana_params_array", "", |asked| {
        let before = asked.body.pointer("/params/1/before").and_then(Value::as_str);
        let from = before.map_or(0, |before| number(before) + 1);
        let rows = (from..7).take(3).map(|id| json!({"signature": format!("s{id}")}));
        Reply::json(json!({"jsonrpc": "2.0", "result": rows.collect::<Vec<_>>(), "id": 1}))
    });
    let asked = walked.await.whole(0..7);
    let params: Vec<&Value> = asked.iter().map(|asked| &asked.body["params"]).collect();
    let before = |last: &str| json!(["addr", {"before": last}]);
    assert_eq!(params, [&json!(["addr"]), &before("s2"), &before("s5"), &before("s6")]);
}
