//! What a client reports of its work.

use super::ClientBuilder;
use crate::client::activity::Activity;
use crate::client::timeline::Timeline;

impl ClientBuilder {
    /// Calls this hook with each event of the client.
    #[doc(hidden)]
    pub fn on_activity(mut self, hook: impl Fn(&Activity<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.activity = Some(Box::new(hook));
        self
    }

    /// Notes in this timeline what each request does, and when.
    pub fn timeline(mut self, timeline: &Timeline) -> Self {
        self.hooks.timeline = Some(timeline.clone());
        self
    }
}
