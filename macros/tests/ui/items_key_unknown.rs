use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items(at = "/messages", shpe = map), style = laml)]
struct Message {
    sid: String,
}

fn main() {}
