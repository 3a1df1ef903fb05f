//! Positions, from which a walk can be resumed.

pub(crate) mod beside;
pub(crate) mod carried;
pub(crate) mod child_position;
pub(crate) mod cursor;
pub(crate) mod delta;
mod encoding;
pub(crate) mod fingerprint;
mod header_fingerprint;
pub(crate) mod parent_key;
pub(crate) mod path_values;
mod segment;

use self::beside::Beside;
use self::carried::Carried;
use self::cursor::Cursor;
use self::delta::Synchronisation;
use self::fingerprint::Fingerprint;
use std::fmt;

/// The position of a walk: after the last item that it yielded.
///
/// Get it from [`Items::position`](crate::Items::position),
/// [`Pages::position`](crate::Pages::position) or
/// [`Error::position`](crate::Error::position), store it as a string
/// ([`encode`](Self::encode), or with serde), and pass it to `resume`. The position of a
/// walk that has ended is at its end; resuming it yields nothing. If the list names a
/// delta and the last reply had one ([`has_delta`](Self::has_delta)), resuming it begins
/// the next synchronisation, which yields what has changed since:
///
/// ```
/// # use pagesmith::{Client, Error, Json, Position};
/// # use pagesmith::{Paging, paging::{Delta, NextFrom}};
/// # fn store(_: &Json) {}
/// # async fn sync(client: Client, kept: Option<Position>) -> Result<Option<Position>, Error> {
/// const GRAPH: Paging = Paging::NONE
///     .next(NextFrom::Body("/@odata.nextLink"))
///     .delta(Delta::at("/@odata.deltaLink"));
///
/// let users = client.list::<Json>("/users/delta", [""; 0], GRAPH).items_at("/value");
/// let mut users = match &kept {
///     Some(position) => users.resume(position).items(),
///     None => users.items(),
/// };
/// while let Some(user) = users.try_next().await? {
///     store(&user);
/// }
/// Ok(users.position())
/// # }
/// ```
///
/// The synchronisation counts its own items and pages, and its evidence is that of the
/// changes. If the server refuses the delta, the error says so
/// ([`Error::is_delta_refused`](crate::Error::is_delta_refused)).
///
/// It contains none of the client's credentials, even if page tokens or links repeat
/// them. But it does contain tokens and links, which some APIs treat as secrets:
/// `Debug` shows neither, and there is no `Display`.
///
/// ```
/// # use pagesmith::testing::Replay;
/// # use pagesmith::{Client, Json, Paging};
/// use pagesmith::Position;
///
/// # async fn test() -> Result<(), pagesmith::Error> {
/// # let first = serde_json::json!({"data": [{"id": 1}, {"id": 2}], "next_page_token": "a"});
/// # let replay = Replay::new().page(&first).page(&first)
/// #     .page(serde_json::json!({"data": [{"id": 3}], "next_page_token": null}));
/// # let client = Client::builder("https://api.test").transport(replay).build()?;
/// # let calls = || client.list::<Json>("/calls", [""; 0], Paging::SENDSAGE).items_at("/data");
/// let mut items = calls().items();
/// assert_eq!(items.try_next().await?.expect("a call")["id"], 1);
/// let stored = items.position().expect("the call is valid").encode();
///
/// // Later, perhaps in another process:
/// let position = Position::decode(&stored)?;
/// let others = calls().resume(&position).collect().await?;
/// assert_eq!(others[0]["id"], 2);
/// # Ok(()) }
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test()).unwrap();
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Position {
    /// The page that holds the next item.
    pub(crate) at: Cursor,
    /// What that page's request sends beside the position.
    pub(crate) beside: Beside,
    /// How many pages of this walk come before it.
    pub(crate) pages: u64,
    /// How many items of that page were yielded.
    pub(crate) index: u64,
    /// How many items were yielded in total.
    pub(crate) items: u64,
    /// Whether the walk started at the beginning of the list, so that every item before
    /// this position was yielded.
    pub(crate) from_start: bool,
    /// The page size that is sent.
    pub(crate) size: Option<u64>,
    /// A hash of the key of the last item that was yielded.
    pub(crate) key: Option<u64>,
    /// What else the walk remembers.
    pub(crate) carried: Carried,
    /// The list that it belongs to.
    pub(crate) list: Fingerprint,
    /// Whether the walk was in a cycle, so that continuing would yield the same records again.
    pub(crate) circular: bool,
    /// Where it is among the synchronisations of the list.
    pub(crate) sync: Synchronisation,
}

impl Position {
    /// Whether the walk has ended: nothing follows, until the next synchronisation if it
    /// [has a delta](Self::has_delta).
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.at == Cursor::Done
    }

    /// Whether a walk can be resumed from here. False if the walk was in a cycle:
    /// resuming fails with the same error.
    #[must_use]
    pub fn is_resumable(&self) -> bool {
        !self.circular
    }

    /// How many items were yielded before it.
    #[must_use]
    pub fn items(&self) -> u64 {
        self.items
    }

    /// How many pages come before the one that holds the next item.
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
            Cursor::Token(_) | Cursor::Json(_) | Cursor::MaskedToken { .. } => "a token",
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
