//! What YAML has and JSON lacks: aliases, whose size counts before serde reads them, and keys
//! that merge maps.

use super::{MAX_DEPTH, Node};
use saphyr_parser::{Event, Parser};
use std::collections::{BTreeMap, BTreeSet};

/// Most events of YAML: the reader keeps them in memory. Each key and value is one, and
/// each end of a map or a list.
const MAX_YAML_EVENTS: usize = 1_000_000;

/// Refuses, by the parser's events, YAML that would take serde much time or memory. The
/// value of an alias counts each time that it is used.
pub(super) fn check(text: &str) -> Result<(), String> {
    let mut size = YamlSize::default();
    let mut events = Parser::new_from_str(text);
    while let Some(event) = events.next_event() {
        let event = event.map_err(|error| format!("is neither JSON nor YAML: {error}"))?.0;
        size.add(&event)?;
    }
    Ok(())
}

/// How large a document in YAML is.
#[derive(Default)]
struct YamlSize {
    documents: usize,
    values: usize,
    /// The anchor of each map and list that is open, and the values before it.
    open: Vec<(usize, usize)>,
    /// How deep the deepest value so far is, within each of them.
    heights: Vec<usize>,
    /// The values of each anchor, and their depth.
    anchors: BTreeMap<usize, (usize, usize)>,
}

impl YamlSize {
    fn add(&mut self, event: &Event<'_>) -> Result<(), String> {
        self.values += 1;
        match event {
            Event::MappingStart(anchor, _) | Event::SequenceStart(anchor, _) => {
                self.open.push((*anchor, self.values - 1));
                self.heights.push(0);
            }
            Event::MappingEnd | Event::SequenceEnd => self.close(),
            Event::Scalar(_, _, anchor, _) if *anchor > 0 => {
                self.anchors.insert(*anchor, (1, 0));
            }
            Event::DocumentStart(_) => self.documents += 1,
            Event::Alias(anchor) => {
                // An anchor that is still open would contain itself.
                let (values, height) = self
                    .anchors
                    .get(anchor)
                    .copied()
                    .ok_or("has an alias (`*name`) for a value that contains it")?;
                self.values = self.values.saturating_add(values);
                self.reach(height);
            }
            _ => {}
        }
        if self.values > MAX_YAML_EVENTS {
            return Err(format!("has more than {MAX_YAML_EVENTS} keys, values and ends of them"));
        }
        let height = self.heights.last().copied().unwrap_or_default();
        if self.open.len() + height > MAX_DEPTH {
            return Err(format!("is nested more than {MAX_DEPTH} deep"));
        }
        if self.documents > 1 {
            return Err("holds more than one document".to_owned());
        }
        Ok(())
    }

    fn close(&mut self) {
        let (Some((anchor, before)), Some(height)) = (self.open.pop(), self.heights.pop()) else {
            return;
        };
        if anchor > 0 {
            self.anchors.insert(anchor, (self.values - before, height + 1));
        }
        self.reach(height + 1);
    }

    /// Notes that the open map or list has a value of this height.
    fn reach(&mut self, height: usize) {
        if let Some(highest) = self.heights.last_mut() {
            *highest = height.max(*highest);
        }
    }
}

/// Puts the entries of each `<<` into the map that has it, as YAML 1.1 merges them: its own
/// entries stay.
pub(super) fn merge_keys(node: &mut Node) {
    match node {
        Node::List(elements) => elements.iter_mut().for_each(merge_keys),
        Node::Map(entries) => {
            while let Some(at) = entries.iter().position(|(key, value)| {
                key == "<<" && matches!(value, Node::Map(_) | Node::List(_))
            }) {
                let (_, merged) = entries.remove(at);
                let maps = if let Node::List(maps) = merged { maps } else { vec![merged] };
                let mut own: BTreeSet<String> =
                    entries.iter().map(|(key, _)| key.clone()).collect();
                for (key, value) in maps.iter().flat_map(Node::entries) {
                    if own.insert(key.clone()) {
                        entries.push((key.clone(), value.clone()));
                    }
                }
            }
            for (_, value) in entries {
                merge_keys(value);
            }
        }
        _ => {}
    }
}
