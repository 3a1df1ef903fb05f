//! A walk as users see it: the driver of the protocol, and the streams of pages
//! and items on it.

pub(crate) mod collect;
mod detached_page;
pub(crate) mod driver;
mod events;
pub(crate) mod items;
pub(crate) mod outcome;
pub(crate) mod page;
pub(crate) mod page_kind;
pub(crate) mod page_with;
pub(crate) mod pages;
mod wake_flag;
