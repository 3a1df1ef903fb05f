//! How `list` asks: the flags that go into the client.

use super::plain_http::{self, is_loopback, server};
use super::proxy::Proxy;
use crate::outcome::Failure;
use clap::{ArgAction, Args};
use pagesmith::__private::reqwest;
use pagesmith::http::{HeaderName, HeaderValue, header};
use pagesmith::{ClientBuilder, Retry};
use pagesmith_codegen::model::{Api, Auth};
use pagesmith_interpret::{self as interpret, Call};
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// The longest time to connect, which no flag changes.
const CONNECT: Duration = Duration::from_secs(10);
/// The longest silence of a server, unless `--timeout` makes it longer.
const SILENCE: Duration = Duration::from_secs(30);

/// The flags.
#[derive(Args, Clone, Debug)]
pub(super) struct Connection {
    /// Send this header with each request, such as `X-Version: 2`; again for another.
    ///
    /// Its value counts as a secret: neither errors nor `-v` show it. Other users of this machine
    /// can see arguments, so give credentials by the environment.
    #[arg(long = "header", value_name = "NAME:VALUE")]
    headers: Vec<Hidden>,
    /// Send at most this many requests per second, such as 10 or 0.5 [default: no limit].
    ///
    /// Where the server asks to come back later, or says so in the way that `rate_limit` of the spec
    /// names, that holds in any case.
    #[arg(long, value_name = "N", value_parser = rate, allow_negative_numbers = true)]
    rate: Option<f64>,
    /// Give up on a page after this many seconds, its retries included [default: 120].
    ///
    /// The waits between the retries count. The server may be silent for a quarter of this time, and
    /// for 30 seconds at least, before a request counts as failed; to connect may take 10 seconds.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, allow_negative_numbers = true)]
    timeout: Option<Duration>,
    /// Send through this HTTP proxy, such as `http://proxy.example.com:8080` [default: that of the
    /// environment].
    ///
    /// The environment names one by `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`, and by `NO_PROXY` the
    /// hosts that are asked directly; so are servers on this machine.
    #[arg(long, value_name = "URL")]
    proxy: Option<Hidden>,
    /// Send credentials unencrypted, to a server whose URL begins with `http:`, or through a proxy
    /// to such a one.
    #[arg(long)]
    allow_http: bool,
    /// Show each request on standard error; `-vv` shows its page and bytes too.
    ///
    /// That is its method, its path as the spec writes it, the names of its query parameters, the
    /// status of the reply, milliseconds, and records.
    #[arg(short, long, action = ArgAction::Count)]
    pub(super) verbose: u8,
}

/// A value that may be a secret, so that nothing shows it.
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
        "write a number above 0, in requests per second, such as 10 or 0.5".to_owned()
    })
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.filter(|time| !time.is_zero()).ok_or_else(|| {
        "write a number above 0, in seconds and without a unit, such as 300 or 2.5".to_owned()
    })
}

impl Connection {
    /// Fails where a proxy can't be used, and where secrets would be sent in the open,
    /// unless that is allowed. Headers count as secrets.
    pub(super) fn check(&self, api: &Api, call: &Call) -> Result<(), Failure> {
        let proxy = self.proxy(api, call)?;
        if self.allow_http {
            return Ok(());
        }
        plain_http::check(api, call, proxy.as_ref(), !self.headers.is_empty())
    }

    /// The proxy that the server is asked through.
    pub(super) fn proxy(&self, api: &Api, call: &Call) -> Result<Option<Proxy>, Failure> {
        if let Some(Hidden(url)) = &self.proxy {
            return Proxy::of_flag(url).map(|(proxy, _)| Some(proxy));
        }
        // What is not a URL, the runtime reports.
        server(api, call).map_or(Ok(None), |server| Proxy::of_environment(&server))
    }

    /// Builds the flags into a client of an API.
    pub(super) fn apply(
        &self,
        mut builder: ClientBuilder,
        api: &Api,
        call: &Call,
    ) -> Result<ClientBuilder, Failure> {
        for (name, value) in self.headers(&api.auth)? {
            builder = builder.secret_header(name.as_str(), value);
        }
        if let Some(rate) = self.rate {
            builder = builder.rate(rate);
        }
        if let Some(timeout) = self.timeout {
            builder = builder.retry(Retry::default().page_timeout(timeout));
        }
        let silence = self.timeout.map_or(SILENCE, |timeout| SILENCE.max(timeout / 4));
        let of_flag = |Hidden(url): &Hidden| Proxy::of_flag(url).map(|(_, proxy)| proxy);
        let proxy = self.proxy.as_ref().map(of_flag).transpose()?;
        let is_here = server(api, call).is_some_and(|url| is_loopback(&url));
        Ok(builder.reqwest(move |without_proxy| {
            let client = match proxy {
                Some(proxy) => without_proxy.proxy(proxy),
                None if is_here => without_proxy,
                // The runtime's own takes no proxy from the environment, and can't be made to.
                None => reqwest::ClientBuilder::new().connect_timeout(CONNECT),
            };
            client.read_timeout(silence)
        }))
    }

    /// The headers, each a name and a value that can be sent.
    fn headers(&self, auth: &Auth) -> Result<Vec<(HeaderName, String)>, Failure> {
        let mut headers: Vec<(HeaderName, String)> = Vec::new();
        for Hidden(header) in &self.headers {
            let (name, value) = pair(header, auth)
                .map_err(|why| Failure::Misuse(format!("`--header` {why}; nothing was asked")))?;
            if headers.iter().any(|(known, _)| *known == name) {
                return Err(Failure::Misuse(format!(
                    "`--header {name}:…` is given twice; give it once"
                )));
            }
            headers.push((name, value));
        }
        Ok(headers)
    }
}

/// Name and value of a header. What is said of it does not quote the value.
fn pair(header: &str, auth: &Auth) -> Result<(HeaderName, String), String> {
    let Some((name, value)) = header.split_once(':') else {
        return Err("has no colon: write it as `NAME:VALUE`, such as `X-Version: 2`".to_owned());
    };
    let Ok(known) = HeaderName::try_from(name) else {
        return Err(format!(
            "names `{}`, which can't be the name of a header: it takes letters, digits and dashes",
            name.escape_debug()
        ));
    };
    let value = value.trim();
    if HeaderValue::try_from(value).is_err() {
        return Err(format!(
            "gives `{name}` a value with a line break or another control character: a header takes none"
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
        return Err(format!("names `{name}`, which the HTTP client sets by itself: leave it out"));
    }
    let (of_auth, variable) = match auth {
        Auth::Basic => (Some(header::AUTHORIZATION), interpret::USERNAME),
        Auth::Bearer => (Some(header::AUTHORIZATION), interpret::TOKEN),
        Auth::Header(name) => (HeaderName::try_from(name).ok(), interpret::API_KEY),
        Auth::None | Auth::Query(_) => (None, ""),
    };
    if of_auth.as_ref() == Some(&known) {
        return Err(format!(
            "names `{name}`, which `auth` of the spec sets: give credentials by the environment variable `{variable}`"
        ));
    }
    Ok((known, value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{rate, seconds};
    use std::time::Duration;

    #[test]
    fn rates_and_times_may_have_decimals() {
        assert_eq!((rate("0.5"), rate("10")), (Ok(0.5), Ok(10.0)));
        assert!(["0", "-1", "inf", "NaN", "", "1/s"].iter().all(|text| rate(text).is_err()));
        assert_eq!(seconds("2.5"), Ok(Duration::from_millis(2500)));
        assert!(["0", "-1", "inf", "NaN", "", "1s"].iter().all(|text| seconds(text).is_err()));
    }
}
