use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/accounts/:account_sid/Messages", items = "/messages", style = laml)]
struct Message {
    sid: String,
}

fn main() {}
