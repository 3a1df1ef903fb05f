//! Replies that say, by the API's own code, that the request came too early, and how
//! long to wait.

use crate::list::rate_limit::{AnyRateLimit, Wait};
use crate::list::rows::Decode;
use crate::paging::Text;
use crate::protocol::plan::Plan;
use crate::protocol::response::Response;
use crate::protocol::response::contents::Contents;
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::response::reader;
use serde_core::de::IgnoredAny;
use std::time::Duration;

/// The longest wait that a body may ask for.
const LONGEST: f64 = 86_400.0;

/// How the server says by its own codes that a request came too early.
#[derive(Clone, Debug, Default)]
pub(crate) struct Later {
    codes: Vec<Text>,
    wait: Option<Wait<Text>>,
}

/// What a reply says of a request that came too early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooEarly {
    /// How long to wait, if it states that.
    pub(crate) wait: Option<Duration>,
}

impl Later {
    pub(in crate::protocol) fn of(limit: &AnyRateLimit) -> Self {
        Self { codes: limit.code.clone(), wait: limit.wait.clone() }
    }

    /// Where a reply states the wait.
    pub(in crate::protocol) fn pointer(&self) -> Option<&Text> {
        match &self.wait {
            Some(Wait::At(pointer)) => Some(pointer),
            Some(Wait::Seconds(_)) | None => None,
        }
    }

    fn stated_wait(&self, envelope: &Envelope) -> Option<Duration> {
        self.pointer()?;
        let seconds: f64 = envelope.text(ReplyKey::Wait)?.trim().parse().ok()?;
        let is_wait = seconds > 0.0 && seconds <= LONGEST;
        is_wait.then(|| Duration::from_secs_f64(seconds))
    }
}

impl Plan {
    /// Whether a reply says by the API's own code that the request came too early, and
    /// the wait that it states.
    pub(crate) fn says_later(
        &self,
        response: &Response,
        contents: Option<&Contents>,
    ) -> Option<TooEarly> {
        if self.later.codes.is_empty() {
            return None;
        }
        let refused;
        let envelope = if let Some(contents) = contents {
            &contents.envelope
        } else {
            refused = self.refused_envelope(response)?;
            &refused
        };
        self.is_later(envelope).then(|| TooEarly {
            wait: match self.later.wait {
                Some(Wait::Seconds(seconds)) => Some(Duration::from_secs(seconds)),
                _ => self.later.stated_wait(envelope),
            },
        })
    }

    /// The wait that the body of a response states, if its status says that the request came
    /// too early.
    pub(crate) fn wait_of_refusal(&self, response: &Response) -> Option<Duration> {
        self.later.pointer()?;
        self.later.stated_wait(&self.refused_envelope(response)?)
    }

    /// What the body of a response says that is not a page.
    fn refused_envelope(&self, response: &Response) -> Option<Envelope> {
        let text = response.text()?;
        let reading = reader::read(text, &self.tree, &Decode::of::<IgnoredAny>()).ok()?;
        Some(reading.envelope)
    }

    /// Whether a reply has a code that means "later".
    pub(in crate::protocol) fn is_later(&self, envelope: &Envelope) -> bool {
        envelope.stated(ReplyKey::Code).is_one_of(&self.later.codes)
    }

    /// How long the next request has to wait, as a good reply states it.
    pub(crate) fn wait_after(&self, contents: &Contents) -> Option<Duration> {
        self.later.stated_wait(&contents.envelope)
    }
}
