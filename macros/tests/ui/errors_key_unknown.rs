use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages", style = laml, errors(massage = "/message"))]
struct Message {
    sid: String,
}

fn main() {}
