use pagesmith::Paged;
use serde::Deserialize;

const OURS: &str = "laml";

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages", style = OURS)]
struct Message {
    sid: String,
}

fn main() {}
