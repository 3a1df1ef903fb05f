//! Rows that are not in an array: the values of an object, the elements of arrays in an object, or
//! one row in place of an array.

use super::evidence::Evidence;
use super::formats;
use super::rows::merge;
use crate::drafting::document::Node;

/// Most names of one object that are looked for in the others.
const MAX_NAMES: usize = 100;

/// How a reply holds its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    Array,
    /// An array, or a single row in place of it.
    OneOrMany,
    /// The values of an object.
    Map,
    /// The elements of the arrays in an object.
    Groups,
}

impl Held {
    /// How the samples hold what is at one place; `None` if there is nothing that could be rows.
    pub(super) fn of(evidence: &Evidence) -> Option<Self> {
        if evidence.lists > 0 {
            let is_one = evidence.maps > 0 && has_common_field([evidence, element(evidence)?]);
            return Some(if is_one { Self::OneOrMany } else { Self::Array });
        }
        let values = || evidence.fields.iter().map(|(_, value)| value);
        let keys = || evidence.fields.iter().map(|(key, _)| key.as_str());
        if evidence.maps == 0 || evidence.fields.is_empty() {
            return None;
        }
        let are_maps = values().all(|value| value.maps > 0 && value.maps == value.filled());
        if are_maps && keys().all(is_key_of_row) && has_common_field(values()) {
            return Some(Self::Map);
        }
        let are_lists = values().all(|value| value.lists > 0 && value.lists == value.filled());
        let elements: Option<Vec<&Evidence>> = values().map(element).collect();
        let is_key = |key: &str| is_key_of_row(key) || is_symbol(key);
        if are_lists && keys().all(is_key) && has_common_field(elements?) {
            return Some(Self::Groups);
        }
        None
    }

    /// The word of a spec; `None` for an array.
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::Array => None,
            Self::OneOrMany => Some("one_or_many"),
            Self::Map => Some("map"),
            Self::Groups => Some("groups"),
        }
    }

    /// What samples show that makes this likely.
    pub(super) fn why(self) -> &'static str {
        match self {
            Self::Array => "",
            Self::OneOrMany => "some samples have one object in place of the array",
            Self::Map => {
                "a guess: the keys of this object look like data, and its values are alike"
            }
            Self::Groups => {
                "a guess: the keys of this object look like data, and its arrays have rows that are alike"
            }
        }
    }

    /// What was seen of all rows.
    pub(super) fn rows(self, evidence: &Evidence) -> Evidence {
        let mut rows = evidence.element.as_deref().cloned().unwrap_or_default();
        match self {
            Self::Array => {}
            Self::OneOrMany => {
                let single = Evidence { lists: 0, element: None, ..evidence.clone() };
                merge(&mut rows, &single);
            }
            Self::Map => evidence.fields.iter().for_each(|(_, value)| merge(&mut rows, value)),
            Self::Groups => {
                let elements = evidence.fields.iter().filter_map(|(_, list)| element(list));
                elements.for_each(|element| merge(&mut rows, element));
            }
        }
        rows
    }
}

/// Whether a value of a sample may hold rows.
pub(super) fn may_hold_rows(node: Option<&Node>) -> bool {
    let is_row = |(_, value): &(String, Node)| matches!(value, Node::Map(_) | Node::List(_));
    match node {
        Some(Node::List(_)) => true,
        Some(Node::Map(entries)) => !entries.is_empty() && entries.iter().all(is_row),
        _ => false,
    }
}

/// The objects of an array.
fn element(list: &Evidence) -> Option<&Evidence> {
    list.element.as_deref().filter(|element| element.maps > 0)
}

/// Whether all of these objects have a field of the same name.
fn has_common_field<'e>(objects: impl IntoIterator<Item = &'e Evidence>) -> bool {
    let mut objects = objects.into_iter();
    let Some(first) = objects.next() else { return false };
    let others: Vec<&Evidence> = objects.collect();
    let mut names = first.fields.iter().take(MAX_NAMES).map(|(name, _)| name);
    names.any(|name| others.iter().all(|it| it.fields.get(name).is_some()))
}

/// Whether a key is the name of a row, and no word.
fn is_key_of_row(key: &str) -> bool {
    let odd = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'));
    // The keys that Firebase gives: 20 characters in the order of time.
    let is_pushed = key.len() == 20 && key.starts_with('-') && !key.contains(odd);
    formats::is_id(key) || formats::is_date(key) || is_pushed || key.contains(odd)
}

/// Whether a key is a symbol, such as `AAPL`.
fn is_symbol(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_uppercase())
        && key.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}
