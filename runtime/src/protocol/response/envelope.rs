//! What a reply says beside its items.

use crate::error::{ApiError, Error, ErrorKind};
use crate::list::ErrorKeys;
use crate::paging::{AnyPaging, More, NextFrom, Step, Text};
use serde_json::value::RawValue;
use std::sync::Arc;

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
    // Those of the paging stand above, and those of an error below.
    Success,
    Code,
    Message,
}

impl ReplyKey {
    /// Whether the value at this index is one of an error, and not of the paging.
    pub(in crate::protocol) fn is_of_error(key: usize) -> bool {
        key >= Self::Success as usize
    }
}

/// The longest text of a way to the next page, or of a count, which are kept.
const LONGEST: usize = 1 << 20;

const KEYS: usize = ReplyKey::Message as usize + 1;

/// What stood at a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Stated {
    #[default]
    Absent,
    Null,
    Bool(bool),
    /// A number, as its literal text.
    Number(Box<str>),
    Text(Box<str>),
    /// An array, as it is written.
    Array(Box<str>),
    /// An object, as it is written.
    Object(Box<str>),
    /// More bytes than a way to the next page or a count takes.
    TooLong,
    /// What can't be read: a header that breaks its grammar.
    Unreadable,
    /// A header that comes several times, and not always with the same value.
    Ambiguous,
}

impl Stated {
    /// What stood at the key of this index.
    pub(crate) fn read_at(key: usize, raw: &RawValue) -> Result<Self, serde_json::Error> {
        if raw.get().len() > LONGEST && !ReplyKey::is_of_error(key) {
            return Ok(Self::TooLong);
        }
        Self::read(raw)
    }

    pub(crate) fn read(raw: &RawValue) -> Result<Self, serde_json::Error> {
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'"') => Self::Text(serde_json::from_str(text)?),
            Some(b'[') => Self::Array(text.into()),
            Some(b'{') => Self::Object(text.into()),
            _ => Self::Number(text.into()),
        })
    }

    /// What it is, for a sentence.
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Self::Absent => "nothing",
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
            Self::TooLong => "more than 1 MiB",
            Self::Unreadable => "an unreadable value",
            Self::Ambiguous => "two different values",
        }
    }

    /// A text, or a number as its literal text; `None` for null, `""` and a missing key.
    pub(in crate::protocol) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// A flag: true and false, also as texts or as 1 and 0.
    fn flag(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            _ => match self.text()? {
                "true" | "True" | "1" => Some(true),
                "false" | "False" | "0" => Some(false),
                _ => None,
            },
        }
    }

    /// Whether an API's own code is one of a failure: zero, 2xx and words of
    /// success are not.
    fn is_failure_code(&self) -> bool {
        match self {
            Self::Absent | Self::Null | Self::Bool(_) | Self::Unreadable | Self::Ambiguous => false,
            Self::Array(json) => **json != *"[]",
            Self::Object(json) => **json != *"{}",
            Self::TooLong => true,
            Self::Number(_) | Self::Text(_) => self.is_failure_word(),
        }
    }

    /// Whether a text or a number can name a failure: one that says that nothing
    /// failed, or that nothing was found, does not.
    pub(crate) fn is_failure_word(&self) -> bool {
        let Some(text) = self.text() else { return false };
        let is_zero = text.bytes().all(|byte| byte == b'0');
        let is_2xx = text.len() == 3 && text.starts_with('2') && text.parse::<u16>().is_ok();
        let word = text.trim().to_ascii_lowercase();
        let is_good = matches!(&*word, "ok" | "none" | "no" | "false" | "null" | "")
            || word.contains("success")
            || ["no ", "0 "].iter().any(|nothing| word.starts_with(nothing));
        !(is_zero || is_2xx || is_good)
    }

    /// A count, as a number or a text; a negative one says that it is unknown.
    fn count(&self) -> Result<Option<u64>, ()> {
        let Some(text) = self.text() else {
            return if matches!(self, Self::Absent | Self::Null | Self::Text(_)) {
                Ok(None)
            } else {
                Err(())
            };
        };
        let text = text.trim();
        if text.starts_with('-') {
            return text.parse::<i64>().map(|_| None).map_err(drop);
        }
        text.strip_suffix(".0").unwrap_or(text).parse().map(Some).map_err(drop)
    }
}

/// Where the keys of an envelope are, in the order of [`Key`].
#[derive(Clone, Debug)]
pub(crate) struct Pointers(Arc<Places>);

type Places = [Option<NextFrom<Text>>; KEYS];

/// A [place](crate::Paging#places) as it is written.
fn place(written: &Text) -> NextFrom<Text> {
    let header = || behind(written, "header:").map(NextFrom::Header);
    let link = || behind(written, "link:").map(NextFrom::Link);
    header().or_else(link).unwrap_or_else(|| NextFrom::Body(written.clone()))
}

/// The text after this prefix.
fn behind(text: &Text, prefix: &str) -> Option<Text> {
    match text {
        Text::Borrowed(text) => text.strip_prefix(prefix).map(Text::Borrowed),
        Text::Owned(text) => text.strip_prefix(prefix).map(|rest| Text::Owned(rest.to_owned())),
    }
}

impl Pointers {
    /// That of one value within an item, read as the next position is, by its
    /// text.
    pub(crate) fn of_item(pointer: &Text) -> Self {
        let mut at = Places::default();
        at[ReplyKey::Next as usize] = Some(NextFrom::Body(pointer.clone()));
        Self(Arc::new(at))
    }

    pub(crate) fn of(paging: &AnyPaging, errors: &ErrorKeys<Text>) -> Self {
        let mut at = Places::default();
        at[ReplyKey::Next as usize].clone_from(&paging.next);
        at[ReplyKey::Step as usize] = match paging.offset.as_ref().map(|offset| &offset.step) {
            Some(Step::Body(pointer)) => Some(NextFrom::Body(pointer.clone())),
            Some(Step::Items | Step::Size) | None => None,
        };
        let more = paging.more.as_ref();
        let page = &paging.page;
        for (key, written) in [
            (ReplyKey::More, more.map(|(More::While(written) | More::Until(written))| written)),
            (ReplyKey::Number, page.number.as_ref()),
            (ReplyKey::Size, page.size.as_ref()),
            (ReplyKey::Pages, page.pages.as_ref()),
            (ReplyKey::Total, page.total.as_ref()),
            (ReplyKey::Previous, page.previous.as_ref()),
            (ReplyKey::First, page.first.as_ref()),
        ] {
            at[key as usize] = written.map(place);
        }
        let ErrorKeys { success, code, message } = errors.clone().map(NextFrom::Body);
        at[ReplyKey::Success as usize] = success;
        at[ReplyKey::Code as usize] = code;
        at[ReplyKey::Message as usize] = message;
        Self(Arc::new(at))
    }

    /// The keys that are in the body, with their index in an [`Envelope`].
    pub(crate) fn in_body(&self) -> impl Iterator<Item = (usize, &Text)> {
        self.places().filter_map(|(key, place)| match place {
            NextFrom::Body(pointer) => Some((key, pointer)),
            NextFrom::Header(_) | NextFrom::Link(_) | NextFrom::Last(_) => None,
        })
    }

    /// The keys that are elsewhere.
    pub(crate) fn beside_body(&self) -> impl Iterator<Item = (usize, &NextFrom<Text>)> {
        self.places().filter(|(_, place)| !matches!(place, NextFrom::Body(_)))
    }

    fn places(&self) -> impl Iterator<Item = (usize, &NextFrom<Text>)> {
        self.0.iter().enumerate().filter_map(|(key, place)| Some((key, place.as_ref()?)))
    }
}

/// What stood at the keys of a reply.
#[derive(Clone, Debug)]
pub(crate) struct Envelope {
    slots: [Stated; KEYS],
    pointers: Pointers,
}

impl Envelope {
    pub(crate) fn new(pointers: Pointers) -> Self {
        Self { slots: Default::default(), pointers }
    }

    pub(crate) fn stated(&self, key: ReplyKey) -> &Stated {
        &self.slots[key as usize]
    }

    /// Where the key is, for a sentence.
    pub(crate) fn place(&self, key: ReplyKey) -> String {
        match &self.pointers.0[key as usize] {
            Some(NextFrom::Body(pointer)) => format!("`{pointer}`"),
            Some(NextFrom::Header(name)) => format!("the header `{name}`"),
            Some(NextFrom::Link(relation)) => format!("the link `{relation}`"),
            Some(NextFrom::Last(pointer)) => format!("`{pointer}` of the last item"),
            None => "what it says nowhere".to_owned(),
        }
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
        place: Option<&More<Text>>,
    ) -> Result<Option<bool>, Error> {
        let flag = self.flag(ReplyKey::More)?;
        Ok(match place {
            None => None,
            Some(More::While(_)) => flag,
            Some(More::Until(_)) => flag.map(|done| !done),
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
    pub(crate) fn failure(&self) -> Result<Option<ApiError>, Error> {
        let failed = self.flag(ReplyKey::Success)? == Some(false);
        Ok(failed.then(|| self.api_error()))
    }

    /// The failure that a reply without rows states by its code, or by its
    /// message if the list names no code; `None` if the list names a flag for
    /// success.
    pub(crate) fn implied_failure(&self) -> Option<ApiError> {
        let is_named = |key: ReplyKey| self.pointers.0[key as usize].is_some();
        let failed = if is_named(ReplyKey::Success) {
            false
        } else if is_named(ReplyKey::Code) {
            self.stated(ReplyKey::Code).is_failure_code()
        } else {
            self.stated(ReplyKey::Message).is_failure_word()
        };
        failed.then(|| self.api_error())
    }

    /// Whether the list names what says that a reply succeeded, and it says so.
    pub(crate) fn says_success(&self) -> bool {
        matches!(self.flag(ReplyKey::Success), Ok(Some(true)))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(json: &str) -> Stated {
        Stated::read(serde_json::from_str(json).unwrap()).unwrap()
    }

    #[test]
    fn numbers_keep_their_literal_text() {
        assert_eq!(
            slot("12345678901234567890123"),
            Stated::Number("12345678901234567890123".into())
        );
        assert_eq!(slot(r#""aé""#), Stated::Text("aé".into()));
    }

    #[test]
    fn counts_are_taken_as_numbers_and_as_texts() {
        assert_eq!(slot("3").count(), Ok(Some(3)));
        assert_eq!(slot(r#""3""#).count(), Ok(Some(3)));
        assert_eq!(slot("3.0").count(), Ok(Some(3)));
        assert_eq!(slot("-1").count(), Ok(None));
        assert_eq!(slot(r#""""#).count(), Ok(None));
        assert_eq!(slot("null").count(), Ok(None));
        for odd in [r#""many""#, "3.5", "true", "[]", "{}", "1e400"] {
            assert_eq!(slot(odd).count(), Err(()), "{odd}");
        }
    }
}
