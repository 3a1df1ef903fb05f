//! Generated files pass `cargo fmt --check` unchanged, if this machine has
//! rustfmt.

#![cfg(feature = "yaml")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![allow(clippy::format_push_string, reason = "a test reads better so")]

#[path = "built/specs.rs"]
mod specs;

use pagesmith_codegen::emit::{self, Options};
use pagesmith_codegen::{format, generate};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder outside of any project, since rustfmt looks for a configuration in
/// all folders above.
fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("pagesmith-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// What rustfmt would change in these files, in each edition.
fn changes(name: &str, files: &[(String, String)]) -> Option<String> {
    if Command::new("rustfmt").arg("--version").output().is_err() {
        println!("skipped: there is no rustfmt on this machine");
        return None;
    }
    let folder = scratch(name);
    fs::write(folder.join("rustfmt.toml"), "").unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    let mut diff = String::new();
    for edition in ["2021", "2024"] {
        let mut rustfmt = Command::new("rustfmt");
        rustfmt.args(["--check", "--color", "never", "--edition", edition]).current_dir(&folder);
        let output = rustfmt.args(files.iter().map(|(name, _)| name)).output().unwrap();
        if !output.status.success() {
            let (stdout, stderr) = (output.stdout, output.stderr);
            diff += &format!("edition {edition}:\n{}{}", lossy(&stdout), lossy(&stderr));
        }
    }
    fs::remove_dir_all(folder).unwrap();
    (!diff.is_empty()).then_some(diff)
}

fn is_stable(name: &str, files: &[(String, String)]) {
    if let Some(diff) = changes(name, files) {
        let start: String = diff.chars().take(4000).collect();
        panic!("rustfmt would change the generated code ({} bytes of diff):\n{start}", diff.len());
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn client(spec: &str) -> Option<String> {
    generate(spec.as_bytes(), &Options::default()).ok().map(|made| made.code)
}

#[test]
fn rustfmt_changes_nothing_in_the_clients_of_this_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in ["specs", "codegen/tests/golden", "codegen/tests/hostile", "examples/apis"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "yaml") {
                continue;
            }
            for (at, spec) in fs::read_to_string(&path).unwrap().split("---\n").enumerate() {
                let Some(code) = client(spec) else { continue };
                let stem = path.file_stem().unwrap().to_str().unwrap().replace('-', "_");
                files.push((format!("{stem}_{at}.rs"), code));
            }
        }
    }
    assert!(files.len() > 4, "{}", files.len());
    let apis = files.iter().map(|(name, _)| (name.replace(".rs", ""), name.clone()));
    let apis: Vec<(String, String)> = apis.collect();
    files.push(("mod.rs".to_owned(), format::file([emit::tree(&apis)]).unwrap()));
    is_stable("clients", &files);
    // Only texts that are too long for a line, and the closures of methods for children.
    let skips = |code: &str| code.matches("rustfmt::skip").count();
    let skipped: Vec<(&String, usize)> = files
        .iter()
        .map(|(name, code)| (name, skips(code)))
        .filter(|(_, skips)| *skips > 0)
        .collect();
    let are_few = skipped.len() * 10 < files.len();
    assert!(are_few && skipped.iter().all(|(_, skips)| *skips < 3), "{skipped:?}");
}

/// Choices that depend on a seed alone.
fn choices(seed: u64) -> Vec<u16> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u16::try_from(state >> 48).unwrap()
    };
    std::iter::repeat_with(next).take(120).collect()
}

#[test]
fn rustfmt_changes_nothing_whatever_the_spec() {
    let made = (0..400).filter_map(|seed| client(&specs::spec(&choices(seed))));
    let files: Vec<(String, String)> =
        made.enumerate().map(|(at, code)| (format!("s{at}.rs"), code)).collect();
    assert!(files.len() > 60, "{}", files.len());
    is_stable("any", &files);
}

/// A name of this many letters, split into words.
fn name(first: &str, letters: usize) -> String {
    let words = "abcdefgh_".chars().cycle();
    let mut name: String = first.chars().chain(words).take(letters.max(2)).collect();
    if name.ends_with('_') {
        name.replace_range(name.len() - 1.., "z");
    }
    name
}

/// A spec whose names and texts are this long, in each place that has one.
fn long(letters: usize, others: usize) -> String {
    let name = |first: &str| name(first, letters);
    let [path, filter, kinds, field, header] = ["pa", "fi", "ki", "fe", "he"].map(name);
    let [record, list, style] = ["Re", "li", "st"].map(|first| self::name(first, others));
    let text = self::name("te", others);
    let host = self::name("ho", others.min(60)).replace('_', "-");
    format!(
        r#"pagesmith: 1
name: {text}
server: "https://{{space}}.example.com/{path}"
auth: {{header: X-{header}}}
params: {{account: string, {path}: string}}
headers: {{X-V{header}: {text}}}
errors: {{success: /{field}, code: "/{text}", message: /m}}
rate_limit: {{status: [403, 429], remaining: X-{header}, reset: X-R}}
styles:
  {style}: {{next: {{body: "/x{field}"}}, send: {{query: "q{text}"}}, size: {{query: "s{filter}", default: 20000, max: 100000}}, more: "/x{text}", page: {{total: "/t{field}", previous: /p, pages: "/n{text}"}}, counts: error, ends: {{absent: end, empty_page: true}}, safety: {{max_pages: 7}}}}
  l_{style}: {{preset: laml, safety: {{origin: [{host}.example, a.example], keep: [{filter}, k]}}}}
  s_{style}: {{offset: {{query: "o{filter}", start: 1, step: items, overlap: warn}}, page: {{total: "/t{text}"}}}}
  n_{style}: {{number: {{query: "n{filter}", start: 1}}, page: {{pages: "/n{text}", number: /no}}, ends: {{absent: single_page}}}}
paging: {style}
resources:
  {list}: {{get: "/a/{{account}}/{{{path}}}/{text}", items: "/{field}", record: {record}, paging: n_{style}}}
  one_{list}: {{get: "/{{{filter}}}/{text}", items: "/{field}", record: {record}, paging: l_{style}}}
  two_{list}: {{get: "/{{{filter}}}/{{{kinds}}}", items: "/{text}", record: {record}, paging: s_{style}, params: {{{kinds}: integer}}, docs: "{text} {field} {text} {path} {text}"}}
  all_{list}:
    get: "/{path}"
    items: "/{text}"
    record: "rust(crate::{path}::{record})"
    key: "/{text}"
    size: {{default: 10, max: 500}}
    filters:
      {filter}: {{param: "{text}", type: string}}
      d_{filter}: {{param: "D{text}", type: date, docs: "{text} {text}"}}
      e_{filter}: {{param: "E{text}", type: "enum(a, {text})"}}
      l_{filter}: {{param: "L{text}", type: "[string]", list: comma}}
      n_{filter}: {{param: "N{text}", type: "[integer]", list: brackets}}
      {kinds}: {{param: "K{text}", type: "[enum(a, {text})]"}}
  by_{list}:
    post: "/{path}"
    items: "/{text}"
    record: {record}
    paging: none
    body: {{query: "{text}"}}
    filters:
      {filter}: {{param: "/{text}", type: string}}
      n_{filter}: {{param: "/n{text}", type: "[integer]"}}
records:
  {record}:
    key: id
    fields:
      id: integer
      {field}: "string?"
      l_{field}: "[string]?"
      m_{field}: "map<string>?"
      n_{field}: "map<[map<integer?>?]>?"
      e_{field}: "enum({text}, b)?"
      r_{field}: "[rust(crate::{path}::{record})]?"
      o_{field}: {{{text}: string, b: "map<{record}>?"}}
      w_{field}: {{type: decimal, wire: "{text} {text}"}}
"#
    )
}

#[test]
fn rustfmt_changes_nothing_however_long_the_names() {
    // Each length, with the same, a short and another one for the others.
    let lengths = (2..96)
        .flat_map(|letters| [letters, 17, 2 + letters * 37 % 89].map(|others| (letters, others)));
    let mut files = Vec::new();
    for (letters, others) in lengths {
        let spec = long(letters, others);
        let made = generate(spec.as_bytes(), &Options::default());
        let made = made.unwrap_or_else(|problems| panic!("{:?}\n{spec}", problems.problems));
        files.push((format!("l{letters}_{others}.rs"), made.code));
    }
    is_stable("long", &files);
}
