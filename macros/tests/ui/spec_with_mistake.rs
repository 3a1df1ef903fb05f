use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(spec = "specs/two_mistakes.yaml", resource = "messages")]
struct Message {
    sid: String,
}

fn main() {}
