//! A key that comes twice in an object: one of its values would be lost.

use super::records::{Empty, Message, Part};
use super::{read, takes};
use crate::value::{Value, fault_in};
use crate::{Json, value};
use serde_core::de::value::{Error, MapDeserializer};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Debug;

type Map<T> = BTreeMap<String, T>;

/// Refuses a key that comes twice, and names it.
#[track_caller]
fn refuses<T: Value + PartialEq + Debug>(key: &str, json: &str) {
    let error = read::<T>(json).unwrap_err();
    assert!(error.contains(&format!("duplicate field `{key}`")), "{json}: {error}");
}

#[test]
fn a_map_refuses_a_key_that_comes_twice() {
    refuses::<Map<String>>("a", r#"{"a":"1","a":"2"}"#);
    refuses::<Map<String>>("a", r#"{"a":"1","a":"1"}"#);
    refuses::<Map<i64>>("a", r#"{"b":1,"a":1,"c":2,"a":3}"#);
    refuses::<Map<Option<i64>>>("a", r#"{"a":null,"a":null}"#);
    refuses::<Map<String>>("", r#"{"":"1","":"2"}"#);
    refuses::<Option<Map<String>>>("a", r#"{"a":"1","a":"2"}"#);
    refuses::<Vec<Map<String>>>("a", r#"[{"a":"1"},{"a":"1","a":"2"}]"#);
    refuses::<Map<Map<String>>>("b", r#"{"a":{"b":"1","b":"2"},"b":{}}"#);
    refuses::<Map<Vec<Part>>>("type", r#"{"a":[{"type":"1","type":"2"}]}"#);
    refuses::<Map<Json>>("b", r#"{"a":{"b":1,"b":2}}"#);
}

#[test]
fn json_refuses_a_key_that_comes_twice_at_any_depth() {
    for json in [
        r#"{"a":1,"a":2}"#,
        r#"{"a":1,"a":1}"#,
        r#"{"a":null,"a":null}"#,
        r#"{"x":{"a":1,"b":{},"a":[]}}"#,
        r#"[[{"y":[{"a":1,"a":2}]}]]"#,
        r#"{"x":{"a":{"a":1}},"y":[0,{"a":"}","a":{}}]}"#,
    ] {
        refuses::<Json>("a", json);
        refuses::<Option<Json>>("a", json);
        refuses::<Vec<Json>>("a", &format!("[1,{json}]"));
    }
    let deep = format!("{}{}{}", "[".repeat(120), r#"{"a":1,"a":2}"#, "]".repeat(120));
    refuses::<Json>("a", &deep);
}

#[test]
fn two_spellings_of_a_key_are_the_same_key() {
    for (key, twice) in [
        ("a", r#""a":"1","\u0061":"2""#),
        ("a", r#""\u0061":"1","a":"2""#),
        ("é", r#""é":"1","\u00e9":"2""#),
        ("😀", r#""😀":"1","\ud83d\ude00":"2""#),
        ("a/b", r#""a/b":"1","a\/b":"2""#),
    ] {
        refuses::<Map<String>>(key, &format!("{{{twice}}}"));
        refuses::<Json>(key, &format!(r#"{{"x":[{{{twice}}}]}}"#));
    }
    refuses::<Part>("type", r#"{"type":"a","t\u0079pe":"b"}"#);
}

#[test]
fn keys_that_only_look_alike_are_different_keys() {
    let map = |keys: [&str; 2]| Map::from(keys.map(|key| (key.to_owned(), "1".to_owned())));
    takes(r#"{"a":"1","A":"1"}"#, map(["a", "A"]));
    takes(r#"{"a":"1","a ":"1"}"#, map(["a", "a "]));
    // Precomposed, and by a mark of its own.
    takes(r#"{"é":"1","e\u0301":"1"}"#, map(["é", "e\u{301}"]));
    takes(r#"{"x":{"a":1},"y":{"a":1}}"#, json!({"x": {"a": 1}, "y": {"a": 1}}));
}

#[test]
fn a_record_refuses_a_key_that_comes_twice_wherever_it_lies() {
    refuses::<Part>("type", r#"{"type":"a","x":1,"type":"a"}"#);
    refuses::<Vec<Part>>("type", r#"[{"type":"a"},{"type":"a","type":"b"}]"#);
    refuses::<Message>("type", r#"{"sid":"a","num-segments":1,"parts":[{"type":"a","type":"b"}]}"#);
    // Of a key that it does not name, nothing is kept.
    assert_eq!(read::<Empty>(r#"{"x":1,"x":2}"#), Ok(Empty { sid: None }));
}

#[test]
fn what_is_wrong_is_the_object_that_has_the_key_twice() {
    let text = r#"{"x":[0,{"a":1,"a":2}]}"#;
    let fault = fault_in(text, &mut value::Required::<Json>::empty()).unwrap();
    assert_eq!((fault.message.as_str(), fault.byte), ("duplicate field `a`", 8));
}

#[test]
fn a_format_that_holds_a_key_twice_is_refused_too() {
    let pairs = || MapDeserializer::<_, Error>::new([("a", 1), ("b", 2), ("a", 3)].into_iter());
    for error in [
        value::read::<Json, _>(pairs()).unwrap_err(),
        value::read::<Map<i64>, _>(pairs()).unwrap_err(),
        value::read::<Map<Json>, _>(pairs()).unwrap_err(),
    ] {
        assert_eq!(error.to_string(), "duplicate field `a`");
    }
    let pairs = MapDeserializer::<_, Error>::new([("a", 1), ("b", 2)].into_iter());
    assert_eq!(value::read::<Json, _>(pairs), Ok(json!({"a": 1, "b": 2})));
}
