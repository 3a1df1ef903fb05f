use pagesmith::Paged;
use serde::Deserialize;

const OURS: pagesmith::Paging = pagesmith::Paging::NONE;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages", style = OURS, page_size(max = 20))]
struct Message {
    sid: String,
}

fn main() {}
