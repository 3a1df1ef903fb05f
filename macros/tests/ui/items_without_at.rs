use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items(shape = map, name = "sid"), style = laml)]
struct Message {
    sid: String,
}

fn main() {}
