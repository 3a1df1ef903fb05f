//! A constant sends the position elsewhere than in the path.

use pagesmith::{Paged, Paging};

const TOKENS: Paging = Paging::SENDSAGE;

#[derive(serde::Deserialize, Paged)]
#[paged(get = "/Messages/{after}", items = "/messages", style = TOKENS, position = "after")]
struct Message {
    sid: String,
}

fn main() {}
