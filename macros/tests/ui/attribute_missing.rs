use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
struct Message {
    sid: String,
}

fn newest(pager: pagesmith::Pager<Message>) {
    drop(pager.limit(1).items());
}

fn main() {}
