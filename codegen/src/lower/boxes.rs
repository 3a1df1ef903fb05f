//! Boxed fields: optional fields through which a record contains itself.

use crate::model::{Field, Struct, Type, TypeDef};
use std::collections::BTreeMap;

/// Marks the fields that need a box. Each record that contains itself does so
/// through records that contain each other; every optional field between two of
/// these is in a box, so that the order of the document decides nothing.
pub(super) fn mark(types: &mut [TypeDef]) {
    let groups = groups(types);
    for ty in types {
        let TypeDef::Struct(record) = ty else { continue };
        let own = groups.get(&record.name.rust).copied();
        for field in &mut record.fields {
            let Type::Optional(inner) = &field.ty else { continue };
            let Type::Own(name) = &**inner else { continue };
            field.boxed = own.is_some() && groups.get(name).copied() == own;
        }
    }
}

/// The records by the group of those that contain each other: the strongly
/// connected components of Tarjan's algorithm, without recursion. A record that
/// contains no other way back than itself is a group alone.
fn groups(types: &[TypeDef]) -> BTreeMap<String, usize> {
    let records: Vec<&Struct> = types
        .iter()
        .filter_map(|ty| match ty {
            TypeDef::Struct(record) => Some(record),
            TypeDef::Enum(_) => None,
        })
        .collect();
    let index: BTreeMap<&str, usize> =
        records.iter().enumerate().map(|(at, record)| (record.name.rust.as_str(), at)).collect();
    let edges: Vec<Vec<usize>> = records
        .iter()
        .map(|record| {
            record.fields.iter().filter_map(|field| index.get(direct(field)?).copied()).collect()
        })
        .collect();
    let mut search = Search::new(&edges);
    for start in 0..edges.len() {
        search.from(start);
    }
    let of = |(name, at): (&str, usize)| (name.to_owned(), search.group[at]);
    index.into_iter().map(of).collect()
}

/// The record that a field contains, if the field is optional.
fn direct(field: &Field) -> Option<&str> {
    let ty = if let Type::Optional(inner) = &field.ty { inner } else { &field.ty };
    match ty {
        Type::Own(name) => Some(name),
        _ => None,
    }
}

/// The state of the search.
struct Search<'e> {
    edges: &'e [Vec<usize>],
    /// When each record was found, and the earliest one that it leads back to.
    found: Vec<Option<usize>>,
    low: Vec<usize>,
    /// Those whose group is not known yet.
    open: Vec<usize>,
    group: Vec<usize>,
    next: usize,
}

const UNKNOWN: usize = usize::MAX;

impl<'e> Search<'e> {
    fn new(edges: &'e [Vec<usize>]) -> Self {
        let count = edges.len();
        let (found, low) = (vec![None; count], vec![0; count]);
        Self { edges, found, low, open: Vec::new(), group: vec![UNKNOWN; count], next: 0 }
    }

    fn enter(&mut self, at: usize) {
        (self.found[at], self.low[at]) = (Some(self.next), self.next);
        self.next += 1;
        self.open.push(at);
    }

    /// Finds all that this record contains.
    fn from(&mut self, start: usize) {
        if self.found[start].is_some() {
            return;
        }
        self.enter(start);
        // The records from the start to here, each with its next edge.
        let mut path = vec![(start, 0)];
        while let Some((at, edge)) = path.last_mut() {
            let (at, next) = (*at, self.edges[*at].get(*edge).copied());
            *edge += 1;
            match next {
                Some(to) if self.found[to].is_none() => {
                    self.enter(to);
                    path.push((to, 0));
                }
                Some(to) if self.group[to] == UNKNOWN => {
                    self.low[at] = self.low[at].min(self.low[to]);
                }
                Some(_) => {}
                None => {
                    path.pop();
                    if let Some((from, _)) = path.last() {
                        self.low[*from] = self.low[*from].min(self.low[at]);
                    }
                    if self.found[at] == Some(self.low[at]) {
                        self.close(at);
                    }
                }
            }
        }
    }

    /// All from this record on are one group.
    fn close(&mut self, first: usize) {
        while let Some(at) = self.open.pop() {
            self.group[at] = first;
            if at == first {
                break;
            }
        }
    }
}
