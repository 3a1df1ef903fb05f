//! Where a server echoes what it was sent: the replies of one walk each.

use super::spellings::percent;
use crate::common::wire::Wire;
use serde_json::json;

/// A way to echo a text, by its name.
pub(crate) type Place = (&'static str, fn(&Wire, &str));

pub(crate) const PLACES: [Place; 19] = [
    ("the message of a refusal", |wire, text| {
        wire.then(404, &json!({"errors": [{"code": text, "message": text}]}).to_string());
    }),
    ("a refusal as it is written", |wire, text| {
        wire.then(404, &format!(r#"{{"errors": [{{"message": "no {text} here"}}]}}"#));
    }),
    ("a failure under status 200", |wire, text| {
        let failure = json!({"success": false, "error_code": text, "error_message": text});
        wire.then(200, &failure.to_string());
    }),
    ("an HTML page", |wire, text| {
        wire.then_with(200, &[("content-type", "text/html")], &format!("<p>{text}</p>"));
    }),
    ("an HTML page with more before it", |wire, text| {
        wire.then(200, &format!("<p>{}{text}</p>", "a ".repeat(95)));
    }),
    ("the head of a reply that is not a page", |wire, text| {
        wire.then_with(200, &[("content-type", text), ("x-request-id", text)], "none");
    }),
    ("the head of a refusal", |wire, text| {
        wire.then_with(404, &[("content-encoding", text), ("x-request-id", text)], "none");
    }),
    ("a coding of the body", |wire, text| {
        wire.then_with(200, &[("content-encoding", text)], "{}");
    }),
    ("a body that is cut off", |wire, text| {
        wire.then(200, &format!(r#"{{"rows": [{{"id": "{text}"#));
    }),
    ("a key in place of the items", |wire, text| {
        wire.then(200, &json!({"rows": {text: 1}, text: [text]}).to_string());
    }),
    ("a value in place of the items", |wire, text| {
        wire.then(200, &json!({"rows": text}).to_string());
    }),
    ("a value of a record", |wire, text| page(wire, &json!([{"id": text}]), None)),
    ("a key of a record", |wire, text| {
        page(wire, &json!([{text: {text: 1}, "id": {text: text}}]), None);
    }),
    ("the query of a link", |wire, text| {
        page(wire, &json!([{"id": 1}]), Some(&format!("/more?after=2&key={text}")));
        wire.then(404, "{}");
    }),
    ("the query of a link, encoded", |wire, text| {
        page(wire, &json!([{"id": 1}]), Some(&format!("/more?key={}&after=2", percent(text))));
        wire.then(404, "{}");
    }),
    ("the path of a link", |wire, text| {
        page(wire, &json!([{"id": 1}]), Some(&format!("/more/{}/x?after=2", percent(text))));
        wire.then(404, "{}");
    }),
    ("a link to another origin", |wire, text| {
        page(wire, &json!([{"id": 1}]), Some(&format!("https://{text}.test/{text}?key={text}")));
    }),
    ("a redirect", |wire, text| {
        wire.then_with(302, &[("location", &format!("/moved/{}?key={text}", percent(text)))], "");
        wire.then(404, &json!({"errors": [text]}).to_string());
    }),
    ("a redirect to another origin", |wire, text| {
        wire.then_with(302, &[("location", &format!("https://{text}.test/?key={text}"))], "");
    }),
];

fn page(wire: &Wire, rows: &serde_json::Value, next: Option<&str>) {
    wire.then(200, &json!({"rows": rows, "next": next}).to_string());
}
