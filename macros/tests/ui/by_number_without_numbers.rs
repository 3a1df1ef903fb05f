use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages", style = laml)]
struct Message {
    sid: String,
}

fn pages(client: &pagesmith::Client) {
    drop(Message::list(client).by_number().pages());
}

fn main() {}
