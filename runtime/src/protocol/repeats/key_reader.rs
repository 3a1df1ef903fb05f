//! Reads the keys of a page's rows from the text of its rows.

use crate::json::lexer::{Lexer, Unreadable};
use crate::protocol::repeats::prefilter::{hash, opener};
use crate::protocol::response::envelope::ReplyKey;
use crate::protocol::response::headers::last_row;
use crate::protocol::response::pointer_tree::PointerTree;
use crate::protocol::response::stated::Stated;
use serde_json::value::RawValue;

/// The hash of each item's key in an array; the tree is the pointer to the key.
pub(super) fn keys(array: &str, tree: &PointerTree) -> Result<Vec<Option<u64>>, Unreadable> {
    let mut keys = Vec::new();
    let mut rows = Lexer::new(array);
    rows.eat(b'[');
    add_keys(&mut rows, tree, &mut keys)?;
    Ok(keys)
}

/// Adds the hash of each item's key in a part of an array: of items with commas between them.
pub(super) fn add_keys(
    rows: &mut Lexer<'_>,
    tree: &PointerTree,
    keys: &mut Vec<Option<u64>>,
) -> Result<(), Unreadable> {
    while !matches!(rows.peek(), None | Some(b']')) {
        let mut found = None;
        find(rows, tree, 0, &mut found)?;
        keys.push(found.and_then(key));
        rows.eat(b',');
    }
    Ok(())
}

/// The hash of the first row's key, without reading the other rows.
pub(super) fn first(array: &[u8], tree: &PointerTree) -> Option<u64> {
    // The beginning of the text usually has the whole row.
    let within = |most: usize| {
        let begin = array.get(..most).unwrap_or(array);
        let valid = std::str::from_utf8(begin)
            .or_else(|cut| std::str::from_utf8(&begin[..cut.valid_up_to()]));
        key_of(first_row(valid.ok()?)?, tree)
    };
    within(ROW).or_else(|| within(array.len()))
}

/// The hash of the last row's key, without reading the other rows.
pub(super) fn last(array: &[u8], tree: &PointerTree) -> Option<u64> {
    let row = last_object(array).or_else(|| last_row(std::str::from_utf8(array).ok()?))?;
    key_of(row, tree)
}

/// How many bytes are searched for a first or a last row before the whole text is.
const ROW: usize = 1 << 14;

/// The first row of a valid array; `None` if this part of its text does not have the whole row.
fn first_row(array: &str) -> Option<&str> {
    let mut rows = Lexer::new(array);
    if !rows.eat(b'[') {
        return None;
    }
    let began = rows;
    rows.skip_value();
    matches!(rows.peek(), Some(b',' | b']')).then(|| began.until(&rows))
}

/// The last row of an array, if it is an object that begins near the end of the text.
fn last_object(array: &[u8]) -> Option<&str> {
    let rows = array.trim_ascii_end().strip_suffix(b"]")?.trim_ascii_end();
    let open = rows.strip_suffix(b"}")?;
    let begins = opener(open, open.len().saturating_sub(ROW))?;
    std::str::from_utf8(&rows[begins..]).ok().filter(|row| row.starts_with('{'))
}

/// The hash of one item's key.
fn key_of(row: &str, tree: &PointerTree) -> Option<u64> {
    let mut found = None;
    find(&mut Lexer::new(row), tree, 0, &mut found).ok()?;
    key(found?)
}

/// Finds the value of the tree's only leaf, from this node on.
fn find<'t>(
    lexer: &mut Lexer<'t>,
    tree: &PointerTree,
    at: usize,
    found: &mut Option<&'t RawValue>,
) -> Result<(), Unreadable> {
    if tree.node(at).is_leaf() {
        *found = Some(lexer.raw()?);
        return Ok(());
    }
    lexer.entries(|lexer, name| {
        if let Some(child) = tree.child_at(at, &name) {
            return find(lexer, tree, child, found);
        }
        lexer.skip_value();
        Ok(())
    })
}

/// The hash of a string, or of a number as written; `None` for any other value.
fn key(raw: &RawValue) -> Option<u64> {
    let plain = raw.get().strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let of = |text: &str| (!text.is_empty()).then(|| hash(text.as_bytes()));
    match (plain, raw.get().contains('\\')) {
        (Some(plain), false) => of(plain),
        // One that is too long to be a position is not copied.
        _ => match Stated::read_at(ReplyKey::Next as usize, raw).ok()? {
            Stated::Text(text) | Stated::Number(text) => of(&text),
            _ => None,
        },
    }
}
