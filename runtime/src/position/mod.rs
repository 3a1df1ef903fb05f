//! Where a walk stands, so that another one can go on there.

pub(crate) mod carried;
pub(crate) mod cursor;
mod encoding;
pub(crate) mod fingerprint;
mod header_print;
pub(crate) mod path_values;

use self::carried::Carried;
use self::cursor::Cursor;
use self::fingerprint::Fingerprint;
use std::fmt;

/// Where a walk stands: behind the last item that it handed out.
///
/// Taken from [`Items::position`](crate::Items::position),
/// [`Pages::position`](crate::Pages::position) or
/// [`Error::position`](crate::Error::position), kept as a text ([`encode`](Self::encode), or by serde),
/// and given to `resume`. A walk that has ended stands at its end, and resuming
/// it gives nothing.
///
/// It holds no credentials of the client, also where page tokens and links repeat
/// them; but it does hold tokens and links, which some APIs treat as secrets: `Debug` shows neither, and there is no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct Position {
    /// The page that holds the next item.
    pub(crate) at: Cursor,
    /// How many pages lie before it in this walk.
    pub(crate) pages: u64,
    /// How many items of that page were handed out.
    pub(crate) index: u64,
    /// How many items were handed out in all.
    pub(crate) items: u64,
    /// Whether all items before it were handed out, from the first one on.
    pub(crate) whole: bool,
    /// The page size on the wire.
    pub(crate) size: Option<u64>,
    /// A hash of what identifies the last item handed out.
    pub(crate) key: Option<u64>,
    /// What the walk knows beside where it is.
    pub(crate) carried: Carried,
    /// Which list it belongs to.
    pub(crate) list: Fingerprint,
    /// Whether the walk went in a circle there, so that going on would hand out
    /// records again.
    pub(crate) circular: bool,
}

impl Position {
    /// Whether the walk has ended: nothing follows.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.at == Cursor::Done
    }

    /// Whether another walk can go on from here. False where the server sent the
    /// walk in a circle: resuming fails with the same error.
    #[must_use]
    pub fn is_resumable(&self) -> bool {
        !self.circular
    }

    /// How many items were handed out before it.
    #[must_use]
    pub fn items(&self) -> u64 {
        self.items
    }

    /// How many pages lie before the one that holds the next item.
    #[must_use]
    pub fn pages(&self) -> u64 {
        self.pages
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = match &self.at {
            Cursor::Start => "the start",
            Cursor::Link(_) => "a link",
            Cursor::Token(_) | Cursor::Json(_) | Cursor::Named { .. } => "a token",
            Cursor::Offset(_) => "an offset",
            Cursor::Number(_) => "a page number",
            Cursor::Done => "the end",
        };
        f.debug_struct("Position")
            .field("at", &format_args!("{at}"))
            .field("pages", &self.pages)
            .field("index", &self.index)
            .field("items", &self.items)
            .finish_non_exhaustive()
    }
}
