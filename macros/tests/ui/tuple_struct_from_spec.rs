use pagesmith::Paged;
use serde::Deserialize;

#[derive(Deserialize, Paged)]
#[paged(spec = "specs/messages.yaml", resource = "messages")]
struct Message(String);

fn main() {}
