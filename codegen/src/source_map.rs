//! The source map: from a path in the spec to the spans of its key and value.

use crate::credentials::is_name;
use crate::work;
use proc_macro2::TokenStream;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathStep {
    /// An entry of a map.
    Key(String),
    /// An element of a list.
    Index(usize),
}

/// The path from the root of a spec to one of its values.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(pub Vec<PathStep>);

impl Path {
    /// The path of an entry of this map.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.with(PathStep::Key(key.to_owned()))
    }

    /// The path of an element of this list.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(PathStep::Index(index))
    }

    /// Whether the author may have put a credential here by mistake, by the names of the
    /// entry; if so, the text is not shown.
    pub(crate) fn may_hold_credential(&self) -> bool {
        let is_named = |step: &PathStep| matches!(step, PathStep::Key(key) if is_name(key));
        let is_inside = |steps: &[PathStep]| {
            let [PathStep::Key(holder), entry] = steps else { return false };
            matches!(holder.as_str(), "headers" | "params") && is_named(entry)
        };
        self.0.first().is_some_and(is_named) || self.0.windows(2).any(is_inside)
    }

    fn with(&self, step: PathStep) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }

    /// The path of the value around this one; `None` for the root.
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
                PathStep::Key(key) if at == 0 => f.write_str(key)?,
                PathStep::Key(key) => write!(f, ".{key}")?,
                PathStep::Index(index) => write!(f, "[{index}]")?,
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

/// The user's code in its own tokens, so that the compiler points at them. Two
/// are equal if their text is.
#[derive(Clone, Debug)]
pub struct Code(pub TokenStream);

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_string() == other.0.to_string()
    }
}

impl Eq for Code {}

/// The spans of an entry.
#[derive(Clone, Debug)]
pub struct EntrySpan {
    /// Its key; `None` for an element of a list.
    pub key: Option<Span>,
    /// Its value.
    pub value: Span,
}

/// The spans of a whole spec, filled by either front end.
///
/// A flat list in the order of the text: it takes little more memory than the
/// text, and is searched only when there is something to report.
#[derive(Clone, Debug)]
pub struct SourceMap {
    /// The root first; each value after the one around it.
    nodes: Vec<Node>,
    /// The values within those that were searched, each sorted by its steps:
    /// thousands of problems may be about one map.
    sorted: RefCell<BTreeMap<usize, Vec<usize>>>,
    /// The values that have begun and not ended, the root first.
    #[cfg(feature = "yaml")]
    open: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Node {
    /// Its key or index in the value around it; `None` for the root.
    step: Option<PathStep>,
    parent: usize,
    /// The index after all nodes within it, once it has ended.
    end: usize,
    span: Option<EntrySpan>,
}

impl Default for SourceMap {
    fn default() -> Self {
        let root = Node { step: None, parent: 0, end: 0, span: None };
        Self {
            nodes: vec![root],
            sorted: RefCell::default(),
            #[cfg(feature = "yaml")]
            open: vec![0],
        }
    }
}

/// For reading a text from start to end.
#[cfg(feature = "yaml")]
impl SourceMap {
    /// A value begins, within the last one that has not ended.
    pub(crate) fn enter(&mut self, step: PathStep) {
        let parent = self.open.last().copied().unwrap_or_default();
        self.open.push(self.nodes.len());
        self.nodes.push(Node { step: Some(step), parent, end: 0, span: None });
    }

    /// The value that began last ends, with these spans.
    pub(crate) fn leave(&mut self, span: EntrySpan) {
        let at = if self.open.len() > 1 { self.open.pop() } else { self.open.last().copied() };
        let end = self.nodes.len();
        if let Some(node) = at.and_then(|at| self.nodes.get_mut(at)) {
            node.end = end;
            node.span = Some(span);
        }
    }

    /// The path of the value that began last.
    pub(crate) fn path(&self) -> Path {
        let steps = self.open.iter().filter_map(|at| self.nodes[*at].step.clone());
        Path(steps.collect())
    }
}

impl SourceMap {
    /// Records the spans of this value; the first ones stay.
    pub fn insert(&mut self, path: &Path, span: EntrySpan) {
        let mut at = 0;
        for step in &path.0 {
            at = self.child(at, step).unwrap_or_else(|| {
                let (step, child) = (Some(step.clone()), self.nodes.len());
                self.sorted.get_mut().remove(&at);
                self.nodes.push(Node { step, parent: at, end: 0, span: None });
                child
            });
        }
        self.nodes[at].span.get_or_insert(span);
    }

    /// Makes the value of an unknown key available under the key that was meant.
    #[cfg(feature = "yaml")]
    pub(crate) fn rename(&mut self, path: &Path, meant: String) {
        let at = path.0.iter().try_fold(0, |at, step| self.child(at, step));
        if let Some(at) = at.filter(|at| *at > 0) {
            let node = &mut self.nodes[at];
            node.step = Some(PathStep::Key(meant));
            self.sorted.get_mut().remove(&node.parent);
        }
    }

    /// The first value of this key or index within another.
    fn child(&self, parent: usize, step: &PathStep) -> Option<usize> {
        let mut sorted = self.sorted.borrow_mut();
        let children = sorted.entry(parent).or_insert_with(|| self.children(parent));
        let is_before = |at: &usize| {
            work::step();
            self.nodes[*at].step.as_ref() < Some(step)
        };
        let found = children.get(children.partition_point(is_before)).copied();
        found.filter(|at| self.nodes[*at].step.as_ref() == Some(step))
    }

    /// All values directly within another, by their steps; those of one step
    /// in the order of the text.
    fn children(&self, parent: usize) -> Vec<usize> {
        let mut children = Vec::new();
        let end = match self.nodes[parent].end {
            0 => self.nodes.len(),
            end => end,
        };
        let mut at = parent + 1;
        while at < end {
            work::step();
            let node = &self.nodes[at];
            if node.parent == parent {
                children.push(at);
            }
            // Skips its children, which are not children of `parent`.
            at = node.end.max(at + 1);
        }
        children.sort_by(|one, other| self.nodes[*one].step.cmp(&self.nodes[*other].step));
        children
    }

    /// The spans of the value, or of the nearest one around it.
    #[must_use]
    pub fn nearest(&self, path: &Path) -> Option<&EntrySpan> {
        let mut at = 0;
        let mut nearest = self.nodes[at].span.as_ref();
        for step in &path.0 {
            let Some(child) = self.child(at, step) else { break };
            at = child;
            nearest = self.nodes[at].span.as_ref().or(nearest);
        }
        nearest
    }

    /// The spans of exactly this value.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&EntrySpan> {
        let at = path.0.iter().try_fold(0, |at, step| self.child(at, step))?;
        self.nodes[at].span.as_ref()
    }
}
