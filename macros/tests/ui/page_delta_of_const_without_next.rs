use pagesmith::Paged;
use serde::Deserialize;

const OURS: pagesmith::Paging = pagesmith::Paging::PAGE_NUMBER;

#[derive(Deserialize, Paged)]
#[paged(get = "/Messages", style = OURS)]
struct Page {
    #[paged(items)]
    messages: Vec<String>,
    #[paged(delta)]
    sync_token: Option<String>,
}

fn main() {}
