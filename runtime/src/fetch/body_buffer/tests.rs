//! Bodies in pieces, plain and encoded, give the same pages and the same errors as whole
//! ones: through a client, from its transport on.

use crate::protocol::arriving::sizes::{BODIES, Bodies};
use crate::transport::{Body, BoxError, BoxFuture, Transport};
use crate::{Client, Paging, Retry, Timer};
use bytes::Bytes;
use http::{HeaderValue, header};
use http_body::Frame;
use serde::Deserialize;
use std::collections::VecDeque;
use std::future::{pending, ready};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "compared by its `Debug`")]
struct Row {
    id: u32,
}

/// Answers everything with a body in these pieces.
struct Server {
    coding: Option<&'static str>,
    pieces: VecDeque<Bytes>,
}

impl Transport for Server {
    fn send(&self, _: http::Request<Bytes>) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let mut reply = http::Response::new(Body::new(Pieces(self.pieces.clone())));
        if let Some(coding) = self.coding {
            reply.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        Box::pin(ready(Ok(reply)))
    }
}

struct Pieces(VecDeque<Bytes>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Poll::Ready(self.0.pop_front().map(|piece| Ok(Frame::data(piece))))
    }
}

/// No time passes.
struct Still;

impl Timer for Still {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        Box::pin(pending())
    }
}

/// The items of a list whose one page has this body, or the error.
fn outcome(bodies: Bodies, body: &[u8], cuts: &[usize], coding: Option<&'static str>) -> String {
    let (mut pieces, mut from) = (VecDeque::new(), 0);
    for cut in cuts.iter().copied().chain([body.len()]) {
        pieces.push_back(Bytes::copy_from_slice(&body[from..cut]));
        from = cut;
    }
    BODIES.set(Some(bodies));
    let client = Client::builder("https://api.test").transport(Server { coding, pieces });
    let client = client.timer(Still).retry(Retry::none()).max_page_bytes(4096).build().unwrap();
    let list = client.list::<Row>("/list", [""; 0], Paging::NONE).items_at("/data");
    let read = pin!(list.collect()).poll(&mut Context::from_waker(Waker::noop()));
    match read {
        Poll::Pending => panic!("it waits"),
        Poll::Ready(Ok(items)) => format!("{items:?}"),
        Poll::Ready(Err(error)) => format!("{error:?} {error} {:?}", error.error.body()),
    }
}

/// Compares a body that is cut in any way into two pieces, and in some ways into three.
fn compare(body: &[u8], coding: Option<&'static str>) -> String {
    let whole = outcome(Bodies::Whole, body, &[], coding);
    for one in 0..=body.len() {
        assert_eq!(outcome(Bodies::Pieces, body, &[one], coding), whole, "cut at {one}");
        for other in (one..=body.len()).step_by(23) {
            let cuts = [one, other];
            assert_eq!(outcome(Bodies::Pieces, body, &cuts, coding), whole, "cut at {cuts:?}");
        }
    }
    whole
}

const ROWS: &str = r#"{"data":[{"id":1},{"id":22},{"id":333},{"id":4444},{"id":5}],"more":[{}]}"#;

/// Bodies, and a part of what becomes of each.
fn cases() -> [(String, &'static str); 4] {
    [
        (ROWS.to_owned(), "Row { id: 4444 }"),
        (ROWS.replace("4444", "true"), "item 3 does not decode at `id`"),
        (ROWS.replace(r#"],"more"#, r#"] "more"#), "expected `,` or `}` at byte 61"),
        (ROWS[..50].to_owned(), "the text ends"),
    ]
}

#[test]
fn plain_bodies_are_read_in_pieces_as_whole_ones_are() {
    for (body, part) in cases() {
        let whole = compare(body.as_bytes(), None);
        assert!(
            whole.contains(part) || part == "the text ends" && whole.contains("EOF"),
            "{whole}"
        );
    }
    let large = ROWS.replace("}]}", &format!("{}}}]}}", " ".repeat(4096)));
    let whole = outcome(Bodies::Whole, large.as_bytes(), &[], None);
    assert!(whole.contains("the page is larger than 4096 bytes"), "{whole}");
    assert_eq!(outcome(Bodies::Pieces, large.as_bytes(), &[70, 4000], None), whole);
}

#[cfg(feature = "gzip")]
#[test]
fn encoded_bodies_are_read_in_pieces_as_whole_ones_are() {
    use std::io::Write as _;
    for (body, part) in cases() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(body.as_bytes()).unwrap();
        let gzip = gzip.finish().unwrap();
        let whole = compare(&gzip, Some("gzip"));
        assert!(
            whole.contains(part) || part == "the text ends" && whole.contains("EOF"),
            "{whole}"
        );
        let broken = compare(&gzip[..gzip.len() - 3], Some("gzip"));
        assert!(broken.contains("the reply broke off"), "{broken}");
    }
}
