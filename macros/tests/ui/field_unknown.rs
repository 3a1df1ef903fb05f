use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(spec = "specs/messages.yaml", resource = "messages")]
struct Message {
    sid: String,
    boddy: Option<String>,
}

fn newest(client: &pagesmith::Client) {
    drop(Message::list(client, "AC1").limit(1).items());
}

fn main() {}
