use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/Accounts/{account_sid}/Messages", items = "/messages")]
struct Message {
    sid: String,
}

fn newest(client: &pagesmith::Client) {
    drop(Message::list(client, "AC1").limit(1).items());
}

fn main() {}
