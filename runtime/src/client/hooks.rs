//! Hooks that see requests and replies.

use crate::client::activity::Activity;
use crate::client::timeline::Timeline;
use http::{HeaderMap, HeaderName, header, request, response};

/// A hook that sees each `T`.
pub(crate) type Hook<T> = Box<dyn Fn(&T) + Send + Sync>;

/// A hook that sees each event of a client.
pub(crate) type ActivityHook = Box<dyn Fn(&Activity<'_>) + Send + Sync>;

/// The hooks of a client.
#[derive(Default)]
pub(crate) struct Hooks {
    pub(crate) request: Option<Hook<request::Parts>>,
    pub(crate) reply: Option<Hook<response::Parts>>,
    pub(crate) activity: Option<ActivityHook>,
    pub(crate) timeline: Option<Timeline>,
}

/// Headers of a reply that may hold secrets: credentials that the server echoes in a
/// URL, and page tokens.
const ECHOES: [HeaderName; 5] =
    [header::SET_COOKIE, header::LOCATION, header::CONTENT_LOCATION, header::LINK, header::REFRESH];

/// Marks headers of a reply that may hold secrets, so that their `Debug` is
/// `Sensitive`: those that may hold URLs, and the header of the client's own
/// credentials.
pub(crate) fn mark(headers: &mut HeaderMap, own: Option<&HeaderName>) {
    for (name, value) in headers.iter_mut() {
        if ECHOES.contains(name) || Some(name) == own || *name == header::AUTHORIZATION {
            value.set_sensitive(true);
        }
    }
}
