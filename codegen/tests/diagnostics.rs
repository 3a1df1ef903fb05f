//! How mistakes in a spec are reported.
//!
//! Each `tests/diagnostics/*.yaml` is named for its mistake, and the `.stderr`
//! beside it holds the report. `PAGESMITH_BLESS=1 cargo test -p
//! pagesmith-codegen --test diagnostics` writes them anew.
#![cfg(feature = "yaml")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pagesmith_codegen::diag::{Diagnostics, Look, Source};
use pagesmith_codegen::parse;

/// The problems of a spec, whichever stage finds them.
fn problems(text: &str) -> Diagnostics {
    match pagesmith_codegen::check(text.as_bytes()) {
        Ok(checked) => checked.warnings,
        Err(problems) => problems,
    }
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let entries = fs::read_dir(folder).expect("the folder of the cases");
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    files
}

fn cases() -> Vec<PathBuf> {
    files().into_iter().filter(|path| path.extension().is_some_and(|it| it == "yaml")).collect()
}

/// A checkout on Windows may have other line ends.
fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n")
}

#[test]
fn mistakes_are_reported_as_reviewed() {
    let bless = std::env::var_os("PAGESMITH_BLESS").is_some();
    let mut different = Vec::new();
    for case in cases() {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let text = read(&case);
        let problems = problems(&text);
        let count = problems.problems.len();
        let fits = if name.starts_with("several_") { count > 1 } else { count == 1 };
        assert!(fits, "{name}: {count} problems\n{:#?}", problems.problems);

        let report = problems.render(&Source { name: &name, text: &text }, Look::Plain);
        let golden = case.with_extension("stderr");
        if bless {
            fs::write(&golden, &report).unwrap();
        } else if read(&golden) != report {
            different.push(format!("{name} gives\n\n{report}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn a_credential_in_a_spec_is_not_repeated() {
    let spec = |server: &str, auth: &str, get: &str| {
        format!(
            "pagesmith: 1\nname: T\nserver: {server}\nauth: {auth}\nresources:\n  rows: {{get: \"{get}\", paging: none, items: /rows, record: Row}}\nrecords:\n  Row: {{key: id, fields: {{id: string}}}}\n"
        )
    };
    let server = |server| spec(server, "none", "/rows");
    let auth = |auth| spec("https://h.example/v1", auth, "/rows");
    let get = |get| spec("https://h.example/v1", "none", get);
    for text in [
        server("https://u:KSECRET@h.example"),
        server("https://u:pKSECRET/x@h.example/v1"),
        server("https://h.example/v1?api_key=KSECRET"),
        server("https://h.example/v1#token=KSECRET"),
        get("/x?access_token=KSECRET"),
        get("/x?page=1&apiKey=KSECRET"),
        get("https://u:KSECRET@h.example/x"),
        get("x?token=KSECRET"),
        auth("\"bearer KSECRET\""),
        auth("KSECRET"),
        auth("{bearer: KSECRET}"),
        auth("{header: \"X-Key: KSECRET\"}"),
        auth("{header: X-Key KSECRET}"),
        auth("{basic: {password: KSECRET}}"),
        auth("{header: {name: KSECRET}}"),
        auth("[KSECRET]"),
        auth("{header: A, query: KSECRET}"),
        auth("{header: X, secret: KSECRET}"),
        spec("https://h.example/v1", "none\nheaders: {\"X: KSECRET\": a}", "/rows"),
        spec("https://h.example/v1", "none\nheaders: {X-Api-Key: KSECRET}", "/rows"),
    ] {
        let problems = problems(&text);
        let source = Source { name: "spec.yaml", text: &text };
        let report = problems.render(&source, Look::Plain);
        assert!(!problems.problems.is_empty() && !report.contains("KSECRET"), "{report}");
        for problem in &problems.problems {
            let line = problem.one_line(&source);
            assert!(!line.contains("KSECRET") && line.contains("spec.yaml:"), "{line}");
        }
    }
}

#[test]
fn every_reviewed_text_has_its_case() {
    assert!(cases().len() >= 30);
    for file in files() {
        assert!(file.with_extension("yaml").exists(), "{} has no spec beside it", file.display());
    }
}

/// Files that only the derive reaches; it has its own tests.
const NOT_OF_SPECS: [&str; 5] = [
    "parse/attr.rs",
    "parse/attr/literals.rs",
    "parse/attr/page.rs",
    "parse/attr/values.rs",
    "lower/derived.rs",
];

/// How a check reports a problem.
const FOUND: [&str; 4] = ["Problem::error(", "Problem::warning(", " mistake(", "self.refuse("];

/// Each check of a stage in the generator's source, as file and line.
fn checks() -> BTreeSet<(String, u32)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut checks = BTreeSet::new();
    for file in
        ["lower", "parse", "parse/attr"].iter().flat_map(|folder| rust_files(&source.join(folder)))
    {
        let name = file.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/");
        if NOT_OF_SPECS.contains(&name.as_str()) {
            continue;
        }
        let text = read(&file);
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (line, number) in code.lines().zip(1..) {
            if FOUND.iter().any(|found| line.contains(found)) && !line.contains("fn ") {
                checks.insert((name.clone(), number));
            }
        }
    }
    checks
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|file| file.extension().is_some_and(|it| it == "rs")).collect()
}

/// Half a million elements, in lists that are each short enough.
fn too_many() -> String {
    let list = format!(": [{}]\n", "x,".repeat(999));
    (0..500).fold(String::new(), |text, key| text + "k" + &key.to_string() + &list)
}

#[test]
fn every_check_has_its_case() {
    let mut uncovered = checks();
    assert!(uncovered.len() > 100, "{}", uncovered.len());
    let of_cases = cases().into_iter().map(|case| problems(&read(&case)));
    // Too large for a file, not UTF-8, and YAML that only one of the two libraries accepts.
    let more = [
        problems(&"#\n".repeat(3 << 20)),
        problems(&too_many()),
        problems(&format!("name: {}\n", "x".repeat(70_000))),
        parse::spec_file::parse_bytes(b"\xff").unwrap_err(),
        problems("%FOO bar\n---\na: b\n"),
    ];
    for found in of_cases.chain(more) {
        for problem in found.problems {
            let file = problem.check.file().replace('\\', "/");
            let name = file.rsplit_once("src/").unwrap().1.to_owned();
            uncovered.remove(&(name, problem.check.line()));
        }
    }
    assert!(uncovered.is_empty(), "no case in tests/diagnostics reaches {uncovered:#?}");
}

#[test]
fn a_problem_fits_in_one_line() {
    let text = "pagesmith: 1\nname: Example\nrecord: {}\nresources: {}\n";
    let problems = problems(text);
    let line = problems.problems[0].one_line(&Source { name: "api.yaml", text });
    let start = "api.yaml:3:1: unknown key `record`; did you mean `records`?; expected ";
    assert!(line.starts_with(start), "{line}");
}

#[test]
fn bytes_that_are_not_utf8_are_reported_with_their_line() {
    let problems = parse::spec_file::parse_bytes(b"pagesmith: 1\nname: \xff\n").unwrap_err();
    assert_eq!(problems.problems[0].message, "line 2 of the spec is not UTF-8");
}

#[test]
fn a_byte_order_mark_and_other_line_ends_are_accepted() {
    let text = fs::read_to_string(&cases()[0]).unwrap().replace("\r\n", "\n");
    let plain = problems(&text).problems;
    let other = problems(&format!("\u{feff}{}", text.replace('\n', "\r\n"))).problems;
    assert_eq!(plain.len(), other.len());
    assert_eq!(plain[0].message, other[0].message);
}

#[test]
fn hostile_texts_end_in_a_problem_soon() {
    let deep_blocks: String = (0..5000).map(|depth| " ".repeat(depth) + "a:\n").collect();
    let hostile = [
        String::new(),
        "\u{feff}".to_owned(),
        "---\n".to_owned(),
        "[".repeat(400_000),
        "{a: ".repeat(100_000),
        deep_blocks,
        "? ".repeat(10_000),
        "- ".repeat(10_000),
        "a: &a [1]\nb: *a\n".repeat(10_000),
        "a: 1\n".repeat(100_000),
        format!("a: [{}]", "x,".repeat(200_000)),
        format!("{}: 1", "k".repeat(1_000_000)),
        format!("pagesmith: {}", "1".repeat(1_000_000)),
        format!("name: {}", "x".repeat(5_000_000)),
        "a: \"\u{1b}[2J\"".to_owned(),
        "name: 'a\u{0}b'".to_owned(),
        "\t\t\t".to_owned(),
        "a: |\n  \u{202e}\n b".to_owned(),
        "!!binary x".to_owned(),
        "<<: {a: 1}".to_owned(),
    ];
    for text in hostile {
        let start = std::time::Instant::now();
        let problems = problems(&text);
        let shown = text.chars().take(20).collect::<String>();
        assert!(problems.has_errors(), "{shown:?}");
        let report = problems.render(&Source { name: "hostile.yaml", text: &text }, Look::Plain);
        assert!(!report.contains('\u{1b}'), "{shown:?}");
        // Generous for a machine that is busy and code that is not optimised.
        assert!(start.elapsed().as_secs() < 5, "{shown:?} took {:?}", start.elapsed());
    }
}

#[test]
fn a_record_that_holds_itself_is_underlined_whatever_else_has_its_name() {
    let spec = |record: &str| {
        format!(
            "pagesmith: 1\nname: Example\npaging: laml\nresources:\n  \
             messages: {{get: /messages, record: {record}}}\nrecords:\n  \
             {record}: {{fields: {{sid: string, again: {record}}}}}\n"
        )
    };
    // A list, and a type of every module, have the name of the record; the last one has it in
    // another case.
    for record in ["Message", "ListMessages", "Option", "a_record"] {
        let text = spec(record);
        let problems = problems(&text).problems;
        let endless = problems.iter().find(|problem| problem.message.contains("contains itself"));
        let line = endless.unwrap().one_line(&Source { name: "api.yaml", text: &text });
        assert!(line.starts_with(&format!("api.yaml:7:3: the record `{record}`")), "{line}");
    }
}

#[test]
fn a_circle_of_records_names_the_first_of_them() {
    let record = |number| format!("  R{number}: {{fields: {{next: R{}}}}}\n", (number + 1) % 50);
    let records: String = (0..50).map(record).collect();
    let text = format!(
        "pagesmith: 1\nname: Example\npaging: laml\nresources:\n  \
         rows: {{get: /rows, record: R0}}\nrecords:\n{records}"
    );
    let problems = problems(&text).problems;
    assert_eq!(problems.len(), 1, "{problems:?}");
    let message = "the record `R0` contains itself, through `R1`, `R2`, `R3`, `R4`, `R5`, `R6`, `R7`, \
                   `R8`, `R9`, `R10` and 39 more";
    assert_eq!(problems[0].message, message);
}
