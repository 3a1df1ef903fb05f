//! The error of `collect`, which keeps the items so far.

use crate::error::{Error, plain};
use std::error::Error as StdError;
use std::fmt;

/// `collect()` failed: the items so far, and the error.
///
/// ```
/// # use pagesmith::testing::Replay;
/// # use pagesmith::{Client, ErrorKind, Json, Paging};
/// # async fn test() -> Result<(), pagesmith::Error> {
/// # let replay = Replay::new()
/// #     .page(serde_json::json!({"data": [{"id": 1}, {"id": 2}], "next_page_token": "a"}))
/// #     .reply(404, serde_json::json!({}));
/// # let client = Client::builder("https://api.test").transport(replay).build()?;
/// # let calls = client.list::<Json>("/calls", [""; 0], Paging::SENDSAGE).items_at("/data");
/// // The second page is not found.
/// let failed = calls.collect().await.unwrap_err();
/// assert_eq!(failed.items.len(), 2);
/// assert_eq!(failed.error.kind(), ErrorKind::Status);
/// // `?` turns it into its `Error`, and drops the items.
/// let error: pagesmith::Error = failed.into();
/// # Ok(()) }
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test()).unwrap();
/// ```
pub struct CollectError<T> {
    /// The items before the failure, in order.
    pub items: Vec<T>,
    /// Why the walk failed.
    pub error: Error,
}

impl<T> From<CollectError<T>> for Error {
    fn from(failed: CollectError<T>) -> Self {
        failed.error
    }
}

impl<T> fmt::Display for CollectError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (after {} items)", self.error, self.items.len())
    }
}

impl<T> fmt::Debug for CollectError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return plain(f, self.error.kind(), self);
        }
        f.debug_struct("CollectError")
            .field("items", &self.items.len())
            .field("error", &self.error)
            .finish()
    }
}

impl<T> StdError for CollectError<T> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // `Display` already shows the error itself.
        self.error.source()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn a_failed_collect_that_main_returns_is_printed_for_people() {
        let error = Error::new(ErrorKind::Items, r#"found `{"a": 1}`"#);
        let failed = CollectError { items: vec![1, 2], error };
        assert_eq!(format!("{failed:?}"), "Items: found `{\"a\": 1}` (after 2 items)");
        assert!(format!("{failed:#?}").starts_with("CollectError {\n    items: 2,"));
    }
}
