//! Credentials: set once, or from a provider that is called when they are needed.

mod in_body;
mod provider;
mod renewal;
mod secrets;

use self::in_body::InBody;
pub(crate) use self::provider::Provider;
pub(crate) use self::renewal::AuthState;

use crate::error::Error;
use crate::protocol::link;
use crate::secret::{Mask, Secret};
use crate::transport::{BoxError, BoxFuture};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use url::Url;

/// The credentials of a request; never shown.
///
/// ```
/// let credentials = pagesmith::Credentials::bearer("s3cret")?;
/// assert_eq!(format!("{credentials:?}"), "Credentials([redacted])");
/// # Ok::<(), pagesmith::Error>(())
/// ```
#[derive(Clone)]
pub struct Credentials {
    carrier: Carrier,
    /// Hides them if a reply repeats them.
    mask: Arc<Mask>,
}

#[derive(Clone)]
enum Carrier {
    Header(HeaderName, HeaderValue),
    /// A name, and an encoded pair.
    Query(String, Secret),
    Body(InBody),
}

impl Credentials {
    /// HTTP basic (RFC 7617).
    ///
    /// Errors and logs never show the password. They show the user, which is no secret, unless it
    /// is the key: where the password has fewer than 8 characters or is one that anybody knows,
    /// such as `x` or `api_token`, and where the user looks like a key itself, by 16 characters or
    /// more that are not all letters, `@`, dots and blanks.
    ///
    /// # Errors
    /// When the user name contains a colon, which would end it.
    pub fn basic(user: impl fmt::Display, password: impl Into<Secret>) -> Result<Self, Error> {
        let (user, password) = (user.to_string(), password.into());
        if user.contains(':') {
            return Err(Error::input("the user name for basic auth contains a colon"));
        }
        let pair = BASE64_STANDARD.encode(format!("{user}:{}", password.expose()));
        Self::header(header::AUTHORIZATION.as_str(), format!("Basic {pair}"))
    }

    /// A bearer token (RFC 6750).
    ///
    /// # Errors
    /// When the token is empty, begins with `Bearer `, or contains a control character.
    pub fn bearer(token: impl Into<Secret>) -> Result<Self, Error> {
        let token = token.into();
        if token.expose().trim().is_empty() {
            return Err(Error::input(
                "the bearer token is empty; check where it is read from, or leave out `.bearer(…)` for requests without credentials",
            ));
        }
        if names_scheme(token.expose()) {
            return Err(Error::input(
                "the bearer token begins with `Bearer`, which is sent before it anyway; pass the token alone",
            ));
        }
        Self::header(header::AUTHORIZATION.as_str(), format!("Bearer {}", token.expose()))
    }

    /// A key in this header.
    ///
    /// # Errors
    /// When the name is not a valid header name, or the key contains a control character.
    pub fn header(name: &str, key: impl Into<Secret>) -> Result<Self, Error> {
        let Ok(name) = HeaderName::try_from(name) else {
            return Err(Error::input(format!("`{name}` is not a valid header name")));
        };
        let key = key.into();
        let mut value =
            HeaderValue::try_from(key.expose()).map_err(|_| unsendable(key.expose()))?;
        value.set_sensitive(true);
        let mask = Arc::new(secrets::of_header(&value));
        Ok(Self { carrier: Carrier::Header(name, value), mask })
    }

    /// A key in this query parameter. A provider that gives these says so in
    /// [`AuthProvider::query_param`].
    #[must_use]
    pub fn query(name: &str, key: impl Into<Secret>) -> Self {
        let key = key.into();
        let pair = link::pair(name, key.expose());
        Self {
            carrier: Carrier::Query(name.to_owned(), pair.into()),
            mask: Arc::new(Mask::of([key])),
        }
    }

    /// Values in the JSON body of each request, each with its JSON Pointer. Objects on the way
    /// are created. A request fails if it has a value there already, or no JSON body.
    ///
    /// # Errors
    /// When there is no value, or a pointer does not begin with `/`.
    pub fn body<P: Into<String>, K: Into<Secret>>(
        values: impl IntoIterator<Item = (P, K)>,
    ) -> Result<Self, Error> {
        let values = values.into_iter().map(|(pointer, key)| (pointer.into(), key.into()));
        let values: InBody = values.collect();
        if values.is_empty() || values.iter().any(|(pointer, _)| !pointer.starts_with('/')) {
            return Err(Error::input(
                "credentials in the body need JSON Pointers that begin with `/`, such as `/api_key`",
            ));
        }
        let mask = Arc::new(Mask::of(values.iter().map(|(_, key)| key.clone())));
        Ok(Self { carrier: Carrier::Body(values), mask })
    }

    /// The query parameter that carries them.
    pub(crate) fn param(&self) -> Option<&str> {
        match &self.carrier {
            Carrier::Query(name, _) => Some(name),
            Carrier::Header(..) | Carrier::Body(_) => None,
        }
    }

    /// The header that carries them.
    pub(crate) fn header_name(&self) -> Option<&HeaderName> {
        match &self.carrier {
            Carrier::Header(name, _) => Some(name),
            Carrier::Query(..) | Carrier::Body(_) => None,
        }
    }

    /// Hides them if a reply repeats them.
    pub(crate) fn mask(&self) -> &Arc<Mask> {
        &self.mask
    }

    pub(crate) fn add_to_headers(&self, headers: &mut HeaderMap) {
        if let Carrier::Header(name, value) = &self.carrier {
            headers.insert(name, value.clone());
        }
    }

    pub(crate) fn add_to_url(&self, url: &mut Url) {
        if let Carrier::Query(_, pair) = &self.carrier {
            link::append(url, pair.expose());
        }
    }

    pub(crate) fn add_to_body(&self, head: &mut Parts, body: Bytes) -> Result<Bytes, Error> {
        let Carrier::Body(values) = &self.carrier else { return Ok(body) };
        #[cfg(feature = "testing")]
        head.extensions.insert(crate::transport::BodyCredentials(self.mask.clone()));
        in_body::add(values, head, &body)
    }
}

/// Whether a token has the name of its scheme before it. A token has no blanks (RFC 6750, 2.1).
fn names_scheme(token: &str) -> bool {
    let scheme = token.trim_start().split_once(char::is_whitespace).map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer"))
}

/// The error for credentials that no header can have.
fn unsendable(key: &str) -> Error {
    Error::input(if key.trim_end_matches(['\r', '\n']).contains(char::is_control) {
        "the credentials contain a control character"
    } else {
        "the credentials end with a line break, which is a control character; trim them"
    })
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials([redacted])")
    }
}

/// Provides credentials when they are needed: before the first request, and again when
/// the server answers 401.
///
/// One call serves all requests that wait, and its credentials serve all later ones
/// until a 401 (RFC 9110, 15.5.2). The request is then sent once more with new
/// credentials; a second 401 is an error. If the provider fails, the error is of kind
/// [`ErrorKind::Auth`](crate::ErrorKind::Auth), with the provider's error as its
/// source.
///
/// The future is dropped when no request waits for it any more. It must not send
/// through the client that it provides credentials for: it would wait for itself.
///
/// A closure is enough:
///
/// ```
/// use pagesmith::{Client, Credentials};
///
/// # async fn fetch_token() -> Result<String, std::io::Error> { Ok(String::new()) }
/// let client = Client::builder("https://example.com")
///     .auth(|| async { Ok(Credentials::bearer(fetch_token().await?)?) })
///     .build();
/// assert!(client.is_ok());
/// ```
pub trait AuthProvider: Send + Sync + 'static {
    /// Credentials for requests from now on.
    ///
    /// # Errors
    /// When it has no credentials. The error is shown, so it must not contain secrets.
    fn credentials(&self) -> BoxFuture<Result<Credentials, BoxError>>;

    /// New credentials, after the server refused the last ones. Implement it for a
    /// provider that caches; it calls [`credentials`](Self::credentials) by default.
    ///
    /// # Errors
    /// As [`credentials`](Self::credentials).
    fn refresh(&self) -> BoxFuture<Result<Credentials, BoxError>> {
        self.credentials()
    }

    /// The query parameter of the credentials, if they are sent in the query. It is
    /// removed from every link in a reply. `None` by default.
    fn query_param(&self) -> Option<&str> {
        None
    }
}

impl<F, Fut> AuthProvider for F
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Credentials, BoxError>> + Send + 'static,
{
    fn credentials(&self) -> BoxFuture<Result<Credentials, BoxError>> {
        Box::pin(self())
    }
}

/// Where a client's credentials come from.
pub(crate) enum Auth {
    None,
    Fixed(Credentials),
    Provider(Provider),
}

impl Auth {
    /// The query parameter that carries the credentials.
    pub(crate) fn param(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Fixed(credentials) => credentials.param(),
            Self::Provider(provider) => provider.query_param(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_can_not_be_meant_says_what_to_do() {
        for (token, says) in [
            ("Bearer abc", "begins with `Bearer`"),
            (" bearer\tabc", "pass the token alone"),
            ("abc\n", "end with a line break, which is a control character; trim them"),
            ("abc\r\n", "trim them"),
            ("a\nb", "contain a control character"),
            ("a\nb\n", "contain a control character"),
        ] {
            let error = Credentials::bearer(token).unwrap_err().to_string();
            assert!(error.contains(says) && !error.contains("abc"), "{token:?}: {error}");
        }
        for token in ["bearer", "Bearerabc", "abc"] {
            assert!(Credentials::bearer(token).is_ok(), "{token}");
        }
    }
}
