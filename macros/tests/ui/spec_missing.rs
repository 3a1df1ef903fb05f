use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(spec = "specs/mesages.yaml", resource = "messages")]
struct Message {
    sid: String,
}

fn main() {}
