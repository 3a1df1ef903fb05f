//! What a reply says beside its items.

use crate::error::{ApiError, Error, ErrorKind};
use crate::list::ErrorKeys;
use crate::paging::{Carries, More, Text};
use crate::protocol::response::pointers::Pointers;
use crate::protocol::response::stated::Stated;

/// The keys of an envelope that a walk looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReplyKey {
    Next,
    Step,
    More,
    Number,
    Size,
    Pages,
    Total,
    Previous,
    First,
    /// What links are relative to.
    Base,
    /// What the next synchronisation begins with.
    Delta,
    // The values that the next request sends beside its position.
    Carried1,
    Carried2,
    Carried3,
    Carried4,
    // Those of the paging are above, and those that a failed reply may have below.
    Success,
    Failed,
    Code,
    Message,
    Partial,
    Wait,
}

impl ReplyKey {
    /// The keys of the values that a list carries, in their order.
    pub(in crate::protocol) const CARRIED: [Self; Carries::<Text>::MOST] =
        [Self::Carried1, Self::Carried2, Self::Carried3, Self::Carried4];

    /// Whether the value at this index is one of an error, and not of the paging.
    pub(in crate::protocol) fn is_of_error(key: usize) -> bool {
        key >= Self::Success as usize
    }
}

pub(super) const KEYS: usize = ReplyKey::Wait as usize + 1;

/// Where a reply of a list reports a failure.
pub(crate) type AnyErrorKeys = ErrorKeys<Text, Vec<Text>>;

/// What stood at the keys of a reply.
#[derive(Clone, Debug)]
pub(crate) struct Envelope {
    slots: [Stated; KEYS],
    pointers: Pointers,
    /// Whether the reply has no envelope, because its status is the end of the list.
    is_end: bool,
}

impl Envelope {
    pub(crate) fn new(pointers: Pointers) -> Self {
        Self { slots: Default::default(), pointers, is_end: false }
    }

    /// That of a reply whose status is the end of the list.
    pub(in crate::protocol) fn of_end(pointers: Pointers) -> Self {
        Self { is_end: true, ..Self::new(pointers) }
    }

    /// Whether the status of the reply is the end of the list.
    pub(in crate::protocol) fn is_end(&self) -> bool {
        self.is_end
    }

    pub(crate) fn stated(&self, key: ReplyKey) -> &Stated {
        &self.slots[key as usize]
    }

    /// Where the key is, for a sentence.
    pub(crate) fn place(&self, key: ReplyKey) -> String {
        self.pointers.describe(key)
    }

    /// Where its keys are.
    pub(in crate::protocol) fn pointers(&self) -> Pointers {
        self.pointers.clone()
    }

    /// Fills a key; whether it was empty.
    pub(crate) fn fill(&mut self, key: usize, slot: Stated) -> bool {
        let old = std::mem::replace(&mut self.slots[key], slot);
        old == Stated::Absent
    }

    pub(crate) fn text(&self, key: ReplyKey) -> Option<&str> {
        self.stated(key).text()
    }

    /// A flag, if the reply states it.
    pub(crate) fn flag(&self, key: ReplyKey) -> Result<Option<bool>, Error> {
        match (self.stated(key), self.stated(key).flag()) {
            (_, Some(flag)) => Ok(Some(flag)),
            (Stated::Absent | Stated::Null, None) => Ok(None),
            (_, None) => Err(self.wrong(key, "true or false")),
        }
    }

    /// Whether the reply says that pages follow, where it says so.
    pub(in crate::protocol) fn more(
        &self,
        more: Option<&More<Text, Vec<Text>>>,
    ) -> Result<Option<bool>, Error> {
        let flag = || self.flag(ReplyKey::More);
        let is_one_of = |values: &[Text]| match self.stated(ReplyKey::More) {
            Stated::Absent | Stated::Null => None,
            stated => Some(stated.is_one_of(values)),
        };
        Ok(match more {
            None => None,
            Some(More::While(_)) => flag()?,
            Some(More::Until(_)) => flag()?.map(|done| !done),
            Some(More::WhileIn(_, values)) => is_one_of(values),
            Some(More::UntilIn(_, values)) => is_one_of(values).map(|done| !done),
            Some(More::Remaining(_)) => self.count(ReplyKey::More)?.map(|items| items > 0),
        })
    }

    /// A count that decides whether a walk ends.
    pub(crate) fn count(&self, key: ReplyKey) -> Result<Option<u64>, Error> {
        self.stated(key).count().map_err(|()| self.wrong(key, "a whole number"))
    }

    /// A number of the reply; `None` if it is missing or not a number.
    pub(crate) fn number_or_none(&self, key: ReplyKey) -> Option<u64> {
        self.stated(key).count().ok().flatten()
    }

    /// Whether the reply has any paging key apart from links and tokens.
    pub(crate) fn has_page_keys(&self) -> bool {
        [ReplyKey::Number, ReplyKey::Size, ReplyKey::Pages, ReplyKey::Total]
            .into_iter()
            .any(|key| *self.stated(key) != Stated::Absent)
    }

    /// The failure that the reply reports; `None` if it reports success, or nothing.
    pub(crate) fn failure(&self, keys: &AnyErrorKeys) -> Result<Option<ApiError>, Error> {
        let has_failed = self.stated(ReplyKey::Failed).is_something();
        let failed = has_failed || self.success(keys)? == Some(false);
        Ok(failed.then(|| self.api_error()))
    }

    /// Whether the reply says that it succeeded, where it says so.
    fn success(&self, keys: &AnyErrorKeys) -> Result<Option<bool>, Error> {
        match self.stated(ReplyKey::Success) {
            _ if keys.success_is.is_empty() => self.flag(ReplyKey::Success),
            Stated::Absent | Stated::Null => Ok(None),
            stated => Ok(Some(stated.is_one_of(&keys.success_is))),
        }
    }

    /// The failure that a reply without rows states by its code, or by its
    /// message if the list names no code; `None` if the list names what says whether
    /// a reply failed.
    pub(crate) fn implied_failure(&self) -> Option<ApiError> {
        let is_named = |key| self.pointers.has(key);
        let failed = if is_named(ReplyKey::Success) || is_named(ReplyKey::Failed) {
            false
        } else if is_named(ReplyKey::Code) {
            self.stated(ReplyKey::Code).is_failure_code()
        } else {
            self.stated(ReplyKey::Message).is_failure_word()
        };
        failed.then(|| self.api_error())
    }

    /// Whether the list names what says that a reply succeeded, and it says so.
    pub(crate) fn says_success(&self, keys: &AnyErrorKeys) -> bool {
        matches!(self.success(keys), Ok(Some(true)))
    }

    /// Whether the reply has any of its paging keys or counts.
    pub(crate) fn says_paging(&self) -> bool {
        let says = |key| *self.stated(key) != Stated::Absent;
        self.has_page_keys() || [ReplyKey::Next, ReplyKey::More].into_iter().any(says)
    }

    pub(crate) fn api_error(&self) -> ApiError {
        let owned = |key| self.text(key).map(str::to_owned);
        ApiError { code: owned(ReplyKey::Code), message: owned(ReplyKey::Message) }
    }

    /// The error of a value that is not what this key needs.
    pub(crate) fn wrong(&self, key: ReplyKey, expected: &str) -> Error {
        let place = self.place(key);
        let found = match self.stated(key) {
            Stated::Number(_) => "another number",
            value => value.describe(),
        };
        Error::new(
            ErrorKind::PagingKey,
            format!(
                "expected {expected} at {place}, found {found}; correct the pointer if the API means something else there"
            ),
        )
    }
}
