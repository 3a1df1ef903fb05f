//! What the program writes is read back as the same spec.

use pagesmith_cli::drafting::writer::{Comments, Draft};
use pagesmith_codegen::ast::{Map, Or, Record, Spec, Type};
use pagesmith_codegen::parse;
use pagesmith_codegen::source_map::Path;
use std::fs;

fn read_back(draft: &Draft) -> Spec {
    let text = draft.text();
    let (spec, _) =
        parse::spec_file::parse(&text).unwrap_or_else(|problems| panic!("{text}\n{problems:?}"));
    spec
}

#[test]
fn every_spec_is_written_and_read_back() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in [
        "../../specs/signalwire.yaml",
        "../../specs/sendsage.yaml",
        "../tests/golden/every_kind.yaml",
    ] {
        let text = fs::read_to_string(root.join(file)).unwrap();
        let (spec, _) = parse::spec_file::parse(&text).unwrap();
        let draft = Draft { spec, comments: Comments::default() };
        assert_eq!(read_back(&draft), draft.spec, "{file}");
        assert_eq!(
            Draft { spec: read_back(&draft), ..draft.clone() }.text(),
            draft.text(),
            "{file}"
        );
    }
}

/// Texts that mean something else in YAML, or nothing.
const ODD: [&str; 26] = [
    "",
    " ",
    "a ",
    " a",
    "a: b",
    "a #b",
    "#a",
    "- a",
    "-",
    "?",
    "null",
    "~",
    "yes",
    "1",
    "1e3",
    "0x1f",
    ".inf",
    "2024-01-01",
    "a\nb",
    "a\tb",
    "\u{85}\u{2028}\u{feff}\u{7f}\0",
    "\"'\\",
    "{a}",
    "[a], {b}",
    "*a &b !c",
    "%a @b `c",
];

#[test]
fn any_text_survives() {
    let long = format!("{}: {}", "word ".repeat(60), "  two  spaces # and more ".repeat(9));
    for odd in ODD.iter().copied().chain([long.as_str()]) {
        let record = Record {
            docs: Some(odd.to_owned()),
            key: Some(odd.to_owned()),
            attributes: Some(odd.to_owned()),
            fields: Map(vec![
                ("plain".to_owned(), Type::Text(odd.to_owned())),
                (
                    "long".to_owned(),
                    Type::Map(Map(vec![("type".to_owned(), Type::Text(odd.to_owned()))])),
                ),
                ("list".to_owned(), Type::List(Box::new(Type::Text(odd.to_owned())))),
            ]),
        };
        let mut spec = Spec { pagesmith: 1, name: odd.to_owned(), ..Spec::default() };
        spec.records.0.push(("R".to_owned(), Or::Map(record)));
        spec.headers.0.push((odd.chars().take(30).collect(), odd.to_owned()));
        let mut draft = Draft { spec, comments: Comments::default() };
        draft.spec.resources.0.push(("r".to_owned(), pagesmith_codegen::ast::Resource::default()));
        assert_eq!(read_back(&draft), draft.spec, "{odd:?}");
        for path in [
            Path::default(),
            Path::default().key("name"),
            Path::default().key("records").key("R").key("fields").key("plain"),
        ] {
            draft.comments.above(&path, odd);
            draft.comments.beside(&path, odd);
        }
        assert_eq!(read_back(&draft), draft.spec, "{odd:?} as a comment");
    }
}
