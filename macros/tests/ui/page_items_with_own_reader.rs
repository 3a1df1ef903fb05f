use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize)]
struct Message {
    sid: String,
}

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", style = laml)]
struct Page {
    #[paged(items)]
    #[serde(deserialize_with = "read")]
    messages: Vec<Message>,
}

fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Message>, D::Error> {
    Vec::deserialize(from)
}

fn main() {}
