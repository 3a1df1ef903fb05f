//! Hides the credentials of a client in errors, whatever they quote.

use super::{Error, Inner};
use crate::secret::Mask;
use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::sync::Arc;

impl Error {
    /// Hides the credentials of the client in all texts of the error.
    pub(crate) fn masked(self, mask: Option<&Mask>) -> Self {
        let Some(mask) = mask else { return self };
        self.unshared().with(|inner| {
            let api = inner.api.iter_mut().flat_map(|api| [&mut api.code, &mut api.message]);
            let place = inner.place.iter_mut().map(|place| &mut place.url);
            let texts = api.flatten().chain(place).chain(&mut inner.request_id);
            texts
                .chain(&mut inner.body)
                .chain([&mut inner.message])
                .for_each(|text| hide(mask, text));
            inner.source = inner.source.take().map(|source| self::source(mask, source));
        })
    }

    /// An error that is not shared, so that it can be changed.
    pub(super) fn unshared(mut self) -> Self {
        if Arc::get_mut(&mut self.0).is_some() {
            return self;
        }
        let inner = &*self.0;
        Self(Arc::new(Inner {
            kind: inner.kind,
            message: inner.message.clone(),
            place: inner.place.clone(),
            parent: inner.parent.clone(),
            status: inner.status,
            api: inner.api.clone(),
            body: inner.body.clone(),
            position: inner.position.clone(),
            refused: inner.refused,
            cut_off: inner.cut_off,
            stalled: inner.stalled,
            attempts: inner.attempts,
            retry_after: inner.retry_after,
            stop_reason: inner.stop_reason.clone(),
            retryable: inner.retryable,
            request_id: inner.request_id.clone(),
            source: self.source().map(in_words),
        }))
    }
}

type Source = Box<dyn StdError + Send + Sync>;

fn hide(mask: &Mask, text: &mut String) {
    if let std::borrow::Cow::Owned(hidden) = mask.hide(text) {
        *text = hidden;
    }
}

/// The cause itself if it shows no secret, or else its text.
fn source(mask: &Mask, source: Source) -> Source {
    let text = words(&*source);
    let shows = |text: &str| mask.hide(text) != text;
    if shows(&text) || shows(&format!("{source:?}")) {
        Box::new(Masked(mask.hide(&text).into_owned()))
    } else {
        source
    }
}

/// The text of an error and its causes, in place of them.
fn in_words(error: &(dyn StdError + 'static)) -> Source {
    Box::new(Masked(words(error)))
}

fn words(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        // Writing to a string can't fail.
        let _ = write!(text, ": {cause}");
        next = cause.source();
    }
    text
}

/// The text of a cause that showed a secret.
struct Masked(String);

impl fmt::Display for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Masked").field(&self.0).finish()
    }
}

impl StdError for Masked {}
