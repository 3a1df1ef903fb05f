//! Counts what samples show of a value: how often it is there, and of which
//! kind.

use super::formats;
use crate::drafting::document::Node;
use pagesmith_codegen::work::Counted;
use std::collections::BTreeMap;

/// Most different texts that are kept of one value.
const MAX_TEXTS: usize = 40;

/// What was seen at one place, over all samples and rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    pub nulls: usize,
    pub booleans: usize,
    /// How many of the booleans are true.
    pub trues: usize,
    pub integers: usize,
    pub floats: usize,
    pub texts: usize,
    /// Texts without a letter: many servers write them for null.
    pub empty: usize,
    pub lists: usize,
    pub maps: usize,
    /// How many of the texts are of these forms.
    pub dates: usize,
    pub times: usize,
    /// How many are times without an offset, which are counted apart.
    pub local_times: usize,
    pub links: usize,
    pub numerals: usize,
    /// How many of the integers are beyond 64 bits with a sign, and below 0.
    pub large: usize,
    pub negative: usize,
    /// How many of the integers may be seconds since 1970.
    pub epochs: usize,
    /// The different texts and whole numbers, in the order seen; cut where
    /// they are many.
    pub distinct: Vec<String>,
    pub truncated: bool,
    pub example: Option<String>,
    pub element: Option<Box<Evidence>>,
    pub fields: Fields,
}

/// The fields of an object, in the order seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    all: Vec<(String, Evidence)>,
    /// The index of each.
    by_name: BTreeMap<Counted<String>, usize>,
}

impl Fields {
    pub(super) fn iter(&self) -> impl Iterator<Item = &(String, Evidence)> {
        self.all.iter()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Evidence> {
        self.by_name.get(&Counted(name.to_owned())).map(|index| &self.all[*index].1)
    }

    /// The field of this name, which may be new.
    pub(super) fn entry(&mut self, name: &str) -> &mut Evidence {
        let index = *self.by_name.entry(Counted(name.to_owned())).or_insert_with(|| {
            self.all.push((name.to_owned(), Evidence::default()));
            self.all.len() - 1
        });
        &mut self.all[index].1
    }
}

impl Evidence {
    /// Adds a value; `None` if there is no room for so many different fields.
    pub(super) fn add(&mut self, node: &Node, room: &mut usize) -> Option<()> {
        match node {
            Node::Null => self.nulls += 1,
            Node::Bool(flag) => {
                self.booleans += 1;
                self.trues += usize::from(*flag);
            }
            Node::Integer(number) => {
                self.integers += 1;
                self.large += usize::from(*number > i64::MAX.into());
                self.negative += usize::from(*number < 0);
                // From 2001 to 2065, in seconds.
                self.epochs += usize::from((1_000_000_000..3_000_000_000).contains(number));
                self.value(&number.to_string());
            }
            Node::Float(number) => {
                self.floats += 1;
                self.example.get_or_insert_with(|| number.to_string());
            }
            Node::Text(text) if text.is_empty() => self.empty += 1,
            Node::Text(text) => {
                self.texts += 1;
                self.dates += usize::from(formats::is_date(text));
                self.times += usize::from(formats::is_time(text));
                self.local_times += usize::from(formats::is_local_time(text));
                self.links += usize::from(formats::is_link(text));
                self.numerals += usize::from(formats::is_number(text));
                self.value(text);
            }
            Node::List(elements) => {
                self.lists += 1;
                for element in elements {
                    self.element.get_or_insert_default().add(element, room)?;
                }
            }
            Node::Map(entries) => {
                self.maps += 1;
                for (key, value) in entries {
                    let before = self.fields.len();
                    self.fields.entry(key).add(value, room)?;
                    *room = room.checked_sub(self.fields.len() - before)?;
                }
            }
        }
        Some(())
    }

    fn value(&mut self, text: &str) {
        self.example.get_or_insert_with(|| text.to_owned());
        if self.distinct.iter().any(|other| other == text) {
            return;
        }
        if self.distinct.len() < MAX_TEXTS {
            self.distinct.push(text.to_owned());
        } else {
            self.truncated = true;
        }
    }

    /// How often there was anything, null included.
    pub(super) fn seen(&self) -> usize {
        self.nulls + self.empty + self.filled()
    }

    /// How often there was a value.
    pub(super) fn filled(&self) -> usize {
        self.booleans + self.integers + self.floats + self.texts + self.lists + self.maps
    }

    /// What a JSON Pointer leads to.
    pub(super) fn at(&self, pointer: &str) -> Option<&Evidence> {
        pointer.split('/').skip(1).try_fold(self, |evidence, step| {
            let step = step.replace("~1", "/").replace("~0", "~");
            evidence.fields.get(&step)
        })
    }
}
