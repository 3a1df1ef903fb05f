//! What a page is compared by with others, of rows whose text is not kept: read from the
//! parts of their array as they come.

use crate::json::lexer::Lexer;
use crate::position::fingerprint::Digest;
use crate::protocol::repeats::key_reader::add_keys;
use crate::protocol::repeats::prefilter::{KeyPrefilter, PrefilterParts};
use crate::protocol::response::pointer_tree::PointerTree;

/// The facts about the rows of an array, part by part.
#[derive(Debug)]
pub(in crate::protocol) struct RowFacts {
    hash: Digest,
    is_begun: bool,
    /// The hash of each row's key; `None` if keys can't be read.
    keys: Option<Vec<Option<u64>>>,
    prefilter: Option<PrefilterParts>,
}

impl RowFacts {
    /// Those of an array of up to so many rows; the tree is the pointer to a row's key.
    pub(in crate::protocol) fn new(key: Option<&PointerTree>, most: usize) -> Self {
        let leaf = key.and_then(PointerTree::leaf);
        let prefilter = leaf.and_then(|leaf| PrefilterParts::new(leaf.name, most as u64));
        Self { hash: Digest::new(), is_begun: false, keys: key.map(|_| Vec::new()), prefilter }
    }

    /// Adds the part that follows. It ends in front of a row, or with the array.
    pub(in crate::protocol) fn add(&mut self, part: &str, key: Option<&PointerTree>) {
        self.hash.add(part.as_bytes());
        if let Some(prefilter) = &mut self.prefilter {
            prefilter.add(part.as_bytes());
            prefilter.note_spelling(part.as_bytes());
        }
        let mut rows = Lexer::new(part);
        if !std::mem::replace(&mut self.is_begun, true) {
            rows.eat(b'[');
        }
        if let (Some(key), Some(keys)) = (key, &mut self.keys)
            && add_keys(&mut rows, key, keys).is_err()
        {
            self.keys = None;
        }
    }

    /// The hash of the array's text.
    pub(super) fn hash(&self) -> u128 {
        self.hash.finish()
    }

    /// The hash of each row's key, none if they can't be read, and the prefilter of the array.
    pub(super) fn keys(self, rows: u64) -> (Vec<Option<u64>>, Option<KeyPrefilter>) {
        let prefilter = self.prefilter.and_then(|parts| parts.finish(rows, |_| false));
        (self.keys.unwrap_or_default(), prefilter)
    }
}
