use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize)]
struct Message {
    sid: String,
}

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", style = laml)]
struct Page {
    #[paged(items, key = "sid")]
    messages: Vec<Message>,
}

fn main() {}
