//! Credentials are not sent unencrypted to another machine, whatever a spec names
//! as its server, unless that is asked for.

use crate::outcome::Failure;
use pagesmith_codegen::model::{Api, Auth};
use pagesmith_interpret::Call;
use url::{Host, Url};

/// Fails where the call would send credentials over `http:` to a host that is not
/// this one.
pub(super) fn check(api: &Api, call: &Call) -> Result<(), Failure> {
    let Some(base) = base(api, call).filter(|_| api.auth != Auth::None) else { return Ok(()) };
    // What is no URL, the runtime says.
    let Ok(url) = Url::parse(&base) else { return Ok(()) };
    if url.scheme() != "http" || is_loopback(&url) {
        return Ok(());
    }
    let host = url.host_str().unwrap_or_default();
    Err(Failure::Misuse(format!(
        "the credentials would be sent to `{host}` unencrypted, since its URL begins with `http:`; use `https:`, by `--base-url https://…` if the spec does not, or add `--allow-http`"
    )))
}

/// The base URL, with the variables of the server that are given.
fn base(api: &Api, call: &Call) -> Option<String> {
    let server = || api.server.as_ref().map(|server| server.template.clone());
    let base = call.base_url.clone().or_else(server)?;
    let fill = |base: String, (name, value): &(String, String)| {
        base.replace(&format!("{{{name}}}"), value)
    };
    Some(call.params.iter().fold(base, fill))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
