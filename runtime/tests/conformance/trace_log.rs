//! What a walk reports to `tracing`, at every level, so that rows can look for
//! secrets in it.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, MutexGuard};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Metadata, Subscriber};

/// Listens on this thread, which is that of client and server.
pub(crate) struct TraceLog {
    text: Text,
    #[expect(dead_code, reason = "listens until it is dropped")]
    listening: DefaultGuard,
}

#[derive(Clone, Default)]
struct Text(Arc<Mutex<String>>);

impl TraceLog {
    pub(crate) fn begin() -> Self {
        let text = Text::default();
        let listening = tracing::subscriber::set_default(Listener(text.clone()));
        Self { text, listening }
    }

    /// All that was reported.
    pub(crate) fn end(self) -> String {
        self.text.lock().clone()
    }
}

impl Text {
    fn lock(&self) -> MutexGuard<'_, String> {
        self.0.lock().unwrap()
    }
}

/// Notes every value of every span and event.
struct Listener(Text);

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut text = self.0.lock();
        write!(text, "\n{}", span.metadata().name()).unwrap();
        span.record(&mut Values(&mut text));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Values(&mut self.0.lock()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut text = self.0.lock();
        write!(text, "\n{}", event.metadata().target()).unwrap();
        event.record(&mut Values(&mut text));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Values<'t>(&'t mut String);

impl Visit for Values<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}
