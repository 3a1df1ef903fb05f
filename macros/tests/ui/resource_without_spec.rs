use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(resource = "messages")]
struct Message {
    sid: String,
}

fn main() {}
