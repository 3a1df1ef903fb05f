//! Arrays of rows are what `serde_json` reads, whatever the rows are.

use super::{agrees, reserve};
use crate::list::lenient::Lenient;
use crate::list::rows::Decode;
use crate::{Date, Json};
use serde::{Deserialize, Deserializer};
use serde_core::de::IgnoredAny;
use serde_json::value::RawValue;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

#[derive(Debug, Deserialize, PartialEq)]
struct Row {
    id: u32,
    #[serde(rename = "na-me", alias = "name")]
    name: Option<String>,
    #[serde(default)]
    ratio: f64,
    kind: Option<Kind>,
    shape: Option<Shape>,
    either: Option<Either>,
    by_number: Option<HashMap<u16, bool>>,
    by_flag: Option<BTreeMap<bool, (i8, char)>>,
    below: Option<Box<Row>>,
    raw: Option<Raw>,
    day: Option<Date>,
    #[serde(default, deserialize_with = "or_none")]
    forgiving: Option<u8>,
    huge: Option<i128>,
    #[serde(flatten)]
    rest: BTreeMap<String, Json>,
}

#[derive(Debug, Deserialize, PartialEq)]
enum Kind {
    Plain,
    Named(String),
    Pair(u8, u8),
    Fields { a: Option<u8> },
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(tag = "type")]
enum Shape {
    Circle { radius: f32 },
    Square { side: u64 },
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum Either {
    Number(i64),
    Words(Vec<String>),
    Unit(()),
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Strict {
    id: u8,
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct Raw(Box<RawValue>);

impl PartialEq for Raw {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

/// As many write it: what does not decode becomes `None`.
#[expect(clippy::unnecessary_wraps, reason = "serde's derive calls it")]
fn or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u8>, D::Error> {
    Ok(u8::deserialize(from).ok())
}

const ROWS: &str = r#" [
    {"id":1,"na-me":"a\u00e9","ratio":1.10,"kind":"Plain","shape":{"type":"Circle","radius":0.1},
     "either":[],"by_number":{"1":true,"65535":false},"by_flag":{"true":[-1,"é"]},"x":[1,{}]},
    {"id":2,"kind":{"Named":"b"},"shape":{"side":3,"type":"Square"},"either":-7,"raw":{"a" : [1e2]},
     "below":{"id":3,"either":null,"below":{"id":4}},"day":"2024-01-31","huge":-12345678901234567890123},
    {"id":5,"name":"\ud83d\ude00","kind":{"Pair":[1,2]},"either":["x"],"forgiving":300,"y":"\/"},
    {"id":6,"kind":{"Fields":{"a":null}},"forgiving":"x","raw":"\ud800","ratio":-0}
  ] "#;

#[test]
fn rows_of_structs_are_read() {
    assert!(agrees::<Row>(ROWS));
    assert!(agrees::<Json>(ROWS.replace("\"\\ud800\"", "1").as_str()));
    assert!(agrees::<Raw>(ROWS));
    for text in ["[]", " [ ] ", "[1]", "[1,2,300]", "[1 ,2 ] ,"] {
        agrees::<u8>(text);
        agrees::<Lenient<u8>>(text);
    }
    assert!(agrees::<Strict>(r#"[{"id":1,"name":"a"},{"name":"b","id":2},[3,"c"]]"#));
}

#[test]
fn other_texts_than_arrays_of_rows_are_refused() {
    for text in [
        "",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "]",
        "{}",
        "1",
        "[1]]",
        "[01]",
        "[\"\\ud800\"]",
        "[\"a\nb\"]",
        "[nul]",
    ] {
        agrees::<u8>(text);
        agrees::<Json>(text);
        agrees::<IgnoredEqual>(text);
    }
    for text in [
        r#"[{"id":1,"id":2,"name":"a"}]"#,
        r#"[{"id":1,"name":"a","more":1}]"#,
        r#"[{"id":1}]"#,
        "[[1]]",
        r#"[[1,"a",2]]"#,
        r#"[{"id":1,"name":"a"},{"id":256,"name":"b"}]"#,
        r#"[{"id":1,"name":"a",}]"#,
    ] {
        assert!(!agrees::<Strict>(text), "{text}");
    }
}

#[derive(Debug, PartialEq)]
struct IgnoredEqual;

impl<'de> Deserialize<'de> for IgnoredEqual {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(from).map(|_| Self)
    }
}

#[test]
fn rows_are_as_deep_as_serde_json_reads_them_in_an_array() {
    let nested = |deep: usize| format!("[1,{}1{}]", "[".repeat(deep), "]".repeat(deep));
    for deep in 124..130 {
        assert_eq!(agrees::<Json>(&nested(deep)), deep <= 126, "{deep}");
        assert_eq!(agrees::<Unsure>(&nested(deep)), deep <= 126, "{deep}");
        // It reads no value of these, and goes as deep as it likes.
        assert!(agrees::<IgnoredEqual>(&nested(deep)), "{deep}");
        assert!(agrees::<Raw>(&nested(deep)), "{deep}");
    }
    let (mut rows, decode) = (String::from("[1"), Decode::of::<Unsure>());
    rows.push_str(&nested(127).replacen("[1", "", 1));
    let error = decode.array(&rows).unwrap().unwrap_err();
    let theirs = serde_json::from_str::<Vec<Unsure>>(&rows).unwrap_err();
    assert_eq!((error.message.as_str(), error.byte), ("recursion limit exceeded", theirs.column()));
}

/// It keeps what the scanner leaves to `serde_json`.
#[derive(Debug, PartialEq)]
struct Unsure(Json);

impl<'de> Deserialize<'de> for Unsure {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = Json::deserialize(from)?;
        let error: D::Error = serde_core::de::Error::custom("");
        drop(error.to_string());
        Ok(Self(value))
    }
}

thread_local! {
    static READS: Cell<usize> = const { Cell::new(0) };
}

/// Counts how often it is read; `true` is left to `serde_json`.
#[derive(Debug, PartialEq)]
struct Counted(bool);

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        READS.set(READS.get() + 1);
        let value = bool::deserialize(from)?;
        if value {
            drop(<D::Error as serde_core::de::Error>::custom("").to_string());
        }
        Ok(Self(value))
    }
}

#[test]
fn behind_a_row_that_serde_json_decides_it_reads_the_page() {
    let reads = |text| {
        READS.set(0);
        let (rows, _) = Decode::of::<Counted>().array(text).unwrap().unwrap();
        (rows.take::<Counted>().len(), READS.get())
    };
    assert_eq!(reads("[false,false,false]"), (3, 3));
    assert_eq!(reads("[false,true,false,true,true]"), (5, 6));
}

#[test]
fn rows_have_no_more_room_than_their_text() {
    let mut rows: Vec<[u8; 100]> = Vec::new();
    reserve(&mut rows, 1_000_000, 5_000);
    assert_eq!(rows.capacity(), 50);
    // The first row is short, and those behind it are not.
    let text = format!("[[],{}]", ["[\"a longer text\"]"; 9].join(","));
    let (rows, _) = Decode::of::<Vec<String>>().array(&text).unwrap().unwrap();
    assert_eq!(rows.take::<Vec<String>>().len(), 10);
}
