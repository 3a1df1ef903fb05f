use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize)]
struct Message {
    sid: String,
}

#[derive(Deserialize, Paged)]
#[paged(spec = "specs/messages.yaml", resource = "messages")]
struct Page {
    #[paged(items)]
    messages: Vec<Message>,
}

fn main() {}
