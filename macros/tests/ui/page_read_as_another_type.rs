use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize)]
struct Message {
    sid: String,
}

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", style = laml)]
#[serde(from = "Wire")]
struct Page {
    #[paged(items)]
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Wire {
    messages: Vec<Message>,
}

impl From<Wire> for Page {
    fn from(wire: Wire) -> Self {
        Self { messages: wire.messages }
    }
}

fn main() {}
