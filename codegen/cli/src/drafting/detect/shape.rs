//! The known facts about a list: its parameters, and the keys of its replies.

use super::{fold, known_names};

/// The known facts about a list.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    /// The known query parameters.
    pub query: Vec<Param>,
    /// Whether these are all parameters, or only those that a reply revealed.
    pub all_params_known: bool,
    /// The headers of a reply.
    pub headers: Vec<String>,
    /// The keys of a reply, apart from its items.
    pub keys: Vec<Key>,
    /// Pointer to the items.
    pub items: String,
    /// The name of the field that identifies an item.
    pub id: Option<String>,
}

/// A query parameter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Param {
    pub name: String,
    /// Whether its value is a number, or may be.
    pub numeric: bool,
    pub default: Option<u64>,
    pub min: Option<u64>,
    pub max: Option<u64>,
    /// The smallest value that was seen, or is given as an example.
    pub smallest_value: Option<u64>,
    pub docs: String,
}

/// A key of a reply's envelope.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub pointer: String,
    pub kind: ValueKind,
    /// Whether each reply is known to have it.
    pub always: bool,
    /// The smallest number that replies had there.
    pub smallest_value: Option<u64>,
}

/// The kind of value at a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueKind {
    Text,
    Link,
    Number,
    Boolean,
    /// Null, or unknown.
    Any,
}

impl Shape {
    /// The parameter whose folded name is one of these; earlier names first.
    pub(super) fn param(&self, words: &[&str]) -> Option<&Param> {
        let fits = |param: &&Param, word: &str| {
            fold(&param.name) == word && (param.numeric || !known_names::AMBIGUOUS.contains(&word))
        };
        words.iter().find_map(|word| self.query.iter().find(|param| fits(param, word)))
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

    /// Whether the value may be of this kind.
    pub(super) fn may_be(&self, kind: ValueKind) -> bool {
        self.kind == kind
            || self.kind == ValueKind::Any
            || (kind == ValueKind::Text && self.kind == ValueKind::Link)
    }
}
