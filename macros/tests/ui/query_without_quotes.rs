use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages", style = laml, query(api_version = "1"))]
struct Message {
    sid: String,
}

fn main() {}
