//! The first entry of each name, to report later ones with the same name.

use std::collections::BTreeMap;

use crate::model::Name;
use crate::work::Counted;

/// The entries so far, by their names in Rust and on the wire.
#[derive(Debug, Default)]
pub(super) struct FirstNames<'k> {
    by_rust: BTreeMap<Counted<String>, First<'k>>,
    by_wire: BTreeMap<Counted<String>, First<'k>>,
    count: usize,
}

/// The first entry of a name.
#[derive(Clone, Debug)]
pub(super) struct First<'k> {
    at: usize,
    /// Its key in the spec.
    pub key: &'k str,
    pub name: Name,
}

impl<'k> FirstNames<'k> {
    /// The first entry of this name in Rust.
    pub(super) fn in_rust(&self, name: &Name) -> Option<&First<'k>> {
        self.by_rust.get(&Counted(name.rust.clone()))
    }

    /// The first entry of this name in Rust or on the wire.
    pub(super) fn find(&self, name: &Name) -> Option<&First<'k>> {
        let on_the_wire = self.by_wire.get(&Counted(name.wire.clone()));
        self.in_rust(name).into_iter().chain(on_the_wire).min_by_key(|first| first.at)
    }

    pub(super) fn add(&mut self, key: &'k str, name: &Name) {
        let first = First { at: self.count, key, name: name.clone() };
        self.count += 1;
        self.by_rust.entry(Counted(name.rust.clone())).or_insert_with(|| first.clone());
        self.by_wire.entry(Counted(name.wire.clone())).or_insert(first);
    }
}
