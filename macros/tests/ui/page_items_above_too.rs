use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize)]
struct Message {
    sid: String,
}

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages", style = laml)]
struct Page {
    #[paged(items)]
    messages: Vec<Message>,
}

fn main() {}
