//! The known facts about a list: its parameters, and the keys of its replies.

use super::declared::Declared;
use super::fold;
use super::known_names::{
    self, AFTER, CURSOR, IDENTITY, LINK, MAYBE_IDENTITY, MORE, NEXT, NUMBER, OFFSET, PAGES, SIZE,
    SIZE_STARTS, TOTAL,
};
use super::link_array::LinkArray;
use super::phrases::{Says, names, names_field_of_item, says};

/// The known facts about a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape {
    /// What the description declares of the paging.
    pub declared: Option<Declared>,
    /// The known query parameters.
    pub query: Vec<Param>,
    /// Whether a description names the parameters, and not only replies.
    pub is_described: bool,
    /// Whether these are all parameters, or only those that a reply revealed.
    pub all_params_known: bool,
    /// The headers of a reply.
    pub headers: Vec<String>,
    /// What the description says of the operation and its reply.
    pub docs: Vec<String>,
    /// The keys of a reply, apart from its items.
    pub keys: Vec<Key>,
    /// The arrays of links beside the items.
    pub link_arrays: Vec<LinkArray>,
    /// Pointers to the arrays of texts beside the items.
    pub text_arrays: Vec<String>,
    /// The attribute of the link to the next page, in the header `Link`, that says whether more
    /// follows.
    pub more_of_link: Option<String>,
    /// The statuses past the last page, and what says so.
    pub ends: Vec<(u16, String)>,
    /// The path of the list, and that of the base URL before it.
    pub path: String,
    pub base_path: String,
    /// Pointer to the items.
    pub items: String,
    /// The name of the field that identifies an item.
    pub id: Option<String>,
    /// The fields of an item that hold texts or numbers.
    pub fields: Vec<String>,
}

/// A query parameter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Param {
    pub name: String,
    /// Whether its value is a number, or may be.
    pub numeric: bool,
    /// Whether its value is known to be a text.
    pub text: bool,
    pub default: Option<u64>,
    pub min: Option<u64>,
    pub max: Option<u64>,
    /// The smallest value that was seen, or is given as an example.
    pub smallest_value: Option<u64>,
    pub docs: String,
    /// The value that opens the list, such as `*`, if the first request sends one.
    pub opens: Option<String>,
    /// Whether its name is a JSON Pointer into the request's body.
    pub in_body: bool,
}

/// A key of a reply's envelope.
#[derive(Clone, Debug, Default)]
pub(crate) struct Key {
    pub pointer: String,
    pub kind: ValueKind,
    /// Whether each reply is known to have it.
    pub always: bool,
    /// Whether there are examples of replies, and all of them lack it.
    pub lacking: bool,
    /// The smallest number that replies had there.
    pub smallest_value: Option<u64>,
    /// The texts and numbers that replies have there, as far as they are known.
    pub values: Vec<String>,
    /// Whether replies had nothing there but null.
    pub only_null: bool,
}

/// The kind of value at a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ValueKind {
    /// A text that may be a link or a token.
    Text,
    /// A text that is no link.
    Token,
    Link,
    Number,
    Boolean,
    /// Null, or unknown.
    #[default]
    Any,
}

impl Param {
    /// The name that says what it is: in a body, the last one of the pointer.
    pub(super) fn folded(&self) -> String {
        let last = self.name.rsplit('/').next().unwrap_or_default();
        fold(if self.in_body { last } else { &self.name })
    }

    /// Whether its text is a token, as the description says: `page` and `offset` may be.
    pub(super) fn is_token(&self) -> bool {
        self.text && !self.numeric && says(&self.docs, Says::Token).is_some()
    }
}

impl Shape {
    /// Adds that a parameter is a number, if the reply states a number of the same name: some
    /// descriptions say that all parameters are texts.
    pub(crate) fn settle_numbers(&mut self) {
        let Self { query, keys, .. } = self;
        for param in query.iter_mut().filter(|param| param.text && !param.is_token()) {
            let name = param.folded();
            let states = |key: &Key| key.kind == ValueKind::Number && fold(key.last()) == name;
            param.numeric |= keys.iter().any(states);
        }
    }

    /// The parameter whose folded name is one of these; earlier names first.
    pub(super) fn param(&self, words: &[&str]) -> Option<&Param> {
        self.param_that(words, |_| true)
    }

    fn param_that(&self, words: &[&str], may_be: impl Fn(&Param) -> bool) -> Option<&Param> {
        let fits = |param: &&Param, word: &str| {
            param.folded() == word
                && (param.numeric || !known_names::AMBIGUOUS.contains(&word))
                && may_be(param)
        };
        words.iter().find_map(|word| self.query.iter().find(|param| fits(param, word)))
    }

    /// The parameter for the page number.
    pub(super) fn number_param(&self) -> Option<&Param> {
        self.param_that(&NUMBER, |param| !param.is_token())
    }

    /// The parameter for the number of items to skip. `from` and `start` are often times.
    pub(super) fn offset_param(&self) -> Option<&Param> {
        let is_range = |param: &Param| {
            let vague = matches!(param.folded().as_str(), "from" | "start");
            let end = ["to", "until", "end", "till"];
            vague
                && (says(&param.docs, Says::Time).is_some()
                    || self.query.iter().any(|other| end.contains(&other.folded().as_str()))
                    || self.number_param().is_some())
        };
        self.param_that(&OFFSET, |param| !param.is_token() && !is_range(param))
    }

    /// The parameter for a token: by its description, or by its name, one of these.
    pub(super) fn token_param(&self, words: &[&str]) -> Option<&Param> {
        let by_docs = |param: &&Param| {
            let folded = param.folded();
            let word = folded.as_str();
            param.is_token() && (NUMBER.contains(&word) || OFFSET.contains(&word))
        };
        let by_docs = self.query.iter().find(by_docs);
        by_docs.or_else(|| self.param_that(words, |param| self.needed_by(param).is_none()))
    }

    /// The other parameter that this one needs to have an effect, as the description says.
    pub(super) fn needed_by(&self, param: &Param) -> Option<&Param> {
        says(&param.docs, Says::NeedsOther)?;
        let is_other = |other: &&Param| {
            other.name != param.name && other.name.len() > 3 && names(&param.docs, &other.name)
        };
        self.query.iter().find(is_other)
    }

    /// The parameter for the identity of the last item, and the field with that identity.
    pub(super) fn last_item_param(&self) -> Option<(&Param, &str)> {
        let param = self.param_that(&AFTER, |param| self.needed_by(param).is_none())?;
        let has = |field: &&&str| self.fields.iter().any(|known| known == **field);
        let named = IDENTITY.iter().filter(has).find(|field| names(&param.docs, field));
        let maybe = || {
            let of_item = |field: &&&str| names_field_of_item(&param.docs, field);
            MAYBE_IDENTITY.iter().filter(has).find(of_item)
        };
        let field = named.or_else(maybe).copied().or(self.id.as_deref());
        Some((param, field?))
    }

    /// Whether the rows are a part of the page, and not of a record in the reply: they are at its
    /// root, in an object without a meaning of its own, or beside keys that page.
    pub(super) fn has_rows_of_page(&self) -> bool {
        let parent = self.items.rsplit_once('/').map_or("", |(parent, _)| parent);
        let words = [&NEXT[..], &LINK, &NUMBER, &PAGES, &TOTAL, &MORE].concat();
        let pages = |key: &Key| {
            key.pointer.starts_with(&format!("{parent}/"))
                && words.contains(&fold(key.last()).as_str())
        };
        let generic = ["data", "result", "results", "response", "embedded", "meta", "page"];
        parent.is_empty()
            || generic.contains(&fold(parent.rsplit('/').next().unwrap_or_default()).as_str())
            || self.keys.iter().any(pages)
    }

    /// Whether the reply itself has the identity of a record.
    pub(crate) fn has_identity(&self) -> bool {
        IDENTITY.iter().any(|field| self.key(&format!("/{field}")).is_some())
    }

    /// The parameter for the page size: by its name, or by the start of it and the description.
    pub(super) fn size_param(&self) -> Option<&Param> {
        let is_size = |param: &Param| says(&param.docs, Says::Size).is_some();
        let of_name = |word: &&str| {
            self.query.iter().find(|param| param.folded() == **word && is_size(param))
        };
        let named = || SIZE.iter().find_map(of_name);
        let longer = || {
            let may_be = |name: &str| SIZE_STARTS.iter().any(|start| name.starts_with(start));
            self.query.iter().find(|it| it.numeric && may_be(&it.folded()) && is_size(it))
        };
        self.param(&SIZE).or_else(named).or_else(longer)
    }

    /// Whether any parameter is the page size.
    pub(crate) fn has_size_param(&self) -> bool {
        self.size_param().is_some()
    }

    /// Whether any parameter pages.
    pub(crate) fn has_paging_param(&self) -> bool {
        self.has_size_param() || self.has_position_param()
    }

    /// Whether any parameter says where a page begins.
    pub(super) fn has_position_param(&self) -> bool {
        self.number_param().is_some()
            || self.offset_param().is_some()
            || self.token_param(&CURSOR).is_some()
            || self.param(&CURSOR).is_some()
            || self.param(&AFTER).is_some()
    }

    /// The name of such a parameter; the guess if not all parameters are known.
    pub(super) fn param_or(&self, words: &[&str], guess: &str) -> Option<String> {
        let known = self.param(words).map(|param| param.name.clone());
        known.or_else(|| (!self.all_params_known).then(|| guess.to_owned()))
    }

    /// The key of this pointer.
    pub(super) fn key(&self, pointer: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.pointer == pointer)
    }

    /// Whether the object of this key has a number with one of these names too.
    pub(super) fn has_sibling(&self, key: &Key, words: &[&str]) -> bool {
        self.keys.iter().any(|other| {
            other.kind == ValueKind::Number
                && other.parent() == key.parent()
                && words.contains(&fold(other.last()).as_str())
        })
    }

    /// The key whose last name, folded, is one of these: earlier words first,
    /// and keys nearer to the root before others.
    pub(super) fn key_named(&self, words: &[&str], fits: impl Fn(&Key) -> bool) -> Option<&Key> {
        words.iter().find_map(|word| {
            let same = |key: &&Key| fold(key.last()) == *word && fits(key);
            self.keys.iter().filter(same).min_by_key(|key| key.pointer.matches('/').count())
        })
    }
}

impl Key {
    /// The last name of the pointer.
    pub(crate) fn last(&self) -> &str {
        self.pointer.rsplit('/').next().unwrap_or_default()
    }

    /// The pointer to the object that has it.
    pub(super) fn parent(&self) -> &str {
        self.pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// Whether it may be a link.
    pub(super) fn may_be_link(&self) -> bool {
        matches!(self.kind, ValueKind::Text | ValueKind::Link | ValueKind::Any)
    }

    /// Whether it may be a token.
    pub(super) fn may_be_token(&self) -> bool {
        !matches!(self.kind, ValueKind::Link | ValueKind::Boolean)
    }

    /// Whether the object that has it is named for the next page.
    pub(super) fn is_in_next(&self) -> bool {
        let parent = self.pointer.rsplit('/').nth(1).map(fold);
        let names = ["next", "nextpage", "nextparams"];
        parent.is_some_and(|parent| names.contains(&parent.as_str()))
    }

    /// Whether the value may be of this kind.
    pub(super) fn may_be(&self, kind: ValueKind) -> bool {
        self.kind == kind
            || self.kind == ValueKind::Any
            || (kind == ValueKind::Text && matches!(self.kind, ValueKind::Link | ValueKind::Token))
    }
}
