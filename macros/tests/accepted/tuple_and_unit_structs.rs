use pagesmith::Paged;
use serde::Deserialize;

/// A list of numbers.
#[derive(Deserialize, Paged)]
#[paged(get = "/ids", items = "/ids", style = none)]
pub struct Id(pub u64);

/// A list of nulls.
#[derive(Deserialize, Paged)]
#[paged(get = "/marks", items = "", style = none)]
pub struct Mark;

#[test]
fn is_accepted() {
    let both = |client: &pagesmith::Client| (Id::list(client).items(), Mark::list(client).items());
    let _ = both;
}
