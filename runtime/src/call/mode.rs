//! How a pager pages: a type of its own for each way.

/// Marks a pager that pages as the list describes.
///
/// It is the default, so `Pager<L>` is a call before [`resume`](crate::Pager::resume),
/// [`by_number`](crate::Pager::by_number) or [`from_page`](crate::Pager::from_page):
///
/// ```
/// use pagesmith::{AsListed, ByNumber, Numbered, Pager};
///
/// fn in_parallel<L: Numbered>(list: Pager<L, AsListed>) -> Pager<L, ByNumber> {
///     list.by_number().concurrency(8)
/// }
/// ```
#[derive(Debug)]
pub enum AsListed {}

/// Marks a pager that resumes an earlier walk from its position.
///
/// It has no [`by_number`](crate::Pager::by_number): the position says how the walk pages.
///
/// ```
/// use pagesmith::{Paged, Pager, Position, Resumed};
///
/// fn rest_of<L: Paged>(list: Pager<L>, position: &Position) -> Pager<L, Resumed> {
///     list.resume(position)
/// }
/// ```
#[derive(Debug)]
pub enum Resumed {}

/// Marks a pager that pages by number.
///
/// ```
/// use pagesmith::{ByNumber, Numbered, Pager};
///
/// fn from_the_third<L: Numbered>(list: Pager<L>) -> Pager<L, ByNumber> {
///     list.from_page(3)
/// }
/// ```
#[derive(Debug)]
pub enum ByNumber {}
