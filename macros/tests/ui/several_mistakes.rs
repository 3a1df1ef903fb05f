use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(path = "/Messages", items = messages, style = "laml")]
struct Message {
    sid: String,
}

fn main() {}
