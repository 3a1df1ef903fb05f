use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize)]
struct Message {
    sid: String,
}

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", style = page_number)]
struct Page {
    #[paged(items)]
    messages: Vec<Message>,
    #[paged(delta)]
    sync_token: Option<String>,
}

fn main() {}
