use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages", style = link-header)]
struct Message {
    sid: String,
}

fn newest(client: &pagesmith::Client) {
    drop(Message::list(client).limit(1).items());
}

fn main() {}
