//! Keeps what a walk got, without its credentials.

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

/// Keeps what the walks of a client get, for tests to replay.
///
/// [`ClientBuilder::record`](crate::ClientBuilder::record) puts it into a
/// client. Of a request it keeps method, path and query, and neither headers nor body; the key
/// of a query that carries credentials is left out, and what a reply repeats of
/// the credentials that went out, and of headers that the client was given,
/// stands there as `[redacted]`. Records and the values of the path are kept as
/// they came: look at them before a file goes under version control. It keeps
/// all of them until it is dropped: record a walk, and not a service.
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

/// A shorter value of a query is no token that is worth hiding, and may stand
/// anywhere.
const MIN_TOKEN: usize = 8;

impl ClientBuilder {
    /// Keeps what its walks get with this recorder, for tests to replay.
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
    /// With nothing on it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes `token-1`, `token-2` … in place of page tokens, in replies and
    /// requests alike: texts of eight and more characters, numbers aside, that a
    /// request took from an earlier reply into its query, its body or a header.
    #[must_use]
    pub fn hide_tokens(mut self) -> Self {
        self.hide_tokens = true;
        self
    }

    /// Writes what was recorded so far to a file, which [`Replay::load`] reads.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        let written = tape::write(&self.exchanges()).map_err(Into::into);
        written.and_then(|text| std::fs::write(path, text)).map_err(|cause| {
            Error::input(format!("`{}` can't be written", path.display())).because(cause)
        })
    }

    /// A replay of what was recorded so far.
    #[must_use]
    pub fn replay(&self) -> Replay {
        Replay::of(self.exchanges())
    }

    /// Begins an exchange, which has no reply yet; the number that
    /// [`got`](Self::got) takes.
    pub(super) fn asked(&self, method: &str, target: String, sent: Vec<String>) -> usize {
        let mut tape = lock(&self.tape);
        tape.push(Exchange { method: method.to_owned(), target, sent, got: Got::Fails });
        tape.len() - 1
    }

    pub(super) fn got(&self, exchange: usize, got: Got) {
        if let Some(exchange) = lock(&self.tape).get_mut(exchange) {
            exchange.got = got;
        }
    }

    fn exchanges(&self) -> Vec<Exchange> {
        let exchanges = lock(&self.tape).clone();
        if self.hide_tokens { without_tokens(exchanges) } else { exchanges }
    }
}

/// The same walk with other tokens.
fn without_tokens(mut exchanges: Vec<Exchange>) -> Vec<Exchange> {
    let mut names = BTreeMap::new();
    for (at, exchange) in exchanges.iter().enumerate() {
        for value in values(&exchange.target).into_iter().chain(exchange.sent.clone()) {
            let given = |earlier: &Exchange| earlier.got.holds(&value);
            if is_token(&value) && exchanges[..at].iter().any(given) {
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

/// Whether it may be a token worth hiding. What is JSON by itself, as the number
/// of a record is, may stand in a reply without quotes, where no text may.
fn is_token(value: &str) -> bool {
    value.len() >= MIN_TOKEN && serde_json::from_str::<IgnoredAny>(value).is_err()
}

/// The values of a query, decoded and not: a link gives them as they are.
fn values(target: &str) -> Vec<String> {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .flat_map(|(_, value)| {
            [value.to_owned(), percent_decode_str(value).decode_utf8_lossy().into_owned()]
        })
        .collect()
}

/// How a text is written: as it is, in a query, and in JSON.
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

    /// Writes another text in place of one, wherever it stands.
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
    /// Hides credentials, wherever they stand.
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
