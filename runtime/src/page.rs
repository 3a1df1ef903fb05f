//! One page of a list.

use crate::error::Error;
use crate::fetch::Fetcher;
use crate::pages::Driver;
use crate::position::Position;
use crate::protocol::{self, At, Decode, Key, PagePlace, Rows, RowsOf, Walk};
use http::{HeaderMap, StatusCode};
use std::future::poll_fn;
use std::{fmt, mem, vec};

/// One reply: its items, and what the server says of the whole list.
///
/// What the server says is shown as it is: totals can be estimates, and page
/// numbers can stand still.
pub struct Page<T> {
    items: Vec<T>,
    whole: Whole,
    take: fn(Rows) -> vec::IntoIter<T>,
}

/// A page and what it takes to go on from it, whatever its items are.
pub(crate) struct Whole {
    page: protocol::Page,
    /// How many items it has.
    items: u64,
    fetcher: Fetcher,
    /// As it stands behind this page.
    walk: Walk,
    decode: Decode,
}

impl Whole {
    pub(crate) fn new(
        mut page: protocol::Page,
        fetcher: &Fetcher,
        walk: &Walk,
        decode: Decode,
    ) -> Self {
        walk.settle(&mut page.place);
        let (fetcher, walk) = (fetcher.clone(), walk.settled());
        Self { items: page.items.len() as u64, page, fetcher, walk, decode }
    }

    /// Where it lies, and how many items it has.
    pub(crate) fn last(&self) -> (PagePlace, u64) {
        (self.page.place.clone(), self.items)
    }

    /// The page before, if there is a way to it.
    fn previous(&self) -> Option<Result<At, Error>> {
        self.walk.previous(&self.page.place.at, &self.page.url, &self.page.envelope)
    }

    /// The first page.
    fn first(&self) -> At {
        let list = &self.walk.plan.list;
        match (&self.page.place.at, list.paging.number) {
            // What goes by number stays with it.
            (At::Number(_), Some(number)) => At::Number(number.start),
            _ => At::first(list),
        }
    }

    /// The page that this walk asks for; none at its end.
    async fn go(fetcher: Fetcher, walk: Walk, decode: Decode) -> Result<Option<Self>, Error> {
        let mut driver = Driver::new(fetcher, Ok(walk), 1, decode);
        poll_fn(|cx| driver.poll_whole(cx, &mut None)).await.transpose()
    }

    /// The page that this walk asks for.
    async fn demand(fetcher: Fetcher, walk: Walk, decode: Decode) -> Result<Self, Error> {
        let page = Self::go(fetcher, walk, decode).await?;
        page.ok_or_else(|| Error::input("a limit of 0 leaves no page to ask for"))
    }
}

/// Something that does not stop a walk, and should be known.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// The server gave no token and counts more items, so the walk went on by
    /// page number, which is no snapshot.
    ByNumber,
    /// The list changed while it was walked by number or offset: records may be
    /// missing, or handed out twice.
    Drifted {
        /// The page on which it was seen, counted from 1.
        page: u64,
        /// Records of that page that the one before it had too.
        repeated: usize,
        /// The total before and on that page, where it changed.
        total: Option<(u64, u64)>,
    },
    /// The walk ended with its first page, and the reply says, where the list
    /// does not look, that more follows.
    MoreFollows {
        /// What the reply says, as a part of a sentence.
        sign: String,
    },
    /// The walk ended with fewer items than the server counts. Totals can be
    /// estimates.
    Shortfall {
        /// Items of the walk.
        seen: u64,
        /// The newest total that a reply gave.
        total: u64,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ByNumber => f.write_str(
                "the server gives no page token for this list and counts more items: the walk goes on by page number, which is no snapshot",
            ),
            Self::Drifted { page, repeated, total } => {
                f.write_str("the list changed while it was walked by number or offset")?;
                if let Some((before, now)) = total {
                    write!(f, "; on page {page}, the total went from {before} to {now}")?;
                }
                if *repeated > 0 {
                    let records = if *repeated == 1 { "record" } else { "records" };
                    write!(f, "; page {page} repeats {repeated} {records} of the page before it")?;
                }
                f.write_str("; records may be missing, or be there twice")
            }
            Self::MoreFollows { sign } => write!(
                f,
                "the walk ended with the first page, but more may follow: {sign}, and the list does not look there; give it a paging style that does, or turn this off by `ends: {{hints: false}}`",
            ),
            Self::Shortfall { seen, total } => {
                write!(f, "the list ended after {seen} items, and the server counts {total}")
            }
        }
    }
}

impl<T> Page<T> {
    pub(crate) fn new(mut whole: Whole, take: fn(Rows) -> vec::IntoIter<T>) -> Self {
        Self { items: take(mem::take(&mut whole.page.items)).collect(), whole, take }
    }

    /// The items.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// The items, as a `Vec`.
    #[must_use]
    pub fn into_items(self) -> Vec<T> {
        self.items
    }

    /// What the server calls the number of this page.
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        self.whole.page.envelope.shown(Key::Number)
    }

    /// How many items the server puts on a full page.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.whole.page.envelope.shown(Key::Size)
    }

    /// How many pages the server counts.
    #[must_use]
    pub fn total_pages(&self) -> Option<u64> {
        self.whole.page.envelope.shown(Key::Pages)
    }

    /// How many items the server counts in the whole list.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.whole.page.envelope.shown(Key::Total)
    }

    /// What the server calls the first page; shown, never followed.
    #[must_use]
    pub fn first_uri(&self) -> Option<&str> {
        self.whole.page.envelope.text(Key::First)
    }

    /// The status of the reply.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.whole.page.status
    }

    /// The headers of the reply.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.whole.page.headers
    }

    /// What the walk up to this page has to say.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.whole.walk.warnings
    }

    /// Whether rows came or went since the page before, where the walk goes by
    /// number or offset.
    #[must_use]
    pub fn drifted(&self) -> bool {
        self.whole.page.drifted
    }

    /// Where the walk stands behind this page.
    #[must_use]
    pub fn position(&self) -> Position {
        let Whole { page, items, walk, .. } = &self.whole;
        walk.position_behind(&page.place, *items, *items)
    }

    /// Whether a page follows; true also where the way to it is broken, which
    /// [`next`](Self::next) tells.
    #[must_use]
    pub fn has_next(&self) -> bool {
        !self.whole.walk.is_done()
    }
}

impl<T> Page<T> {
    pub(crate) async fn fetch(
        fetcher: Fetcher,
        walk: Walk,
        rows: &RowsOf<T>,
    ) -> Result<Self, Error> {
        let whole = Whole::demand(fetcher, walk, rows.decode).await?;
        Ok(Self::new(whole, rows.take))
    }

    /// The page after this one, found as the walk finds it; none on the last.
    ///
    /// # Errors
    /// When the request or its reply can't be used, or the way on is broken.
    pub async fn next(&self) -> Result<Option<Self>, Error> {
        self.go(self.whole.walk.clone()).await
    }

    /// The page before this one: by the link that the server gave, or by
    /// number. None on the first, and where the list knows no way back.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub async fn previous(&self) -> Result<Option<Self>, Error> {
        match self.whole.previous() {
            Some(position) => self.go(self.whole.walk.moved(position?)).await,
            None => Ok(None),
        }
    }

    /// The first page, asked for anew.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub async fn first(&self) -> Result<Self, Error> {
        let Whole { fetcher, walk, decode, .. } = &self.whole;
        let walk = walk.moved(self.whole.first());
        let whole = Whole::demand(fetcher.clone(), walk, *decode).await?;
        Ok(Self::new(whole, self.take))
    }

    async fn go(&self, walk: Walk) -> Result<Option<Self>, Error> {
        let Whole { fetcher, decode, .. } = &self.whole;
        let page = Whole::go(fetcher.clone(), walk, *decode).await?;
        Ok(page.map(|whole| Self::new(whole, self.take)))
    }
}

impl<T> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("items", &self.items.len())
            .field("number", &self.number())
            .field("total", &self.total())
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
