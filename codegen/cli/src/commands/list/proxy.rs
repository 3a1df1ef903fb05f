//! The proxy of the requests: the one of `--proxy`, or the one that the HTTP client
//! picks from the environment for the server.

use super::plain_http::is_loopback;
use crate::outcome::Failure;
use hyper_util::client::proxy::matcher::Matcher;
use pagesmith::reqwest;
use std::env;
use url::Url;

/// A proxy, and the setting that names it.
pub(super) struct Proxy {
    /// `--proxy`, or an environment variable.
    named_by: &'static str,
    url: Url,
}

impl Proxy {
    /// The proxy of `--proxy`. Errors do not quote its URL, which may hold a password.
    pub(super) fn of_flag(url: &str) -> Result<(Self, reqwest::Proxy), Failure> {
        let of_client = reqwest::Proxy::all(url).ok().filter(|_| is_http(url));
        let parsed = Url::parse(url).ok().filter(Url::has_host);
        let Some((of_client, url)) = of_client.zip(parsed) else { return Err(invalid("--proxy")) };
        Ok((Self { named_by: "--proxy", url }, of_client))
    }

    /// The proxy of the environment for a server, if one applies.
    ///
    /// The client ignores an invalid value and requests the server directly; here it is an
    /// error.
    pub(super) fn of_environment(server: &Url) -> Result<Option<Self>, Failure> {
        // The client ignores proxies here too: in a CGI script, a request's `Proxy` header could
        // set the variable.
        if is_loopback(server) || env::var_os("REQUEST_METHOD").is_some() {
            return Ok(None);
        }
        let of_scheme = match server.scheme() {
            "http" => ["HTTP_PROXY", "http_proxy"],
            _ => ["HTTPS_PROXY", "https_proxy"],
        };
        let variable = first_set(of_scheme).or_else(|| first_set(["ALL_PROXY", "all_proxy"]));
        let Some((named_by, value)) = variable else { return Ok(None) };
        let Ok(target) = server.as_str().parse() else { return Ok(None) };
        let direct = ["NO_PROXY", "no_proxy"].iter().find_map(|name| env::var(name).ok());
        let matcher = |proxy: &str| {
            Matcher::builder().all(proxy).no(direct.clone().unwrap_or_default()).build()
        };
        if matcher("http://proxy.invalid").intercept(&target).is_none() {
            return Ok(None);
        }
        let proxy = matcher(&value).intercept(&target).map(|proxy| proxy.uri().to_string());
        let url = proxy.filter(|url| is_http(url)).and_then(|url| Url::parse(&url).ok());
        match url {
            Some(url) => Ok(Some(Self { named_by, url })),
            None => Err(invalid(named_by)),
        }
    }

    /// Whether it runs on this machine.
    pub(super) fn is_here(&self) -> bool {
        is_loopback(&self.url)
    }

    /// Its host and port, and the setting that names it.
    pub(super) fn describe(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        let port = self.url.port().map(|port| format!(":{port}")).unwrap_or_default();
        format!("`{host}{port}` of `{}`", self.named_by)
    }
}

/// The first of these variables that is set, unless it is empty. A value that is not
/// Unicode becomes one that is not a URL.
fn first_set(names: [&'static str; 2]) -> Option<(&'static str, String)> {
    let set = |name| env::var_os(name).map(|value| (name, value));
    let (name, value) = names.into_iter().find_map(set)?;
    let value = value.into_string().unwrap_or_else(|_| "::".to_owned());
    (!value.is_empty()).then_some((name, value))
}

fn is_http(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

fn invalid(named_by: &str) -> Failure {
    Failure::Misuse(format!(
        "`{named_by}` is not the URL of an HTTP proxy, so no request was sent; write \
         `http://HOST:PORT` or `https://HOST:PORT`, with `USER:PASSWORD@` before the host if the \
         proxy needs credentials"
    ))
}
