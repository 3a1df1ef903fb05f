//! A vendor, served on loopback, with a log of its requests.

use super::{Request, Vendor};
use axum::Router;
use axum::body::to_bytes;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// A vendor that listens until the test is over.
pub struct Server {
    pub origin: String,
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Serves this vendor on a free port of loopback.
    pub async fn start(vendor: &'static Vendor) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let log = Arc::new(Mutex::new(Vec::new()));
        let (to, own) = (Arc::clone(&log), origin.clone());
        let app = Router::new().fallback(move |request: axum::extract::Request| {
            let (log, origin) = (Arc::clone(&to), own.clone());
            async move { answer(vendor, request, origin, &log).await }
        });
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { origin, log }
    }

    /// The requests so far: method, raw target, and the body of a POST.
    pub fn requests(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }
}

async fn answer(
    vendor: &Vendor,
    request: axum::extract::Request,
    origin: String,
    log: &Mutex<Vec<String>>,
) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let text = std::str::from_utf8(&body).unwrap();
    let uri = head.uri.to_string();
    let entry = format!("{} {uri} {}", head.method, shown(text));
    log.lock().unwrap().push(entry.trim_end().to_owned());
    let query = head.uri.query().unwrap_or_default();
    let headers = head.headers.iter();
    let reply = vendor.reply(&Request {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        headers: headers
            .map(|(name, it)| (name.to_string(), it.to_str().unwrap().to_owned()))
            .collect(),
        body: serde_json::from_str(text).unwrap_or_default(),
        origin,
    });
    let status = StatusCode::from_u16(reply.status).unwrap();
    let mut response = (status, reply.body.to_string()).into_response();
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    for (name, value) in reply.headers {
        let name = HeaderName::from_static(name);
        response.headers_mut().append(name, HeaderValue::from_str(&value).unwrap());
    }
    response
}

/// A raw body, without the GraphQL query, which the vendor checks.
fn shown(body: &str) -> String {
    let json: Value = serde_json::from_str(body).unwrap_or_default();
    match &json["query"] {
        query @ Value::String(_) => body.replace(&query.to_string(), "…"),
        _ => body.to_owned(),
    }
}
