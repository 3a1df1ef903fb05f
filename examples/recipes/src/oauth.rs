//! Credentials that expire: OAuth 2 client credentials (RFC 6749, 4.4).

use pagesmith::transport::{BoxError, BoxFuture};
use pagesmith::{AuthProvider, Client, Credentials, Error, Secret};
use serde::Deserialize;

/// Gets access tokens from a token endpoint.
pub struct ClientCredentials(Client);

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

impl AuthProvider for ClientCredentials {
    fn credentials(&self) -> BoxFuture<Result<Credentials, BoxError>> {
        let request = self
            .0
            .request("POST", "/oauth/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body("grant_type=client_credentials");
        Box::pin(async move {
            let token: Token = request.send().await?.json()?;
            Ok(Credentials::bearer(token.access_token)?)
        })
    }
}

/// A client of `api` that gets its tokens from `login`.
///
/// # Errors
/// When a URL or the user name is invalid.
pub fn client(api: &str, login: &str, id: &str, secret: Secret) -> Result<Client, Error> {
    let tokens = Client::builder(login).basic(id, secret).build()?;
    Client::builder(api).auth(ClientCredentials(tokens)).build()
}
