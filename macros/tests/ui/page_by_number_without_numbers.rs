use pagesmith::{Client, Paged};
use serde::Deserialize;

#[derive(Deserialize)]
struct Message {
    sid: String,
}

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", style = laml)]
struct Page {
    #[paged(items)]
    messages: Vec<Message>,
}

fn second(client: &Client) {
    let _page = Page::list(client).get_page(2);
}

fn main() {}
