//! Records and open enums, as the macros write them.

#![allow(unreachable_pub, reason = "what the macros write is public")]

use super::{decimal, is_none, read, refuses, takes};
use crate::Decimal;
use serde_json::json;

#[derive(PartialEq)]
pub(super) struct Message {
    sid: String,
    body: Option<String>,
    segments: i64,
    price: Option<Decimal>,
    status: Option<Status>,
    parts: Option<Vec<Part>>,
    extra: Option<u8>,
}

#[derive(PartialEq)]
pub(super) struct Part {
    pub(super) r#type: String,
}

#[derive(PartialEq)]
struct Level {
    level: u8,
}

/// A record that needs nothing.
#[derive(PartialEq)]
pub(super) struct Empty {
    pub(super) sid: Option<String>,
}

/// What a foreign type may lie in, and itself in that.
#[derive(PartialEq)]
struct Node {
    child: Option<Box<Node>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Status {
    Queued,
    OnItsWay,
    Other(String),
}

crate::__record!(Message: Debug + Deserialize {
    sid,
    body,
    segments = "num-segments",
    price,
    status,
    parts,
    extra as own,
});
crate::__record!(Part: Debug + Deserialize + Serialize { r#type = "type" });
crate::__record!(Empty: Debug + Deserialize { sid });
crate::__record!(Node: Debug + Deserialize { child as own });
crate::__record!(Level: Debug + Deserialize { level as own });
crate::__open_enum!(Status, else Other { Queued = "queued", OnItsWay = "on its way" });

#[test]
fn a_record_reads_its_keys_and_skips_others() {
    let message = read::<Message>(
        r#"{"x":[{}],"num-segments":"2","price":-0.0075,"sid":7,"body":"","status":"sent",
            "parts":[{"type":"a","y":1}],"extra":3,"Sid":"no"}"#,
    );
    let expected = Message {
        sid: "7".to_owned(),
        body: Some(String::new()),
        segments: 2,
        price: Some(decimal("-0.0075")),
        status: Some(Status::Other("sent".to_owned())),
        parts: Some(vec![Part { r#type: "a".to_owned() }]),
        extra: Some(3),
    };
    assert_eq!(message, Ok(expected));
}

#[test]
fn an_escaped_key_is_the_same_key() {
    assert_eq!(read::<Part>(r#"{"t\u0079pe":"a"}"#), Ok(Part { r#type: "a".to_owned() }));
}

#[test]
fn what_may_be_none_may_be_missing_null_or_empty() {
    for optional in [
        "",
        r#","body":null,"price":null,"status":null,"parts":null,"extra":null"#,
        r#","price":"","status":"","parts":"""#,
    ] {
        let message =
            read::<Message>(&format!(r#"{{"sid":"a","num-segments":1{optional}}}"#)).unwrap();
        let Message { body, price, status, parts, extra, .. } = message;
        assert_eq!((body, price, status, parts, extra), (None, None, None, None, None));
    }
}

#[test]
fn what_has_to_be_there_is_named_where_it_is_missing() {
    assert!(
        read::<Message>(r#"{"sid":"a"}"#).unwrap_err().contains("missing field `num-segments`")
    );
    assert!(read::<Message>(r#"{"num-segments":1}"#).unwrap_err().contains("missing field `sid`"));
    assert!(read::<Message>(r#"{"sid":null,"num-segments":1}"#).unwrap_err().contains("null"));
    assert!(read::<Part>("{}").unwrap_err().contains("missing field `type`"));
}

#[test]
fn a_key_that_appears_twice_is_an_error() {
    for twice in [
        r#""sid":"b""#,
        r#""num-segments":1"#,
        r#""body":null,"body":null"#,
        r#""extra":1,"extra":1"#,
    ] {
        let error =
            read::<Message>(&format!(r#"{{"sid":"a","num-segments":1,{twice}}}"#)).unwrap_err();
        assert!(error.contains("duplicate field"), "{error}");
    }
}

#[test]
fn a_record_is_an_object() {
    is_none::<Part>(&["null", r#""""#]);
    refuses::<Part>(&["[]", r#"["a"]"#, "1", "true", r#""a""#]);
    assert!(read::<Part>("[]").unwrap_err().contains("an object (Part)"));
    assert!(!read::<Part>(r#""s3cret""#).unwrap_err().contains("s3cret"));
}

#[test]
fn a_plain_value_is_read_by_its_own_type_alone() {
    let error = read::<Message>(r#"{"sid":"a","num-segments":1,"extra":"3"}"#).unwrap_err();
    assert!(error.contains("expected u8"), "{error}");
    assert_eq!(read::<Level>(r#"{"level":3}"#), Ok(Level { level: 3 }));
    for (json, says) in [("{}", "missing field `level`"), (r#"{"level":null}"#, ": null")] {
        assert!(read::<Level>(json).unwrap_err().contains(says), "{json}");
    }
}

#[test]
fn a_record_is_read_from_what_serde_holds_in_between() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Row {
        #[serde(flatten)]
        message: Message,
        note: String,
    }
    let json = r#"{"note":"n","sid":"a","num-segments":1,"price":-0.0075,"extra":3}"#;
    let row: Row = serde_json::from_str(json).unwrap();
    assert_eq!((row.message.price, row.message.extra), (Some(decimal("-0.0075")), Some(3)));
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::from_value::<Message>(value).unwrap().extra, Some(3));
}

#[test]
fn what_lies_deeper_than_serde_json_reads_is_refused_wherever_it_begins() {
    let nested = |deep: usize| format!("{}null{}", r#"{"child":"#.repeat(deep), "}".repeat(deep));
    assert!(read::<Node>(&nested(100)).is_ok());
    for deep in [140, 100_000] {
        let error = read::<Node>(&nested(deep)).unwrap_err();
        assert!(error.contains("recursion limit"), "{error}");
    }
}

#[test]
fn a_record_is_written_under_its_wire_names() {
    let part = Part { r#type: "a".to_owned() };
    assert_eq!(serde_json::to_string(&part).unwrap(), r#"{"type":"a"}"#);
}

#[test]
fn an_open_enum_keeps_what_it_does_not_name() {
    takes(r#""queued""#, Status::Queued);
    takes(r#""on its way""#, Status::OnItsWay);
    takes(r#""Queued""#, Status::Other("Queued".to_owned()));
    takes("7", Status::Other("7".to_owned()));
    is_none::<Status>(&["null"]);
    assert_eq!(read::<Option<Status>>(r#""""#), Ok(None));
    assert_eq!(read::<Status>(r#""""#), Ok(Status::Other(String::new())));
    refuses::<Status>(&["true", "[]", "{}"]);
}

#[test]
fn an_open_enum_is_written_as_the_api_writes_it() {
    for (status, wire) in [(Status::OnItsWay, "on its way"), (Status::Other("x".into()), "x")] {
        assert_eq!((status.as_str(), status.to_string()), (wire, wire.to_owned()));
        assert_eq!(serde_json::to_value(&status).unwrap(), json!(wire));
        assert_eq!(crate::IntoFilter::<Status>::into_filter(&status), Ok(wire.to_owned()));
    }
    assert_eq!(crate::IntoFilter::<Status>::into_filter("on its way"), Ok("on its way".to_owned()));
}

/// A record that leads back to itself.
#[derive(PartialEq)]
struct Reply {
    id: u64,
    parent: Option<Box<Reply>>,
}

crate::__record!(Reply: Debug + Deserialize { id, parent });

#[test]
fn a_record_may_hold_itself() {
    let reply = read::<Reply>(r#"{"id":1,"parent":{"parent":null,"id":2}}"#).unwrap();
    let parent = Reply { id: 2, parent: None };
    assert_eq!(reply, Reply { id: 1, parent: Some(Box::new(parent)) });
    assert!(read::<Reply>(r#"{"id":1,"parent":[]}"#).unwrap_err().contains("an object (Reply)"));
    let deep =
        (0..200).fold("null".to_owned(), |inner, _| format!(r#"{{"id":1,"parent":{inner}}}"#));
    assert!(read::<Reply>(&deep).unwrap_err().contains("recursion limit"));
}
