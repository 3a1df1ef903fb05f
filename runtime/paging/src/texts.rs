//! The texts of a style: constants of a program, or texts that it read or
//! computed.

use crate::Paging;
use std::borrow::Cow;

/// A text in a list's description: a constant of the program, or a computed one.
///
/// ```
/// # use pagesmith_paging as pagesmith;
/// use pagesmith::Text;
///
/// let constant: Text = "/items".into();
/// let computed: Text = format!("/{}", "items").into();
/// assert_eq!(constant, computed);
/// ```
pub type Text = Cow<'static, str>;

/// A style that owns its texts, like one from a spec.
pub type OwnedPaging = Paging<String, Vec<String>>;

/// A style whose texts are constants, or computed, or both. Convert a [`Paging`] or
/// an [`OwnedPaging`] with `into()`.
pub type AnyPaging = Paging<Text, Vec<Text>>;

impl Paging {
    /// Converts the style to one that owns its texts.
    ///
    /// ```
    /// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
    /// use pagesmith::paging::Size;
    /// use pagesmith::{OwnedPaging, Paging};
    ///
    /// fn sized(parameter: String) -> OwnedPaging {
    ///     let mut paging = Paging::LINK_HEADER.owned();
    ///     paging.size = Some(Size::new(parameter));
    ///     paging
    /// }
    /// assert_eq!(sized("limit".to_owned()).size.unwrap().query, "limit");
    /// ```
    #[must_use]
    pub fn owned(self) -> OwnedPaging {
        self.map(str::to_owned, |list| list.iter().map(|text| (*text).to_owned()).collect())
    }
}

impl From<Paging> for AnyPaging {
    fn from(paging: Paging) -> Self {
        paging.map(Cow::Borrowed, |list| list.iter().copied().map(Cow::Borrowed).collect())
    }
}

impl From<OwnedPaging> for AnyPaging {
    fn from(paging: OwnedPaging) -> Self {
        paging.map(Cow::Owned, |list| list.into_iter().map(Cow::Owned).collect())
    }
}
