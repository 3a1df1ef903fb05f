//! Large specs: what they come to, and what a small edit of one changes. How
//! long they take is measured by the benchmarks.

#![cfg(feature = "yaml")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "scale/spec.rs"]
mod spec;

use pagesmith_codegen::emit::Options;
use spec::spec;
use std::collections::BTreeMap;

/// Without optimisation the large ones take a minute.
const RESOURCES: usize = if cfg!(debug_assertions) { 300 } else { 10_000 };

fn client(spec: &str) -> String {
    pagesmith_codegen::generate(spec.as_bytes(), &Options::default()).unwrap().code
}

/// The lines that only one of the two has: taken out, put in.
fn changed<'t>(before: &'t str, after: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    before.lines().for_each(|line| *counts.entry(line).or_default() -= 1);
    after.lines().for_each(|line| *counts.entry(line).or_default() += 1);
    let of = |sign: i64| {
        let lines = counts.iter().filter(move |(_, count)| **count * sign > 0);
        lines.map(|(line, _)| *line).collect()
    };
    (of(-1), of(1))
}

/// How many lines lie between the first and the last that differ.
fn stretch(before: &str, after: &str) -> usize {
    let same =
        |pairs: &mut dyn Iterator<Item = (&str, &str)>| pairs.take_while(|(a, b)| a == b).count();
    let ahead = same(&mut before.lines().zip(after.lines()));
    let behind = same(&mut before.lines().rev().zip(after.lines().rev()));
    after.lines().count().saturating_sub(ahead + behind)
}

#[test]
fn ten_thousand_resources_pass_the_gate() {
    let large = spec(10_000);
    assert!(large.len() < 4 << 20, "{}", large.len());
    let (ast, source_map) = pagesmith_codegen::parse::spec_file::parse(&large).unwrap();
    let (api, warnings) = pagesmith_codegen::lower::api(&ast, &source_map).unwrap();
    assert!(warnings.problems.is_empty(), "{warnings:?}");
    assert_eq!((api.lists.len(), api.types.len()), (10_000, 20_000));
}

/// The tokens of an `impl` are in memory together: those of tens of thousands of
/// methods took hundreds of mebibytes.
#[test]
fn the_methods_of_very_many_lists_are_in_several_impls() {
    let lists: String = (0..2300)
        .fold(String::new(), |all, at| all + &format!("  l{at}: {{get: /l{at}, record: R}}\n"));
    let code = client(&format!(
        "pagesmith: 1\nname: A\npaging: laml\nresources:\n{lists}records: {{R: {{fields: {{id: string}}}}}}\n"
    ));
    let impls = code.split("\nimpl Client {").skip(1);
    let impls = impls.map(|code| code.split("\n}").next().unwrap());
    let methods: Vec<usize> = impls.map(|code| code.matches("pub fn list_l").count()).collect();
    assert_eq!(methods, [1000, 1000, 300]);
}

#[test]
fn a_small_edit_changes_the_lines_that_it_should() {
    let text = spec(RESOURCES);
    let before = client(&text);
    let middle = RESOURCES / 2;

    // The path of one list: its constant, and its docs.
    let path = format!("/boxes/{{box}}/things_{middle}\n");
    let after = client(&text.replace(&path, &path.replace("boxes", "crates")));
    let (removed, added) = changed(&before, &after);
    assert_eq!(removed.len(), added.len());
    assert!((1..=2).contains(&added.len()), "{added:?}");
    assert!(added.iter().all(|line| line.contains("/crates/")), "{added:?}");

    // A field of one record: its lines, and nothing else.
    let fields = format!("  Thing{middle}:\n    key: id\n    fields: {{id: integer, ");
    let after = client(&text.replace(&fields, &format!("{fields}colour: string?, ")));
    let (removed, added) = changed(&before, &after);
    assert_eq!(removed, [""; 0]);
    assert!(added.len() <= 4 && added.iter().any(|line| line.contains("colour")), "{added:?}");
    assert!(stretch(&before, &after) < 60, "{}", stretch(&before, &after));

    // What a list says of itself.
    let docs = format!("The things of kind {middle}.");
    let after = client(&text.replace(&docs, "All of them."));
    let (removed, added) = changed(&before, &after);
    assert!(removed.iter().all(|line| line.contains(&docs)) && removed.len() <= 2, "{removed:?}");
    assert!(added.iter().all(|line| line.contains("All of them.")), "{added:?}");
}

#[test]
fn a_resource_that_goes_takes_its_own_lines_alone() {
    let text = spec(RESOURCES);
    let before = client(&text);
    let last = RESOURCES - 1;
    let after = client(&spec(last));
    let (removed, added) = changed(&before, &after);
    assert_eq!(added, [""; 0]);
    let names = [
        format!("things_{last}"),
        format!("Things{last}"),
        format!("Thing{last}"),
        format!("kind {last}"),
    ];
    let others = removed.iter().filter(|line| !names.iter().any(|name| line.contains(name)));
    // Lines that all lists have are fewer by those of one list.
    let of_others: Vec<&&str> = others.filter(|line| !after.contains(**line)).collect();
    assert!(of_others.is_empty(), "{of_others:?}");
}

#[test]
fn the_same_spec_gives_the_same_bytes() {
    let text = spec(100);
    assert_eq!(client(&text), client(&text));
    // Each list comes to as many lines as another.
    let lines = |resources| client(&spec(resources)).lines().count();
    assert_eq!(lines(30) - lines(20), lines(40) - lines(30));
}
