use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "", style = laml)]
struct Message {
    sid: String,
}

fn main() {}
