//! Where a reply reports a failure.

/// JSON Pointers to where a reply reports a failure, even with status 200.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorKeys<S = &'static str, L = &'static [&'static str]> {
    /// A flag that is `false` on failure.
    pub success: Option<S>,
    /// The values at `success` that mean success, as texts, in place of a flag: `"0"` is
    /// `"0"` and 0. Empty if it is a flag.
    pub success_is: L,
    /// A place that has something only if the reply failed: anything but null, `false`,
    /// 0, `""`, `[]` and `{}`.
    pub failed: Option<S>,
    /// The API's own error code.
    pub code: Option<S>,
    /// An error message for people.
    pub message: Option<S>,
}

impl ErrorKeys {
    /// Only the status of a reply reports a failure.
    pub const NONE: Self = Self::none(&[]);
}

impl<S, L> ErrorKeys<S, L> {
    const fn none(success_is: L) -> Self {
        Self { success: None, success_is, failed: None, code: None, message: None }
    }

    /// Converts every string with `text`, and every list of strings with `list`.
    pub fn map<T, M>(
        self,
        mut text: impl FnMut(S) -> T,
        list: impl FnOnce(L) -> M,
    ) -> ErrorKeys<T, M> {
        ErrorKeys {
            success: self.success.map(&mut text),
            success_is: list(self.success_is),
            failed: self.failed.map(&mut text),
            code: self.code.map(&mut text),
            message: self.message.map(text),
        }
    }
}

impl<S, L: Default> Default for ErrorKeys<S, L> {
    fn default() -> Self {
        Self::none(L::default())
    }
}
