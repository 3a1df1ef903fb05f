//! A list as the body of a reply.

use crate::records::Message;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::StreamExt;
use pagesmith::Client;
use pagesmith::transport::BoxError;

/// All messages, as lines of JSON.
#[must_use]
pub fn messages(client: &Client, account: &str) -> Response {
    let lines = Message::list(client, account).page_size(1000).items().map(|message| {
        let mut line = serde_json::to_vec(&message?)?;
        line.push(b'\n');
        Ok::<_, BoxError>(Bytes::from(line))
    });
    ([(CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines)).into_response()
}
