//! The body of a reply while it is read.

use crate::error::{Error, ErrorKind};
use crate::protocol::{Arrived, Arriving, Cut};
use bytes::Bytes;

/// How many bytes are allocated because of a reply's `Content-Length`.
const MAX_PREALLOCATED: usize = 1 << 20;

/// The part of a body that was read. Memory is allocated as bytes arrive; the announced
/// length counts only up to [`MAX_PREALLOCATED`] bytes, and only if there is more than one
/// chunk.
pub(super) struct BodyBuffer<'p> {
    /// How many bytes a body may have.
    max: usize,
    announced: usize,
    /// The only chunk so far: a body in one chunk is not copied.
    first: Bytes,
    /// What is kept of all chunks, if there are more.
    kept: Vec<u8>,
    /// How many bytes they have.
    read: usize,
    rows: Option<Arriving<'p>>,
}

/// A body that was read.
#[derive(Default)]
pub(super) struct ReadBody {
    pub(super) body: Bytes,
    pub(super) cut: Option<Cut>,
    pub(super) arrived: Option<Arrived>,
}

impl<'p> BodyBuffer<'p> {
    /// # Errors
    /// When the announced length is more than the maximum.
    pub(super) fn new(
        max: usize,
        announced: u64,
        rows: Option<Arriving<'p>>,
    ) -> Result<Self, Error> {
        let announced = usize::try_from(announced).unwrap_or(usize::MAX);
        if announced > max {
            return Err(too_large(max));
        }
        Ok(Self { max, announced, first: Bytes::new(), kept: Vec::new(), read: 0, rows })
    }

    /// Adds a chunk.
    ///
    /// # Errors
    /// When the body has more than the maximum.
    pub(super) fn add(&mut self, chunk: Bytes) -> Result<(), Error> {
        if chunk.len() > self.max - self.read {
            return Err(too_large(self.max));
        }
        let is_first = self.read == 0;
        self.read += chunk.len();
        let piece = self.rows.as_ref().map_or(usize::MAX, Arriving::piece);
        if is_first && chunk.len() <= piece {
            self.first = chunk;
            return Ok(());
        }
        if self.kept.is_empty() {
            self.kept.reserve_exact(self.announced.min(MAX_PREALLOCATED));
            let first = std::mem::take(&mut self.first);
            self.append(&first);
        }
        chunk.chunks(piece).for_each(|piece| self.append(piece));
        Ok(())
    }

    fn append(&mut self, piece: &[u8]) {
        let Self { kept, max, .. } = self;
        if piece.len() > kept.capacity() - kept.len() {
            let doubled = (kept.len() + piece.len()).max(kept.capacity() * 2).min(*max);
            kept.reserve_exact(doubled - kept.len());
        }
        kept.extend_from_slice(piece);
        if let Some(rows) = &mut self.rows {
            rows.read(kept, piece.len());
        }
    }

    /// The whole body, without the rows that were read and cut out.
    pub(super) fn finish(self) -> ReadBody {
        if self.kept.is_empty() {
            return ReadBody { body: self.first, ..ReadBody::default() };
        }
        let (cut, arrived) = self.rows.map_or((None, None), Arriving::finish);
        ReadBody { body: self.kept.into(), cut, arrived }
    }
}

fn too_large(max: usize) -> Error {
    let what = format!(
        "the page is larger than {max} bytes; set a smaller page size, or raise `max_page_bytes`"
    );
    Error::new(ErrorKind::Body, what)
}

#[cfg(test)]
mod tests;
