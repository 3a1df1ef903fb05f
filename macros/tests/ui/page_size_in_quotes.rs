use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages", style = laml, page_size(max = "100"))]
struct Message {
    sid: String,
}

fn main() {}
