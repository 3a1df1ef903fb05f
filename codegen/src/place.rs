//! Where things stood: an index from a path in the spec to its place.

use proc_macro2::TokenStream;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// An entry of a map.
    Key(String),
    /// An element of a list.
    Index(usize),
}

/// The way from the root of a spec to one of its values.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// The way to an entry of this map.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.with(Step::Key(key.to_owned()))
    }

    /// The way to an element of this list.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(Step::Index(index))
    }

    fn with(&self, step: Step) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }

    /// The way to what holds this value; none for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (_, rest) = self.0.split_last()?;
        Some(Self(rest.to_vec()))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if at == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// A stretch of source: bytes of a YAML text, or tokens of Rust.
#[derive(Clone, Debug)]
pub enum Span {
    /// Bytes of the text.
    Bytes(Range<usize>),
    /// Tokens of the macro's input.
    Tokens(proc_macro2::Span),
}

/// Code of the user's in its own tokens: they know their places, so that the
/// compiler points there. Codes are equal when they are written alike.
#[derive(Clone, Debug)]
pub struct Code(pub TokenStream);

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_string() == other.0.to_string()
    }
}

impl Eq for Code {}

/// Where an entry stood.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its key; none for an element of a list.
    pub key: Option<Span>,
    /// Its value.
    pub value: Span,
}

/// The places of a whole spec, filled by either front end.
///
/// A tree and no flat map from path to place, so that a deep spec takes no
/// more memory than its text.
#[derive(Clone, Debug, Default)]
pub struct Places {
    place: Option<Place>,
    below: BTreeMap<Step, Places>,
}

impl Places {
    /// Notes where this value stood; the first one stays.
    pub fn insert(&mut self, path: &Path, place: Place) {
        let mut at = self;
        for step in &path.0 {
            at = at.below.entry(step.clone()).or_default();
        }
        at.place.get_or_insert(place);
    }

    /// The place of the value, or of the nearest one around it.
    #[must_use]
    pub fn nearest(&self, path: &Path) -> Option<&Place> {
        let mut at = self;
        let mut nearest = at.place.as_ref();
        for step in &path.0 {
            let Some(below) = at.below.get(step) else { break };
            at = below;
            nearest = at.place.as_ref().or(nearest);
        }
        nearest
    }

    /// The place of exactly this value.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&Place> {
        let mut at = self;
        for step in &path.0 {
            at = at.below.get(step)?;
        }
        at.place.as_ref()
    }
}
