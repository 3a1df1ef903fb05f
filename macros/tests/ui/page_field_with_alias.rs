use pagesmith::Paged;
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
    #[paged(next)]
    #[serde(alias = "next")]
    next_page_uri: Option<String>,
}

fn main() {}
