use pagesmith::{Client, Paged};
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages", style = laml)]
struct Message {
    sid: String,
}

fn second(client: &Client) {
    let _page = Message::list(client).get_page(2);
}

fn main() {}
