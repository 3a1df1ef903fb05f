//! Credentials from the environment.

use crate::outcome::Failure;
use pagesmith_codegen::model::Auth;
use pagesmith_datafusion::Api;
use pagesmith_interpret::{API_ID, API_KEY, PASSWORD, TOKEN, USERNAME};
use std::env;

/// Adds the credentials of an API. Where it is not the only one, its name is in those of the
/// variables, so that no API gets the credentials of another.
pub(crate) fn add(api: Api, name: &str, is_only: bool) -> Result<Api, Failure> {
    let variable = |known: &str| {
        let of_spec = known.replacen("PAGESMITH", &format!("PAGESMITH_{}", name.to_uppercase()), 1);
        let value = env::var(&of_spec).ok();
        let value = value.or_else(|| env::var(known).ok().filter(|_| is_only));
        value.ok_or_else(|| {
            let asked = if is_only { known } else { &of_spec };
            Failure::Misuse(format!(
                "the API of `{name}` asks for credentials: set the environment variable `{asked}`"
            ))
        })
    };
    let filled = |known: &str| {
        let value = variable(known)?;
        if value.is_empty() || value.chars().any(char::is_control) {
            return Err(Failure::Misuse(format!(
                "the environment variable for `{known}` is empty, or has a line break or another control character"
            )));
        }
        Ok(value)
    };
    Ok(match &api.spec().auth {
        Auth::None => api,
        // Where the user is the key, the password is empty.
        Auth::Basic => api.basic(filled(USERNAME)?, variable(PASSWORD)?),
        Auth::Bearer => api.bearer(filled(TOKEN)?),
        Auth::Body { id: Some(_), .. } => api.id_and_key(filled(API_ID)?, filled(API_KEY)?),
        Auth::Header(_) | Auth::Query(_) | Auth::Body { .. } => api.api_key(filled(API_KEY)?),
    })
}
