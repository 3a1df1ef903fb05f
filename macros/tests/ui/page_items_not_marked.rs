use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize)]
struct Message {
    sid: String,
}

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", style = laml)]
struct Page {
    messages: Vec<Message>,
    #[paged(next)]
    next_page_uri: Option<String>,
}

fn main() {}
