//! Lists whose texts are computed while the program runs.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::wire::Wire;
use pagesmith::paging::{LinkOrigin, NextFrom, SendIn, SendRules, Size, Then};
use pagesmith::{AnyList, Client, Dynamic, ErrorKind, List, OwnedPaging, Pager, Paging, RateLimit};

/// What a program reads from elsewhere: nothing of it lives as long as the
/// program.
struct Read {
    version: u32,
    list: String,
    items: String,
    token: String,
}

fn read() -> Read {
    Read {
        version: 2,
        list: "widgets".to_owned(),
        items: "data~1of".to_owned(),
        token: "cursor".to_owned(),
    }
}

fn paging(read: &Read) -> OwnedPaging {
    let mut paging = Paging::NONE.owned();
    paging.next = Some(NextFrom::Body(format!("/meta/{}", read.token)));
    paging.send = SendIn::Query(read.token.clone());
    paging.size = Some(Size::new(format!("{}_size", read.list)));
    paging.page.total = Some(format!("header:X-{}", read.token));
    paging.safety.origin = LinkOrigin::Hosts(vec![format!("{}.test", read.token)]);
    paging
}

const PAGES: [&str; 2] =
    ["'data/of':[1,2],'meta':{'cursor':'x'}", "'data/of':[3],'meta':{'cursor':null}"];

#[tokio::test]
async fn a_computed_list_is_walked_like_a_constant_one() {
    let wire = Wire::of(PAGES);
    let pager = {
        let read = read();
        let path = format!("/v{}/{}/{{}}", read.version, read.list);
        let list = wire.client().list::<u64>(path, ["a b"], paging(&read));
        list.items_at(format!("/{}", read.items)).page_size(2)
    };
    assert_eq!(pager.collect().await.unwrap(), [1, 2, 3]);
    assert_eq!(
        wire.sent(),
        ["/v2/widgets/a%20b?widgets_size=2", "/v2/widgets/a%20b?widgets_size=2&cursor=x",]
    );
}

#[tokio::test]
async fn a_list_of_computed_texts_says_what_a_constant_one_says() {
    let wire = Wire::of(PAGES);
    let list = {
        let read = read();
        let mut list = AnyList::from(List::get("", ""));
        list.path = format!("/{}/{{id}}", read.list).into();
        list.items = format!("/{}", read.items).into();
        list.key = Some("".into());
        list.paging = paging(&read).into();
        list
    };
    let values = [("id".to_owned(), "7".to_owned())];
    let pager = Pager::<Dynamic<u64>>::of_list(&wire.client(), list, values);
    assert_eq!(pager.collect().await.unwrap(), [1, 2, 3]);
    assert_eq!(wire.sent(), ["/widgets/7", "/widgets/7?cursor=x"]);
}

/// A list with a constant parameter, whose later pages are at this path.
fn elsewhere(wire: &Wire, path: &'static str, alone: bool) -> Pager<Dynamic<u64>> {
    let paging = Paging::NONE
        .next(NextFrom::Body("/next"))
        .send(SendIn::Query("t"))
        .send_rules(SendRules::DEFAULT.alone(alone))
        .then(Then::get(path));
    let list = List::get("/orgs/{org}/rows", "/data").query("v=1").paging(paging);
    let values = [("org".to_owned(), "a b".to_owned())];
    Pager::<Dynamic<u64>>::of_list(&wire.client(), list, values)
}

#[tokio::test]
async fn later_pages_have_the_values_of_the_path_and_the_constant_parameters() {
    for (alone, later) in
        [(false, "/orgs/a%20b/more?v=1&kind=k&t=x"), (true, "/orgs/a%20b/more?v=1&t=x")]
    {
        let wire = Wire::of(["'data':[1],'next':'x'", "'data':[2],'next':null"]);
        let list = elsewhere(&wire, "/orgs/{org}/more", alone).query([("kind", "k")]);
        assert_eq!(list.collect().await.unwrap(), [1, 2]);
        assert_eq!(wire.sent(), ["/orgs/a%20b/rows?v=1&kind=k", later]);
    }
}

#[tokio::test]
async fn a_parameter_of_later_pages_alone_and_a_second_constant_are_refused() {
    let wire = Wire::default();
    let later = elsewhere(&wire, "/teams/{team}/more", false);
    let constant = elsewhere(&wire, "/more", false).query([("v", "2")]);
    for (list, says) in [(later, "no parameter `{team}`"), (constant, "`v` has a constant value")] {
        let error = list.first_page().await.unwrap_err();
        assert_eq!((error.kind(), wire.sent().len()), (ErrorKind::Input, 0), "{error}");
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[test]
fn a_constant_list_is_not_copied() {
    use pagesmith::Text;
    let list = AnyList::from(List::get("/list", "/data").key("/id").paging(Paging::SENDSAGE));
    assert!(matches!(list.path, Text::Borrowed("/list")));
    assert!(matches!(list.key, Some(Text::Borrowed("/id"))));
    assert!(matches!(list.paging.next, Some(NextFrom::Body(Text::Borrowed(_)))));
}

#[test]
fn the_settings_of_a_rate_limit_may_be_computed() {
    const LIMIT: RateLimit = RateLimit::new(&[403]).remaining("left");
    let mut limit = pagesmith::AnyRateLimit::from(LIMIT);
    limit.reset = Some(format!("x-{}", "reset").into());
    Client::builder("https://api.test").rate_limit(limit).build().unwrap();
}

#[test]
fn a_computed_list_can_move_to_any_thread() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<AnyList>();
    shared::<pagesmith::AnyPaging>();
    shared::<pagesmith::AnyRateLimit>();
    shared::<Pager<Dynamic<u64>>>();
}
