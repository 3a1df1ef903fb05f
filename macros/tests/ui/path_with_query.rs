use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages?PageSize=5", items = "/messages", style = laml)]
struct Message {
    sid: String,
}

fn main() {}
