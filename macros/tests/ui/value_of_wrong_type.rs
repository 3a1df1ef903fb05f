use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = 5, items = "/messages", style = laml)]
struct Message {
    sid: String,
}

fn main() {}
