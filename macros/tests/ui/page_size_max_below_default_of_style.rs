use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages", style = laml, page_size(max = 20))]
struct Message {
    sid: String,
}

fn main() {}
