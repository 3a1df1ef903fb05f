//! Credentials: given once, or by a provider that is asked when they are
//! needed.

mod provider;
mod renewal;
mod secrets;

pub(crate) use self::provider::Provider;
pub(crate) use self::renewal::AuthState;

use crate::error::Error;
use crate::protocol::link;
use crate::secret::{Mask, Secret};
use crate::transport::{BoxError, BoxFuture};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use url::Url;

/// What a request proves itself with; never shown.
///
/// ```
/// let credentials = pagesmith::Credentials::bearer("s3cret")?;
/// assert_eq!(format!("{credentials:?}"), "Credentials([redacted])");
/// # Ok::<(), pagesmith::Error>(())
/// ```
#[derive(Clone)]
pub struct Credentials {
    form: Form,
    /// Hides them, should a reply hold them.
    mask: Arc<Mask>,
}

#[derive(Clone)]
enum Form {
    Header(HeaderName, HeaderValue),
    /// A name, and an encoded pair.
    Query(String, Secret),
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
    /// When the user holds a colon, which would end it.
    pub fn basic(user: impl fmt::Display, password: impl Into<Secret>) -> Result<Self, Error> {
        let (user, password) = (user.to_string(), password.into());
        if user.contains(':') {
            return Err(Error::input("the user of basic auth holds a colon"));
        }
        let pair = BASE64_STANDARD.encode(format!("{user}:{}", password.expose()));
        Self::header(header::AUTHORIZATION.as_str(), format!("Basic {pair}"))
    }

    /// A bearer token (RFC 6750).
    ///
    /// # Errors
    /// When the token holds a control character.
    pub fn bearer(token: impl Into<Secret>) -> Result<Self, Error> {
        let token = token.into();
        Self::header(header::AUTHORIZATION.as_str(), format!("Bearer {}", token.expose()))
    }

    /// A key in this header.
    ///
    /// # Errors
    /// When the name can't be one, or the key holds a control character.
    pub fn header(name: &str, key: impl Into<Secret>) -> Result<Self, Error> {
        let Ok(name) = HeaderName::try_from(name) else {
            return Err(Error::input(format!("`{name}` can't be the name of a header")));
        };
        let mut value = HeaderValue::try_from(key.into().expose())
            .map_err(|_| Error::input("the credentials hold a control character"))?;
        value.set_sensitive(true);
        let mask = Arc::new(secrets::of_header(&value));
        Ok(Self { form: Form::Header(name, value), mask })
    }

    /// A key in this query parameter. A provider that gives these says so in
    /// [`AuthProvider::query_param`].
    #[must_use]
    pub fn query(name: &str, key: impl Into<Secret>) -> Self {
        let key = key.into();
        let pair = link::pair(name, key.expose());
        Self { form: Form::Query(name.to_owned(), pair.into()), mask: Arc::new(Mask::of([key])) }
    }

    /// The query parameter that carries them.
    pub(crate) fn param(&self) -> Option<&str> {
        match &self.form {
            Form::Header(..) => None,
            Form::Query(name, _) => Some(name),
        }
    }

    /// The header that carries them.
    pub(crate) fn header_name(&self) -> Option<&HeaderName> {
        match &self.form {
            Form::Header(name, _) => Some(name),
            Form::Query(..) => None,
        }
    }

    /// Hides them, should a reply hold them.
    pub(crate) fn mask(&self) -> &Arc<Mask> {
        &self.mask
    }

    pub(crate) fn add_to_headers(&self, headers: &mut HeaderMap) {
        if let Form::Header(name, value) = &self.form {
            headers.insert(name, value.clone());
        }
    }

    pub(crate) fn add_to_url(&self, url: &mut Url) {
        if let Form::Query(_, pair) = &self.form {
            link::append(url, pair.expose());
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials([redacted])")
    }
}

/// Gives credentials when they are needed: before the first request, and once
/// more when the server answers 401.
///
/// One call serves all requests that wait, and what it gave serves all later
/// ones until a 401 (RFC 9110, 15.5.2). The request is then sent once more with
/// new credentials; a second 401 is its error. An error of the provider is one
/// of [`ErrorKind::Auth`](crate::ErrorKind::Auth), and its cause.
///
/// The future is dropped when nobody waits for it any more. It must not send
/// through the client that it gives credentials to: that would wait for itself.
///
/// A closure will do:
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
    /// When there are none; the error must hold no secret, since it is shown.
    fn credentials(&self) -> BoxFuture<Result<Credentials, BoxError>>;

    /// Others than the last ones, which the server refused. For a provider that
    /// keeps what it gave; the same as [`credentials`](Self::credentials)
    /// unless said.
    ///
    /// # Errors
    /// As [`credentials`](Self::credentials).
    fn refresh(&self) -> BoxFuture<Result<Credentials, BoxError>> {
        self.credentials()
    }

    /// The query parameter of the credentials, where they go in the query. It
    /// is taken out of every link that a reply holds. None unless said.
    fn query_param(&self) -> Option<&str> {
        None
    }
}

impl<F, Given> AuthProvider for F
where
    F: Fn() -> Given + Send + Sync + 'static,
    Given: Future<Output = Result<Credentials, BoxError>> + Send + 'static,
{
    fn credentials(&self) -> BoxFuture<Result<Credentials, BoxError>> {
        Box::pin(self())
    }
}

/// What a client has in the way of credentials.
pub(crate) enum Auth {
    None,
    Given(Credentials),
    Provider(Provider),
}

impl Auth {
    /// The query parameter that carries the credentials.
    pub(crate) fn param(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Given(credentials) => credentials.param(),
            Self::Provider(provider) => provider.query_param(),
        }
    }
}
