//! Where things stood: an index from a path in the spec to its place.

use proc_macro2::TokenStream;
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
/// A flat list in the order of the text: it takes little more memory than the
/// text does, and is searched only where there is something to tell.
#[derive(Clone, Debug)]
pub struct Places {
    /// The root first; each value behind what holds it.
    nodes: Vec<Node>,
    /// The values that have begun and are not over, the root first.
    #[cfg(feature = "yaml")]
    open: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Node {
    /// Its key or index in what holds it; none for the root.
    step: Option<Step>,
    parent: usize,
    /// The node behind all that it holds, once it is over.
    end: usize,
    place: Option<Place>,
}

impl Default for Places {
    fn default() -> Self {
        let root = Node { step: None, parent: 0, end: 0, place: None };
        Self {
            nodes: vec![root],
            #[cfg(feature = "yaml")]
            open: vec![0],
        }
    }
}

/// As a text is read from its start to its end.
#[cfg(feature = "yaml")]
impl Places {
    /// A value begins, within the one that began last.
    pub(crate) fn enter(&mut self, step: Step) {
        let parent = self.open.last().copied().unwrap_or_default();
        self.open.push(self.nodes.len());
        self.nodes.push(Node { step: Some(step), parent, end: 0, place: None });
    }

    /// The value that began last is over, and stood here.
    pub(crate) fn leave(&mut self, place: Place) {
        let at = if self.open.len() > 1 { self.open.pop() } else { self.open.last().copied() };
        let end = self.nodes.len();
        if let Some(node) = at.and_then(|at| self.nodes.get_mut(at)) {
            node.end = end;
            node.place = Some(place);
        }
    }

    /// The way to the value that began last.
    pub(crate) fn path(&self) -> Path {
        let steps = self.open.iter().filter_map(|at| self.nodes[*at].step.clone());
        Path(steps.collect())
    }
}

impl Places {
    /// Notes where this value stood; the first one stays.
    pub fn insert(&mut self, path: &Path, place: Place) {
        let mut at = 0;
        for step in &path.0 {
            at = self.below(at, step).unwrap_or_else(|| {
                let (step, below) = (Some(step.clone()), self.nodes.len());
                self.nodes.push(Node { step, parent: at, end: 0, place: None });
                below
            });
        }
        self.nodes[at].place.get_or_insert(place);
    }

    /// The first value of this key or index within another.
    fn below(&self, parent: usize, step: &Step) -> Option<usize> {
        let mut at = parent + 1;
        while let Some(node) = self.nodes.get(at) {
            if node.parent == parent && node.step.as_ref() == Some(step) {
                return Some(at);
            }
            // What lies within it lies not within its parent.
            at = node.end.max(at + 1);
        }
        None
    }

    /// The place of the value, or of the nearest one around it.
    #[must_use]
    pub fn nearest(&self, path: &Path) -> Option<&Place> {
        let mut at = 0;
        let mut nearest = self.nodes[at].place.as_ref();
        for step in &path.0 {
            let Some(below) = self.below(at, step) else { break };
            at = below;
            nearest = self.nodes[at].place.as_ref().or(nearest);
        }
        nearest
    }

    /// The place of exactly this value.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&Place> {
        let at = path.0.iter().try_fold(0, |at, step| self.below(at, step))?;
        self.nodes[at].place.as_ref()
    }
}
