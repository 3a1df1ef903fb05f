//! Bodies in gzip (RFC 1952), of any number of members, which follow each other
//! (section 2.2).

use super::{Body, BoxError};
use bytes::{Buf as _, Bytes};
use flate2::write::GzDecoder;
use http_body::Frame;
use std::io::{self, Write as _};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// How much is decoded at a time: it comes to a megabyte at most, which is then held
/// to what a page may have.
const PIECE: usize = 1 << 10;

/// The first byte of a member.
const BEGIN: u8 = 0x1f;

/// A body in gzip, as what it holds.
pub(crate) struct Gunzip {
    body: Body,
    /// What came and is not decoded yet.
    pending: Bytes,
    /// Of the member that is read.
    decoder: Option<GzDecoder<Vec<u8>>>,
    /// Whether a member was read to its end.
    has_member: bool,
}

impl Gunzip {
    pub(crate) fn new(body: Body) -> Self {
        Self { body, pending: Bytes::new(), decoder: None, has_member: false }
    }

    /// Decodes a piece of what came.
    fn decode(&mut self) -> io::Result<Vec<u8>> {
        let decoder = match self.decoder.take() {
            None if self.has_member && self.pending.first() != Some(&BEGIN) => {
                let what = "invalid gzip header behind the end of a gzip member";
                return Err(io::Error::new(io::ErrorKind::InvalidData, what));
            }
            decoder => self.decoder.insert(decoder.unwrap_or_else(|| GzDecoder::new(Vec::new()))),
        };
        let piece = self.pending.len().min(PIECE);
        let read = decoder.write(&self.pending[..piece])?;
        self.pending.advance(read);
        if read > 0 { Ok(std::mem::take(decoder.get_mut())) } else { self.finish() }
    }

    /// The rest of a member, once its checksum was compared.
    fn finish(&mut self) -> io::Result<Vec<u8>> {
        self.has_member = true;
        self.decoder.take().map_or(Ok(Vec::new()), GzDecoder::finish)
    }
}

impl http_body::Body for Gunzip {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        loop {
            let ended = if this.pending.is_empty() {
                let chunk = ready!(this.body.poll_chunk(cx)).transpose()?;
                let ended = chunk.is_none();
                this.pending = chunk.unwrap_or_default();
                ended
            } else {
                false
            };
            let decoded = match ended {
                true => this.finish()?,
                false if this.pending.is_empty() => continue,
                false => this.decode()?,
            };
            if !decoded.is_empty() {
                return Poll::Ready(Some(Ok(Frame::data(decoded.into()))));
            }
            if ended {
                return Poll::Ready(None);
            }
        }
    }
}
