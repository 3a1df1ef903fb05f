//! Recorded exchanges, and their file.

use crate::transport::BoxError;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use serde_core::Deserialize as _;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A request, and its reply.
#[derive(Clone)]
pub(super) struct Exchange {
    pub(super) method: String,
    /// Path and query, without credentials.
    pub(super) target: String,
    /// Values elsewhere in the request that may be page tokens; they are not written to the file.
    pub(super) sent: Vec<String>,
    pub(super) got: Got,
}

/// The reply to a request.
#[derive(Clone)]
pub(super) enum Got {
    Reply {
        status: StatusCode,
        headers: Vec<(HeaderName, HeaderValue)>,
        body: Bytes,
        /// Whether the body breaks off there.
        cut: bool,
    },
    /// The request fails without a reply.
    Fails,
}

/// The version of the file.
const VERSION: u64 = 1;

/// The text of a file. A body that is JSON is written unchanged, any other text as a
/// string, and other bytes in Base64.
pub(super) fn write(exchanges: &[Exchange]) -> Result<String, serde_json::Error> {
    let lines: Result<Vec<_>, _> = exchanges.iter().map(line).collect();
    Ok(format!("{{\"pagesmith\": {VERSION}, \"exchanges\": [\n{}\n]}}\n", lines?.join(",\n")))
}

fn line(exchange: &Exchange) -> Result<String, serde_json::Error> {
    let Exchange { method, target, got, .. } = exchange;
    let mut entry = BTreeMap::from([("method", json!(method)), ("target", json!(target))]);
    let mut raw = None;
    match got {
        Got::Fails => drop(entry.insert("fails", json!(true))),
        Got::Reply { status, headers, body, cut } => {
            let pair = |(name, value): &(HeaderName, HeaderValue)| {
                json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())])
            };
            entry.insert("status", json!(status.as_u16()));
            entry.insert("headers", headers.iter().map(pair).collect());
            if *cut {
                entry.insert("cut", json!(true));
            }
            match std::str::from_utf8(body) {
                // Only without white space around it, which would be lost.
                Ok(text) if text.trim() == text && is_json(text) => raw = Some(text),
                Ok(text) => drop(entry.insert("text", json!(text))),
                Err(_) => drop(entry.insert("base64", json!(BASE64_STANDARD.encode(body)))),
            }
        }
    }
    let line = serde_json::to_string(&entry)?;
    Ok(match (raw, line.strip_suffix('}')) {
        (Some(raw), Some(open)) => format!("{open},\"json\":{raw}}}"),
        _ => line,
    })
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok()
}

/// The exchanges of a file.
pub(super) fn read(text: &str) -> Result<Vec<Exchange>, BoxError> {
    let file: BTreeMap<String, &RawValue> = serde_json::from_str(text)?;
    match file.get("pagesmith").map(|version| version.get()) {
        Some("1") => {}
        Some(other) => {
            return Err(format!(
                "it has version {other}; this version of pagesmith reads {VERSION}"
            )
            .into());
        }
        None => return Err("it has no `pagesmith`, the version of the file".into()),
    }
    let exchanges = file.get("exchanges").ok_or("it has no `exchanges`")?;
    let entries: Vec<BTreeMap<String, &RawValue>> = serde_json::from_str(exchanges.get())?;
    entries.iter().map(entry).collect()
}

fn entry(entry: &BTreeMap<String, &RawValue>) -> Result<Exchange, BoxError> {
    let value = |key: &str| entry.get(key).map(|raw| Value::deserialize(*raw)).transpose();
    let text = |key: &str| -> Result<Option<String>, BoxError> {
        match value(key)? {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(format!("`{key}` should be a string, found {other}").into()),
        }
    };
    let missing = |key: &str| BoxError::from(format!("an exchange has no `{key}`"));
    let method = text("method")?.ok_or_else(|| missing("method"))?;
    let target = text("target")?.ok_or_else(|| missing("target"))?;
    if value("fails")? == Some(json!(true)) {
        return Ok(Exchange { method, target, sent: Vec::new(), got: Got::Fails });
    }
    let status = value("status")?.and_then(|status| status.as_u64()?.try_into().ok());
    let status = StatusCode::from_u16(status.ok_or_else(|| missing("status"))?)?;
    let headers: Vec<(String, String)> =
        serde_json::from_value(value("headers")?.unwrap_or_else(|| json!([])))?;
    let headers = headers.iter().map(|(name, value)| Ok((name.parse()?, value.parse()?)));
    let headers = headers.collect::<Result<Vec<_>, BoxError>>()?;
    let body = match (entry.get("json"), text("text")?, text("base64")?) {
        (Some(raw), None, None) => Bytes::copy_from_slice(raw.get().as_bytes()),
        (None, Some(text), None) => text.into(),
        (None, None, Some(encoded)) => BASE64_STANDARD.decode(encoded)?.into(),
        _ => return Err("an exchange must have exactly one of `json`, `text` and `base64`".into()),
    };
    let cut = value("cut")? == Some(json!(true));
    let got = Got::Reply { status, headers, body, cut };
    Ok(Exchange { method, target, sent: Vec::new(), got })
}
