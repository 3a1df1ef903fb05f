//! Records the requests and replies of a walk, without its credentials.

use super::Replay;
use super::recording::Recording;
use super::tape::{self, Exchange, Got};
use crate::client::builder::ClientBuilder;
use crate::client::shared_future::lock;
use crate::error::Error;
use crate::secret::Mask;
use bytes::Bytes;
use http::HeaderValue;
use percent_encoding::percent_decode_str;
use serde_core::de::IgnoredAny;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Records the requests and replies of a client, for tests to replay.
///
/// [`ClientBuilder::record`](crate::ClientBuilder::record) adds it to a client. Of a
/// request it keeps the method, the path and the query, but neither headers nor body.
/// It leaves out query parameters that carry credentials. If a reply repeats the
/// request's credentials, or the value of a header that the client sets, it writes
/// `[redacted]` in their place. Records and the values of the path are kept unchanged:
/// review them before you put the file under version control. All replies stay in
/// memory until the recorder is dropped, so record a walk rather than a service.
///
/// ```no_run
/// use pagesmith::testing::{Recorder, Replay};
/// use pagesmith::Client;
///
/// # async fn record() -> Result<(), pagesmith::Error> {
/// let recorder = Recorder::new().hide_tokens();
/// let client = Client::builder("https://api.example.com").bearer("s3cret").record(&recorder).build()?;
/// // … walk, and then:
/// recorder.save("tests/calls.json")?;
/// # Ok(()) }
/// # fn replay() -> Result<(), pagesmith::Error> {
/// // In a test:
/// let replay = Replay::load("tests/calls.json")?;
/// let client = Client::builder("https://api.example.com").transport(replay).build()?;
/// # Ok(()) }
/// ```
#[derive(Clone, Default)]
pub struct Recorder {
    tape: Arc<Mutex<Vec<Exchange>>>,
    hide_tokens: bool,
}

/// A shorter query value is not a token worth hiding, and may occur anywhere by chance.
const MIN_TOKEN: usize = 8;

impl ClientBuilder {
    /// Records the client's requests and replies, for tests to replay.
    #[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
    pub fn record(mut self, recorder: &Recorder) -> Self {
        let recorder = recorder.clone();
        self.wrap = Some(Box::new(move |inner, auth_param| {
            let param = auth_param.map(str::to_owned);
            Box::new(Recording { inner, recorder, param })
        }));
        self
    }
}

impl Recorder {
    /// An empty recorder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces page tokens by `token-1`, `token-2` and so on, in replies and requests.
    /// A page token is a text of at least eight characters, other than a number, that a
    /// request took from an earlier reply into its query, its body or a header.
    #[must_use]
    pub fn hide_tokens(mut self) -> Self {
        self.hide_tokens = true;
        self
    }

    /// Writes the recording so far to a file, which [`Replay::load`] reads.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        let written = tape::write(&self.exchanges()).map_err(Into::into);
        written.and_then(|text| std::fs::write(path, text)).map_err(|cause| {
            Error::input(format!("the recording can't be written to `{}`", path.display()))
                .because(cause)
        })
    }

    /// A replay of the recording so far.
    #[must_use]
    pub fn replay(&self) -> Replay {
        Replay::of(self.exchanges())
    }

    /// Begins an exchange, which has no reply yet. Returns its number, for [`end`](Self::end).
    pub(super) fn begin(&self, method: &str, target: String, sent: Vec<String>) -> usize {
        let mut tape = lock(&self.tape);
        tape.push(Exchange { method: method.to_owned(), target, sent, got: Got::Fails });
        tape.len() - 1
    }

    pub(super) fn end(&self, exchange: usize, got: Got) {
        if let Some(exchange) = lock(&self.tape).get_mut(exchange) {
            exchange.got = got;
        }
    }

    fn exchanges(&self) -> Vec<Exchange> {
        let exchanges = lock(&self.tape).clone();
        if self.hide_tokens { without_tokens(exchanges) } else { exchanges }
    }
}

/// The same exchanges with other tokens.
fn without_tokens(mut exchanges: Vec<Exchange>) -> Vec<Exchange> {
    let mut names = BTreeMap::new();
    for (at, exchange) in exchanges.iter().enumerate() {
        for value in values(&exchange.target).into_iter().chain(exchange.sent.clone()) {
            let is_source = |earlier: &Exchange| earlier.got.holds(&value);
            if is_token(&value) && exchanges[..at].iter().any(is_source) {
                let next = format!("token-{}", names.len() + 1);
                names.entry(value).or_insert(next);
            }
        }
    }
    let replaced: Vec<_> = names
        .iter()
        .flat_map(|(value, name)| spellings(value).into_iter().map(move |text| (text, name)))
        .collect();
    for exchange in &mut exchanges {
        for (text, name) in &replaced {
            exchange.target = exchange.target.replace(text, name);
            exchange.got.replace(text, name);
        }
    }
    exchanges
}

/// Whether a value may be a token worth hiding. A value that is JSON by itself, such as
/// a number, may occur in a reply without quotes, where `token-1` would not be JSON.
fn is_token(value: &str) -> bool {
    value.len() >= MIN_TOKEN && serde_json::from_str::<IgnoredAny>(value).is_err()
}

/// The values of a query, both decoded and encoded: a link holds them encoded.
fn values(target: &str) -> Vec<String> {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .flat_map(|(_, value)| {
            [value.to_owned(), percent_decode_str(value).decode_utf8_lossy().into_owned()]
        })
        .collect()
}

/// The spellings of a text: percent-encoded, form-encoded, in JSON, and plain.
fn spellings(text: &str) -> Vec<String> {
    let quoted = serde_json::Value::from(text).to_string();
    let json = quoted.trim_matches('"').to_owned();
    let form = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    let mut all =
        vec![crate::protocol::link::encode(text).to_string(), form, json, text.to_owned()];
    all.dedup();
    all
}

impl Got {
    fn holds(&self, value: &str) -> bool {
        let Self::Reply { headers, body, .. } = self else { return false };
        let body = String::from_utf8_lossy(body);
        spellings(value).iter().any(|text| {
            let in_header = |value: &HeaderValue| value.to_str().is_ok_and(|it| it.contains(text));
            body.contains(text) || headers.iter().any(|(_, value)| in_header(value))
        })
    }

    /// Replaces a text wherever it occurs.
    fn replace(&mut self, text: &str, by: &str) {
        let Self::Reply { headers, body, .. } = self else { return };
        if let Ok(whole) = std::str::from_utf8(body)
            && whole.contains(text)
        {
            *body = Bytes::from(whole.replace(text, by));
        }
        for (_, value) in headers {
            if let Ok(held) = value.to_str()
                && let Ok(other) = HeaderValue::try_from(held.replace(text, by))
            {
                *value = other;
            }
        }
    }
}

impl Got {
    /// Hides credentials wherever they occur.
    pub(super) fn hide(&mut self, mask: &Mask) {
        let Self::Reply { headers, body, .. } = self else { return };
        if let Cow::Owned(hidden) = mask.replace_bytes(body) {
            *body = Bytes::from(hidden);
        }
        for (_, value) in headers {
            if let Cow::Owned(hidden) = mask.replace_bytes(value.as_bytes())
                && let Ok(hidden) = HeaderValue::try_from(hidden)
            {
                *value = hidden;
            }
        }
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exchanges = lock(&self.tape).len();
        f.debug_struct("Recorder").field("exchanges", &exchanges).finish_non_exhaustive()
    }
}
