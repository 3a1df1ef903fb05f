//! One page of a blocking walk with its rest, and what a blocking call yields for a page.

use super::{Page, wait};
use crate::error::Error;
use crate::list::WholePage;
use std::fmt;
use std::ops::Deref;

/// A page with what its reply says beside the items.
///
/// It dereferences to [`PageWith`](crate::PageWith); the methods that request other pages
/// block.
pub struct PageWith<T, B>(crate::PageWith<T, B>);

/// What a blocking call yields for a page: a [`Page`], a [`PageWith`], or a struct of
/// your own as it is.
pub trait BlockingPage: sealed::Sealed {
    /// What the call yields.
    type Page;

    /// Makes it of what an async call yields.
    #[doc(hidden)]
    fn blocking(self) -> Self::Page;
}

mod sealed {
    pub trait Sealed {}
    impl<T> Sealed for crate::Page<T> {}
    impl<T, B> Sealed for crate::PageWith<T, B> {}
    impl<P: crate::WholePage> Sealed for P {}
}

impl<T> BlockingPage for crate::Page<T> {
    type Page = Page<T>;

    fn blocking(self) -> Self::Page {
        Page(self)
    }
}

impl<T, B> BlockingPage for crate::PageWith<T, B> {
    type Page = PageWith<T, B>;

    fn blocking(self) -> Self::Page {
        PageWith(self)
    }
}

impl<P: WholePage> BlockingPage for P {
    type Page = P;

    fn blocking(self) -> P {
        self
    }
}

impl<T, B: Send + 'static> PageWith<T, B> {
    /// The items, as a `Vec`.
    #[must_use]
    pub fn into_items(self) -> Vec<T> {
        self.0.into_items()
    }

    /// The page after this one, as the walk would find it; `None` after the last.
    ///
    /// # Errors
    /// As [`Page::next`].
    pub fn next(&self) -> Result<Option<Self>, Error> {
        Ok(wait(self.0.next())?.map(Self))
    }

    /// The page before this one; `None` for the first page, and if the list has no way
    /// back.
    ///
    /// # Errors
    /// As [`Page::next`].
    pub fn previous(&self) -> Result<Option<Self>, Error> {
        Ok(wait(self.0.previous())?.map(Self))
    }

    /// The first page, requested again.
    ///
    /// # Errors
    /// As [`Page::next`].
    pub fn first(&self) -> Result<Self, Error> {
        wait(self.0.first()).map(Self)
    }
}

impl<T, B> Deref for PageWith<T, B> {
    type Target = crate::PageWith<T, B>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T, B> fmt::Debug for PageWith<T, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
