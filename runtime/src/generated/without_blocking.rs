//! What blocking calls say where their feature is off.

use crate::call::pager::Pager;
use crate::client::builder::ClientBuilder;
use crate::list::Paged;

/// Nothing implements it, so that a call that requires it shows this message.
///
/// The lifetime is for `for<'a>`: without it, the compiler reports the method in place of the call.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "blocking calls need the feature `blocking` of the crate `pagesmith`",
    label = "this needs the feature `blocking`",
    note = "turn it on in Cargo.toml: `pagesmith = {{ …, features = [\"blocking\"] }}`"
)]
pub trait HasBlocking<'a> {}

impl<L: Paged, M, P> Pager<L, M, P> {
    #[doc(hidden)]
    pub fn blocking(self) -> Self
    where
        for<'a> Self: HasBlocking<'a>,
    {
        self
    }
}

impl ClientBuilder {
    #[doc(hidden)]
    pub fn build_blocking(self) -> Result<crate::Client, crate::Error>
    where
        for<'a> Self: HasBlocking<'a>,
    {
        self.build()
    }
}
