use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize)]
struct Message {
    sid: String,
}

#[derive(Paged)]
#[paged(get = "/Messages", style = laml)]
struct Page {
    #[paged(items)]
    messages: Vec<Message>,
}

fn main() {}
