use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/sent~messages", style = laml)]
struct Message {
    sid: String,
}

fn main() {}
