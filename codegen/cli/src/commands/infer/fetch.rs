//! Requests the first page of a list, for `infer`.

use crate::drafting::infer;
use crate::outcome::Failure;
use pagesmith::http::Method;
use pagesmith::{Client, ClientBuilder, Retry};
use pagesmith_interpret::plain_http::is_loopback;
use pagesmith_interpret::{PASSWORD, TOKEN, USERNAME};
use std::env;
use std::time::Duration;
use url::Url;

/// How long a reply may take, with its retries.
const TIME: Duration = Duration::from_secs(60);

/// Whether a sample is named by a URL.
pub(super) fn is_url(sample: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        sample.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// Credentials of the environment.
enum Credentials {
    None,
    Token(String),
    Pair(String, String),
}

impl Credentials {
    fn of_environment() -> Result<Self, Failure> {
        let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
        match (set(TOKEN), set(USERNAME), set(PASSWORD)) {
            (Some(_), Some(_), _) => Err(Failure::Misuse(format!(
                "both `{TOKEN}` and `{USERNAME}` are set; unset the one that this API does not take"
            ))),
            (Some(token), None, _) => Ok(Self::Token(token)),
            (None, Some(user), password) => Ok(Self::Pair(user, password.unwrap_or_default())),
            (None, None, _) => Ok(Self::None),
        }
    }

    fn apply(self, builder: ClientBuilder) -> ClientBuilder {
        match self {
            Self::None => builder,
            Self::Token(token) => builder.bearer(token),
            Self::Pair(user, password) => builder.basic(user, password),
        }
    }
}

/// The reply to a GET of this URL, with its head, as `curl -i` prints it.
pub(super) fn reply(url: &str) -> Result<Vec<u8>, Failure> {
    infer::check_url(url).map_err(Failure::Misuse)?;
    let invalid = || Failure::Misuse("the URL of the sample is invalid".to_owned());
    let url = Url::parse(url).map_err(|_| invalid())?;
    let credentials = Credentials::of_environment()?;
    let is_here = is_loopback(&url);
    if url.scheme() == "http" && !is_here && !matches!(credentials, Credentials::None) {
        return Err(Failure::Misuse(format!(
            "the credentials of the environment would be sent to `{}` unencrypted; use `https:`, or unset `{TOKEN}`, `{USERNAME}` and `{PASSWORD}`",
            url.host_str().unwrap_or_default()
        )));
    }
    let builder = Client::builder(url.origin().ascii_serialization())
        .retry(Retry::default().page_timeout(TIME))
        .max_page_bytes(infer::MAX_SAMPLE);
    // A proxy would read what is sent to this machine.
    let builder = if is_here { builder } else { builder.environment_proxy() };
    let failed = |error: pagesmith::Error| Failure::Failed(format!("no sample: {error}"));
    let client = credentials.apply(builder).build().map_err(failed)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::Failed(format!("no sample: {error}")))?;
    let request = client.request(Method::GET, url.as_str()).header("accept", "application/json");
    let reply = runtime.block_on(request.send()).map_err(failed)?;
    let mut head = format!("HTTP/1.1 {}\r\n", reply.status().as_u16());
    for (name, value) in reply.headers() {
        if let Ok(value) = value.to_str() {
            head.extend([name.as_str(), ": ", value, "\r\n"]);
        }
    }
    head.push_str("\r\n");
    Ok([head.as_bytes(), reply.bytes()].concat())
}
