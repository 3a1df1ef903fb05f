use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/rows", post = "/rows", items = "/rows", style = laml)]
struct Row {
    id: u64,
}

fn main() {}
