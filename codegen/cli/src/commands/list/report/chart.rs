//! The bar of a request: what it waited for, and what became of it, over time. Each part has a
//! pattern of its own, so that the bar is read without colour.

use super::scale::{Scale, WIDTH, words};
use pagesmith::{TimedRequest, WaitReason};
use std::fmt::Write as _;
use std::time::Duration;

/// The least width of a part, so that it is seen.
const LEAST: f64 = 0.3;

/// A part of a bar.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// It waits before it is sent.
    Wait,
    /// The same before another attempt.
    Retry,
    /// It was sent, and has no reply yet.
    Reply,
    /// The reply arrives.
    Receive,
    /// The reply is held until the page's turn comes.
    Hold,
    /// The body is decoded.
    Decode,
}

impl Part {
    pub(super) const ALL: [Self; 6] =
        [Self::Wait, Self::Retry, Self::Reply, Self::Receive, Self::Hold, Self::Decode];

    /// The class of its shape, and the pattern that fills it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Wait => "wait",
            Self::Retry => "retry",
            Self::Reply => "reply",
            Self::Receive => "receive",
            Self::Hold => "hold",
            Self::Decode => "decode",
        }
    }

    /// What it is, in the legend.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Self::Wait => "waits for a rate limit",
            Self::Retry => "waits for the next attempt",
            Self::Reply => "no reply yet",
            Self::Receive => "the reply arrives",
            Self::Hold => "read ahead, not used yet",
            Self::Decode => "decoded",
        }
    }

    /// The pattern that its shapes are filled with.
    pub(super) fn pattern(self) -> &'static str {
        match self {
            Self::Wait => r#"<path d="M0 8L8 0M-2 2L2 -2M6 10L10 6"/>"#,
            Self::Retry => r#"<path d="M0 0L8 8M0 8L8 0"/>"#,
            Self::Reply => "",
            Self::Receive => r#"<rect width="8" height="8"/>"#,
            Self::Hold => r#"<circle cx="4" cy="4" r="1.2"/>"#,
            Self::Decode => r#"<path d="M2 0V8M6 0V8"/>"#,
        }
    }
}

/// The parts of a request: each with its begin and its end.
pub(super) fn parts(request: &TimedRequest) -> Vec<(Part, Duration, Duration)> {
    let mut parts = Vec::new();
    for wait in &request.waits {
        let part = match wait.reason {
            WaitReason::Retry | WaitReason::RetryAfter => Part::Retry,
            _ => Part::Wait,
        };
        parts.push((part, wait.began, (wait.began + wait.time).min(request.sent)));
    }
    let ends = end(request);
    parts.push((Part::Reply, request.sent, request.replied.or(request.received).unwrap_or(ends)));
    if let (Some(replied), Some(received)) = (request.replied, request.received) {
        parts.push((Part::Receive, replied, received));
    }
    if let (Some(decoding), Some(decoded)) = (request.decoding, request.decoded) {
        let received = request.received.unwrap_or(decoding);
        if decoding.saturating_sub(received) > Duration::from_millis(1) {
            parts.push((Part::Hold, received, decoding));
        }
        parts.push((Part::Decode, decoding, decoded));
    }
    parts
}

/// When the last thing of a request happened.
pub(super) fn end(request: &TimedRequest) -> Duration {
    let last = [request.replied, request.received, request.decoding, request.decoded];
    last.into_iter().flatten().max().unwrap_or(request.sent)
}

/// The bar of a request as SVG, with its parts in words.
pub(super) fn bar(request: &TimedRequest, scale: Scale) -> String {
    let mut svg = format!(r#"<svg class="bar" role="img" aria-label="{}">"#, in_words(request));
    for (part, begin, end) in parts(request) {
        let x = scale.at(begin).min(WIDTH - LEAST);
        let width = (scale.at(end) - x).max(LEAST);
        let name = part.name();
        // Writing to a string can't fail.
        let _ = write!(
            svg,
            r#"<rect class="{name}" x="{x:.2}%" y="2" width="{width:.2}%" height="16"/>"#
        );
    }
    svg + "</svg>"
}

/// What a request did, with times: "waited 2 s for the next attempt; reply after 120 ms".
pub(super) fn in_words(request: &TimedRequest) -> String {
    let mut words_of: Vec<String> = Vec::new();
    for wait in &request.waits {
        let time = words((wait.began + wait.time).min(request.sent).saturating_sub(wait.began));
        words_of.push(format!("waited {time} for {}", wait.reason));
    }
    match (request.replied, request.received) {
        (Some(replied), received) => {
            words_of.push(format!("reply after {}", words(replied.saturating_sub(request.sent))));
            let took = received.map(|received| words(received.saturating_sub(replied)));
            words_of.extend(took.map(|took| format!("received in {took}")));
        }
        (None, Some(failed)) => {
            words_of.push(format!("failed after {}", words(failed.saturating_sub(request.sent))));
        }
        (None, None) => words_of.push("no reply".to_owned()),
    }
    if let (Some(decoding), Some(decoded)) = (request.decoding, request.decoded) {
        words_of.push(format!("decoded in {}", words(decoded.saturating_sub(decoding))));
    }
    words_of.join(", ")
}
