//! Requests for a single record.

use crate::call::settings::{ListCall, texts};
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::list::List;
use crate::list::rows::RowsOf;
use crate::paging::Text;
use crate::transport::BoxFuture;
use crate::value::Value;
use crate::walk::driver;
use http::StatusCode;
use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use std::fmt;
use std::future::IntoFuture;
use std::sync::Arc;
use std::time::Duration;

/// A request for a single record that has not been sent yet: `.await` it, or call
/// [`send`](Self::send).
///
/// A generated client has a method for it where the spec says [`one`], and a derived struct
/// has `get` where its attribute does; [`Client::one`] makes one in place. It has the
/// credentials, origin, limits, time-outs and retries of a page.
///
/// [`one`]: https://github.com/pagesmith/pagesmith/blob/main/docs/spec.md#a-single-record
///
/// ```no_run
/// # async fn show(client: pagesmith::Client) -> Result<(), pagesmith::Error> {
/// let user = client.one::<pagesmith::Json>("/users/{}", ["7"]).query(&[("expand", "teams")]).await?;
/// println!("{user}");
/// # Ok(()) }
/// ```
#[must_use = "a request does nothing until it is sent"]
pub struct One<T> {
    call: ListCall,
    rows: RowsOf<T>,
}

impl Client {
    /// Requests the record at this path, without a derive and without a spec. Each `{}` in
    /// the path takes one of the values, in order, as one path segment.
    ///
    /// ```no_run
    /// use pagesmith::{Client, ErrorKind};
    ///
    /// # #[derive(serde::Deserialize)] struct Issue { title: String }
    /// # async fn show(client: Client) -> Result<(), pagesmith::Error> {
    /// match client.one::<Issue>("/repos/{}/{}/issues/{}", ["rust-lang", "rust", "1"]).await {
    ///     Ok(issue) => println!("{}", issue.title),
    ///     Err(error) if error.kind() == ErrorKind::NotFound => println!("no such issue"),
    ///     Err(error) => return Err(error),
    /// }
    /// # Ok(()) }
    /// ```
    pub fn one<T: DeserializeOwned + Send + 'static>(
        &self,
        path: impl Into<Text>,
        values: impl IntoIterator<Item = impl fmt::Display>,
    ) -> One<T> {
        let values = values.into_iter().map(|value| ("".into(), value.to_string())).collect();
        let mut call = ListCall::new(self, List::one("", ""), values);
        call.list.path = path.into();
        One { call, rows: RowsOf::deserialized() }
    }
}

impl<T: Send + 'static> One<T> {
    /// The record of this type of generated code, with the values of its path.
    #[doc(hidden)]
    pub fn of_values<const N: usize>(
        client: &Client,
        one: List,
        values: [(&'static str, &dyn fmt::Display); N],
    ) -> Self
    where
        T: Value,
    {
        Self { call: ListCall::new(client, one, texts(&values)), rows: RowsOf::values() }
    }

    /// The record of a type of the user's own, with the values of its path.
    #[doc(hidden)]
    pub fn of_own<const N: usize>(
        client: &Client,
        one: List,
        values: [(&'static str, &dyn fmt::Display); N],
    ) -> Self
    where
        T: DeserializeOwned,
    {
        Self { call: ListCall::new(client, one, texts(&values)), rows: RowsOf::deserialized() }
    }
}

impl<T> One<T> {
    /// Finds the record at this JSON Pointer (RFC 6901). Unless set, in place or by the spec,
    /// the body itself is the record.
    pub fn at(mut self, pointer: impl Into<Text>) -> Self {
        self.call.list.items = pointer.into();
        self
    }

    /// Adds query parameters: anything that serialises to pairs, as in
    /// [`Pager::query`](crate::Pager::query).
    pub fn query(mut self, pairs: impl Serialize) -> Self {
        self.call.query(&pairs);
        self
    }

    /// Adds a header. Give credentials to the client instead.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.call.header(name, value);
        self
    }

    /// Fails if the request, with its retries, takes longer than this.
    pub fn deadline(mut self, time: Duration) -> Self {
        self.call.deadline = Some(time);
        self
    }

    /// Sends the request, and reads the record.
    ///
    /// # Errors
    /// [`NotFound`](ErrorKind::NotFound) if the server answers 404 or 410. Otherwise the
    /// errors are those of a page: when a value can't be used, no reply arrives, its status
    /// is not 2xx, it reports a failure as the spec's `errors` describes, or the record is not
    /// at its place or does not decode.
    pub async fn send(self) -> Result<T, Error> {
        let Self { call, rows } = self;
        let mut fetcher = call.fetcher();
        // What is beside a record is not another list.
        let mut walk = call.knowing_rest().walk()?;
        let request = walk.next_request();
        let mut request =
            request.unwrap_or_else(|| Err(Error::input("the call has no request to send")))?;
        // It is on no page.
        request.page = 0;
        let decode = Some(walk.decoding(rows.decode.clone()));
        let got = fetcher.page(Arc::new(request), &walk.plan, decode, None, false).await?;
        let page = driver::read(&mut walk, &fetcher, got).map_err(|error| {
            let is_gone = error.status().is_some_and(is_not_found);
            let error = error.without_position();
            if is_gone { error.of_kind(ErrorKind::NotFound) } else { error }
        })?;
        let record = page.and_then(|page| (rows.take)(page.items).next());
        record.ok_or_else(|| Error::new(ErrorKind::Items, "the reply has no record"))
    }

    /// The same request, for a blocking client.
    #[cfg(feature = "blocking")]
    pub(crate) fn into_blocking(mut self) -> Self {
        self.call.blocking = true;
        self
    }
}

/// Whether a status says that there is no such record.
fn is_not_found(status: StatusCode) -> bool {
    matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE)
}

impl<T: 'static> IntoFuture for One<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<T> Clone for One<T> {
    fn clone(&self) -> Self {
        Self { call: self.call.clone(), rows: self.rows.clone() }
    }
}

impl<T> fmt::Debug for One<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("One").field("path", &self.call.list.path).finish_non_exhaustive()
    }
}
