//! Where to look in a body: the pointers of a list as one tree, made once a
//! walk, so that a page is read in one pass whatever the order of its keys.

use crate::json::lexer::EntryName;
use crate::paging::Text;
use crate::protocol::response::envelope::ReplyKey;
use crate::protocol::response::gathered::GatherRules;
use crate::protocol::response::pointers::Pointers;
use std::borrow::Cow;

/// A tree of the places that a walk looks at.
#[derive(Clone, Debug)]
pub(crate) struct PointerTree {
    nodes: Vec<Node>,
    pub(crate) pointers: Pointers,
    /// How the items are gathered; `None` if they are one array.
    pub(crate) gather: Option<GatherRules>,
}

/// How the value is called that a tree of one pointer looks for.
#[derive(Debug)]
pub(in crate::protocol) struct Leaf<'p> {
    pub(in crate::protocol) name: &'p str,
    /// Whether it is in the item itself, and not below it.
    pub(in crate::protocol) is_top: bool,
}

/// A place in the body.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    /// The items are here: at which of their pointers.
    pub(crate) items: Option<usize>,
    /// The envelope's keys that are here.
    pub(crate) keys: Vec<usize>,
    children: Vec<(Text, usize)>,
}

impl PointerTree {
    /// A tree of these pointers and the items, or the pointer that can't be
    /// looked up.
    pub(crate) fn new(items: &[Text], pointers: &Pointers) -> Result<Self, Text> {
        let mut tree = Self::of(pointers)?;
        let mut places = Vec::new();
        for (place, pointer) in items.iter().enumerate() {
            let at = tree.insert(pointer)?;
            // The same place twice can't be read.
            if tree.nodes[at].items.replace(place).is_some() {
                return Err(Text::default());
            }
            places.push(at);
        }
        // Places within the items, or above them, would have to be read twice. An
        // error's places are read in replies without items.
        let clash = |at: &usize| tree.is_paging(*at) || tree.items_below(*at).len() > 1;
        if places.iter().any(clash) { Err(Text::default()) } else { Ok(tree) }
    }

    /// The pointers to items that lead here, or below.
    pub(crate) fn items_below(&self, at: usize) -> Vec<usize> {
        let Node { items, children, .. } = &self.nodes[at];
        let below = children.iter().flat_map(|(_, child)| self.items_below(*child));
        items.iter().copied().chain(below).collect()
    }

    /// Whether the paging looks at this place, or below.
    fn is_paging(&self, at: usize) -> bool {
        let Node { keys, children, .. } = &self.nodes[at];
        keys.iter().any(|key| !ReplyKey::is_of_error(*key))
            || children.iter().any(|(_, child)| self.is_paging(*child))
    }

    /// A tree of these pointers alone.
    pub(crate) fn of(pointers: &Pointers) -> Result<Self, Text> {
        let (nodes, pointers) = (vec![Node::default()], pointers.clone());
        let mut tree = Self { nodes, pointers: pointers.clone(), gather: None };
        for (key, pointer) in pointers.in_body() {
            let at = tree.insert(pointer)?;
            tree.nodes[at].keys.push(key);
        }
        Ok(tree)
    }

    /// The node of a pointer (RFC 6901), made if it is not there yet.
    fn insert(&mut self, pointer: &Text) -> Result<usize, Text> {
        let mut at = 0;
        if pointer.is_empty() {
            return Ok(at);
        }
        if !pointer.starts_with('/') {
            return Err(pointer.clone());
        }
        for token in tokens(pointer) {
            at = if let Some(child) = self.child(at, &token) {
                child
            } else {
                self.nodes.push(Node::default());
                let child = self.nodes.len() - 1;
                self.nodes[at].children.push((token, child));
                child
            };
        }
        Ok(at)
    }

    pub(crate) fn node(&self, at: usize) -> &Node {
        &self.nodes[at]
    }

    /// The end of this tree's one pointer; `None` if it leads to nothing below the
    /// item.
    pub(in crate::protocol) fn leaf(&self) -> Option<Leaf<'_>> {
        let mut leaf = None;
        let mut at = 0;
        while let Some((name, child)) = self.nodes[at].children.first() {
            leaf = Some(Leaf { name, is_top: at == 0 });
            at = *child;
        }
        leaf
    }

    /// The place under this entry of an object or an array.
    pub(in crate::protocol) fn child_at(&self, at: usize, entry: &EntryName<'_>) -> Option<usize> {
        match entry {
            _ if self.node(at).is_leaf() => None,
            EntryName::Name(name) => self.child(at, name),
            EntryName::Index(index) => self.child(at, &index.to_string()),
        }
    }

    /// The place under this key of an object, or this index of an array.
    pub(crate) fn child(&self, at: usize, key: &str) -> Option<usize> {
        self.nodes[at].children.iter().find_map(|(name, child)| (name == key).then_some(*child))
    }
}

impl Node {
    /// Whether a walk looks at the value here; one that it looks below is
    /// passed on the way.
    pub(crate) fn is_read(&self) -> bool {
        !self.keys.is_empty() || self.is_leaf()
    }

    /// Whether a walk looks at nothing below.
    pub(crate) fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }
}

/// The keys of a pointer, which begins with `/`. Those of a constant are parts of
/// it.
fn tokens(pointer: &Text) -> Vec<Text> {
    match pointer {
        Text::Borrowed(pointer) => pointer[1..].split('/').map(unescape).collect(),
        Text::Owned(pointer) => {
            let tokens = pointer[1..].split('/').map(unescape);
            tokens.map(|token| Text::Owned(token.into_owned())).collect()
        }
    }
}

fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}
