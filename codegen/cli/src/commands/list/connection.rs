//! The flags of `list` that configure the HTTP client.

use super::plain_http::{self, is_loopback, server};
use super::proxy::Proxy;
use crate::outcome::Failure;
use clap::{ArgAction, Args};
use pagesmith::http::{HeaderName, HeaderValue, header};
use pagesmith::reqwest;
use pagesmith::{ClientBuilder, Retry};
use pagesmith_codegen::model::{Api, Auth};
use pagesmith_interpret::{self as interpret, Call, Record};
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use url::Url;

/// The longest time to connect; no flag changes it.
const CONNECT: Duration = Duration::from_secs(10);
/// How long a server may send nothing, unless `--timeout` makes it longer.
const SILENCE: Duration = Duration::from_secs(30);

/// The flags.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Connection")]
pub(super) struct Connection {
    /// Add a header to each request, such as `X-Version: 2`; repeat it for more.
    ///
    /// Errors and `-v` hide its value. But other users of this machine can see arguments: pass
    /// credentials in environment variables.
    #[arg(long = "header", value_name = "NAME:VALUE")]
    headers: Vec<Hidden>,
    /// Send at most N requests per second, such as 10 or 0.5 [default: no limit].
    ///
    /// If the server asks for longer waits, those apply.
    #[arg(long, value_name = "N", value_parser = rate, allow_negative_numbers = true)]
    rate: Option<f64>,
    /// Give up on a page after this many seconds, including its retries [default: 120].
    ///
    /// The time includes the waits between retries, but not the waits for --rate. Connecting may
    /// take at most 10 seconds. The server may be silent for at most 30 seconds, or a quarter of
    /// --timeout if that is longer.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, allow_negative_numbers = true)]
    timeout: Option<Duration>,
    /// Fail at a page of more than this many bytes, after decompression [default: 33554432].
    ///
    /// A page of that size takes about three times as much memory.
    #[arg(long, value_name = "N", value_parser = at_least_one, allow_negative_numbers = true)]
    max_page_bytes: Option<usize>,
    /// Fail at a page of more than this many records [default: 100000].
    #[arg(long, value_name = "N", value_parser = at_least_one, allow_negative_numbers = true)]
    max_page_items: Option<usize>,
    /// Send requests through this HTTP proxy, such as `http://proxy.example.com:8080`.
    ///
    /// By default, `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY` names the proxy. Requests to this
    /// machine, and to hosts in `NO_PROXY`, are then sent without it.
    #[arg(long, value_name = "URL")]
    proxy: Option<Hidden>,
    /// Allow credentials to be sent unencrypted to other machines, over `http:`.
    #[arg(long)]
    allow_http: bool,
    /// Show each request on standard error; `-vv` shows more.
    ///
    /// A line has the method, the path, the names of the query parameters, the status, the
    /// time in milliseconds, and the number of records. `-vv` adds the page number and the size of
    /// the reply in bytes.
    #[arg(short, long, action = ArgAction::Count)]
    pub(super) verbose: u8,
}

/// A value that may be a secret, so `Debug` hides it.
#[derive(Clone)]
struct Hidden(String);

impl FromStr for Hidden {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

fn rate(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| *number > 0.0 && number.is_finite());
    number.ok_or_else(|| {
        "expected requests per second, a number greater than 0, such as 10 or 0.5".to_owned()
    })
}

fn at_least_one(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| "expected a whole number greater than 0".to_owned())
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.filter(|time| !time.is_zero()).ok_or_else(|| {
        "expected seconds, a number greater than 0 without a unit, such as 300 or 2.5".to_owned()
    })
}

/// How long a server may send nothing, with this `--timeout`.
fn silence(timeout: Option<Duration>) -> Duration {
    timeout.map_or(SILENCE, |timeout| SILENCE.max(timeout / 4))
}

impl Connection {
    /// Fails if the proxy is invalid, or if secrets would be sent unencrypted without
    /// `--allow-http`. Headers count as secrets.
    pub(super) fn check(&self, api: &Api, call: &Call) -> Result<(), Failure> {
        // The runtime reports an invalid URL.
        let base_url = call.base_url.as_deref().and_then(|url| Url::parse(url).ok());
        if base_url.is_some_and(|url| !url.username().is_empty() || url.password().is_some()) {
            let message = "`--base-url` holds credentials; leave them out of it, and set the environment variables `PAGESMITH_USERNAME` and `PAGESMITH_PASSWORD`";
            return Err(Failure::Misuse(message.to_owned()));
        }
        let proxy = self.proxy(api, call)?;
        if self.allow_http {
            return Ok(());
        }
        plain_http::check(api, call, proxy.as_ref(), !self.headers.is_empty())
    }

    /// The proxy of the requests, if they go through one.
    pub(super) fn proxy(&self, api: &Api, call: &Call) -> Result<Option<Proxy>, Failure> {
        if let Some(Hidden(url)) = &self.proxy {
            return Proxy::of_flag(url).map(|(proxy, _)| Some(proxy));
        }
        // The runtime reports an invalid URL.
        server(api, call).map_or(Ok(None), |server| Proxy::of_environment(&server))
    }

    /// Applies the flags to the client of an API.
    pub(super) fn apply(
        &self,
        mut builder: ClientBuilder,
        api: &Api,
        call: &Call,
    ) -> Result<ClientBuilder, Failure> {
        for (name, value) in self.headers(&api.auth)? {
            // Set twice: the first lets a position tell one tenant's list from another's, by the
            // header's name; the second replaces it in requests, and hides the value.
            builder = builder.header(name.as_str(), &value).secret_header(name.as_str(), value);
        }
        if let Some(rate) = self.rate {
            builder = builder.rate(rate);
        }
        if let Some(timeout) = self.timeout {
            builder = builder.retry(Retry::default().page_timeout(timeout));
        }
        if let Some(bytes) = self.max_page_bytes {
            builder = builder.max_page_bytes(bytes);
        }
        if let Some(items) = self.max_page_items {
            // Records stay texts, which `max_page_bytes` bounds, so that their count is the only
            // thing that this limit could be about.
            let memory = items.saturating_mul(size_of::<Record>());
            builder = builder.max_page_items(items).max_page_memory(memory);
        }
        let silence = silence(self.timeout);
        let of_flag = |Hidden(url): &Hidden| Proxy::of_flag(url).map(|(_, proxy)| proxy);
        let proxy = self.proxy.as_ref().map(of_flag).transpose()?;
        let is_here = server(api, call).is_some_and(|url| is_loopback(&url));
        Ok(builder.reqwest(move |without_proxy| {
            let client = match proxy {
                Some(proxy) => without_proxy.proxy(proxy),
                None if is_here => without_proxy,
                // The runtime's own builder always ignores the environment's proxy.
                None => reqwest::ClientBuilder::new().connect_timeout(CONNECT),
            };
            client.read_timeout(silence)
        }))
    }

    /// The validated headers: names and values.
    fn headers(&self, auth: &Auth) -> Result<Vec<(HeaderName, String)>, Failure> {
        let mut headers: Vec<(HeaderName, String)> = Vec::new();
        for Hidden(header) in &self.headers {
            let (name, value) = pair(header, auth)
                .map_err(|why| Failure::Misuse(format!("`--header` {why}; no request was sent")))?;
            if headers.iter().any(|(known, _)| *known == name) {
                return Err(Failure::Misuse(format!(
                    "`--header {name}:…` is given twice; keep one of them"
                )));
            }
            headers.push((name, value));
        }
        Ok(headers)
    }
}

/// Name and value of a header. The errors do not quote the value.
fn pair(header: &str, auth: &Auth) -> Result<(HeaderName, String), String> {
    let Some((name, value)) = header.split_once(':') else {
        return Err("has no colon; write `NAME:VALUE`, such as `X-Version: 2`".to_owned());
    };
    let Ok(known) = HeaderName::try_from(name) else {
        return Err(format!(
            "names `{}`, which is not a valid header name; use letters, digits and dashes",
            name.escape_debug()
        ));
    };
    let value = value.trim();
    if HeaderValue::try_from(value).is_err() {
        return Err(format!(
            "gives `{name}` a value with a line break or another control character; remove it"
        ));
    }
    let sent_by_client = [
        header::HOST,
        header::CONNECTION,
        header::CONTENT_LENGTH,
        header::TRANSFER_ENCODING,
        header::ACCEPT_ENCODING,
    ];
    if sent_by_client.contains(&known) {
        return Err(format!("names `{name}`, which the HTTP client sets itself; leave it out"));
    }
    let (of_auth, variable) = match auth {
        Auth::Basic => (Some(header::AUTHORIZATION), interpret::USERNAME),
        Auth::Bearer => (Some(header::AUTHORIZATION), interpret::TOKEN),
        Auth::Header(name) => (HeaderName::try_from(name).ok(), interpret::API_KEY),
        Auth::None | Auth::Query(_) | Auth::Body { .. } => (None, ""),
    };
    if of_auth.as_ref() == Some(&known) {
        return Err(format!(
            "names `{name}`, which `auth` of the spec sets; pass the credentials in the environment variable `{variable}`"
        ));
    }
    Ok((known, value.to_owned()))
}

/// A variable with credentials and the `auth` that would send it, if the spec has none; `is_set`
/// says which variables are set.
pub(super) fn unsent_credentials(
    api: &Api,
    is_set: &dyn Fn(&str) -> bool,
) -> Option<(&'static str, &'static str)> {
    let ways = [
        (interpret::TOKEN, "bearer"),
        (interpret::USERNAME, "basic"),
        (interpret::API_KEY, "{header: NAME}"),
    ];
    let has_none = matches!(api.auth, Auth::None);
    ways.into_iter().find(|(variable, _)| has_none && is_set(variable))
}

#[cfg(test)]
mod tests {
    use super::{SILENCE, rate, seconds, silence};
    use std::time::Duration;

    #[test]
    fn rates_and_times_may_have_decimals() {
        assert_eq!((rate("0.5"), rate("10")), (Ok(0.5), Ok(10.0)));
        assert!(["0", "-1", "inf", "NaN", "", "1/s"].iter().all(|text| rate(text).is_err()));
        assert_eq!(seconds("2.5"), Ok(Duration::from_millis(2500)));
        assert!(["0", "-1", "inf", "NaN", "", "1s"].iter().all(|text| seconds(text).is_err()));
    }

    #[test]
    fn a_server_may_be_silent_for_a_quarter_of_a_long_timeout() {
        let of = |timeout| silence(Some(Duration::from_secs(timeout)));
        assert_eq!([of(1), of(120), of(600)], [SILENCE, SILENCE, Duration::from_secs(150)]);
        assert_eq!(silence(None), SILENCE);
    }
}
