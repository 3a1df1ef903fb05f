//! What replies hold beside their rows: arrays, keys, links, and objects that may be rows.

use super::evidence::Evidence;
use super::held::Held;
use crate::drafting::detect::{Array, Key, LinkArray, RowKind, ValueKind};

/// Deepest object of a reply that is searched for rows and keys.
const MAX_DEPTH: usize = 3;

/// The contents of a reply.
#[derive(Debug, Default)]
pub(super) struct Envelope {
    pub arrays: Vec<Array<()>>,
    pub keys: Vec<Key>,
    /// The links, each with its pointer.
    pub links: Vec<(String, String)>,
    /// The objects whose values, or the arrays in them, may be rows.
    pub maps: Vec<String>,
    /// The arrays of links.
    pub link_arrays: Vec<LinkArray>,
    /// The arrays of texts.
    pub text_arrays: Vec<String>,
}

impl Envelope {
    pub(super) fn read(
        &mut self,
        evidence: &Evidence,
        pointer: String,
        always: bool,
        depth: usize,
    ) {
        if evidence.lists > 0 {
            self.note_links(evidence, &pointer, always);
            let is_text = evidence.element.as_ref().is_some_and(|it| it.texts == it.filled());
            self.text_arrays.extend(is_text.then(|| pointer.clone()));
            let objects = evidence.element.as_ref().is_none_or(|element| element.maps > 0);
            let rows = if objects { RowKind::Records } else { RowKind::Other };
            self.arrays.push(Array { pointer, rows, element: () });
            return;
        }
        if evidence.maps > 0 {
            if let Some(Held::Map | Held::Groups) = Held::of(evidence) {
                self.maps.push(pointer);
                return;
            }
            for (name, field) in evidence.fields.iter().filter(|_| depth < MAX_DEPTH) {
                let step = name.replace('~', "~0").replace('/', "~1");
                let always = always && field.seen() == evidence.maps;
                self.read(field, format!("{pointer}/{step}"), always, depth + 1);
            }
            return;
        }
        if evidence.texts > 0 && evidence.links == evidence.texts {
            self.links.extend(evidence.distinct.iter().map(|link| (pointer.clone(), link.clone())));
        }
        let numbers = evidence.distinct.iter().filter_map(|text| text.parse().ok());
        let (kind, smallest_value) = (value_kind(evidence), numbers.min());
        let only_null = evidence.nulls > 0 && evidence.filled() + evidence.empty == 0;
        let values = evidence.distinct.clone();
        let key =
            Key { pointer, kind, always, smallest_value, values, only_null, ..Key::default() };
        self.keys.push(key);
    }
}

fn value_kind(evidence: &Evidence) -> ValueKind {
    match evidence {
        Evidence { texts, links, .. } if *texts > 0 && links == texts => ValueKind::Link,
        Evidence { texts, numerals, .. } if *texts > 0 && numerals == texts => ValueKind::Number,
        Evidence { texts: 1.., .. } => ValueKind::Text,
        Evidence { booleans: 1.., .. } => ValueKind::Boolean,
        Evidence { integers: 1.., .. } | Evidence { floats: 1.., .. } => ValueKind::Number,
        _ => ValueKind::Any,
    }
}
