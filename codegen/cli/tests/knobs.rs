//! Each paging knob is handled wherever specs are read, compared, explained, written or
//! documented.

use pagesmith_cli::drafting::writer::{Comments, Draft};
use pagesmith_codegen::ast::Spec;
use pagesmith_codegen::model::{Api, Paging};
use pagesmith_codegen::parse;
use pagesmith_codegen::{diff, explain, lower, schema};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// The path of each knob, with two styles that differ only in it.
const SAMPLES: &[(&str, &str, &str)] = &[
    ("next.body", "next: {body: /a}, send: url", "next: {body: /b}, send: url"),
    ("next.header", "next: {header: A}, send: url", "next: {header: B}, send: url"),
    ("next.link", "next: {link: a}, send: url", "next: {link: b}, send: url"),
    ("next.last", "next: {last: /a}, send: {query: q}", "next: {last: /b}, send: {query: q}"),
    (
        "next.where",
        "next: {body: /a, where: {rel: next}, at: /u}, send: url",
        "next: {body: /a, where: {rel: more}, at: /u}, send: url",
    ),
    (
        "next.at",
        "next: {body: /a, where: {rel: next}, at: /u}, send: url",
        "next: {body: /a, where: {rel: next}, at: /v}, send: url",
    ),
    ("next.spread", "next: {body: /a}, send: {query: q}", "next: {body: /a, spread: true}"),
    (
        "next.start",
        "next: {body: /a}, send: {query: q}",
        "next: {body: /a, start: \"*\"}, send: {query: q}",
    ),
    (
        "next.add",
        "next: {last: /id}, send: {query: q}",
        "next: {last: /id, add: -1}, send: {query: q}",
    ),
    (
        "next.overlap",
        "next: {last: /id}, send: {query: q}",
        "next: {last: /id, overlap: drop}, send: {query: q}",
    ),
    ("send", "next: {body: /a}, send: {query: q}", "next: {body: /a}, send: url"),
    ("send.query", "next: {body: /a}, send: {query: q}", "next: {body: /a}, send: {query: r}"),
    ("send.body", "next: {body: /a}, send: {body: /q}", "next: {body: /a}, send: {body: /r}"),
    ("send.path", "next: {body: /a}, send: {path: at}", "next: {body: /a}, send: {path: before}"),
    ("send.header", "next: {body: /a}, send: {header: Q}", "next: {body: /a}, send: {header: R}"),
    ("send.url", "next: {body: /a}, send: url", "next: {body: /a}, send: {url: base}"),
    ("send.url", "next: {body: /a}, send: url", "next: {body: /a}, send: {url: /base}"),
    (
        "send.as",
        "next: {body: /a}, send: {body: /q}",
        "next: {body: /a}, send: {body: /q, as: number}",
    ),
    (
        "send.alone",
        "next: {body: /a}, send: {query: q}",
        "next: {body: /a}, send: {query: q, alone: true}",
    ),
    (
        "send.template",
        "next: {body: /a}, send: {query: q}",
        "next: {body: /a}, send: {query: q, template: \"0-{next}\"}",
    ),
    (
        "carry",
        "preset: slack",
        "preset: slack, carry: [{from: /session, query: session}, {from: {header: X-A}, header: X-B}]",
    ),
    (
        "then.get",
        "next: {body: /a}, send: {query: q}",
        "next: {body: /a}, send: {query: q}, then: {get: /b}",
    ),
    (
        "then.post",
        "next: {body: /a}, send: {query: q}, then: {post: /b}",
        "next: {body: /a}, send: {query: q}, then: {post: /c}",
    ),
    (
        "then.items",
        "next: {body: /a}, send: {query: q}, then: {get: /b}",
        "next: {body: /a}, send: {query: q}, then: {get: /b, items: /c}",
    ),
    (
        "then.body",
        "next: {body: /a}, send: {query: q}, then: {post: /b}",
        "next: {body: /a}, send: {query: q}, then: {post: /b, body: {c: 1}}",
    ),
    ("number.query", "number: {query: q}", "number: {query: r}"),
    ("number.body", "number: {body: /q}", "number: {body: /r}"),
    ("number.start", "number: {query: q}", "number: {query: q, start: 7}"),
    ("offset.query", "offset: {query: q}", "offset: {query: r}"),
    ("offset.body", "offset: {body: /q}", "offset: {body: /r}"),
    ("offset.start", "offset: {query: q}", "offset: {query: q, start: 7}"),
    ("offset.step", "offset: {query: q}", "offset: {query: q, step: /by}"),
    ("offset.overlap", "offset: {query: q}", "offset: {query: q, overlap: warn}"),
    ("offset.overlap", "offset: {query: q}", "offset: {query: q, overlap: off}"),
    ("size.query", "preset: laml", "preset: laml, size: {query: r}"),
    ("size.body", "preset: laml, size: {body: /q}", "preset: laml, size: {body: /r}"),
    ("size.default", "preset: laml", "preset: laml, size: {default: 7}"),
    ("size.max", "preset: laml", "preset: laml, size: {max: 70}"),
    ("size.send", "preset: laml", "preset: laml, size: {send: always}"),
    ("size.halve", "preset: laml", "preset: laml, size: {halve: true}"),
    ("size.min", "preset: laml, size: {halve: true}", "preset: laml, size: {halve: true, min: 10}"),
    ("more", "preset: laml", "preset: laml, more: /on"),
    ("done", "preset: laml", "preset: laml, done: /last"),
    ("more", "preset: laml", "preset: laml, more: {link: next, attribute: results}"),
    ("done", "preset: laml", "preset: laml, done: {header: X-Last}"),
    ("more.remaining", "preset: laml", "preset: laml, more: {remaining: /pending}"),
    ("more.is", "preset: laml, more: /on", "preset: laml, more: {at: /on, is: [Y]}"),
    ("done.is", "preset: laml, done: /last", "preset: laml, done: {at: /last, is: [0]}"),
    ("page.number", "preset: laml", "preset: laml, page: {number: /other}"),
    ("page.size", "preset: laml", "preset: laml, page: {size: /other}"),
    ("page.pages", "preset: laml", "preset: laml, page: {pages: /other}"),
    ("page.total", "preset: laml", "preset: laml, page: {total: /other}"),
    ("page.previous", "preset: laml", "preset: laml, page: {previous: /other}"),
    ("page.first", "preset: laml", "preset: laml, page: {first: /other}"),
    ("counts", "preset: offset", "preset: offset, counts: error"),
    ("ends.absent", "preset: laml", "preset: laml, ends: {absent: end}"),
    ("ends.empty_string", "preset: laml", "preset: laml, ends: {empty_string: false}"),
    ("ends.empty_page", "preset: laml", "preset: laml, ends: {empty_page: true}"),
    ("ends.status", "preset: laml", "preset: laml, ends: {status: [204, 404]}"),
    ("ends.values", "preset: slack", "preset: slack, ends: {values: [0]}"),
    ("ends.same", "preset: slack", "preset: slack, ends: {same: true}"),
    ("ends.hints", "preset: laml", "preset: laml, ends: {hints: false}"),
    (
        "partial.at",
        "preset: laml, partial: {at: /a}",
        "preset: laml, partial: {at: {header: X-Partial}}",
    ),
    ("partial.is", "preset: laml, partial: {at: /a}", "preset: laml, partial: {at: /a, is: [yes]}"),
    (
        "partial.does",
        "preset: laml, partial: {at: /a}",
        "preset: laml, partial: {at: /a, does: error}",
    ),
    ("delta.body", "preset: slack, delta: {body: /a}", "preset: slack, delta: {body: /b}"),
    (
        "delta.query",
        "preset: slack, delta: {body: /a, query: b}",
        "preset: slack, delta: {body: /a, query: c}",
    ),
    (
        "delta.header",
        "preset: slack, delta: {body: /a, header: X-A}",
        "preset: slack, delta: {body: /a, header: X-B}",
    ),
    ("safety.repeat", "preset: laml", "preset: laml, safety: {repeat: stop}"),
    ("safety.repeat", "preset: laml", "preset: laml, safety: {repeat: allow}"),
    ("safety.max_pages", "preset: laml", "preset: laml, safety: {max_pages: 7}"),
    ("safety.max_empty_pages", "preset: laml", "preset: laml, safety: {max_empty_pages: 7}"),
    ("safety.origin", "preset: laml", "preset: laml, safety: {origin: rebase}"),
    ("safety.origin", "preset: laml", "preset: laml, safety: {origin: [cdn.example.com]}"),
    ("safety.keep", "preset: laml", "preset: laml, safety: {keep: [kept]}"),
    ("counts", "preset: offset", "preset: offset, counts: ignore"),
];

/// A spec whose list has this paging style.
fn spec(knob: &str, style: &str) -> (Spec, Api) {
    let in_body = knob == "send.as"
        || matches!(knob.rsplit_once('.'), Some((head, "body")) if head != "next" && head != "delta");
    let verb = if in_body { "post" } else { "get" };
    let in_path = style.split("{path: ").nth(1).and_then(|rest| rest.split('}').next());
    let segment = in_path.map(|name| format!("/{{{name}}}")).unwrap_or_default();
    let text = format!(
        "pagesmith: 1\nname: Example\nresources:\n  rows: {{{verb}: \"/rows{segment}\", record: Row, paging: {{{style}}}}}\nrecords:\n  Row: {{key: id, fields: {{id: integer}}}}\n"
    );
    let (spec, source_map) =
        parse::spec_file::parse(&text).unwrap_or_else(|problems| panic!("{text}\n{problems:?}"));
    let api =
        lower::api(&spec, &source_map).unwrap_or_else(|problems| panic!("{text}\n{problems:?}"));
    (spec, api.0)
}

/// Each sample as its knob and two specs.
fn samples() -> impl Iterator<Item = (&'static str, (Spec, Api), (Spec, Api))> {
    SAMPLES.iter().map(|(knob, base, changed)| (*knob, spec(knob, base), spec(knob, changed)))
}

fn paging(api: &Api) -> Paging {
    lower::paging_of(&api.lists[0], api)
}

#[test]
fn each_path_of_a_knob_has_a_sample() {
    let paging = Paging::default();
    let knobs: BTreeSet<&str> =
        paging.knobs().iter().flat_map(|knob| knob.paths).copied().collect();
    let with_sample: BTreeSet<&str> = SAMPLES.iter().map(|(knob, ..)| *knob).collect();
    assert_eq!(knobs, with_sample, "give each knob a sample here");
}

#[test]
fn each_sample_differs_in_its_knob_alone() {
    for (knob, (_, base), (_, changed)) in samples() {
        let (base, changed) = (paging(&base), paging(&changed));
        let (base, changed) = (base.knobs(), changed.knobs());
        let pairs = base.iter().zip(&changed).filter(|(base, changed)| base != changed);
        let paths: Vec<&str> = pairs.map(|(_, changed)| changed.path).collect();
        assert_eq!(paths, [knob]);
    }
}

#[test]
fn explain_knows_each_knob() {
    for (knob, (_, base), (_, changed)) in samples() {
        let (before, after) =
            (explain::lists(&base, &base.lists), explain::lists(&changed, &changed.lists));
        assert_ne!(before, after, "`explain` ignores `{knob}`");
    }
}

#[test]
fn diff_knows_each_knob() {
    for (knob, (_, base), (_, changed)) in samples() {
        let paging = paging(&changed);
        let knobs = paging.knobs();
        let value = &knobs.iter().find(|set| set.path == knob).unwrap().value;
        let value = match value {
            pagesmith::paging::Value::List(names) => names.concat(),
            other => other.to_string(),
        };
        let changes = diff::compare(&base, &changed);
        let is_reported = changes.iter().any(|change| change.what.contains(&value));
        assert!(is_reported, "`diff` does not say that `{knob}` is `{value}`: {changes:?}");
    }
}

#[test]
fn the_writer_knows_each_knob() {
    for (knob, (base, _), (changed, _)) in samples() {
        let text = |spec: &Spec| Draft { spec: spec.clone(), comments: Comments::default() }.text();
        assert_ne!(text(&base), text(&changed), "a spec is written without its `{knob}`");
        let (read_back, _) = parse::spec_file::parse(&text(&changed)).unwrap();
        assert_eq!(read_back, changed, "{knob}");
    }
}

/// Whether a schema has a property at this path; follows references and alternatives.
fn has(root: &Value, schema: &Value, path: &[&str]) -> bool {
    let Some((key, rest)) = path.split_first() else { return true };
    if let Some(at) = schema["$ref"].as_str() {
        let target = root.pointer(at.trim_start_matches('#'));
        return target.is_some_and(|target| has(root, target, path));
    }
    let property = &schema["properties"][*key];
    let alternatives =
        ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|any| schema[any].as_array());
    (!property.is_null() && has(root, property, rest))
        || alternatives.flatten().any(|schema| has(root, schema, path))
}

#[test]
fn the_schema_has_each_knob() {
    let schema: Value = serde_json::from_str(&schema::text()).unwrap();
    let paging = Paging::default();
    for knob in paging.knobs() {
        for path in knob.paths {
            let keys: Vec<&str> = ["paging"].into_iter().chain(path.split('.')).collect();
            assert!(has(&schema, &schema, &keys), "the schema lacks `{path}`");
        }
    }
}

#[test]
fn the_reference_has_each_knob() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/spec.md");
    let text = std::fs::read_to_string(file).unwrap();
    let paging = text.split("\n## Paging\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let is_there = |key: &str| {
        let forms =
            [format!("`{key}`"), format!("{{{key}: "), format!("`{key}: "), format!(", {key}: ")];
        forms.iter().any(|form| paging.contains(form))
    };
    for path in Paging::default().knobs().iter().flat_map(|knob| knob.paths) {
        assert!(path.split('.').all(is_there), "docs/spec.md lacks `{path}`");
    }
}
