//! The renewal of credentials after a 401, once per exchange.

use super::provider::Lease;
use super::{Auth, Credentials};
use crate::client::Client;
use crate::error::Error;
use crate::secret::Mask;
use std::sync::Arc;

/// The state of a provider's credentials within an exchange.
pub(crate) enum AuthState {
    Fresh,
    First(Lease),
    /// Renewed after a 401.
    Second(Lease),
}

impl Client {
    /// The credentials of the next request.
    pub(crate) async fn credentials(
        &self,
        auth: &mut AuthState,
    ) -> Result<Option<Credentials>, Error> {
        let provider = match &self.inner().auth {
            Auth::None => return Ok(None),
            Auth::Fixed(credentials) => return Ok(Some(credentials.clone())),
            Auth::Provider(provider) => provider,
        };
        let lease = match auth {
            AuthState::Fresh => provider.lease().await?,
            AuthState::First(lease) | AuthState::Second(lease) => lease.clone(),
        };
        let credentials = lease.credentials.clone();
        if matches!(auth, AuthState::Fresh) {
            *auth = AuthState::First(lease);
        }
        Ok(Some(credentials))
    }

    /// Hides the credentials that were sent.
    pub(crate) fn mask(&self, auth: &AuthState) -> Option<Arc<Mask>> {
        self.mask_of(match (&self.inner().auth, auth) {
            (Auth::Fixed(credentials), _) => Some(credentials),
            (_, AuthState::First(lease) | AuthState::Second(lease)) => Some(&lease.credentials),
            _ => None,
        })
    }

    /// Hides these credentials, and the headers that are secrets.
    pub(crate) fn mask_of(&self, credentials: Option<&Credentials>) -> Option<Arc<Mask>> {
        let headers = &self.inner().secret_headers;
        if headers.is_empty() {
            return credentials.map(|credentials| credentials.mask().clone());
        }
        let sent = credentials.into_iter().chain(headers);
        Some(Arc::new(Mask::of(sent.flat_map(|sent| sent.mask().secrets().cloned()))))
    }

    /// Gets new credentials after a 401; returns false if the provider has no others.
    pub(crate) async fn refresh(&self, auth: &mut AuthState) -> Result<bool, Error> {
        match (&self.inner().auth, &*auth) {
            (Auth::Provider(provider), AuthState::First(lease)) => {
                tracing::debug!("the server answered 401; renewing the credentials");
                *auth = AuthState::Second(provider.refreshed(lease.round).await?);
                Ok(true)
            }
            (Auth::Provider(provider), AuthState::Second(lease)) => {
                provider.refused(lease.round);
                Ok(false)
            }
            _ => Ok(false),
        }
    }
}
