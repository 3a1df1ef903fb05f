//! Specs that `import` writes mean the same to readers of YAML 1.1, such as `PyYAML`, as to those of
//! YAML 1.2.

use crate::importing::{description, imported, operation, param, reply};
use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Value, json};

/// Names and texts that some version of YAML reads as something else.
const ODD: [&str; 26] = [
    "on",
    "Off",
    "yes",
    "No",
    "y",
    "N",
    "null",
    "Null",
    "~",
    "true",
    "False",
    "12:30",
    "12:30:45",
    "1_000",
    "0b101",
    "0o17",
    "0x1f",
    "017",
    "1.5e3",
    ".inf",
    "-.INF",
    ".NaN",
    "2024-01-31",
    "2001-12-14 21:59:43.10 -5",
    "<<",
    "=",
];

/// The type of a plain scalar in YAML 1.1, by <https://yaml.org/type/>.
fn type_in_1_1(text: &str) -> &'static str {
    let lower = text.to_ascii_lowercase();
    let unsigned = lower.trim_start_matches(['+', '-']);
    let digits = |text: &str, more: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || more.contains(c))
    };
    let begins_with_digit =
        unsigned.trim_start_matches('.').starts_with(|c: char| c.is_ascii_digit());
    match lower.as_str() {
        "" | "~" | "null" => "null",
        "y" | "yes" | "on" | "true" | "n" | "no" | "off" | "false" => "bool",
        "<<" => "merge",
        "=" => "value",
        ".nan" => "float",
        _ if unsigned == ".inf" => "float",
        _ if begins_with_digit && unsigned.starts_with("0x") => "int",
        _ if begins_with_digit && unsigned.starts_with("0b") => "int",
        _ if begins_with_digit && digits(unsigned, "_:") => "int",
        _ if begins_with_digit && digits(unsigned, "_:.e+-") => "float or time",
        _ if begins_with_digit && digits(unsigned, "-:. tz+") => "time",
        _ => "str",
    }
}

/// Its type in YAML 1.2.
fn type_in_1_2(text: &str) -> &'static str {
    match serde_yaml::from_str(text).unwrap() {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        _ => "str",
    }
}

/// Asserts that each plain scalar has one type, and none in braces has a sign that `PyYAML` refuses
/// there.
fn assert_means_one_thing(spec: &str) -> usize {
    let mut plain = 0;
    let mut flows: Vec<bool> = Vec::new();
    let mut events = Parser::new_from_str(spec);
    while let Some(event) = events.next_event() {
        let (event, span) = event.unwrap();
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let start = spec.chars().nth(span.start.index());
                flows.push(matches!(start, Some('{' | '[')));
            }
            Event::MappingEnd | Event::SequenceEnd => drop(flows.pop()),
            Event::Scalar(text, ScalarStyle::Plain, ..) => {
                plain += 1;
                assert_eq!(type_in_1_1(&text), type_in_1_2(&text), "`{text}` in {spec}");
                let in_flow = flows.last() == Some(&true);
                assert!(!(in_flow && text.contains(['?', ':'])), "`{text}` in {spec}");
            }
            _ => {}
        }
    }
    plain
}

#[test]
fn odd_names_and_texts_are_quoted() {
    let fields = |odd: &mut dyn Iterator<Item = &&str>| -> serde_json::Map<String, Value> {
        let field =
            |name: &&str| ((*name).to_owned(), json!({"type": "string", "description": name}));
        odd.map(field).collect()
    };
    let keys = json!({"next_cursor": {"type": "string"}});
    // Short records are written in braces, long ones as blocks.
    for some in [&ODD[..], &ODD[..3], &ODD[3..6], &ODD[11..14], &ODD[22..]] {
        let mut properties = fields(&mut some.iter());
        properties.insert("id".to_owned(), json!({"type": "string"}));
        properties.insert("kind".to_owned(), json!({"type": "string", "enum": some}));
        let row = json!({"type": "object", "properties": properties});
        let params = [
            param("cursor", "string", ""),
            param("on", "string", "no"),
            param("12:30", "string", "~"),
        ];
        let list = operation(&params, &reply(&row, &keys));
        let mut whole = description(&json!({"/things": {"get": list}}));
        whole["info"]["title"] = json!(some[0]);
        let spec = imported(&whole).spec.unwrap();
        assert!(assert_means_one_thing(&spec) > 20, "{spec}");
    }
}

#[test]
fn the_rule_knows_what_it_looks_for() {
    for text in ODD {
        assert!(type_in_1_1(text) != "str" || type_in_1_2(text) != "str", "{text}");
    }
    for text in ["a", "string", "one two", "v1", "e3", "a:b", "x-1", "-", "+"] {
        assert_eq!(type_in_1_1(text), "str", "{text}");
    }
    let refused = std::panic::catch_unwind(|| assert_means_one_thing("a: {b: on}"));
    assert!(refused.is_err());
    let refused = std::panic::catch_unwind(|| assert_means_one_thing("a: {b: string?}"));
    assert!(refused.is_err());
}
