//! How each fault of the mock changes its replies.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "command/mod.rs"]
#[expect(dead_code, reason = "no test here writes a file")]
mod command;
mod faults;

use command::{code, pagesmith, stderr_of};
use faults::{api, count, follow, get, rows, serve};
use pagesmith_cli::mock::{self, FAULTS, Options};
use serde_json::Value;

/// Lists whose replies state the next position.
const STATED: [&str; 3] = ["token", "link", "header"];

#[tokio::test(flavor = "multi_thread")]
async fn without_a_fault_all_rows_are_listed() {
    let mock = serve(&[]).await;
    let all = [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9], [10, 11]];
    for list in STATED {
        assert_eq!(rows(&follow(&mock, list, 9)), all, "{list}");
    }
    let last = rows(&follow(&mock, "last", 9));
    assert_eq!(last[..6], all);
    assert!(last[6].is_empty() && last.len() == 7);
    for list in ["number", "offset"] {
        assert_eq!(rows(&count(&mock, list, 6)), all, "{list}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stale_next_repeats_an_earlier_next() {
    for list in STATED {
        let mock = serve(&["stale-next"]).await;
        let replies = follow(&mock, list, 7);
        assert_eq!(rows(&replies), [[0, 1], [2, 3], [4, 5], [2, 3], [4, 5], [2, 3], [4, 5]]);
        assert_eq!(replies[2].next(list), replies[0].next(list), "{list}");
        let note = mock.requests()[2].note.clone();
        assert_eq!(note.as_deref(), Some("stale-next (a fault)"));
        assert_eq!(mock.requests()[1].note, None);

        let mock = serve(&["same-next@2"]).await;
        assert_eq!(rows(&follow(&mock, list, 4)), [[0, 1], [2, 3], [2, 3], [2, 3]], "{list}");
        let mock = serve(&["same-next"]).await;
        assert_eq!(rows(&follow(&mock, list, 4)), [[0, 1], [2, 3], [4, 5], [4, 5]], "{list}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_next_skips_a_page() {
    for list in STATED {
        let mock = serve(&["skipping-next@2"]).await;
        let all = [[0, 1], [2, 3], [6, 7], [8, 9], [10, 11]];
        assert_eq!(rows(&follow(&mock, list, 9)), all, "{list}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_next_is_left_out() {
    for list in STATED {
        let mock = serve(&["missing-next@2"]).await;
        let replies = follow(&mock, list, 9);
        assert_eq!(rows(&replies), [[0, 1], [2, 3]], "{list}");
        assert!(replies[1].body.get("next").is_none(), "{list}");
    }
    let mock = serve(&["missing-next@2"]).await;
    let replies = follow(&mock, "token", 2);
    assert_eq!(replies[1].body["more"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_ends_early() {
    for list in STATED {
        let mock = serve(&["early-end@2"]).await;
        let replies = follow(&mock, list, 9);
        assert_eq!(rows(&replies), [[0, 1], [2, 3]], "{list}");
        if list != "header" {
            assert_eq!(replies[1].body.get("next"), Some(&Value::Null), "{list}");
        }
        if list == "token" {
            assert_eq!(
                (&replies[1].body["more"], &replies[1].body["total"]),
                (&false.into(), &12.into())
            );
        }
    }
    let mock = serve(&["early-end@2"]).await;
    assert_eq!(rows(&follow(&mock, "last", 9)), [vec![0, 1], vec![]]);
    for list in ["number", "offset"] {
        let replies = count(&mock, list, 3);
        assert_eq!(rows(&replies), [vec![0, 1], vec![], vec![4, 5]], "{list}");
        assert_eq!(replies[1].body["total"], 12, "{list}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_those_of_another_page() {
    let mock = serve(&["other-rows"]).await;
    let wrong = [[0, 1], [2, 3], [2, 3], [6, 7]];
    for list in STATED {
        assert_eq!(rows(&follow(&mock, list, 4)), wrong, "{list}");
    }
    for list in ["number", "offset"] {
        assert_eq!(rows(&count(&mock, list, 4)), wrong, "{list}");
    }
    // The last row is the position.
    assert_eq!(rows(&follow(&mock, "last", 4)), [[0, 1], [2, 3], [2, 3], [2, 3]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn endless_rows_never_end() {
    let mock = serve(&["endless-rows@2"]).await;
    for list in STATED {
        let replies = follow(&mock, list, 20);
        assert_eq!(replies.len(), 20, "{list}");
        assert!(rows(&replies[1..]).iter().all(|rows| *rows == [2, 3]), "{list}");
        let mut nexts: Vec<_> = replies.iter().map(|reply| reply.next(list).unwrap()).collect();
        nexts.sort();
        nexts.dedup();
        assert_eq!(nexts.len(), 20, "{list}");
    }
    for list in ["number", "offset"] {
        let replies = count(&mock, list, 20);
        assert!(rows(&replies[1..]).iter().all(|rows| *rows == [2, 3]), "{list}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_has_status_200() {
    let mock = serve(&["error-body@2"]).await;
    for list in ["token", "link", "header"] {
        let replies = follow(&mock, list, 2);
        assert_eq!((replies[0].status, replies[1].status), (200, 200), "{list}");
        assert_eq!(replies[1].body["code"], "internal_error", "{list}");
        assert!(replies[1].body.get("rows").is_none(), "{list}");
        let entry = mock.requests().pop().unwrap();
        assert_eq!((entry.status, entry.records), (200, 0));
    }
}

/// The totals of four pages by number.
async fn totals(fault: &str) -> Vec<(u64, u64)> {
    let replies = count(&serve(&[fault]).await, "number", 4);
    let number = |value: &Value| value.as_u64().unwrap();
    replies.iter().map(|it| (number(&it.body["total"]), number(&it.body["pages"]))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn totals_are_wrong() {
    assert_eq!(totals("small-total").await, [(10, 5); 4]);
    assert_eq!(totals("large-total").await, [(14, 7); 4]);
    assert_eq!(totals("falling-total").await, [(12, 6), (11, 6), (10, 5), (9, 5)]);
    assert_eq!(totals("rising-total").await, [(12, 6), (13, 7), (14, 7), (15, 8)]);
    assert_eq!(totals("small-total@3").await, [(12, 6), (12, 6), (10, 5), (10, 5)]);
    assert_eq!(totals("rising-total@4").await, [(12, 6), (12, 6), (12, 6), (13, 7)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_move_between_two_requests() {
    for (fault, third, last, total) in [
        ("row-removed", [5, 6], vec![11], 11),
        ("row-added", [3, 4], vec![9, 10], 13),
        ("row-replaced", [5, 6], vec![11, 12], 12),
        ("reordered", [3, 4], vec![9, 10], 12),
    ] {
        let mock = serve(&[fault]).await;
        for list in ["number", "offset"] {
            let replies = count(&mock, list, 6);
            let rows = rows(&replies);
            assert_eq!(rows[..3], [[0, 1], [2, 3], third], "{fault} {list}");
            assert_eq!(rows[5], last, "{fault} {list}");
            let totals: Vec<_> = replies.iter().map(|it| it.body["total"].clone()).collect();
            assert_eq!(totals[..3], [12, 12, total], "{fault} {list}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn positions_follow_their_rows() {
    for (fault, last) in [
        ("row-removed", &[10, 11][..]),
        ("row-added", &[10, 11]),
        ("row-replaced", &[12]),
        ("reordered", &[10]),
    ] {
        let mock = serve(&[fault]).await;
        for list in ["token", "link", "header", "last"] {
            let rows = rows(&follow(&mock, list, 7));
            assert_eq!(rows[..5], [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9]], "{fault} {list}");
            let end: Vec<u64> = rows.into_iter().rev().find(|rows| !rows.is_empty()).unwrap();
            assert_eq!(end, last, "{fault} {list}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn transient_faults_come_at_a_request() {
    let faults = ["unavailable@1", "busy@2", "truncated@3", "reset@4", "empty@5"];
    let mock = serve(&faults).await;
    assert_eq!(get(&mock, "/token").unwrap().status, 503);
    let busy = get(&mock, "/token").unwrap();
    assert_eq!((busy.status, busy.head.contains("retry-after: 1")), (429, true));
    let cut = get(&mock, "/token").unwrap();
    assert!(!cut.text.is_empty() && cut.body.is_null(), "{cut:?}");
    assert!(get(&mock, "/token").is_err());
    let replies = follow(&mock, "token", 2);
    assert_eq!(rows(&replies), [vec![], vec![0, 1]]);
    let notes: Vec<_> = mock.requests().into_iter().filter_map(|entry| entry.note).collect();
    assert_eq!(notes.len(), 5, "{notes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_that_no_list_can_show_is_refused() {
    let spec = |paging: &str| {
        format!(
            "pagesmith: 1\nname: One\nresources:\n  rows: {{get: /rows, paging: {paging}, record: Row}}\n\
             records:\n  Row: {{fields: {{id: integer}}}}\n"
        )
    };
    let shown = |paging: &'static str| {
        let api = api(&spec(paging));
        async move {
            let mut shown = Vec::new();
            for fault in FAULTS {
                let faults = vec![fault.name.parse().unwrap()];
                let served = mock::serve(&api, &Options { faults, ..Options::default() }).await;
                match served {
                    Ok(_) => shown.push(fault.name),
                    Err(error) => assert!(error.to_string().contains(fault.name), "{error}"),
                }
            }
            shown
        }
    };
    let all: Vec<_> = FAULTS.iter().map(|fault| fault.name).collect();
    let without = |left_out: &[&str]| {
        let mut rest = all.clone();
        rest.retain(|name| !left_out.contains(name));
        rest
    };
    let totals = ["small-total", "large-total", "falling-total", "rising-total"];
    let nexts = ["stale-next", "same-next", "skipping-next", "missing-next"];
    assert_eq!(shown("sendsage").await, all);
    assert_eq!(shown("laml").await, without(&totals));
    assert_eq!(shown("offset").await, without(&[&["empty"], &nexts[..]].concat()));
    let last = [&["empty", "endless-rows"], &nexts[..], &totals[..]].concat();
    assert_eq!(shown("stripe").await, without(&last));
    let one = ["unavailable", "busy", "reset", "truncated", "error-body"];
    assert_eq!(shown("none").await, one);

    let output = pagesmith(&["mock", "../../specs/signalwire.yaml", "--fault", "small-total"]);
    let stderr = stderr_of(&output);
    assert_eq!(code(&output), 2, "{stderr}");
    assert!(stderr.contains("needs a list whose replies state a total"), "{stderr}");
    assert!(output.stdout.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overload_lets_only_small_pages_through() {
    let mock = serve(&["overload@2"]).await;
    let first = get(&mock, "/header?per_page=2").unwrap();
    let next = first.next("header").unwrap();
    let statuses =
        |path: &str| [get(&mock, path).unwrap().status, get(&mock, path).unwrap().status];
    assert_eq!((first.status, statuses(&next)), (200, [504, 504]));
    assert_eq!(mock.requests()[1].note.as_deref(), Some("the page took too long (a fault)"));
    let small = next.replace("per_page=2", "per_page=1");
    assert_ne!(small, next);
    assert_eq!(get(&mock, &small).unwrap().rows(), [2]);
    assert_eq!(get(&mock, "/header?per_page=2").unwrap().status, 200, "the page before");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_halves_its_pages_comes_whole() {
    let mock = serve(&["overload@2"]).await;
    let url = mock.base_url();
    for list in ["halved", "halved_links"] {
        let args = ["list", faults::SPEC, list, "--base-url", &url, "--page-size", "4"];
        let output = tokio::task::block_in_place(|| pagesmith(&args));
        let stderr = stderr_of(&output);
        assert_eq!(code(&output), 0, "{stderr}");
        let row = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].as_u64().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let rows: Vec<u64> = text.lines().map(row).collect();
        assert_eq!(rows, (1_000..1_012).collect::<Vec<_>>(), "{list}: {stderr}");
        for (from, to) in [(4, 2), (2, 1)] {
            let words =
                format!("with a page size of {from}; the walk continues with a page size of {to}");
            assert!(stderr.contains(&words), "{list}: {stderr}");
        }
        let is_smallest = |(name, value): &(String, String)| name == "limit" && value == "1";
        assert!(mock.requests().iter().any(|entry| entry.query.iter().any(is_smallest)), "{list}");
    }
}

#[test]
fn the_help_names_each_fault() {
    let help = String::from_utf8(pagesmith(&["mock", "--help"]).stdout).unwrap();
    for fault in FAULTS {
        let line = format!("  {:14} {}\n", fault.name, fault.what);
        assert!(help.contains(&line), "{help}");
    }
    let output = pagesmith(&["mock", faults::SPEC, "--fault", "stale-nxt"]);
    assert_eq!(code(&output), 2);
    assert!(stderr_of(&output).contains("did you mean `stale-next`?"), "{}", stderr_of(&output));
}
