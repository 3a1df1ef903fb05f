//! Records of the golden spec: texts of them, and what they are to a column.

use crate::every_kind::{Part, Thing, ThingPlace};
use pagesmith::{DateTime, Decimal, Json};
use serde_json::{Value, json};

/// Whether an `epoch` is a number, as in a generated client, or a moment.
#[derive(Clone, Copy)]
pub enum Seen {
    Number,
    Moment,
}

/// What servers send for each field.
pub const VALUES: &[(&str, &[&str])] = &[
    (
        "id",
        &[
            "1",
            "\"7\"",
            "2.0",
            "1e2",
            "\"\"",
            "null",
            "1.5",
            "\"x\"",
            "true",
            "[]",
            "9223372036854775808",
        ],
    ),
    ("type", &["\"a\"", "7", "1.10", "\"\"", "null", "[]", "\"é\\u0041\\n\"", "true"]),
    ("self", &["\"a\"", "null"]),
    ("state", &["\"new\"", "\"in-progress\"", "\"unheard of\"", "\"\"", "null", "3", "{}"]),
    ("size", &["1", "0.1", "\"1.5\"", "\"\"", "null", "1e400", "\"NaN\"", "true"]),
    ("price", &["1.50", "\"-0.0075\"", "1e3", "\"\"", "null", "\"a\"", "0", "\"0x1\"", "[]"]),
    (
        "made_at",
        &[
            "\"2025-07-01T10:00:00Z\"",
            "\"2025-07-01T10:00:00.123456+02:00\"",
            "\"Tue, 01 Jul 2025 10:00:00 +0000\"",
            "\"1969-12-31T23:59:59Z\"",
            "\"\"",
            "null",
            "\"soon\"",
            "\"2025-07-01 10:00:00\"",
            "1751364000",
        ],
    ),
    (
        "made_on",
        &[
            "\"2024-02-29\"",
            "\"1969-12-31\"",
            "\"\"",
            "null",
            "\"2023-02-29\"",
            "\"2024-01-31T00:00:00Z\"",
            "7",
        ],
    ),
    ("seen", &["1751364000", "\"1751364000\"", "-1", "\"\"", "null", "1.5", "\"x\""]),
    ("sent_at", &["\"2025-07-01 10:00\"", "\"2025-07-01T10:00:00Z\"", "\"\"", "null", "\"soon\""]),
    (
        "moved_at",
        &[
            "{}",
            r#"{"a":["2025-07-01 10:00","2025-07-01T10:00:00Z"],"b":[]}"#,
            "null",
            "\"\"",
            "[]",
            r#"{"a":null}"#,
            r#"{"a":[],"a":[]}"#,
        ],
    ),
    ("bytes", &["18446744073709551615", "\"18446744073709551615\"", "0", "-1", "\"\"", "null"]),
    (
        "above",
        &[
            r#"{"id":2,"place":{"city":"x"},"type":"","state":"new","price":"1.5","tags":[]}"#,
            r#"{"id":"3","place":{},"sent_at":"2025-07-01 10:00","above":{"id":4,"place":{}},"extra":{"a":[1]}}"#,
            r#"{"id":3,"place":{},"parts":[{"name":"a"}],"links":{"a":null,"b":"c"},"new":[]}"#,
            r#"{"place":{}}"#,
            r#"{"id":3,"place":{},"id":4}"#,
            "null",
            "\"\"",
            "[]",
        ],
    ),
    (
        "live",
        &[
            "true",
            "false",
            "\"true\"",
            "\"False\"",
            "1",
            "0",
            "\"1\"",
            "2",
            "\"yes\"",
            "\"\"",
            "null",
        ],
    ),
    ("token", &["\"s3cret\"", "7", "null", "\"\"", "[]"]),
    (
        "extra",
        &[
            "{}",
            r#"{"b":[1,{"a":null}],"a":1.0}"#,
            "\"\"",
            "null",
            "18446744073709551615",
            "1e400",
            r#"{"a":1,"a":2}"#,
            "false",
        ],
    ),
    ("tags", &["[]", "[\"a\",1,\"\"]", "\"\"", "null", "[null]", "{}", "[[]]", "\"a\""]),
    (
        "links",
        &[
            "{}",
            r#"{"b":"x","a":null,"c":""}"#,
            "null",
            "\"\"",
            r#"{"a":1,"a":1}"#,
            r#"{"a":[]}"#,
            r#"{"\u0061":"c","a":"d"}"#,
        ],
    ),
    ("colour", &["\"red\"", "\"blue\"", "\"\"", "null", "[]"]),
    (
        "place",
        &[
            "{}",
            r#"{"city":"x","zip":12345}"#,
            r#"{"zip":null,"other":[]}"#,
            "null",
            "\"\"",
            "[]",
            r#"{"city":[]}"#,
        ],
    ),
    (
        "parts",
        &[
            "[]",
            r#"[{"name":"a"},{"name":7,"parts":[{"name":"b","parts":[{"name":"c"}]}]}]"#,
            r#"[{"name":"a","first":{"part":{"name":"p"},"hash":9223372036854775808,"read_at":"2024-05-01 10:00:00"}}]"#,
            r#"[{"name":"a","first":{"part":{"name":"p"},"hash":1}}]"#,
            r#"[{"name":"a"},{}]"#,
            r#"[{"name":"a","parts":[{}]}]"#,
            "\"\"",
            "null",
            "[null]",
            "{}",
        ],
    ),
    ("own", &[r#"{"id":1}"#, r#"{"id":22}"#, "null", r#"{"id":"x"}"#, "{}"]),
    ("an odd\\/key", &["\"x\"", "null"]),
    ("unknown", &["[[{}]]", "\"x\"", "null"]),
];

/// A record with these fields; the first of a name counts, and required ones are added.
pub fn row_text(fields: &[(&str, &str)]) -> String {
    let mut all: Vec<(&str, &str)> = Vec::new();
    for field in fields.iter().chain(&[("id", "1"), ("place", "{}")]) {
        if all.iter().all(|(name, _)| *name != field.0) {
            all.push(*field);
        }
    }
    let texts: Vec<_> = all.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", texts.join(","))
}

/// A typed record, as its row in a batch.
pub fn row_of_thing(thing: &Thing, seen: Seen) -> Value {
    let parts = |parts: &Vec<Part>| parts.iter().map(row_of_part).collect::<Value>();
    json!({
        "id": thing.id,
        "type": thing.r#type,
        "self": thing.self_,
        "state": thing.state,
        "size": thing.size,
        "price": thing.price.as_ref().map(scaled),
        "made_at": thing.made_at.as_ref().map(moment),
        "made_on": thing.made_on.map(days),
        "seen": thing.seen.map(|seconds| match seen {
            Seen::Number => json!(seconds),
            Seen::Moment => json!({"µs": seconds * 1_000_000}),
        }),
        "sent_at": thing.sent_at.as_ref().map(moment),
        "moved_at": thing.moved_at.as_ref().map(|all| {
            let moments = |(key, times): (&String, &Vec<DateTime>)| {
                (key.clone(), times.iter().map(moment).collect())
            };
            Value::Object(all.iter().map(moments).collect())
        }),
        "bytes": thing.bytes,
        "above": thing.above.as_ref().map(|above| shown(above).to_string()),
        "live": thing.live,
        "extra": thing.extra.as_ref().map(Json::to_string),
        "tags": thing.tags,
        "links": thing.links,
        "colour": thing.colour,
        "place": row_of_place(&thing.place),
        "parts": thing.parts.as_ref().map(parts),
        "own": thing.own.as_ref().map(|_| own_text(thing)),
        "an odd/key": thing.odd_key,
    })
}

fn row_of_place(place: &ThingPlace) -> Value {
    json!({"city": place.city, "zip": place.zip})
}

/// A part: those within it are JSON.
fn row_of_part(part: &Part) -> Value {
    let texts = |parts: &Vec<Part>| parts.iter().map(|part| shown(part).to_string()).collect();
    json!({
        "name": part.name,
        "parts": part.parts.as_ref().map(|parts| -> Value { texts(parts) }),
        "first": part.first.as_ref().map(|side| json!({
            "part": shown(&side.part).to_string(),
            "hash": side.hash,
            "read_at": moment(&side.read_at),
        })),
    })
}

/// A record as JSON, without secrets and what is not there.
fn shown(record: &impl serde::Serialize) -> Value {
    without(serde_json::to_value(record).unwrap())
}

fn without(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept =
                members.into_iter().filter(|(key, value)| key != "token" && !value.is_null());
            // The values of a map may be null.
            let kept = kept.map(|(key, value)| match key.as_str() {
                "links" => (key, value),
                _ => (key, without(value)),
            });
            Value::Object(kept.collect())
        }
        Value::Array(values) => values.into_iter().map(without).collect(),
        value => value,
    }
}

fn scaled(price: &Decimal) -> String {
    // Nine digits at most in these tests, which a float holds.
    let value: f64 = price.to_string().parse().unwrap();
    format!("{:.0}", value * 1e10)
}

fn moment(moment: &DateTime) -> Value {
    json!({"µs": moment.timestamp().as_microsecond()})
}

fn days(date: pagesmith::Date) -> i64 {
    let midnight: DateTime = format!("{date}T00:00:00Z").parse().unwrap();
    midnight.timestamp().as_second().div_euclid(86_400)
}

/// The text of `own` as it came.
fn own_text(thing: &Thing) -> String {
    serde_json::to_string(&thing.own).unwrap()
}
