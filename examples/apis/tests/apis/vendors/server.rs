//! A vendor, served on loopback.

use super::Vendor;
use super::log::Log;
use axum::Router;
use axum::body::to_bytes;
use axum::response::IntoResponse as _;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Serves this vendor on a free port of loopback, until the test is over; returns its origin.
pub async fn start(vendor: &'static Vendor, log: Arc<Log>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let own = origin.clone();
    let app = Router::new().fallback(move |request: axum::extract::Request| {
        let (log, origin) = (Arc::clone(&log), own.clone());
        async move {
            let (head, body) = request.into_parts();
            let body = to_bytes(body, 1 << 20).await.unwrap();
            vendor.respond(&head, &body, &origin, &log).into_response()
        }
    });
    tokio::spawn(async move { axum::serve(listener, app).await });
    origin
}
