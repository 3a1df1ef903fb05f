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
    messages: Vec<Message>,
    #[paged(more)]
    has_more: bool,
    #[paged(done)]
    is_last: bool,
}

fn main() {}
