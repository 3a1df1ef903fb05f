//! Whether secrets would be sent unencrypted to another machine.

use pagesmith_codegen::lower::all_params;
use pagesmith_codegen::model::{Api, Auth, List, Scalar};
use url::{Host, Url};

/// The base URL, or the server of the spec with these values of its variables; `None` if it is
/// invalid, which the runtime reports.
#[must_use]
pub fn server(api: &Api, base_url: Option<&str>, params: &[(String, String)]) -> Option<Url> {
    let base = base_url.or(api.server.as_ref().map(|server| server.template.as_str()))?;
    let fill = |base: String, (name, value): &(String, String)| {
        base.replace(&format!("{{{name}}}"), value)
    };
    Url::parse(&params.iter().fold(base.to_owned(), fill)).ok()
}

/// Whether a URL leads to this machine.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether requests for a list carry credentials: those of `auth`, or a secret in their path.
#[must_use]
pub fn has_secrets(api: &Api, list: Option<&List>) -> bool {
    let in_path = list.map(|list| all_params(list, api)).unwrap_or_default();
    api.auth != Auth::None || in_path.iter().any(|param| param.ty == Scalar::Secret)
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
