//! A spec that is twice as long takes at most twice the work, whatever it repeats.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use crate::diag::{Look, Source};
use crate::diff::{Report, compare};
use crate::work::assert_linear;
use crate::{Checked, check};
use std::fmt::Write as _;

/// A spec with these resources and records.
fn spec(resources: &str, records: &str) -> String {
    format!(
        "pagesmith: 1\nname: Large\nserver: https://api.example.com\npaging: sendsage\n\
         resources:\n{resources}records:\n{records}"
    )
}

/// A line for each number.
fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut lines, number| {
        // Writing to a string can't fail.
        let _ = writeln!(lines, "  {}", line(number));
        lines
    })
}

const ONE_LIST: &str = "  rows: {get: /rows, items: /data, record: Row}\n";
const ONE_RECORD: &str = "  Row: {key: id, fields: {id: string}}\n";

/// Checks a spec and renders what is wrong with it; the problems are many.
fn report(text: &String) {
    let problems = check(text.as_bytes()).unwrap_err();
    assert_eq!(problems.problems.len(), 101, "{problems:?}");
    let shown = problems.render(&Source { name: "spec.yaml", text }, Look::Plain);
    // Of thousands of names in a sentence nobody reads more than the first.
    assert!(shown.len() < 400_000, "{}", shown.len());
}

fn checked(text: &str) -> Checked {
    check(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

#[test]
fn types_that_are_unknown() {
    let input = |count| {
        let record = |number| format!("Thing{number}: {{fields: {{id: Thinh{number}x}}}}");
        spec(ONE_LIST, &(lines(count, record) + ONE_RECORD))
    };
    assert_linear(1000, input, report);
}

#[test]
fn records_that_are_unknown_and_like_no_other() {
    let input = |count| {
        let list =
            |number| format!("l{number}: {{get: /l, items: /data, record: Qqqqqqq{number}}}");
        let record = |number| format!("Thing{number}: {{fields: {{id: string}}}}");
        spec(&lines(count, list), &lines(count, record))
    };
    assert_linear(1000, input, report);
}

#[test]
fn styles_that_are_unknown() {
    let input = |count| {
        let list = |number| {
            format!("l{number}: {{get: /l, items: /data, record: Row, paging: none_{number}}}")
        };
        spec(&lines(count, list), ONE_RECORD)
    };
    assert_linear(1000, input, report);
}

#[test]
fn names_that_collide() {
    let input = |count| {
        let list = |number| {
            format!(
                "\"row{}\": {{get: /l, record: Row}}",
                "-".repeat(number % 200) + "_" + &"-".repeat(number / 200)
            )
        };
        spec(&lines(count, list), ONE_RECORD)
    };
    assert_linear(1000, input, report);
}

#[test]
fn fields_and_filters_of_one_name() {
    let input = |count| {
        let names: Vec<String> =
            (0..count).map(|at| "-".repeat(at % 200) + "a" + &"-".repeat(at / 200)).collect();
        let of = |ty: &str| {
            names.iter().map(|name| format!("{name:?}: {ty}")).collect::<Vec<_>>().join(", ")
        };
        let list = format!(
            "  rows: {{get: /rows, items: /data, record: Row, filters: {{{}}}}}\n",
            of("{type: string}")
        );
        spec(&list, &format!("  Row: {{fields: {{{}}}}}\n", of("string")))
    };
    assert_linear(400, input, report);
}

#[test]
fn parameters_of_a_path() {
    let input = |count| {
        let path = (0..count).map(|number| format!("/{{p{number}}}")).collect::<Vec<_>>().concat();
        spec(&ONE_LIST.replace("/rows", &format!("{path:?}")), ONE_RECORD)
    };
    assert_linear(1000, input, |text| drop(checked(text)));
}

#[test]
fn parameters_that_a_path_does_not_have() {
    let input = |count| {
        let path = (0..count).map(|number| format!("/{{p{number}}}")).collect::<Vec<_>>().concat();
        let params = (0..count).map(|number| format!("other{number}: string"));
        let params = params.collect::<Vec<_>>().join(", ");
        spec(&ONE_LIST.replace("/rows", &format!("{path:?}, params: {{{params}}}")), ONE_RECORD)
    };
    assert_linear(400, input, report);
}

#[test]
fn values_of_an_enum() {
    let input = |count| {
        let values: Vec<String> = (0..count).map(|number| format!("v{number}")).collect();
        let record = format!("  Row: {{fields: {{id: \"enum({})\"}}}}\n", values.join(", "));
        spec(ONE_LIST, &record)
    };
    assert_linear(1000, input, |text| drop(checked(text)));
}

#[test]
fn styles_and_lists_that_use_them() {
    let input = |count| {
        let style = |number| format!("s{number}: {{preset: link-header}}");
        let list = |number| {
            let style = number % 400;
            format!("l{number}: {{get: /l, items: /data, record: Row, paging: s{style}}}")
        };
        let styles = format!("styles:\n{}resources:", lines(400, style));
        spec(&lines(count, list), ONE_RECORD).replace("resources:", &styles)
    };
    assert_linear(1000, input, |text| drop(checked(text)));
}

#[test]
fn records_in_a_circle() {
    let input = |count| {
        let record = |number| {
            let next = (number + 1) % count;
            format!("R{number}: {{fields: {{id: string, next: R{next}, first: R0}}}}")
        };
        spec(&ONE_LIST.replace("Row", "R0"), &lines(count, record))
    };
    assert_linear(1000, input, report);
}

/// Compares two specs and makes the report of it.
fn report_changes((old, new): &(String, String)) {
    let (was, is) = (checked(old), checked(new));
    let changes = compare(&was.api, &is.api);
    assert!(changes.len() >= 500, "{changes:?}");
    let old = (Source { name: "old.yaml", text: old }, &was.source_map);
    let new = (Source { name: "new.yaml", text: new }, &is.source_map);
    let report = Report::new(changes, old, new);
    assert!(report.changes.iter().all(|change| change.place.is_some()));
}

fn things(count: usize, ty: &str, name: &str) -> String {
    let list = |number| {
        format!(
            "l{number}: {{get: /l{number}, items: /data, record: {name}{number}, \
             filters: {{k: {{type: \"enum(a, {ty})\"}}}}}}"
        )
    };
    let record = |number| {
        format!("{name}{number}: {{fields: {{id: {ty}, in: {{x: {ty}}}, e: \"enum({ty}, b)\"}}}}")
    };
    spec(&lines(count, list), &lines(count, record))
}

#[test]
fn changes_of_all_types() {
    let input = |count| (things(count, "string", "Thing"), things(count, "integer", "Thing"));
    assert_linear(500, input, report_changes);
}

#[test]
fn changes_in_one_line() {
    let one_line = |text: String| {
        let entry = |line: &str| line.trim_end_matches(':').trim().to_owned() + ", ";
        let (head, rest) = text.split_once("resources:\n").unwrap();
        let (lists, records) = rest.split_once("records:\n").unwrap();
        let of = |lines: &str| lines.lines().map(entry).collect::<String>();
        format!("{head}resources: {{{}}}\nrecords: {{{}}}\n", of(lists), of(records))
    };
    let of = |count, ty| one_line(things(count, ty, "Thing"));
    assert_linear(500, |count| (of(count, "string"), of(count, "integer")), report_changes);
}

#[test]
fn records_that_are_renamed() {
    let input = |count| (things(count, "string", "Thing"), things(count, "string", "Other"));
    assert_linear(500, input, report_changes);
}

#[test]
fn values_that_an_enum_loses() {
    let of = |count: usize, word: &str| {
        let values: Vec<String> = (0..count).map(|number| format!("{word}{number}")).collect();
        let record = format!("  Row: {{fields: {{id: {{a: \"enum({})\"}}}}}}\n", values.join(", "));
        spec(ONE_LIST, &record)
    };
    assert_linear(1000, |count| (of(count, "v"), of(count, "w")), report_changes);
}

#[test]
fn objects_within_objects() {
    let nested = |depth: usize, ty: &str| {
        let object =
            (0..depth).fold(format!("{{a: {ty}}}"), |inner, _| format!("{{a: {ty}, b: {inner}}}"));
        spec(ONE_LIST, &format!("  Row:\n    fields: {object}\n"))
    };
    let input = |depth| (checked(&nested(depth, "string")), checked(&nested(depth, "integer")));
    // Each change is as deep as the object that it is in: the work grows with the square of the
    // depth, of which a spec has 64 at most. It doubled with each level.
    let steps = crate::work::count(|| {
        let (was, is) = input(50);
        let changes = compare(&was.api, &is.api);
        assert_eq!(changes.len(), 51, "{changes:?}");
        assert!(changes.iter().all(|change| change.at.find(&is.source_map).is_some()));
    });
    assert!(steps < 500_000, "{steps}");
}
