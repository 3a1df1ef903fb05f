use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged()]
struct Message {
    sid: String,
}

fn main() {}
