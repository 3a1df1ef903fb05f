//! What a call is given, and what of it reaches the wire.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;
#[path = "calls/secrets.rs"]
mod secrets;

use common::wire::Wire;
use common::{Message, Numbers, Subscriber};
use pagesmith::{Client, ErrorKind, Json, Paged, Pager, Paging};

const LAST: &str = "'data':[],'messages':[],'next_page_token':null,'next_page_uri':null";

/// The message of an input error, for which nothing was sent.
#[track_caller]
fn refused<T: std::fmt::Debug>(
    wire: &Wire,
    result: Result<T, impl Into<pagesmith::Error>>,
) -> String {
    let error = result.unwrap_err().into();
    assert_eq!((error.kind(), wire.sent().len()), (ErrorKind::Input, 0), "{error}");
    error.to_string()
}

#[tokio::test]
async fn a_page_size_of_zero_or_above_the_maximum_is_refused_before_any_request() {
    let wire = Wire::default();
    let list = || Subscriber::list(&wire.client(), 1);
    assert!(refused(&wire, list().page_size(0).first_page().await).contains("at least 1"));
    let message = refused(&wire, list().page_size(501).collect().await);
    assert!(message.contains("must be at most 500, got 501"), "{message}");
    refused(&wire, list().page_size(501).by_number().collect().await);
    refused(&wire, list().page_size(501).limit(1).items().try_next().await);
    let unsized_list = wire.client().list::<Json>("/list", [""; 0], Paging::NONE).page_size(5);
    assert!(refused(&wire, unsized_list.first_page().await).contains("can't be set"));
}

#[tokio::test]
async fn a_page_size_at_the_maximum_is_sent() {
    let wire = Wire::of([LAST]);
    Subscriber::list(&wire.client(), 1).page_size(500).collect().await.unwrap();
    assert_eq!(wire.sent(), ["/ga/api/v2/mailing_lists/1/subscribers?per_page=500"]);
}

#[tokio::test]
async fn a_query_with_a_paging_parameter_is_refused_before_any_request() {
    let wire = Wire::default();
    for param in ["page", "page_token", "per_page"] {
        let any = Numbers::list(&wire.client()).query([(param, "1")]);
        let message = refused(&wire, any.clone().collect().await);
        assert!(message.contains(&format!("`{param}` belongs to the paging")), "{message}");
        refused(&wire, any.by_number().first_page().await);
        let dynamic = wire.client().list::<u64>("/list", [""; 0], Paging::SENDSAGE);
        refused(&wire, dynamic.query([(param, "1")]).items_at("/data").collect().await);
    }
    refused(&wire, Message::list(&wire.client(), 1).query([("PageSize", 1)]).collect().await);
}

#[tokio::test]
async fn a_query_takes_pairs_and_structs_and_is_encoded_once() {
    #[derive(serde::Serialize)]
    struct Query {
        status: Option<&'static str>,
        #[serde(rename = "DateSent<")]
        before: &'static str,
    }
    let wire = Wire::of(["'data':[],'next_page_token':'x'", LAST]);
    Numbers::list(&wire.client())
        .query([("To", "+1555 &=é%20")])
        .query(Query { status: None, before: "2024-01-31" })
        .query([("To", 2)])
        .page_size(5)
        .collect()
        .await
        .unwrap();
    let first = "/list?To=%2B1555%20%26%3D%C3%A9%2520&DateSent%3C=2024-01-31&To=2&per_page=5";
    assert_eq!(wire.sent(), [first.to_owned(), format!("{first}&page_token=x")]);
}

#[tokio::test]
async fn a_query_keeps_its_order_and_its_digits() {
    #[derive(serde::Serialize)]
    struct Query {
        z: u128,
        y: bool,
        x: f64,
        w: Option<char>,
    }
    let wire = Wire::of([LAST]);
    Numbers::list(&wire.client())
        .query(Query { z: u128::MAX, y: true, x: 0.5, w: None })
        .query(std::collections::BTreeMap::from([("m", "\"\n")]))
        .query([("n", Some(7)), ("o", None)])
        .query([(8, "eight")])
        .query(None::<Query>)
        .collect()
        .await
        .unwrap();
    let digits = u128::MAX;
    assert_eq!(wire.sent(), [format!("/list?z={digits}&y=true&x=0.5&m=%22%0A&n=7&8=eight")]);
}

#[tokio::test]
async fn a_query_that_is_not_a_list_of_pairs_is_refused() {
    #[derive(serde::Serialize)]
    struct Many {
        to: [u8; 2],
    }
    let wire = Wire::default();
    let list = || Numbers::list(&wire.client());
    for (call, says) in [
        (list().query("t3xt"), "it is neither an object nor an array of pairs"),
        (list().query([1, 2]), "it is neither an object nor an array of pairs"),
        (list().query([(None::<&str>, "b")]), "it is neither an object nor an array of pairs"),
        (list().query([("a", "b", "c")]), "it is neither an object nor an array of pairs"),
        (list().query(Many { to: [1, 2] }), "`to` is an array; expected a single value"),
        (list().query([("to", [("a", 1)])]), "`to` is an array; expected a single value"),
        (list().query([("to", Many { to: [1, 2] })]), "`to` is an object; expected a single value"),
    ] {
        let message = refused(&wire, call.collect().await);
        assert!(message.contains("does not serialise to pairs"), "{message}");
        assert!(message.contains(says) && !message.contains("t3xt"), "{message}");
    }
}

#[tokio::test]
async fn filters_are_encoded_once_and_a_second_value_replaces_the_first() {
    use pagesmith::__private::ListStyle;
    let wire = Wire::of([LAST]);
    Message::list(&wire.client(), "AC1")
        .filter::<String>("To", "+1")
        .filter::<i64>("Count<", 7)
        .filter::<String>("To", "+2 3")
        .filter_list::<String, _>("a", ListStyle::Repeat, ["x", "y,z"])
        .filter_list::<String, _>("b", ListStyle::Comma, ["x", "y"])
        .filter_list::<bool, _>("c", ListStyle::Brackets, [true, false])
        .filter_list::<bool, _>("c", ListStyle::Brackets, [false])
        .collect()
        .await
        .unwrap();
    assert_eq!(
        wire.sent(),
        ["/api/laml/2010-04-01/Accounts/AC1/Messages\
          ?Count%3C=7&To=%2B2%203&a=x&a=y%2Cz&b=x%2Cy&c%5B%5D=false"]
    );
}

#[tokio::test]
async fn path_values_are_one_segment_each() {
    for (value, segment) in [
        ("a b/c?d#e", "a%20b%2Fc%3Fd%23e"),
        ("%2e%2e", "%252e%252e"),
        ("é", "%C3%A9"),
        ("..a", "..a"),
    ] {
        let wire = Wire::of([LAST]);
        Message::list(&wire.client(), value).collect().await.unwrap();
        assert_eq!(wire.sent(), [format!("/api/laml/2010-04-01/Accounts/{segment}/Messages")]);
    }
}

#[tokio::test]
async fn path_values_that_lead_elsewhere_are_refused() {
    for value in ["", ".", ".."] {
        let wire = Wire::default();
        let message = refused(&wire, Message::list(&wire.client(), value).collect().await);
        assert!(message.contains("`account_sid` must be one path segment"), "{message}");
        refused(&wire, wire.client().list::<Json>("/a/{}", [value], Paging::NONE).collect().await);
    }
}

#[tokio::test]
async fn path_values_too_many_and_too_few_are_refused() {
    let wire = Wire::default();
    let list = |path, values: &[&'static str]| {
        wire.client().list::<Json>(path, values.to_vec(), Paging::NONE)
    };
    assert!(refused(&wire, list("/a/{}/{}", &["x"]).collect().await).contains("more parameters"));
    assert!(
        refused(&wire, list("/a/{}", &["x", "y"]).collect().await).contains("fewer parameters")
    );
    assert!(refused(&wire, list("/a/{", &[]).collect().await).contains("without a `}`"));
    let named = refused(&wire, list("/a/{id}", &["x"]).collect().await);
    assert!(named.contains("`{id}`") && named.ends_with("write `{}`"), "{named}");
}

#[tokio::test]
async fn invalid_pointers_are_refused() {
    let wire = Wire::default();
    let list = wire.client().list::<Json>("/a", [""; 0], Paging::NONE).items_at("data");
    assert!(refused(&wire, list.collect().await).contains("`data` is not a JSON Pointer"));
}

#[tokio::test]
async fn paths_of_lists_are_relative_to_the_base_url() {
    for base in ["https://api.test/v1", "https://api.test/v1/"] {
        let wire = Wire::of([LAST]);
        let client = Client::builder(base).transport(wire.clone()).build().unwrap();
        Numbers::list(&client).collect().await.unwrap();
        assert_eq!(wire.sent(), ["/v1/list"]);
    }
}

#[tokio::test]
async fn a_header_that_cannot_be_sent_is_refused() {
    let wire = Wire::default();
    for (name, value) in [("a b", "x"), ("", "x"), ("x", "a\r\nb: c")] {
        let list = Numbers::list(&wire.client()).header(name, value);
        assert!(refused(&wire, list.collect().await).contains("header"));
        refused(&wire, wire.builder().header(name, value).build());
    }
}

#[tokio::test]
async fn headers_of_the_walk_replace_those_of_the_client_on_every_page() {
    let wire = Wire::of(["'data':[],'next_page_token':'x'", LAST, LAST]);
    let client = wire.builder().header("X-Version", "1").header("accept", "a/b").build().unwrap();
    Numbers::list(&client).header("x-version", "2").collect().await.unwrap();
    Numbers::list(&client).collect().await.unwrap();
    let header = |name: &str| {
        let values = |request: http::Request<bytes::Bytes>| {
            let all = request.headers().get_all(name).iter();
            all.map(|value| value.to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        wire.requests().into_iter().map(values).collect::<Vec<_>>()
    };
    assert_eq!(header("x-version"), [["2"], ["2"], ["1"]]);
    assert_eq!(header("accept"), [["a/b"], ["a/b"], ["a/b"]]);
}

/// Methods that a call has only if it has no inherent method with the same name.
#[expect(clippy::wrong_self_convention, reason = "named as the methods that it replaces")]
trait Lacking: Sized {
    fn get_page(self, _: u64) {}
    fn from_page(self, _: u64) {}
    fn by_number(self) {}
}

impl<L: Paged, M> Lacking for Pager<L, M> {}

#[test]
fn calls_by_number_exist_for_numbered_lists_alone_and_only_once() {
    fn is_lacking<T: 'static>(_: &T) -> bool {
        std::any::TypeId::of::<T>() == std::any::TypeId::of::<()>()
    }
    let client = Wire::default().client();
    let by_link = || Message::list(&client, "AC1");
    // `get_page` is a method of each list, so that the compiler says why a list without
    // numbers can't be asked for one: `ui/fail/get_page_without_numbers.rs`.
    assert!(is_lacking(&by_link().from_page(3)));
    assert!(is_lacking(&by_link().by_number()));
    let by_token = || Subscriber::list(&client, 1);
    assert!(!is_lacking(&by_token().get_page(3)));
    assert!(!is_lacking(&by_token().from_page(3)));
    assert!(!is_lacking(&by_token().by_number()));
    assert!(is_lacking(&by_token().by_number().get_page(3)));
    assert!(is_lacking(&by_token().by_number().from_page(3)));
    assert!(is_lacking(&by_token().from_page(3).by_number()));
}

#[test]
fn each_shape_of_an_error_body_is_read() {
    let of = |code: Option<&str>, message: Option<&str>| {
        (code.map(str::to_owned), message.map(str::to_owned))
    };
    for (body, expected) in [
        (r#"{"code": "21603", "message": "no", "status": 400}"#, of(Some("21603"), Some("no"))),
        (r#"{"code": 21603, "message": "no"}"#, of(Some("21603"), Some("no"))),
        (r#"{"errors": [{"code": "x", "message": "no"}]}"#, of(Some("x"), Some("no"))),
        (r#"{"errors": [{"code": "x"}]}"#, of(Some("x"), None)),
        (r#"{"errors": ["no", "nor this"]}"#, of(None, Some("no; nor this"))),
        (r#"{"errors": []}"#, of(None, None)),
        ("<html>", of(None, None)),
    ] {
        let wire = common::wire::Wire::default();
        wire.then(422, body);
        let error = common::ready(&mut Failing::list(&wire.client()).items()).unwrap().unwrap_err();
        let api = error.api_error().unwrap();
        assert_eq!((api.code.clone(), api.message.clone()), expected, "{body}");
    }
}

/// A list that says where its errors are.
struct Failing;

impl pagesmith::Paged for Failing {
    type Item = u64;
    const LIST: pagesmith::List =
        pagesmith::List::get("/list", "/data").error_code("/code").error_message("/message");
}

impl Failing {
    fn list(client: &pagesmith::Client) -> pagesmith::Pager<Self> {
        pagesmith::Pager::new(client, [])
    }
}

#[test]
fn a_lenient_walk_hands_out_what_does_not_decode_and_goes_on() {
    use pagesmith::Lenient;
    let pages =
        ["'data':[1,'s3cret'],'next_page_token':'t'", "'data':[null,4],'next_page_token':null"];
    let wire = common::wire::Wire::of(pages);
    let mut items = common::Numbers::list(&wire.client()).lenient().items();
    let mut seen = Vec::new();
    while let Some(item) = common::ready(&mut items) {
        let item = item.unwrap();
        assert!(!format!("{item:?}").contains("s3cret"));
        seen.push(match item {
            Lenient::Decoded(number) => number.to_string(),
            Lenient::Undecoded(raw) => raw.json().to_owned(),
        });
    }
    assert_eq!(seen, ["1", "\"s3cret\"", "null", "4"]);
    assert_eq!(items.position().unwrap().items(), 4);

    let strict = common::wire::Wire::of(pages);
    let mut items = common::Numbers::list(&strict.client()).items();
    let error = common::ready(&mut items).unwrap().unwrap_err();
    assert_eq!((error.kind(), error.page()), (ErrorKind::Record, Some(1)));
    assert!(error.to_string().contains("item 1") && error.to_string().contains("found a string"));
}

#[tokio::test]
async fn a_query_in_the_path_of_a_list_is_refused_before_any_request() {
    let wire = Wire::default();
    let list = |path: &str| wire.client().list::<Json>(path.to_owned(), [""; 0], Paging::NONE);
    let message = refused(&wire, list("/issues?state=open&per_page=5").first_page().await);
    let help =
        r#"write `/issues`, and add the query by `.query(&[("state", …), ("per_page", …)])`"#;
    assert!(message.contains(help), "{message}");
    assert!(!message.contains("open"), "{message}");
    refused(&wire, list("/issues?").collect().await);
    refused(&wire, list("/issues?state").items().try_next().await);
}

#[tokio::test]
async fn a_filter_by_time_is_sent_without_an_offset_if_the_server_has_none() {
    use pagesmith::__private::InZone;
    let wire = Wire::of([LAST]);
    let list = wire.client().list::<Json>("/list", [""; 0], Paging::NONE).items_at("/data");
    let list = list.filter("since", InZone("2024-05-01T10:00:00+02:00", "+02:00"));
    let list = list.filter::<u64>("above", u64::MAX).filter::<u64>("size", 5);
    list.first_page().await.unwrap();
    let sent = "/list?since=2024-05-01T10%3A00%3A00&above=18446744073709551615&size=5";
    assert_eq!(wire.sent(), [sent]);
    let list =
        wire.client().list::<Json>("/list", [""; 0], Paging::NONE).filter::<u64>("above", -1);
    let error = list.first_page().await.unwrap_err().to_string();
    assert!(error.contains("filter `above`: it must not be negative"), "{error}");
}
