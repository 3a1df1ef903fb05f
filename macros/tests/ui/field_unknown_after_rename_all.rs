use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(spec = "specs/messages.yaml", resource = "messages")]
#[serde(rename_all = "camelCase")]
struct Message {
    sid: String,
    num_segments: Option<u32>,
}

fn main() {}
