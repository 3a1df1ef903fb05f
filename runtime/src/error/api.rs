//! An API's own error.

/// The error that an API reports.
///
/// ```
/// # fn report(error: &pagesmith::Error) {
/// if let Some(reported) = error.api_error() {
///     println!("code {:?}: {:?}", reported.code, reported.message);
/// }
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiError {
    /// The API's own code, as text.
    pub code: Option<String>,
    /// The API's message, for people.
    pub message: Option<String>,
}
