//! A walk as a stream of record batches.

use crate::columns::{Columns, NoColumns, Row};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use futures_core::{FusedStream, Stream};
use pagesmith::__private::Rows;
use pagesmith::{Error, Outcome, Page, Pages, Position, Warning};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

/// The pages of a generated list as record batches.
///
/// # Errors
/// As [`Columns::of`].
pub fn batches<T: Row>(pages: Pages<T>) -> Result<Batches, NoColumns> {
    Ok(Columns::of::<T>()?.batches(pages))
}

impl Columns {
    /// Pages of the list that these columns are of, as record batches. The walk goes on
    /// where it is; what it requests, and what it refuses, does not change.
    pub fn batches<T>(&self, pages: Pages<T>) -> Batches {
        Batches { pages: self.pages(pages), schema: self.schema().clone() }
    }

    /// The same, but whole pages, for whoever needs what the server says beside the rows. The
    /// only item of a page is its batch; a page without rows may have no item.
    pub fn pages<T>(&self, pages: Pages<T>) -> Pages<RecordBatch> {
        pages.read_by(self.reader(), batch)
    }
}

/// The rows of a page that are yielded.
fn batch(rows: Rows) -> vec::IntoIter<RecordBatch> {
    let batch = rows.whole::<RecordBatch>();
    let batch = batch.map(|(batch, rows)| batch.slice(rows.start, rows.len()));
    batch.into_iter().collect::<Vec<_>>().into_iter()
}

/// All pages of a list as record batches, one a page, as a fused stream.
///
/// As with [`Pages`], an error is yielded once, after all batches before it, and ends the
/// stream.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Batches {
    pages: Pages<RecordBatch>,
    schema: SchemaRef,
}

impl Batches {
    /// The schema of all batches.
    #[must_use]
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The next page's rows; `None` at the end. A page without rows is a batch without rows.
    pub async fn next(&mut self) -> Option<Result<RecordBatch, Error>> {
        let page = self.pages.next().await?;
        Some(page.map(|page| self.of(page)))
    }

    /// The next page's rows; `None` at the end.
    ///
    /// # Errors
    /// When the walk can't continue; the error ends the stream.
    pub async fn try_next(&mut self) -> Result<Option<RecordBatch>, Error> {
        self.next().await.transpose()
    }

    /// The position of the walk: after the last batch that was yielded. `None` if the call
    /// was refused before a walk began.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.pages.position()
    }

    /// The warnings of the walk so far.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        self.pages.warnings()
    }

    /// How many warnings [`warnings`](Self::warnings) leaves out.
    #[must_use]
    pub fn more_warnings(&self) -> u64 {
        self.pages.more_warnings()
    }

    /// The outcome of the walk, once it has ended; see [`Pages::outcome`].
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.pages.outcome()
    }

    fn of(&self, page: Page<RecordBatch>) -> RecordBatch {
        let batch = page.into_items().pop();
        batch.unwrap_or_else(|| RecordBatch::new_empty(self.schema.clone()))
    }
}

impl Stream for Batches {
    type Item = Result<RecordBatch, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = ready!(Pin::new(&mut self.pages).poll_next(cx));
        Poll::Ready(page.map(|page| page.map(|page| self.of(page))))
    }
}

impl FusedStream for Batches {
    fn is_terminated(&self) -> bool {
        self.pages.is_terminated()
    }
}

impl fmt::Debug for Batches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batches").field("pages", &self.pages).finish_non_exhaustive()
    }
}
