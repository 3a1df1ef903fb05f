//! A page with what its reply says beside the items.

use crate::error::{Error, ErrorKind};
use crate::list::rest::Rest;
use crate::walk::page::Page;
use serde_core::de::DeserializeOwned;
use serde_core::ser::{Serialize, Serializer};
use std::fmt;
use std::ops::Deref;

/// A page with what its reply says beside the items: `included` of JSON:API, facets,
/// aggregations, `meta`.
///
/// It dereferences to [`Page`]. [`Pager::with_rest`](crate::Pager::with_rest) makes a list
/// yield it; the lists of a spec that names an `envelope` always do.
///
/// ```
/// use pagesmith::{Client, Error, Paging};
///
/// #[derive(serde::Deserialize)]
/// struct Article {
///     id: String,
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Beside {
///     #[serde(default)]
///     included: Vec<serde_json::Value>,
/// }
///
/// # async fn articles(client: &Client) -> Result<(), Error> {
/// let list = client.list::<Article>("/articles", [""; 0], Paging::JSON_API).items_at("/data");
/// let mut pages = list.with_rest().pages();
/// while let Some(page) = pages.try_next().await? {
///     let Beside { included } = page.rest()?;
///     println!("{} articles, {} beside them", page.items().len(), included.len());
/// }
/// # Ok(()) }
/// ```
pub struct PageWith<T, B> {
    page: Page<T>,
    /// `None` if the reply has no body.
    rest: Option<B>,
}

impl<T, B: Send + 'static> PageWith<T, B> {
    /// The page and its rest, which was read as `B`.
    pub(crate) fn of(mut page: Page<T>) -> Self {
        let rest = page.take_rest().and_then(|rest| rest.downcast().ok());
        Self { page, rest: rest.map(|rest| *rest) }
    }

    /// The page after this one, as the walk would find it; `None` after the last.
    ///
    /// # Errors
    /// As [`Page::next`].
    pub async fn next(&self) -> Result<Option<Self>, Error> {
        Ok(self.page.next().await?.map(Self::of))
    }

    /// The page before this one; `None` for the first page, and if the list has no way
    /// back.
    ///
    /// # Errors
    /// As [`Page::previous`].
    pub async fn previous(&self) -> Result<Option<Self>, Error> {
        Ok(self.page.previous().await?.map(Self::of))
    }

    /// The first page, requested again.
    ///
    /// # Errors
    /// As [`Page::first`].
    pub async fn first(&self) -> Result<Self, Error> {
        self.page.first().await.map(Self::of)
    }
}

impl<T, B> PageWith<T, B> {
    /// The items, as a `Vec`.
    #[must_use]
    pub fn into_items(self) -> Vec<T> {
        self.page.into_items()
    }
}

impl<T> PageWith<T, Rest> {
    /// The page without its items, as a value of this type: a struct, or
    /// `serde_json::Value` for all of it.
    ///
    /// The member that holds the items is left out. If the body itself is the array of
    /// items, or if the reply has no body, the rest is null.
    ///
    /// # Errors
    /// When the rest is not a value of this type; the error names the key, and what was
    /// found there.
    pub fn rest<R: DeserializeOwned>(&self) -> Result<R, Error> {
        let rest = self.rest.as_ref().map_or_else(|| Rest::nothing().decode(), Rest::decode);
        rest.map_err(|why| {
            let what = format!("the rest of the page does not decode{why}");
            Error::new(ErrorKind::Record, what).status_code(self.page.status())
        })
    }
}

impl<T, E: crate::value::Value> PageWith<T, E> {
    /// What the reply says beside the items, as the spec's `envelope` describes it; `None`
    /// if the reply has no body, such as a 204 that ends the list.
    #[must_use]
    pub fn envelope(&self) -> Option<&E> {
        self.rest.as_ref()
    }

    /// The items and the envelope.
    #[must_use]
    pub fn into_parts(self) -> (Vec<T>, Option<E>) {
        (self.page.into_items(), self.rest)
    }
}

impl<T, B> Deref for PageWith<T, B> {
    type Target = Page<T>;

    fn deref(&self) -> &Self::Target {
        &self.page
    }
}

/// As [`Page`]: without the rest.
impl<T: Serialize, B> Serialize for PageWith<T, B> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.page.serialize(to)
    }
}

impl<T, B> fmt::Debug for PageWith<T, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.page.fmt(f)
    }
}
