//! Where the rows of a page are, and in which shape.

use super::server::{Asked, Reply};
use super::{next, number, rows, walk};
use serde_json::json;

#[tokio::test]
async fn rows_are_an_array_or_a_map_of_numbers() {
    let walked = walk("php_keyed_object", "", |asked| {
        let page = asked.query("page").map_or(0, |page| number(&page));
        let rows = rows((page - 1) * 3);
        Reply::json(match page {
            1 => json!({"products": rows}),
            _ if rows.is_empty() => json!([]),
            // Gaps in the keys make an object of the array.
            _ => {
                json!({"products": rows.iter().map(|row| (format!("{:03}", row["id"].as_u64().unwrap_or(0) + 4), row.clone())).collect::<serde_json::Map<_, _>>()})
            }
        })
    });
    assert_eq!(walked.await.whole(0..7).len(), 4);
    let refused = walk("php_keyed_object", "", |_| Reply::json(json!({"products": "none"})));
    refused.await.failed("expected an object of items at `/products`, found a string");
}

#[tokio::test]
async fn one_row_is_an_object_in_place_of_an_array() {
    let walked = walk("lastfm_single_object", "", |asked| {
        let page = asked.query("page").map_or(0, |page| number(&page));
        let mut rows = rows((page - 1) * 3);
        let tags = if rows.len() == 1 { rows.remove(0) } else { json!(rows) };
        Reply::json(json!({"toptags": {"tag": tags, "@attr": {"totalPages": "3", "total": "7"}}}))
    });
    assert_eq!(walked.await.whole(0..7).len(), 3);
    let empty = walk("lastfm_single_object", "", |_| {
        Reply::json(json!({"toptags": {"tag": "\n ", "@attr": {"totalPages": "0", "total": "0"}}}))
    });
    empty.await.whole(0..0);
}

#[tokio::test]
async fn rows_are_in_groups_and_keep_the_name_of_theirs() {
    let walked = walk("alpaca_groups", "", |asked| {
        let from = asked.query("page_token").map_or(0, |token| number(&token));
        let mut rows = rows(from);
        let last = rows.split_off(rows.len() - 1);
        let token = next(from).map(|next| format!("t{next}"));
        Reply::json(
            json!({"bars": {"AAPL": rows, "MSFT": last, "TSLA": null}, "next_page_token": token}),
        )
    });
    assert_eq!(walked.await.whole(0..7).len(), 3);
}

#[tokio::test]
async fn rows_are_in_several_arrays() {
    let reply = |asked: &Asked| {
        let from = asked.body["cursor"].as_str().map_or(0, number);
        let mut rows = rows(from);
        let added = rows.remove(0);
        json!({"added": [added], "modified": rows, "removed": [], "has_more": next(from).is_some(),
            "next_cursor": format!("c{}", from + 3)})
    };
    let walked = walk("plaid_several_arrays", "", move |asked| Reply::json(reply(asked)));
    assert_eq!(walked.await.whole(0..7).len(), 3);
    let lacks = walk("plaid_several_arrays", "", move |asked| {
        let mut reply = reply(asked);
        reply.as_object_mut().unwrap().remove("modified");
        Reply::json(reply)
    });
    lacks.await.failed("expected items at `/modified` too, found nothing");
}

#[tokio::test]
async fn an_argument_names_the_key_of_the_rows() {
    let walked = walk("kraken_parameter", "", |asked| {
        let from = asked.query("since").map_or(0, |since| number(&since));
        let rows = rows(from);
        let last = (from + rows.len() as u64).to_string();
        let pair = asked.query("pair").expect("the filter");
        Reply::json(json!({"error": [], "result": {pair: rows, "last": last}}))
    });
    assert_eq!(walked.await.whole(0..7).len(), 4);
}
