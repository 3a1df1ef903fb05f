use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(get = "/subscribers", items = "/data", style = sendsage)]
struct Subscriber {
    id: u64,
}

fn rest(client: &pagesmith::Client) {
    drop(Subscriber::list(client).page_token("djE6Mg").items());
}

fn main() {}
