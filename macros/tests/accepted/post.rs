use pagesmith::{Client, Method, Paged, Paging};
use serde::Deserialize;

const NOTION: Paging = Paging::NONE
    .next(pagesmith::paging::NextFrom::Body("/next_cursor"))
    .send(pagesmith::paging::SendIn::Body("/start_cursor"));

#[derive(Deserialize, Paged)]
#[paged(post = "/databases/{id}/query", items = "/results", style = NOTION, key = "id")]
struct Row {
    #[expect(dead_code, reason = "no reply is read here")]
    id: String,
}

#[derive(Deserialize, Paged)]
#[paged(post = "/rows", method = "QUERY", items = "/results", style = NOTION)]
struct Found {
    #[expect(dead_code, reason = "no reply is read here")]
    id: String,
}

#[test]
fn is_accepted() {
    let rows = |client: &Client| Row::list(client, 7).body_at("/filter/property", "Done");
    let _ = rows;
    assert_eq!(Row::LIST.method, Method::Post);
    assert_eq!(Found::LIST.method, Method::Query);
}
