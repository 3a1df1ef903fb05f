//! How much a page may hold.

use crate::client::builder::ClientBuilder;

impl ClientBuilder {
    /// Sets how many bytes a page may have; 32 MiB unless set.
    pub fn max_page_bytes(mut self, bytes: usize) -> Self {
        self.page_limits.bytes = bytes;
        self
    }

    /// Sets how many items a page may have; 100,000 unless set. A page with more is an
    /// error, whatever the limit of the walk: a few kilobytes of gzip can hold millions
    /// of items, and each is a record in memory.
    pub fn max_page_items(mut self, items: usize) -> Self {
        self.page_limits.items = items;
        self
    }

    /// The most bytes that the records of a page take in memory, 64 MiB unless
    /// set. A page of more is an error: `[{},{},…]` in a field has three bytes for
    /// each record. Of structs of your own, not of generated ones, their size alone
    /// is counted: what lies on the heap is up to their `Deserialize`.
    pub fn max_page_memory(mut self, bytes: usize) -> Self {
        self.page_limits.memory = bytes;
        self
    }
}
