//! The proxy that environment variables name.

use crate::error::Error;
use std::env;

/// The variables that the HTTP clients read.
const VARIABLES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// Whether a proxy of the environment counts. In a CGI script it does not: a request's
/// `Proxy` header could set `HTTP_PROXY`.
pub(super) fn counts() -> bool {
    env::var_os("REQUEST_METHOD").is_none()
}

/// Refuses values that the HTTP clients would ignore: they would send requests directly.
/// The error does not quote the value, which may hold a password.
pub(super) fn check() -> Result<(), Error> {
    let is_invalid = |name: &&&str| {
        env::var_os(name).is_some_and(|value| !value.to_str().is_some_and(is_usable))
    };
    match VARIABLES.iter().find(is_invalid) {
        Some(name) => Err(Error::input(format!(
            "`{name}` is not the URL of an HTTP proxy; write `http://HOST:PORT` or `https://HOST:PORT`, or do not call `.environment_proxy()`"
        ))),
        None => Ok(()),
    }
}

fn is_usable(value: &str) -> bool {
    let of_http = |url: &url::Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    value.is_empty() || url::Url::parse(value).is_ok_and(|url| of_http(&url))
}

#[cfg(test)]
mod tests {
    use super::is_usable;

    #[test]
    fn a_proxy_is_the_url_of_an_http_server() {
        let usable = ["", "http://proxy.example.com:8080", "https://user:password@proxy:443/"];
        assert!(usable.into_iter().all(is_usable));
        let other =
            ["proxy.example.com:8080", "socks5://proxy:1080", "http://", "no", "http://:80"];
        assert!(!other.into_iter().any(is_usable));
    }
}
