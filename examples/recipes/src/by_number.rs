//! Several pages at a time.

use crate::records::Subscriber;
use pagesmith::{Client, Error};

/// All subscribers of a list, eight pages at a time.
///
/// # Errors
/// When a page can't be fetched.
pub async fn subscribers(client: &Client, list: i64) -> Result<Vec<Subscriber>, Error> {
    let pages = Subscriber::list(client, list).page_size(100).by_number().concurrency(8);
    Ok(pages.collect().await?)
}
