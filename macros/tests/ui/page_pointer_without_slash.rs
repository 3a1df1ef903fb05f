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
    #[paged(total = "count")]
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta {
    count: u64,
}

fn main() {}
