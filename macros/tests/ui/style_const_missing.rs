use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages", style = crate::OURS)]
struct Message {
    sid: String,
}

fn main() {}
