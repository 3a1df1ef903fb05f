//! How much of a body is read at a time, and how much of it is kept.

use crate::protocol::repeats::row_keys::MAX_KEPT;

/// How many bytes have to arrive before more rows are read: few enough to be in the
/// processor's cache, and many rows.
const STEP: usize = 128 << 10;

/// How large the body of a list without a key may become before what was read is cut out of
/// it. With a key, the text of up to [`MAX_KEPT`] bytes is compared faster than its keys.
const KEPT: usize = 1 << 20;

/// How a body is read while it arrives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// How many bytes are added at a time at most.
    pub(super) piece: usize,
    /// How many bytes have to be added before more is read.
    pub(super) step: usize,
    /// How large a body may become before what was read is cut out.
    pub(super) kept: usize,
}

impl Sizes {
    /// Those of a list with a key or without; `None` if bodies are read as a whole.
    pub(super) fn of(has_key: bool) -> Option<Self> {
        let kept = if has_key { MAX_KEPT } else { KEPT };
        let sizes = Some(Self { piece: usize::MAX, step: STEP, kept });
        #[cfg(any(test, feature = "testing"))]
        let sizes = match forced() {
            Some(Bodies::Whole) => None,
            Some(Bodies::Pieces) => Some(Self::SMALLEST),
            None => sizes,
        };
        sizes
    }

    /// Every row is read as soon as it is there, and cut out.
    #[cfg(any(test, feature = "testing"))]
    const SMALLEST: Self = Self { piece: 13, step: 0, kept: 0 };
}

/// How tests read all bodies: by `PAGESMITH_TEST_BODIES`, `whole` or `pieces`.
#[cfg(any(test, feature = "testing"))]
#[derive(Clone, Copy, Debug)]
pub(crate) enum Bodies {
    Whole,
    Pieces,
}

#[cfg(test)]
thread_local! {
    /// How a test reads bodies on its thread.
    pub(crate) static BODIES: std::cell::Cell<Option<Bodies>> = const { std::cell::Cell::new(None) };
}

#[cfg(any(test, feature = "testing"))]
fn forced() -> Option<Bodies> {
    static FORCED: std::sync::OnceLock<Option<Bodies>> = std::sync::OnceLock::new();
    #[cfg(test)]
    if let Some(bodies) = BODIES.get() {
        return Some(bodies);
    }
    *FORCED.get_or_init(|| match std::env::var("PAGESMITH_TEST_BODIES").ok()?.as_str() {
        "whole" => Some(Bodies::Whole),
        "pieces" => Some(Bodies::Pieces),
        // A suite that was asked to read bodies in another way would show nothing.
        other => panic!("PAGESMITH_TEST_BODIES is `whole` or `pieces`, not `{other}`"),
    })
}
