//! The mock refuses later requests that lack what their list says that they need.

use super::written;
use pagesmith_cli::mock::{self, Options};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

const SPEC: &str = "pagesmith: 1
name: Later requests
resources:
  members: {get: /members, paging: {next: {body: /continue, spread: true}}, record: Row}
  sessions:
    get: /sessions
    paging: {number: {query: page}, carry: [{from: /session, query: session}]}
    record: Row
  elsewhere:
    get: /elsewhere
    paging: {next: {body: /next}, send: {query: after}, then: {get: /more, items: /rows}}
    record: Row
  links:
    get: /links
    paging: {next: {body: /link, where: {rel: next}, at: /href}, send: url}
    record: Row
  laml: {get: /laml, paging: laml, record: Row}
records:
  Row: {key: id, fields: {id: integer}}
";

/// A text of a reply, as it is written in a query.
fn encoded(text: &Value) -> String {
    utf8_percent_encode(text.as_str().unwrap(), NON_ALPHANUMERIC).to_string()
}

/// The status and the body of the reply to a GET of this path.
fn ask(address: &str, path: &str) -> (u16, Value) {
    let mut socket = TcpStream::connect(address).unwrap();
    write!(socket, "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    let mut reply = String::new();
    socket.read_to_string(&mut reply).unwrap();
    let (head, body) = reply.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let (from, to) = (body.find('{').unwrap(), body.rfind('}').unwrap());
    (status, serde_json::from_str(&body[from..=to]).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_request_needs_what_the_reply_before_gave() {
    let mock = mock::serve(&written(SPEC), &Options::default()).await.unwrap();
    let address = mock.base_url().replace("http://", "");
    let ask = |path: &str| ask(&address, path);
    let status = |path: &str| ask(path).0;

    let (_, first) = ask("/members");
    let position = encoded(&first["continue"]["position"]);
    assert_eq!(status(&format!("/members?position={position}")), 400);
    assert_eq!(status(&format!("/members?position={position}&continue=x")), 400);
    assert_eq!(status(&format!("/members?position={position}&continue=-%7C%7C")), 200);

    let (_, first) = ask("/sessions?page=0");
    let session = encoded(&first["session"]);
    assert_eq!(status("/sessions?page=1"), 400);
    assert_eq!(status("/sessions?page=1&session=x"), 400);
    assert_eq!(status(&format!("/sessions?page=1&session={session}")), 200);

    let (_, first) = ask("/elsewhere");
    let next = encoded(&first["next"]);
    assert_eq!(status(&format!("/elsewhere?after={next}")), 400);
    assert_eq!(status("/more"), 400);
    let (status, second) = ask(&format!("/more?after={next}"));
    assert!(status == 200 && second["rows"].is_array(), "{second}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_element_with_the_link_has_another_place_on_every_other_page() {
    let mock = mock::serve(&written(SPEC), &Options::default()).await.unwrap();
    let address = mock.base_url().replace("http://", "");
    let (mut path, mut places) = ("/links".to_owned(), Vec::new());
    loop {
        let (_, page) = ask(&address, &path);
        let links = page["link"].as_array().unwrap().clone();
        let Some(place) = links.iter().position(|link| link["rel"] == "next") else { break };
        places.push(place);
        path = links[place]["href"].as_str().unwrap().to_owned();
    }
    assert_eq!(places, [1, 0]);
}

/// As official clients of such APIs send it: `Page=0` is the first page, and later numbers come
/// with the token of their link.
#[tokio::test(flavor = "multi_thread")]
async fn the_number_of_a_page_may_come_beside_its_token() {
    let mock = mock::serve(&written(SPEC), &Options::default()).await.unwrap();
    let address = mock.base_url().replace("http://", "");
    let (status, first) = ask(&address, "/laml?Page=0&PageSize=2");
    assert_eq!((status, &first["page"]), (200, &Value::from(0)));
    let next = first["next_page_uri"].as_str().unwrap();
    assert!(!next.contains("Page=0"), "{next}");
    let (status, second) = ask(&address, &format!("{next}&Page=1"));
    assert_eq!((status, &second["page"]), (200, &Value::from(1)));
    assert_eq!(ask(&address, "/laml?Page=1&PageSize=2").0, 400);
    assert_eq!(ask(&address, "/laml?Page=first").0, 400);
}
