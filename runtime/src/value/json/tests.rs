//! What is taken from a page's text is what `serde_json` takes from it.

use super::super::Decimal;
use super::is_taken;
use crate::Json;
use crate::secret::Secret;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(PartialEq)]
struct Row {
    id: i64,
    text: Option<String>,
    ratio: Option<f64>,
    price: Option<Decimal>,
    is_on: Option<bool>,
    tags: Option<Vec<String>>,
    counts: Option<BTreeMap<String, i64>>,
    below: Option<Vec<Row>>,
    quoted: Option<String>,
    any: Option<Json>,
    token: Option<Secret>,
    words: Option<BTreeMap<String, Json>>,
}

crate::__record!(Row: Debug + Deserialize {
    id,
    text,
    ratio,
    price,
    is_on = "is-on",
    tags,
    counts,
    below,
    quoted = "a \"quoted\\key\"\n",
    any,
    token,
    words,
});

const ROWS: &str = r#"[{"id":1,"text":"a \u00e9\n\ud83d\ude00 \"b\" \\ \/","ratio":-0.5e-3,"price":1.50,
    "is-on":true,"tags":["x","",7],"counts":{"a":1,"b":"-2"},"below":[{"id":2,"below":[]}],
    "a \"quoted\\key\"\n":"z","any":{"a":[null,1e3,{}]},"other":[{"a":false,"b":null},"\t",[]]},
    {"id":"-3","text":1.10,"ratio":18446744073709551615,"is-on":0,"tags":[-0],"counts":{}},
    {"id":4.0e1,"text":null,"token":1.50,"words":{"a":{"b":0.1,"c":[1,"\u0061"]},"d":-9007199254740993.5}}]"#;

#[test]
fn all_that_servers_write_is_taken() {
    assert!(is_taken::<Vec<Row>>(ROWS));
    let minified: String = ROWS.chars().filter(|char| *char != '\n').collect();
    assert!(is_taken::<Vec<Row>>(&minified));
}

#[test]
fn invalid_json_is_left_to_serde_json() {
    for text in [
        "",
        " ",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "]",
        "[01]",
        "[-]",
        "[+1]",
        "[1.]",
        "[.5]",
        "[1e]",
        "[0x1]",
        "[1-2]",
        "[1e]",
        "[1e+]",
        "[1.e1]",
        "[-01]",
        "[1.5.5]",
        "[--1]",
        "[NaN]",
        "\"",
        "[\"]",
        "[\"\\\"]",
        "[\"\\x\"]",
        "[\"\\u12\"]",
        "[\"\\u+123\"]",
        "[\"\\ud83d\"]",
        "[\"\\ud83d\\n\"]",
        "[\"\\ude00\"]",
        "[\"\\ud83d\\ud83d\"]",
        "[\"a\nb\"]",
        "[\"\u{1}\"]",
        "[\"\\n\u{1}\"]",
        "[\"\\\u{e9}\"]",
        "[nul]",
        "[truE]",
        "[fals]",
        "[nulll]",
    ] {
        assert!(!is_taken::<Vec<Json>>(text), "{text}");
        assert!(!is_taken::<Vec<String>>(text), "{text}");
    }
    for text in [
        "{",
        "{}",
        r#"{"id"}"#,
        r#"{"id":}"#,
        r#"{"id":1,}"#,
        r#"{"id" 1}"#,
        "{id:1}",
        r#"{"id":1"#,
        r#"{"id":1]"#,
        r#"{,"id":1}"#,
        r#"{"id":1 "text":""}"#,
        r#"{"id":1,"x":{"y":1,}}"#,
        r#"{"id":1,"x":[1,]}"#,
        r#"{"id":1,"x":{"y"}}"#,
        r#"{"id":1,"x":-}"#,
        r#"{"id":1,"x":"\q"}"#,
        r#"{"id":1,"id":1}"#,
        r#"{"id":1,"text":"","i\u0064":1}"#,
        r#"{"i\d":1}"#,
        r#"{"id":[]}"#,
    ] {
        assert!(!is_taken::<Row>(text), "{text}");
    }
}

#[test]
fn a_key_with_escapes_is_never_compared_undecoded() {
    // The key that is expected behind `below`.
    let row = |key: &str| format!(r#"{{"id":1,"below":[],"{key}":"z"}}"#);
    assert!(!is_taken::<Row>(&row("a \"quoted\\key\"\n")));
    assert!(is_taken::<Row>(&row(r#"a \"quoted\\key\"\n"#)));
}

#[test]
fn what_lies_too_deep_is_left_to_serde_json() {
    let nested = |deep: usize| format!("{}1{}", "[".repeat(deep), "]".repeat(deep));
    assert!(is_taken::<Json>(&nested(127)));
    assert!(!is_taken::<Json>(&nested(128)));
    let below = |deep| format!("{}{}", r#"{"id":1,"below":["#.repeat(deep), "]}".repeat(deep));
    assert!(is_taken::<Row>(&below(63)));
    assert!(!is_taken::<Row>(&below(64)));
    // Neither reader overflows the stack.
    assert!(!is_taken::<Row>(&nested(1_000_000)));
}

/// Pieces of JSON, and of other texts.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(
            [
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"",
                "\\",
                "\\u",
                "d83d",
                " ",
                "\n",
                "\u{1}",
                "é",
                "0",
                "-",
                "1.5",
                "e",
                "+",
                "null",
                "true",
                "false",
                "\"id\":",
                "\"x\":",
                "\"\"",
                "[]",
                "{}",
                "1,",
                "1e400",
                ".0",
                "9223372036854775808",
                "\"a\":1,",
                "\"\\u0061\":1,",
            ]
            .as_slice()
        )
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_readers_agree_on_broken_rows(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, piece()), 1..5),
    ) {
        let mut text: Vec<char> = ROWS.chars().collect();
        for (at, out, piece) in edits {
            let at = at.index(text.len());
            let end = text.len().min(at + out);
            text.splice(at..end, piece.chars());
        }
        let text: String = text.into_iter().collect();
        is_taken::<Vec<Row>>(&text);
        is_taken::<Vec<Json>>(&text);
    }

    #[test]
    fn both_readers_agree_on_pieces(pieces in prop::collection::vec(piece(), 0..12)) {
        let text = pieces.concat();
        is_taken::<Json>(&text);
        is_taken::<Option<String>>(&text);
        is_taken::<Row>(&text);
    }
}

#[test]
fn a_refused_value_is_reported_in_serde_jsons_words() {
    let mut rows = Vec::<Row>::new();
    let told = super::read_json(r#"[{"id":1},{"id":true}]"#, &mut rows).unwrap_err().to_string();
    let by_serde = serde_json::from_str::<Vec<Row>>(r#"[{"id":1},{"id":true}]"#).unwrap_err();
    assert_eq!(told, by_serde.to_string());
}
