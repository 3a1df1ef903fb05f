//! Bodies over real sockets: which encodings are decoded, and that no body exceeds
//! its limit in any encoding.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::Numbers;
use common::server::Server;
use common::wire::Wire;
use pagesmith::{Client, ClientBuilder, Error, ErrorKind, Page, Retry};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const PAGE: &[u8] = b"{\"data\":[1,2,3]}";

fn builder(server: &Server) -> ClientBuilder {
    Client::builder(server.url()).retry(Retry::none())
}

fn reply(encodings: &[&str], body: &[u8]) -> Vec<u8> {
    let lines = encodings.iter().map(|coding| format!("Content-Encoding: {coding}"));
    let lines: Vec<String> = lines.chain([format!("Content-Length: {}", body.len())]).collect();
    let head = format!("HTTP/1.1 200 OK\r\n{}\r\n\r\n", lines.join("\r\n"));
    [head.as_bytes(), body].concat()
}

async fn page_of(raw: Vec<u8>) -> Result<Page<u64>, Error> {
    let server = Server::start().await;
    server.then_raw(raw);
    Numbers::list(&builder(&server).build().unwrap()).first_page().await
}

async fn error_of(raw: Vec<u8>) -> Error {
    page_of(raw).await.err().unwrap()
}

fn assert_too_large(error: &Error) {
    assert_eq!(error.kind(), ErrorKind::Body, "{error:?}");
    assert!(error.to_string().contains("larger than"), "{error}");
    assert_eq!(error.status().unwrap().as_u16(), 200);
}

/// Deflate (RFC 1951): as many spaces as 0.4 MB hold, each 13 bits being 258.
#[cfg(any(feature = "gzip", feature = "deflate"))]
fn spaces() -> Vec<u8> {
    // A last block of fixed codes, a space, and from there on the length code
    // 285 at distance 1; codes go highest bit first.
    let begin = [1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0];
    let again = [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0];
    let bits: Vec<u8> =
        begin.into_iter().chain(again.into_iter().cycle()).take(3_200_000).collect();
    bits.chunks(8).map(|byte| byte.iter().rev().fold(0, |value, bit| value << 1 | bit)).collect()
}

/// Gzip (RFC 1952) of these bytes, as they are.
#[cfg(feature = "gzip")]
fn gzip(plain: &[u8]) -> Vec<u8> {
    let length = u16::try_from(plain.len()).unwrap();
    let mut crc = u32::MAX;
    for byte in plain {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 1];
    packed.extend([length.to_le_bytes(), (!length).to_le_bytes()].concat());
    packed.extend(plain);
    packed.extend([(!crc).to_le_bytes(), u32::from(length).to_le_bytes()].concat());
    packed
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn gzip_is_decoded_up_to_the_cap() {
    let page = page_of(reply(&["gzip"], &gzip(PAGE))).await.unwrap();
    assert_eq!(page.items(), [1, 2, 3]);
    let bomb = [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff][..], &spaces()].concat();
    assert!(bomb.len() < 401_000);
    assert_too_large(&error_of(reply(&["gzip"], &bomb)).await);
}

/// By the transports of both kinds of client, and as a transport leaves it in place.
#[cfg(feature = "gzip")]
async fn each_way(body: &[u8]) -> Vec<Result<Vec<u64>, Error>> {
    let mut pages = Vec::new();
    for coding in ["gzip", "GZIP"] {
        pages.push(page_of(reply(&[coding], body)).await.map(Page::into_items));
    }
    #[cfg(feature = "blocking")]
    {
        let server = Server::start().await;
        server.then_raw(reply(&["gzip"], body));
        let client = builder(&server).build_blocking().unwrap();
        let first = || Numbers::list(&client).blocking().first_page();
        pages.push(tokio::task::block_in_place(first).map(pagesmith::blocking::Page::into_items));
    }
    pages
}

/// RFC 1952, section 2.2.
#[cfg(feature = "gzip")]
#[tokio::test(flavor = "multi_thread")]
async fn all_members_of_gzip_are_read() {
    let bodies = [
        [gzip(&PAGE[..9]), gzip(&PAGE[9..])].concat(),
        [gzip(b""), gzip(PAGE), gzip(b""), gzip(b"\n")].concat(),
    ];
    for body in bodies {
        for page in each_way(&body).await {
            assert_eq!(page.unwrap(), [1, 2, 3]);
        }
    }
    let cut = [gzip(PAGE), gzip(b" ")].concat();
    for end in [1, 9, 15, 20] {
        for page in each_way(&cut[..cut.len() - end]).await {
            assert_eq!(page.unwrap_err().kind(), ErrorKind::Transport, "{end}");
        }
    }
}

#[cfg(feature = "gzip")]
#[tokio::test(flavor = "multi_thread")]
async fn bytes_after_gzip_that_are_not_gzip_are_reported() {
    for behind in [PAGE, b"\0\0\0\0\0\0\0\0\0\0\0\0", b"\x1f\x8bnothing of the kind"] {
        for page in each_way(&[&gzip(PAGE), behind].concat()).await {
            let error = page.unwrap_err();
            assert!(error.to_string().contains("is no gzip"), "{error}");
        }
    }
}

#[tokio::test]
async fn the_error_for_a_broken_body_shows_its_keys_and_none_of_its_values() {
    for body in
        [&b"{\"data\":[{\"pin\":\"hush\",\"s\":\"\xff\"}]}"[..], b"{\"data\":[{\"pin\":\"hush\"}"]
    {
        let error = error_of(reply(&[], body)).await;
        let shown = format!("{error} {error:?} {error:#}");
        assert!(shown.contains("pin") && !shown.contains("hush"), "{shown}");
    }
}

#[cfg(feature = "deflate")]
#[tokio::test]
async fn deflate_is_decoded_up_to_the_cap() {
    let page = b"\x78\x01\x01\x10\x00\xef\xff{\"data\":[1,2,3]}\x29\xcd\x04\xb7";
    let page = page_of(reply(&["deflate"], page)).await.unwrap();
    assert_eq!(page.items(), [1, 2, 3]);
    let bomb = [&[0x78, 0x9c][..], &spaces()].concat();
    assert_too_large(&error_of(reply(&["deflate"], &bomb)).await);
}

#[cfg(feature = "brotli")]
#[tokio::test]
async fn brotli_is_decoded_up_to_the_cap() {
    let page = [b"\x8b\x07\x80".as_slice(), PAGE, b"\x03"].concat();
    let page = page_of(reply(&["br"], &page)).await.unwrap();
    assert_eq!(page.items(), [1, 2, 3]);
    // 64 MiB of spaces in 106 bytes.
    let bomb = "cbffff3ff82540e2b14020f7fe8fffff7ff04b00c4611180eefd1fffffffe0970088c3\
        0200ddfb3ffeffffc12f0110870500baf77ffcffff835f02200e0b0074effff8ffff07\
        bf04401c1600e8defff1ffff0f7e0980382c00d0bdffcbffff3ffc1200715800a07bff07";
    let bomb: Vec<u8> = (0..bomb.len() / 2)
        .map(|at| u8::from_str_radix(&bomb[2 * at..2 * at + 2], 16).unwrap())
        .collect();
    assert_too_large(&error_of(reply(&["br"], &bomb)).await);
}

#[cfg(feature = "zstd")]
#[tokio::test]
async fn zstd_is_decoded_up_to_the_cap() {
    // A frame (RFC 8878) with a window of 128 KiB, and blocks as they are.
    let frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38];
    let header = [(u8::try_from(PAGE.len()).unwrap() << 3) | 1, 0, 0];
    let page = page_of(reply(&["zstd"], &[&frame[..], &header, PAGE].concat())).await.unwrap();
    assert_eq!(page.items(), [1, 2, 3]);
    // Blocks that repeat a space 131,072 times, in 4 bytes.
    let bomb = [&frame[..], &[0x02, 0x00, 0x10, b' '].repeat(100_000)].concat();
    assert_too_large(&error_of(reply(&["zstd"], &bomb)).await);
}

#[tokio::test]
async fn only_enabled_encodings_are_requested() {
    let server = Server::start().await;
    let client = builder(&server).build().unwrap();
    let _page = Numbers::list(&client).first_page().await;
    let sent = server.header(0, "accept-encoding").join(", ");
    let asked = sent.split(',').map(str::trim).filter(|coding| !coding.is_empty());
    let mut asked: Vec<&str> = asked.collect();
    asked.sort_unstable();
    let on = [
        ("br", cfg!(feature = "brotli")),
        ("deflate", cfg!(feature = "deflate")),
        ("gzip", cfg!(feature = "gzip")),
        ("zstd", cfg!(feature = "zstd")),
    ];
    let on: Vec<&str> = on.into_iter().filter_map(|(coding, on)| on.then_some(coding)).collect();
    assert_eq!(asked, on);
}

#[tokio::test]
async fn a_body_that_is_left_encoded_is_reported() {
    for codings in [&["compress"][..], &["gzip, gzip"], &["gzip, br"], &["x"], &["gzip;q=1"]] {
        let error = error_of(reply(codings, PAGE)).await;
        assert_eq!(error.kind(), ErrorKind::Body);
        let what = format!("encoded as `{}`", codings[0]);
        assert!(error.to_string().contains(&what), "{error}");
    }
    for codings in [&["identity"][..], &[""], &["identity, identity"]] {
        assert!(page_of(reply(codings, PAGE)).await.is_ok(), "{codings:?}");
    }
}

#[tokio::test]
async fn identity_is_accepted_in_any_spelling() {
    for codings in [&["Identity"][..], &["IDENTITY"], &["identity", "Identity"], &[" , Identity ,"]]
    {
        assert_eq!(page_of(reply(codings, PAGE)).await.unwrap().items(), [1, 2, 3], "{codings:?}");
    }
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn gzip_is_decoded_in_any_spelling() {
    let lists: [&[&str]; 7] = [
        &["GZIP"],
        &["x-gzip"],
        &["identity, gzip"],
        &["gzip, Identity"],
        &["identity", "gzip"],
        &["gzip", "identity"],
        &[",Gzip,"],
    ];
    for codings in lists {
        let page = page_of(reply(codings, &gzip(PAGE))).await;
        assert_eq!(page.unwrap().items(), [1, 2, 3], "{codings:?}");
        let cut = error_of(reply(codings, &gzip(PAGE)[..30])).await;
        assert_eq!(cut.kind(), ErrorKind::Transport, "{codings:?}: {cut}");
        let twice = error_of(reply(codings, &gzip(&gzip(PAGE)))).await;
        assert_eq!(twice.kind(), ErrorKind::Body, "{codings:?}: {twice}");
        let bomb = [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff][..], &spaces()].concat();
        assert_too_large(&error_of(reply(codings, &bomb)).await);
    }
}

#[tokio::test]
async fn a_byte_order_mark_before_the_json_is_ignored_on_every_path() {
    let marked = [b"\xef\xbb\xbf", PAGE].concat();
    assert_eq!(page_of(reply(&[], &marked)).await.unwrap().items(), [1, 2, 3]);
    let chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let chunks = [chunks.as_bytes(), b"2\r\n\xef\xbb\r\n11\r\n\xbf", PAGE, b"\r\n0\r\n\r\n"];
    assert_eq!(page_of(chunks.concat()).await.unwrap().items(), [1, 2, 3]);
    #[cfg(feature = "gzip")]
    assert_eq!(page_of(reply(&["gzip"], &gzip(&marked))).await.unwrap().items(), [1, 2, 3]);

    let server = Server::start().await;
    server.then_raw(reply(&[], &marked));
    let client = builder(&server).build().unwrap();
    let response = client.request(http::Method::GET, "/x").send().await.unwrap();
    // The bytes stay those of the server; only the JSON reader skips the mark.
    assert_eq!(response.bytes().len(), marked.len());
    assert!(response.json::<std::collections::BTreeMap<String, Vec<u64>>>().is_ok());
}

#[tokio::test]
async fn a_refusal_after_a_byte_order_mark_shows_its_message() {
    let body = "\u{feff}{\"errors\":[{\"message\":\"no such list\"}]}";
    let head = format!("HTTP/1.1 404 Not Found\r\nContent-Length: {}\r\n\r\n", body.len());
    let error = error_of((head + body).into()).await;
    assert!(error.to_string().contains("no such list"), "{error}");
}

#[tokio::test]
async fn an_endless_header_is_cut_in_the_error() {
    let long = "x".repeat(90_000);
    for line in [format!("Content-Type: text/{long}"), format!("Content-Encoding: {long}")] {
        let error = error_of(format!("HTTP/1.1 200 OK\r\n{line}\r\n\r\n<p>").into()).await;
        assert_eq!(error.kind(), ErrorKind::Body, "{error:.300}");
        // A text too long for the name of a coding is not shown.
        let shown = if line.contains("Type") { "xxx" } else { "encoded as `…`" };
        assert!(error.to_string().contains(shown), "{error:.300}");
        assert!(error.to_string().len() < 1_000, "{} bytes", error.to_string().len());
    }
    let moved = format!("HTTP/1.1 302 Found\r\nLocation: https://{long}.test/\r\n\r\n");
    let error = error_of(moved.into()).await;
    assert!(error.is_foreign_origin(), "{error:.300}");
    assert!(error.to_string().len() < 1_000, "{} bytes", error.to_string().len());
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn a_body_encoded_more_often_than_its_header_says_is_reported() {
    const UNSAID: &str = "the body is compressed";
    let (once, twice) = (gzip(PAGE), gzip(&gzip(PAGE)));
    for (codings, body, says) in [
        (&["gzip"][..], &twice, UNSAID),
        (&["gzip", "gzip"], &twice, "encoded as `gzip, gzip`"),
        (&[], &once, UNSAID),
        (&["identity"], &once, UNSAID),
    ] {
        let error = error_of(reply(codings, body)).await;
        assert_eq!(error.kind(), ErrorKind::Body);
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[tokio::test]
async fn the_cap_is_exact_on_every_path() {
    for (cap, good) in [(PAGE.len(), true), (PAGE.len() - 1, false)] {
        let wire = Wire::default();
        wire.then(200, std::str::from_utf8(PAGE).unwrap());
        let client = wire.builder().max_page_bytes(cap).build().unwrap();
        assert_eq!(Numbers::list(&client).first_page().await.is_ok(), good);

        let server = Server::start().await;
        server.then_raw(reply(&[], PAGE));
        let chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"data\":\r\n8\r\n[1,2,3]}\r\n0\r\n\r\n";
        server.then_raw(chunks);
        let client = builder(&server).max_page_bytes(cap).build().unwrap();
        for _ in 0..2 {
            assert_eq!(Numbers::list(&client).first_page().await.is_ok(), good);
        }
    }
}

#[tokio::test]
async fn an_announced_length_above_the_cap_is_not_waited_for() {
    let terabyte = 1_u64 << 40;
    let raw = format!("HTTP/1.1 200 OK\r\nContent-Length: {terabyte}\r\n\r\n{{}}");
    assert_too_large(&error_of(raw.into()).await);
}

#[tokio::test]
async fn endless_chunks_stop_at_the_cap() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _request = stream.read(&mut [0; 4096]).await;
        let _head =
            stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").await;
        let chunk = [b"10000\r\n", b" ".repeat(0x10000).as_slice(), b"\r\n"].concat();
        while stream.write_all(&chunk).await.is_ok() {}
    });
    let client = Client::builder(url).max_page_bytes(1 << 20).build().unwrap();
    assert_too_large(&Numbers::list(&client).first_page().await.err().unwrap());
}

#[tokio::test]
async fn an_error_status_is_reported_whatever_happens_to_its_body() {
    let terabyte = 1_u64 << 40;
    for rest in [
        "Content-Encoding: compress\r\nContent-Length: 2\r\n\r\n{}".to_owned(),
        format!("Content-Length: {terabyte}\r\n\r\n{{}}"),
        "Content-Length: 9\r\n\r\n{}".to_owned(),
        "Transfer-Encoding: chunked\r\n\r\nZZ\r\n".to_owned(),
    ] {
        let error = error_of(format!("HTTP/1.1 503 x\r\n{rest}").into()).await;
        assert_eq!(error.kind(), ErrorKind::Status, "{rest}: {error}");
        assert_eq!(error.status().unwrap().as_u16(), 503);
    }
}
