use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(spec = "specs/messages.yaml", resource = "messages", get = "/Messages")]
struct Message {
    sid: String,
}

fn main() {}
