use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages", style = laml)]
struct Message<T> {
    sid: T,
}

fn main() {}
