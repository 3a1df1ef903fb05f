//! What the pages of a call become: [`Page`]s, pages with their rest, or structs of the
//! user's own.

use crate::error::{Error, ErrorKind};
use crate::list::WholePage;
use crate::list::rest::{Rest, RestReader};
use crate::value::Value;
use crate::walk::page::Page;
use crate::walk::page_with::PageWith;

/// What the pages of a call become. A function in place of a bound, so that streams of
/// any type can be named and polled without one.
pub(crate) struct PageKind<T, P> {
    /// What reads the rest of a page, if it is asked for.
    pub(crate) rest: Option<RestReader>,
    /// Makes a page what the stream yields; `None` if the reply has no body to make it of.
    pub(crate) make: fn(Page<T>) -> Option<P>,
}

impl<T> PageKind<T, Page<T>> {
    /// Pages without their rest.
    pub(crate) const PLAIN: Self = Self { rest: None, make: Some };
}

impl<T> PageKind<T, PageWith<T, Rest>> {
    /// Pages that keep the text of their rest.
    pub(crate) const WITH_REST: Self =
        Self { rest: Some(RestReader::TEXT), make: |page| Some(PageWith::of(page)) };
}

impl<T, E: Value + Send + 'static> PageKind<T, PageWith<T, E>> {
    /// Pages whose rest is a value of a generated type.
    pub(crate) const fn with_envelope() -> Self {
        Self { rest: Some(RestReader::value::<E>()), make: |page| Some(PageWith::of(page)) }
    }
}

impl<P: WholePage> PageKind<P::Item, P> {
    /// Structs of the user's own.
    pub(crate) const fn whole() -> Self {
        Self { rest: Some(RestReader::page::<P>()), make: whole }
    }
}

fn whole<P: WholePage>(mut page: Page<P::Item>) -> Option<P> {
    let mut whole = *page.take_rest()?.downcast::<P>().ok()?;
    whole.set_items(page.into_items());
    Some(whole)
}

impl<T, P> PageKind<T, P> {
    /// The page that a single request asked for.
    pub(crate) fn required(self, page: Page<T>) -> Result<P, Error> {
        let status = page.status();
        (self.make)(page).ok_or_else(|| {
            let what = format!(
                "the reply ({status}) ends the list and has no page in its body; read the list with `pages()` or `items()`, which end there"
            );
            Error::new(ErrorKind::Body, what)
        })
    }
}

impl<T, P> Clone for PageKind<T, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, P> Copy for PageKind<T, P> {}
