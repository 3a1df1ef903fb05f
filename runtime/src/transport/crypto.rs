//! The crypto provider of rustls. reqwest and ureq may need one even if this crate's
//! feature `rustls` is off, since any crate of the build may turn on theirs.

use crate::error::Error;

/// Chooses ring for TLS, unless the process has chosen already.
#[cfg(feature = "rustls")]
pub(crate) fn choose_crypto() {
    let _chosen = rustls::crypto::ring::default_provider().install_default();
}

/// Runs a function that needs the crypto provider of the process.
#[cfg(feature = "rustls")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature, none may be there")]
pub(crate) fn with_crypto<T>(act: impl FnOnce() -> T) -> Result<T, Error> {
    Ok(act())
}

/// Runs a function that may need the crypto provider of the process.
///
/// Without a provider, reqwest and ureq panic. They have no error for that, and no
/// function to check it; only rustls has, which is not a dependency of builds without
/// TLS. So the panic is caught, after the hook of the process has reported it. With
/// `panic = "abort"`, it ends the process.
#[cfg(not(feature = "rustls"))]
pub(crate) fn with_crypto<T>(act: impl FnOnce() -> T) -> Result<T, Error> {
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

    // Any broken state belongs to the client or the connection, which are dropped.
    catch_unwind(AssertUnwindSafe(act)).or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        match text.or_else(|| panic.downcast_ref::<&str>().copied()) {
            Some(text) if is_of_tls(text) => Err(no_tls().because(text.replace('\n', " "))),
            _ => resume_unwind(panic),
        }
    })
}

/// Whether this is the panic of reqwest or ureq about a missing provider.
#[cfg(not(feature = "rustls"))]
fn is_of_tls(panic: &str) -> bool {
    let panic = panic.to_ascii_lowercase();
    ["rustls", "provider", "webpki"].iter().any(|word| panic.contains(word))
}

#[cfg(not(feature = "rustls"))]
fn no_tls() -> Error {
    Error::input(
        "the HTTP client can't set up TLS: another crate of this build turned TLS on, and no crypto \
         provider with it; turn on pagesmith's feature `rustls`, or call \
         `rustls::crypto::ring::default_provider().install_default()` first, or configure TLS by \
         `.reqwest(|builder| builder.tls_backend_preconfigured(…))` or \
         `.ureq(|config| config.tls_config(…))`",
    )
}
