//! Replies that are too much: too large, too slow, too deep, or encoded to be so.

use std::time::Duration;

use super::encoding::{self, Coding};
use super::page::{by, json, last, page, replies, then};
use super::reply::{Reply, Step};
use super::{Script, scenarios};

scenarios! {
    "bomb-gzip", "The second page is blanks without end, in gzip.", |_| bomb(encoding::GZIP);
    "bomb-deflate", "The second page is blanks without end, in deflate.", |_| bomb(encoding::DEFLATE);
    "bomb-brotli", "The second page is blanks without end, in brotli.", |_| bomb(encoding::BROTLI);
    "bomb-zstd", "The second page is blanks without end, in zstd.", |_| bomb(encoding::ZSTD);
    "bomb-plain", "The second page is blanks without end, in chunks.", |_| plain("Transfer-Encoding: chunked");
    "bomb-without-length", "The second page is blanks without end, and has no length.",
        |_| plain("X-Length: none");
    "bomb-in-an-error", "The second page is status 400 with blanks without end, in gzip.",
        |_| second(&encoding::GZIP.endless(400));
    "page-of-a-million-items", "The second page has a million and one items.",
        |_| second(&Reply::json(format!(
            "{{\"data\":[{}{{\"id\":4}}],\"next_page_token\":null}}", "{\"id\":3},".repeat(1_000_000)
        )));
    "gzip", "Both pages are in gzip.",
        |_| replies([
            gzipped("{\"data\":[{\"id\":1},{\"id\":2}],\"next_page_token\":\"a\"}", 1),
            gzipped("{\"data\":[{\"id\":3},{\"id\":4}],\"next_page_token\":null}", 1),
        ]);
    "gzip-cut", "The second page is in gzip, and breaks off.",
        |_| second(&{
            let mut body = encoding::gzip(b"{\"data\":[],\"next_page_token\":null}");
            body.truncate(body.len() - 12);
            Reply::json(body).header("Content-Encoding", "gzip")
        });
    "gzip-checksum-wrong", "The second page is in gzip, and its checksum is wrong.",
        |_| second(&{
            let mut body = encoding::gzip(b"{\"data\":[],\"next_page_token\":null}");
            let at = body.len() - 8;
            body[at] ^= 1;
            Reply::json(body).header("Content-Encoding", "gzip")
        });
    "gzip-not-said", "The second page is in gzip, and its headers do not say so.",
        |_| second(&Reply::json(encoding::gzip(b"{\"data\":[],\"next_page_token\":null}")));
    "gzip-said-and-not-so", "The second page says that it is in gzip, and is not.",
        |_| second(&json("{'data':[],'next_page_token':null}").header("Content-Encoding", "gzip"));
    "gzip-twice", "The second page is in gzip twice, and says so.",
        |_| second(&gzipped("{\"data\":[],\"next_page_token\":null}", 2));
    "gzip-twice-in-two-headers", "The second page is in gzip twice, and says so in two headers.",
        |_| second(&{
            let inner = encoding::gzip(b"{\"data\":[],\"next_page_token\":null}");
            Reply::json(encoding::gzip(&inner)).header("Content-Encoding", "gzip").header("Content-Encoding", "gzip")
        });
    "gzip-twice-said-once", "The second page is in gzip twice, and says so once.",
        |_| second(&{
            let inner = encoding::gzip(b"{\"data\":[],\"next_page_token\":null}");
            Reply::json(encoding::gzip(&inner)).header("Content-Encoding", "gzip")
        });
    "coding-unknown", "The second page is in an unknown coding.",
        |_| second(&json("{'data':[],'next_page_token':null}").header("Content-Encoding", "rot13"));
    "length-of-2-to-the-40", "The second page announces a tebibyte.",
        |_| second(&Reply::raw([
            head("Content-Length: 1099511627776"),
            Step::Send(b"{\"data\":[".to_vec()),
            Step::Stall,
        ]));
    "length-beyond-64-bits", "The second page announces more bytes than 64 bits count.",
        |_| second(&Reply::raw([head("Content-Length: 99999999999999999999999"), Step::Stall]));
    "lengths-that-differ", "The second page has two lengths.",
        |_| second(&Reply::raw([
            head("Content-Length: 34\r\nContent-Length: 5"),
            Step::Send(b"{\"data\":[],\"next_page_token\":null}".to_vec()),
        ]));
    "headers-of-10-mb", "The second page has ten megabytes of headers.",
        |_| second(&Reply::raw([
            Step::Send(b"HTTP/1.1 200 OK\r\n".to_vec()),
            Step::Send(format!("X-Large: {}\r\n", "x".repeat(1000)).repeat(10_000).into_bytes()),
            Step::Send(b"Content-Length: 2\r\n\r\n{}".to_vec()),
        ]));
    "headers-without-end", "The second page has headers without end.",
        |_| second(&Reply::raw([
            Step::Send(b"HTTP/1.1 200 OK\r\nX-Endless: ".to_vec()),
            Step::Repeat(vec![b'x'; 4096]),
        ]));
    "drip-of-the-body", "The second page's body comes a byte every ten seconds.",
        |_| second(&Reply::raw([
            head("Content-Length: 1000"),
            Step::Drip(vec![b' '; 1000], Duration::from_secs(10)),
        ]));
    "drip-of-the-headers", "The second page's headers come a byte every ten seconds.",
        |_| second(&Reply::raw([Step::Drip(
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".repeat(99),
            Duration::from_secs(10),
        )]));
    "drip-that-ends", "The second page's body comes a byte each second, and is there within a minute.",
        |_| second(&Reply::raw([
            head("Content-Length: 51"),
            Step::Drip(b"{\"data\":[{\"id\":3},{\"id\":4}],\"next_page_token\":null}".to_vec(), Duration::from_secs(1)),
        ]));
    "stall-before-headers", "The second page is never answered.", |_| second(&Reply::raw([Step::Stall]));
    "stall-in-the-headers", "The second page's headers stop.",
        |_| second(&Reply::raw([Step::Send(b"HTTP/1.1 200 OK\r\nContent-".to_vec()), Step::Stall]));
    "stall-in-the-body", "The second page's body stops.",
        |_| second(&Reply::raw([head("Content-Length: 99"), Step::Send(b"{\"data\":[".to_vec()), Step::Stall]));
    "stall-once", "The second page is not answered once.",
        |_| {
            let mut asked = 0;
            by(move |request| {
                if request.value("page_token").is_none() {
                    return page(1..=2, "'next_page_token':'a'");
                }
                asked += 1;
                if asked == 1 { Reply::raw([Step::Stall]) } else { last(3..=4) }
            })
        };
    "json-deep", "The rows of the second page are arrays, 200,000 deep.",
        |_| deep("{\"next_page_token\":null,\"data\":", "}");
    "json-deep-in-a-row", "A row of the second page holds arrays, 200,000 deep.",
        |_| deep("{\"next_page_token\":null,\"data\":[{\"id\":3,\"any\":", "}]}");
    "json-deep-beside", "A key that nothing reads holds arrays, 200,000 deep.",
        |_| deep("{\"data\":[{\"id\":3}],\"next_page_token\":null,\"x\":", "}");
    "json-deep-in-the-token", "The token of the second page is arrays, 200,000 deep.",
        |_| deep("{\"data\":[],\"next_page_token\":", "}");
    "number-1e400-in-a-row", "A row holds the number 1e400.",
        |_| then_last("{'data':[{'id':3,'number':1e400}],'next_page_token':null}");
    "number-1e400-beside", "A key that nothing reads holds the number 1e400.",
        |_| then_last("{'x':1e400,'data':[{'id':3}],'next_page_token':null}");
    "number-1e400-as-total", "The total is 1e400.",
        |_| then("'num_records':1e400,'next_page_token':null");
    "number-1e400-as-token", "The token is the number 1e400.", |_| then("'next_page_token':1e400");
    "surrogate-in-a-row", "A text of a row holds half a surrogate pair.",
        |_| then_last("{'data':[{'id':3,'text':'\\ud800'}],'next_page_token':null}");
    "surrogate-in-the-token", "The token holds half a surrogate pair.",
        |_| then_last("{'data':[{'id':3}],'next_page_token':'\\udc00x'}");
    "byte-order-mark", "The second page begins with a byte order mark.",
        |_| then_last("\u{feff}{'data':[{'id':3}],'next_page_token':null}");
    "trailing-garbage", "Something else follows the JSON of the second page.",
        |_| then_last("{'data':[{'id':3}],'next_page_token':null} {}");
    "trailing-blanks", "Blanks and a line feed follow the JSON of the second page.",
        |_| then_last("{'data':[{'id':3}],'next_page_token':null} \r\n\t ");
    "duplicate-key-in-a-row", "A row has its id twice.",
        |_| then_last("{'data':[{'id':3,'id':4}],'next_page_token':null}");
    "page-of-33-mib", "The second page has 33 MiB, as announced.",
        |_| second(&Reply::json(format!("{{\"data\":[{}],\"next_page_token\":null}}", " ".repeat(33 << 20))));
}

/// A first page by token, then this reply.
fn second(reply: &Reply) -> Script {
    let reply = reply.clone();
    by(move |request| match request.value("page_token") {
        None => page(1..=2, "'next_page_token':'a'"),
        Some(_) => reply.clone(),
    })
}

fn then_last(body: &str) -> Script {
    second(&json(body))
}

fn bomb(coding: Coding) -> Script {
    second(&coding.endless(200))
}

fn plain(framing: &str) -> Script {
    let blanks = " ".repeat(0x4000);
    let chunk = if framing.contains("chunked") { format!("4000\r\n{blanks}\r\n") } else { blanks };
    second(&Reply::raw([head(framing), Step::Repeat(chunk.into_bytes())]))
}

/// A page, compressed in gzip `times` times.
fn gzipped(body: &str, times: usize) -> Reply {
    let body = (0..times).fold(body.as_bytes().to_vec(), |body, _| encoding::gzip(&body));
    Reply::json(body).header("Content-Encoding", vec!["gzip"; times].join(", "))
}

fn deep(before: &str, after: &str) -> Script {
    let (open, close) = ("[".repeat(200_000), "]".repeat(200_000));
    second(&Reply::json(format!("{before}{open}{close}{after}")))
}

fn head(framing: &str) -> Step {
    Step::Send(Reply::json("").head(framing).into_bytes())
}
