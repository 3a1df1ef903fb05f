//! Refuses to send credentials unencrypted to another machine, whatever server the spec
//! names, unless the user allows it.

use super::proxy::Proxy;
use crate::outcome::Failure;
use pagesmith_codegen::model::Api;
use pagesmith_interpret::{Call, plain_http};
use url::Url;

pub(super) use pagesmith_interpret::plain_http::is_loopback;

/// Fails if the call would send secrets over `http:` to another host: to the server, or
/// to a proxy, which can read what it forwards.
pub(super) fn check(
    api: &Api,
    call: &Call,
    proxy: Option<&Proxy>,
    has_headers: bool,
) -> Result<(), Failure> {
    // The runtime reports an invalid URL.
    let Some(url) = server(api, call) else { return Ok(()) };
    let proxy = proxy.filter(|proxy| !proxy.is_here());
    let is_here = is_loopback(&url) && proxy.is_none();
    let has_secrets = || plain_http::has_secrets(api, api.list(&call.resource));
    if url.scheme() != "http" || is_here || !(has_headers || has_secrets()) {
        return Ok(());
    }
    let receiver = match proxy {
        Some(proxy) => format!("through the proxy {}", proxy.describe()),
        None => format!("to `{}`", url.host_str().unwrap_or_default()),
    };
    Err(Failure::Misuse(format!(
        "the credentials would be sent {receiver} unencrypted, since the URL of the server begins with `http:`; use `https:` (pass `--base-url https://…` if the spec's server is http), or add `--allow-http`"
    )))
}

/// The base URL with the given server variables filled in.
pub(super) fn server(api: &Api, call: &Call) -> Option<Url> {
    plain_http::server(api, call.base_url.as_deref(), &call.params)
}
