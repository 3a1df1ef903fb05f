use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Accounts/{sid}/Messages/{sid}/Media", items = "/media", style = laml)]
struct Message {
    sid: String,
}

fn main() {}
