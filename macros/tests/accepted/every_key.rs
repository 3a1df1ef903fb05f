use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(
    get = "/mailing_lists/{mailing-list}/subscribers/{type}",
    items = "/data",
    style = sendsage,
    key = "id",
    page_size(default = 100, max = 500),
    errors(success = "/success", code = "/error_code", message = "/error_message")
)]
struct Subscriber {
    #[expect(dead_code, reason = "no reply is read here")]
    id: u64,
}

#[test]
fn is_accepted() {
    let pages = |client: &pagesmith::Client| Subscriber::list(client, 7, "active").from_page(2);
    let _ = pages;
    let list = Subscriber::LIST;
    assert_eq!((list.items, list.key), ("/data", Some("/id")));
    assert_eq!(list.errors.code, Some("/error_code"));
    assert_eq!(list.paging.size.unwrap().max, Some(500));
}
