//! A client of a few lines over a plain TCP connection.

#![allow(dead_code, reason = "each test crate uses its part of this module")]

use fake_api::{ACCOUNT_SID, FakeApi};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// `ACCOUNT_SID` and `API_TOKEN`, encoded by hand.
pub(crate) const SIGNALWIRE: &str = "Basic NWQxYzdhNTItOTBlNC00YjdmLThhMTMtNmYyZTBjOWI0ZDM4OlBUZmE0ZTAwMDBmYTRlMDAwMGZhNGUwMDAwZmE0ZTAwMDBmYTRlMDAwMGZhNGUwMDAw";

/// `COMPATIBLE_SID` and `API_TOKEN`, encoded by hand.
pub(crate) const COMPATIBLE: &str = "Basic QUM1ZDFjN2E1MjkwZTQ0YjdmOGExMzZmMmUwYzliNGQzODpQVGZhNGUwMDAwZmE0ZTAwMDBmYTRlMDAwMGZhNGUwMDAwZmE0ZTAwMDBmYTRlMDAwMA==";

/// `ORGANIZATION_ID` and `API_KEY`, encoded by hand.
pub(crate) const SENDSAGE: &str =
    "Basic NDI6MDBmYTRlMDAwMGZhNGUwMDAwZmE0ZTAwMDBmYTRlMDAwMGZhNGUwMA==";

/// Sends a GET with the credentials of the API that the target belongs to.
pub(crate) async fn get(api: &FakeApi, target: &str) -> (u16, Value) {
    let authorization = if target.starts_with("/ga/") { SENDSAGE } else { SIGNALWIRE };
    let header = format!("Authorization: {authorization}\r\n");
    let (status, body) = send(api, "GET", target, &header).await;
    (status, serde_json::from_str(&body).unwrap())
}

/// Sends a request and reads the whole reply, status and body.
pub(crate) async fn send(
    api: &FakeApi,
    method: &str,
    target: &str,
    headers: &str,
) -> (u16, String) {
    let address = api.url().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("{method} {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    stream.write_all(format!("{head}{headers}\r\n").as_bytes()).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    let (head, body) = reply.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

/// The texts at a pointer of each item.
pub(crate) fn texts(items: &Value, pointer: &str) -> Vec<String> {
    let text = |item: &Value| match item.pointer(pointer) {
        Some(Value::String(text)) => text.clone(),
        other => other.unwrap().to_string(),
    };
    items.as_array().unwrap().iter().map(text).collect()
}

/// The target of a list of the account.
pub(crate) fn laml(list: &str) -> String {
    format!("/api/laml/2010-04-01/Accounts/{ACCOUNT_SID}/{list}")
}
