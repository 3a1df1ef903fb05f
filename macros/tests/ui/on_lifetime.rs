use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages", style = laml)]
struct Message<'a> {
    sid: &'a str,
}

fn main() {}
