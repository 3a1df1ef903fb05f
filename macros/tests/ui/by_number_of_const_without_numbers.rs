use pagesmith::Paged;
use serde::Deserialize;

const OURS: pagesmith::Paging = pagesmith::Paging::LAML;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages", style = OURS, by_number)]
struct Message {
    sid: String,
}

fn main() {}
