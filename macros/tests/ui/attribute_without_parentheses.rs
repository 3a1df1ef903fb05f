use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged = "/Messages"]
struct Message {
    sid: String,
}

fn main() {}
