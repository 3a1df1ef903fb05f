//! YAML with surprises: each trick gives a diagnostic, or the value that a reader sees.

#![cfg(feature = "yaml")]

use pagesmith_codegen::emit::Options;
use pagesmith_codegen::generate;

/// The valid rest of a spec.
const REST: &str =
    "paging: laml\nresources: {a: {get: /a, record: A}}\nrecords: {A: {fields: {b: string}}}\n";

/// The name of a spec's API, or the messages of its problems.
fn name_or_problems(bytes: &[u8]) -> String {
    match generate(bytes, &Options::default()) {
        Ok(made) => made.api.name,
        Err(problems) => {
            let texts = problems.problems.iter().map(|problem| problem.message.clone());
            texts.collect::<Vec<_>>().join("; ")
        }
    }
}

fn with_name(name: &str) -> String {
    format!("pagesmith: 1\nname: {name}\n{REST}")
}

#[test]
fn input_that_is_not_a_spec_is_reported() {
    let utf16 = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    };
    let good = with_name("A");
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (vec![], "the spec is empty"),
        (b"\n\n\n".to_vec(), "the spec is empty"),
        (b"# a comment\n# and another\n".to_vec(), "the spec is empty"),
        (b"---\n".to_vec(), "the spec is empty"),
        (b"---\n...\n".to_vec(), "the spec is empty"),
        (b"\xef\xbb\xbf".to_vec(), "the spec is empty"),
        (b"~".to_vec(), "the spec is empty"),
        (b"null".to_vec(), "the spec is empty"),
        (b"{}".to_vec(), "lacks the key `pagesmith`"),
        (b"a".to_vec(), "must be a map"),
        (b"[]".to_vec(), "must be a map"),
        (b"- pagesmith: 1".to_vec(), "must be a map"),
        (b"pagesmith: 1\nname: \xff\xfe\n".to_vec(), "line 2 of the spec is not UTF-8"),
        (b"pagesmith: 1\nname: \xc0\x80\n".to_vec(), "line 2 of the spec is not UTF-8"),
        (b"pagesmith: 1\nname: \xed\xa0\x80\n".to_vec(), "line 2 of the spec is not UTF-8"),
        (utf16(&format!("\u{feff}{good}"), u16::to_le_bytes), "is not UTF-8"),
        (utf16(&format!("\u{feff}{good}"), u16::to_be_bytes), "is not UTF-8"),
        (b"pagesmith: 1\nname: a\0b\n".to_vec(), "not YAML"),
        (b"\0".to_vec(), "not YAML"),
        (b"pagesmith: 1\n\tname: A\n".to_vec(), "not YAML"),
        (b"\t\n\tpagesmith: 1".to_vec(), "not YAML"),
        (b"pagesmith: 1\nname: \"a\n".to_vec(), "not YAML"),
        (b"pagesmith: [1\n".to_vec(), "not YAML"),
        (b"%YAML 9.9\n---\npagesmith: 1\n".to_vec(), "not YAML"),
        (b"%TAG ! tag:evil,2000:\n---\n!x a".to_vec(), "tags"),
        (b"pagesmith: 1\n---\npagesmith: 1\n".to_vec(), "more than one YAML document"),
        (b"pagesmith: 1\n...\npagesmith: 1\n".to_vec(), "more than one YAML document"),
    ];
    for (bytes, expected) in cases {
        let report = name_or_problems(&bytes);
        let shown = String::from_utf8_lossy(&bytes);
        assert!(report.contains(expected), "{shown:?}: {report}");
    }
}

#[test]
fn features_that_specs_do_not_use_are_reported() {
    let cases = [
        ("name: &a A", "anchors"),
        ("name: *a", "aliases"),
        ("docs: &a [x]\nname: *a", "anchors"),
        ("name: !!str A", "tags"),
        ("name: !evil A", "tags"),
        ("name: !<tag:yaml.org,2002:str> A", "tags"),
        ("name: !!python/object/apply:os.system [x]", "tags"),
        ("<<: {name: A}", "merge keys"),
        ("<<: [{name: A}, {name: B}]", "merge keys"),
        ("name: A\nname: B", "duplicate key `name`"),
        ("name: A\n\"name\": B", "duplicate key `name`"),
        ("name: A\n? name\n: B", "duplicate key `name`"),
        ("? [a]\n: b", "a key can't be a list or a map"),
        ("? {a: b}\n: c", "a key can't be a list or a map"),
        ("1: a", "the key `1` is not a string"),
        ("0x1F: a", "the key `0x1F` is not a string"),
        ("true: a", "the key `true` is not a string"),
        ("~: a", "the key `~` is not a string"),
        ("null: a", "the key `null` is not a string"),
        ("1.5: a", "the key `1.5` is not a string"),
        ("name: ~", "`name` has no value"),
        ("name: null", "`name` has no value"),
        ("name:", "`name` has no value"),
        ("name: true", "must be a string, but is the boolean `true`"),
        ("name: 0b1", "must be a string, but is the number `0b1`"),
        ("name: 0x1F", "must be a string, but is the number `0x1F`"),
        ("name: 0o17", "must be a string, but is the number `0o17`"),
        ("name: 1e3", "must be a string, but is the number `1e3`"),
        ("name: .inf", "must be a string"),
        ("name: .nan", "must be a string"),
        ("name: -1", "must be a string, but is the number `-1`"),
        ("name: [A]", "must be a string, but is a list"),
        ("name: {a: b}", "must be a string, but is a map"),
        ("name: @a", "not YAML"),
        ("name: `a`", "not YAML"),
        ("name: %a", "not YAML"),
        ("name: a: b", "not YAML"),
        ("name: \"\\ud800\"", "not YAML"),
        ("name: \"\\q\"", "not YAML"),
        ("include: other.yaml", "unknown key `include`"),
        ("$ref: other.yaml", "unknown key `$ref`"),
        ("name: A\ndocs: 2024-01-01\nserver: 1", "`server` must be a string"),
    ];
    for (head, expected) in cases {
        let name = if head.contains("name") { "" } else { "name: A\n" };
        let report = name_or_problems(format!("pagesmith: 1\n{name}{head}\n{REST}").as_bytes());
        assert!(report.contains(expected), "{head:?}: {report}");
    }
}

/// Words that other readers of YAML take for truth values, numbers or dates
/// are the texts that stand there; quotes and blocks say what they say.
#[test]
fn what_is_a_text_in_plain_sight_is_one() {
    let cases = [
        ("NO", "NO"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("on", "on"),
        ("Off", "Off"),
        ("y", "y"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("190:20:30", "190:20:30"),
        ("2024-01-01", "2024-01-01"),
        ("017", "017"),
        ("1.2.3", "1.2.3"),
        ("\"017\"", "017"),
        ("'null'", "null"),
        ("'it''s'", "it's"),
        ("\"a\\nb\"", "a\nb"),
        ("\"\\U0001F600\"", "\u{1f600}"),
        ("a # a comment", "a"),
        ("a#b", "a#b"),
        ("a:b", "a:b"),
        ("|\n  a\n  b", "a\nb\n"),
        (">-\n  a\n  b", "a b"),
        ("a\n  b", "a b"),
    ];
    for (written, name) in cases {
        assert_eq!(name_or_problems(with_name(written).as_bytes()), name, "{written:?}");
    }
}

#[test]
fn marks_and_line_ends_make_no_difference() {
    let plain = with_name("A");
    let code = |text: &str| generate(text.as_bytes(), &Options::default()).unwrap().code;
    let expected = code(&plain);
    let marked = format!("\u{feff}{plain}");
    let others = [
        marked.clone(),
        plain.replace('\n', "\r\n"),
        marked.replace('\n', "\r\n"),
        format!("---\n{plain}...\n"),
        format!("# x\n\n{plain}\n# y"),
    ];
    for other in others {
        assert_eq!(code(&other), expected, "{other:?}");
    }
}

/// Each grows without end in a reader that takes it; all are refused by a
/// count of what was read so far, and not by what they would become.
#[test]
fn what_grows_is_refused_by_its_size() {
    let aliases = (1..30).fold("a0: &a0 [x]\n".to_owned(), |text, at| {
        let before = format!("*a{}", at - 1);
        text + &format!("a{at}: &a{at} [{before}, {before}, {before}, {before}]\n")
    });
    let cases = [
        (format!("# {}\n", "x".repeat(5 << 20)), "bytes, and"),
        ("a".repeat(5 << 20), "bytes, and"),
        (aliases, "anchors"),
        ("[".repeat(100_000), "nested more than 64 deep"),
        ("{a: ".repeat(100_000), "nested more than 64 deep"),
        ("- ".repeat(100_000), "nested more than 64 deep"),
        ((0..2000).map(|depth| " ".repeat(depth) + "a:\n").collect(), "nested more than 64 deep"),
        (format!("a: [{}]", "x,".repeat(1 << 20)), "more than 1000 elements"),
        (format!("{}: 1", "k".repeat(300)), "a key is longer"),
        ((0..1000).map(|_| "a: 1\n").collect(), "duplicate key `a`"),
        (
            format!("pagesmith: 1\nname: A\nunknown: {}\n{REST}", "x".repeat(1 << 16)),
            "unknown key `unknown`",
        ),
        (format!("pagesmith: {}", "9".repeat(1 << 16)), "must be a whole number"),
    ];
    for (text, expected) in cases {
        let report = name_or_problems(text.as_bytes());
        let shown: String = text.chars().take(20).collect();
        assert!(report.contains(expected), "{shown:?}: {}", &report[..report.len().min(300)]);
        assert!(report.len() < 10_000, "{shown:?} gives a long report");
    }
    // A long line alone is not a mistake.
    let long = "x".repeat(1 << 16);
    assert_eq!(name_or_problems(with_name(&long).as_bytes()), long);
}
