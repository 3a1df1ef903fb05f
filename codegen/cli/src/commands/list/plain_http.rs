//! Refuses to send credentials unencrypted to another machine, whatever server the spec
//! names, unless the user allows it.

use super::proxy::Proxy;
use crate::outcome::Failure;
use pagesmith_codegen::lower;
use pagesmith_codegen::model::{Api, Auth, Scalar};
use pagesmith_interpret::Call;
use url::{Host, Url};

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
    if url.scheme() != "http" || is_here || !(has_headers || has_secrets(api, call)) {
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

/// Whether requests carry credentials: those of `auth`, or a secret in their path.
fn has_secrets(api: &Api, call: &Call) -> bool {
    let list = api.lists.iter().find(|list| list.method.wire == call.resource);
    let in_path = list.map(|list| lower::all_params(list, api)).unwrap_or_default();
    api.auth != Auth::None || in_path.iter().any(|param| param.ty == Scalar::Secret)
}

/// The base URL with the given server variables filled in.
pub(super) fn server(api: &Api, call: &Call) -> Option<Url> {
    let server = || api.server.as_ref().map(|server| server.template.clone());
    let base = call.base_url.clone().or_else(server)?;
    let fill = |base: String, (name, value): &(String, String)| {
        base.replace(&format!("{{{name}}}"), value)
    };
    Url::parse(&call.params.iter().fold(base, fill)).ok()
}

/// Whether a URL leads to this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn this_machine_is_known_by_its_addresses() {
        for here in ["http://localhost:8080/a", "http://127.0.0.2", "https://[::1]:8443/"] {
            assert!(is_loopback(&here.parse().unwrap()), "{here}");
        }
        for elsewhere in ["http://localhost.example.com", "http://10.0.0.1", "https://x.test/a"] {
            assert!(!is_loopback(&elsewhere.parse().unwrap()), "{elsewhere}");
        }
    }
}
