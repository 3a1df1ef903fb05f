//! How much a page may be.

/// The most of a page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageLimits {
    /// Bytes of its body, after decompression.
    pub(crate) bytes: usize,
    pub(crate) items: usize,
    /// Bytes of its records in memory.
    pub(crate) memory: usize,
}

impl Default for PageLimits {
    fn default() -> Self {
        Self { bytes: 32 << 20, items: 100_000, memory: 64 << 20 }
    }
}
