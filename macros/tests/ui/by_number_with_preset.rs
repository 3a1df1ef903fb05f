use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", items = "/messages", style = laml, by_number)]
struct Message {
    sid: String,
}

fn third(client: &pagesmith::Client) {
    drop(Message::list(client).get_page(3));
}

fn main() {}
