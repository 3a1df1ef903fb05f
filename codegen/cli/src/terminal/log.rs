//! Prints the runtime's `tracing` events to standard error if `RUST_LOG` asks for them.

use super::{Format, format, line, to_stderr};
use serde_json::json;
use std::fmt::{self, Write as _};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Only events of this crate are shown; those of HTTP clients may hold headers.
const TARGET: &str = "pagesmith";

/// Prints events for the rest of the process if the value of `RUST_LOG` asks for them.
pub(crate) fn listen(rust_log: &str) {
    let level = level(rust_log);
    if level > LevelFilter::OFF {
        let _already_set = tracing::subscriber::set_global_default(Log(level));
    }
}

/// The level that `RUST_LOG` asks for: a bare level such as `info`, or that of
/// `pagesmith=info`, which takes precedence. Directives for other targets are ignored.
fn level(rust_log: &str) -> LevelFilter {
    let (mut general, mut ours) = (None, None);
    for word in rust_log.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        match word.split_once('=') {
            Some((TARGET, level)) => ours = level.parse().ok().or(ours),
            Some(_) => {}
            None => general = word.parse().ok().or(general),
        }
    }
    ours.or(general).unwrap_or(LevelFilter::OFF)
}

struct Log(LevelFilter);

impl Subscriber for Log {
    fn enabled(&self, of: &Metadata<'_>) -> bool {
        let target = of.target().split("::").next();
        !of.is_span() && *of.level() <= self.0 && target == Some(TARGET)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.0)
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = EventFields::default();
        event.record(&mut fields);
        let (level, EventFields { message, values }) = (event.metadata().level(), fields);
        to_stderr(&match format() {
            Format::Text => format!("{level} {message}{values}\n"),
            Format::Json => {
                let message = format!("{message}{values}");
                let level = level.as_str().to_lowercase();
                line(&json!({"reason": "log", "level": level, "message": message}))
            }
        });
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The fields of an event: its message, and the other values as text.
#[derive(Default)]
struct EventFields {
    message: String,
    values: String,
}

impl Visit for EventFields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string can't fail.
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.values, " {name}={value:?}"),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_for_our_target_takes_precedence() {
        for (rust_log, expected) in [
            ("", LevelFilter::OFF),
            ("info", LevelFilter::INFO),
            ("WARN", LevelFilter::WARN),
            ("hyper=trace", LevelFilter::OFF),
            ("warn,pagesmith=debug", LevelFilter::DEBUG),
            ("pagesmith=debug,warn", LevelFilter::DEBUG),
            ("hyper=trace, info", LevelFilter::INFO),
            ("odd", LevelFilter::OFF),
            ("off", LevelFilter::OFF),
        ] {
            assert_eq!(level(rust_log), expected, "{rust_log}");
        }
    }
}
