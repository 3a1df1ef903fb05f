//! A server that sends nothing but interim replies (RFC 9110, 15.2), slowly and
//! forever: the time limit of a page applies.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::Numbers;
use pagesmith::{Client, Error, ErrorKind, Retry};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::{Duration, Instant};

const HINTS: &[u8] = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n";

/// How long a page may take. The sockets are real, and so is the time.
const PAGE: Duration = Duration::from_millis(400);

/// The URL of a server that answers each connection in pieces of this size.
fn serve(piece: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            std::thread::spawn(move || {
                let _head = stream.read(&mut [0; 4096]);
                let mut pieces = HINTS.chunks(piece).cycle();
                while stream.write_all(pieces.next().unwrap()).is_ok() {
                    std::thread::sleep(Duration::from_millis(20));
                }
            });
        }
    });
    url
}

fn assert_in_time(begin: Instant, error: &Error) {
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(begin.elapsed() < 4 * PAGE, "{:?}: {error}", begin.elapsed());
}

#[tokio::test]
async fn interim_replies_do_not_stop_the_clock() {
    for piece in [HINTS.len(), 7] {
        let retry = Retry::default().page_timeout(PAGE);
        let client = Client::builder(serve(piece)).retry(retry).build().unwrap();
        let begin = Instant::now();
        assert_in_time(begin, &Numbers::list(&client).first_page().await.unwrap_err());
        let begin = Instant::now();
        let walk = Numbers::list(&client).deadline(PAGE / 2).first_page();
        assert_in_time(begin, &walk.await.unwrap_err());
    }
}

#[cfg(feature = "blocking")]
#[test]
fn interim_replies_do_not_stop_the_clock_without_async() {
    for piece in [HINTS.len(), 7] {
        let retry = Retry::default().page_timeout(PAGE);
        let client = Client::builder(serve(piece)).retry(retry).build_blocking().unwrap();
        let begin = Instant::now();
        assert_in_time(begin, &Numbers::list(&client).blocking().first_page().unwrap_err());
    }
}
