//! A server of one function, which keeps what it was asked.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use axum::response::IntoResponse;
use axum::{Router, http::header};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// A request as the server reads it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Which request it is, from 1.
    pub nth: usize,
    pub method: String,
    pub path: String,
    /// The decoded pairs of its query.
    pub query: Vec<(String, String)>,
    /// Its JSON body; null if it has none.
    pub body: Value,
}

impl Asked {
    /// The value of this parameter.
    pub fn query(&self, name: &str) -> Option<String> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }
}

/// A reply.
pub struct Reply {
    status: u16,
    body: Option<Value>,
    headers: Vec<(&'static str, String)>,
}

impl Reply {
    pub fn json(body: Value) -> Self {
        Self { status: 200, body: Some(body), headers: Vec::new() }
    }

    /// A reply without a body.
    pub fn empty(status: u16) -> Self {
        Self { status, body: None, headers: Vec::new() }
    }

    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    fn into_response(self) -> Response<Body> {
        let text = self.body.map(|body| body.to_string()).unwrap_or_default();
        let mut response = text.into_response();
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap();
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        for (name, value) in self.headers {
            let value = HeaderValue::try_from(value).unwrap();
            response.headers_mut().append(HeaderName::from_static(name), value);
        }
        response
    }
}

/// A server on a port of this machine, as long as the test runs.
pub struct Server {
    url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    pub async fn start(reply: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let asked = Arc::<Mutex<Vec<Asked>>>::default();
        let (kept, reply) = (asked.clone(), Arc::new(reply));
        let app = Router::new().fallback(move |request: Request<Body>| {
            let (kept, reply) = (kept.clone(), reply.clone());
            async move {
                let asked = read(request, &kept).await;
                reply(&asked).into_response()
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, asked }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it was asked, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

async fn read(request: Request<Body>, kept: &Mutex<Vec<Asked>>) -> Asked {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let query = parts.uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    };
    let mut kept = kept.lock().unwrap();
    let asked = Asked {
        nth: kept.len() + 1,
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: query.map(pair).collect(),
        body: serde_json::from_slice(&body).unwrap_or_default(),
    };
    kept.push(asked.clone());
    asked
}
