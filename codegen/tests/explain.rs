//! What `pagesmith explain` says, as reviewed: `PAGESMITH_BLESS=1` writes it
//! anew.

#![cfg(feature = "yaml")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_codegen::model::Api;
use pagesmith_codegen::{explain, lower, parse};
use std::fs;
use std::path::{Path, PathBuf};

fn path(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn api(spec: &str) -> Api {
    let (ast, source_map) = parse::spec_file::parse_bytes(&fs::read(path(spec)).unwrap()).unwrap();
    lower::api(&ast, &source_map).unwrap().0
}

fn assert_golden(name: &str, report: &str) {
    let golden = path("tests/explain").join(name);
    if std::env::var_os("PAGESMITH_BLESS").is_some() {
        fs::write(&golden, report).unwrap();
    }
    let reviewed = fs::read_to_string(&golden).unwrap().replace("\r\n", "\n");
    assert_eq!(reviewed, report, "{name}");
}

#[test]
fn descriptions_are_as_reviewed() {
    assert_golden("every_kind.txt", &explain("tests/golden/every_kind.yaml", None));
    assert_golden("children.txt", &explain("tests/golden/children.yaml", Some("rooms")));
    assert_golden("link.txt", &explain("../specs/signalwire.yaml", Some("messages")));
    assert_golden("token.txt", &explain("../specs/sendsage.yaml", Some("subscribers")));
    assert_golden("number.txt", &explain("../specs/sendsage.yaml", Some("subscriber_imports")));
}

fn explain(spec: &str, resource: Option<&str>) -> String {
    let api = api(spec);
    let meant = |wire: &str| resource.is_none_or(|name| name == wire);
    explain::lists(&api, api.lists.iter().filter(|list| meant(&list.method.wire)))
}

#[test]
fn every_list_of_the_specs_says_where_it_begins_and_ends() {
    for spec in ["../specs/signalwire.yaml", "../specs/sendsage.yaml"] {
        let api = api(spec);
        for list in &api.lists {
            let report = explain::lists(&api, [list]);
            for part in ["First request", "The list ends if", "It is an error if"] {
                assert_eq!(report.matches(part).count(), 1, "{}: {report}", list.method.wire);
            }
            assert!(
                report.contains(&list.path) && report.lines().all(|line| line.len() < 260),
                "{report}"
            );
        }
    }
}

#[test]
fn evidence_comes_with_its_reason() {
    let cases = [
        (
            "number: {query: page}",
            "",
            "`unproven`: the spec names no total",
            "add `page: {total: …}`",
        ),
        ("number: {query: page}, page: {total: /total}", "", "`counted`: every reply", "`/total`"),
        (
            "offset: {query: from}",
            "",
            "`unproven`: the spec names no total",
            "a `key` in the record",
        ),
        ("offset: {query: from}", "key: id, ", "`anchored`: each page", "by its key"),
        ("offset: {query: from, overlap: off}", "key: id, ", "`unproven`", "`overlap: off` keeps"),
        (
            "preset: offset, offset: {step: /count}",
            "key: id, ",
            "`counted`",
            "not count rows alone",
        ),
        (
            "next: {body: /next}, send: url",
            "",
            "`continued`: the walk follows",
            "until the server ends the list",
        ),
        ("preset: sendsage", "", "`continued`", "By number, `counted`: every reply"),
    ];
    for (style, key, best, why) in cases {
        let text = format!(
            "pagesmith: 1\nname: Example\nresources:\n  rows: {{get: /rows, record: Row, paging: {{{style}}}}}\nrecords:\n  Row: {{{key}fields: {{id: integer}}}}\n"
        );
        let (ast, source_map) = parse::spec_file::parse(&text).unwrap();
        let api = lower::api(&ast, &source_map).unwrap().0;
        let report = explain::lists(&api, &api.lists);
        let section = report.split("Evidence that").nth(1).unwrap();
        let section = section.split("It is an error").next().unwrap();
        assert!(section.contains(best) && section.contains(why), "{style}: {section}");
    }
}
