use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(spec = "specs/messages.yaml", resource = "mesages")]
struct Message {
    sid: String,
}

fn main() {}
