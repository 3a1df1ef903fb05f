//! What identifies each row of a page, read in the text of its rows.

use crate::json::lexer::{Lexer, Unreadable};
use crate::protocol::repeats::prefilter::{hash, opener};
use crate::protocol::response::envelope::{ReplyKey, Stated};
use crate::protocol::response::headers::last_row;
use crate::protocol::response::pointer_tree::PointerTree;
use serde_json::value::RawValue;

/// A hash of what identifies each item of an array, where the tree says.
pub(super) fn keys(array: &str, tree: &PointerTree) -> Result<Vec<Option<u64>>, Unreadable> {
    let mut keys = Vec::new();
    Lexer::new(array).entries(|lexer, _| {
        let mut found = None;
        look(lexer, tree, 0, &mut found)?;
        keys.push(found.and_then(key));
        Ok(())
    })?;
    Ok(keys)
}

/// That of the first row, without a look at the others.
pub(super) fn first(array: &[u8], tree: &PointerTree) -> Option<u64> {
    // As much of the text as has the row.
    let within = |most: usize| {
        let begin = array.get(..most).unwrap_or(array);
        let valid = std::str::from_utf8(begin)
            .or_else(|cut| std::str::from_utf8(&begin[..cut.valid_up_to()]));
        key_of(first_row(valid.ok()?)?, tree)
    };
    within(ROW).or_else(|| within(array.len()))
}

/// That of the last row, without a look at the others.
pub(super) fn last(array: &[u8], tree: &PointerTree) -> Option<u64> {
    let row = last_object(array).or_else(|| last_row(std::str::from_utf8(array).ok()?))?;
    key_of(row, tree)
}

/// How many bytes are looked at to find a first or a last row, before it is looked
/// for in all of a text.
const ROW: usize = 1 << 14;

/// The first row of an array that was read before; none where this part of its
/// text does not hold all of it.
fn first_row(array: &str) -> Option<&str> {
    let mut rows = Lexer::new(array);
    if !rows.eat(b'[') {
        return None;
    }
    let began = rows;
    rows.skip_value();
    matches!(rows.peek(), Some(b',' | b']')).then(|| began.until(&rows))
}

/// The last row of an array, where it is an object that the end of its text
/// shows.
fn last_object(array: &[u8]) -> Option<&str> {
    let rows = array.trim_ascii_end().strip_suffix(b"]")?.trim_ascii_end();
    let open = rows.strip_suffix(b"}")?;
    let begins = opener(open, open.len().saturating_sub(ROW))?;
    std::str::from_utf8(&rows[begins..]).ok().filter(|row| row.starts_with('{'))
}

/// A hash of what identifies one item.
fn key_of(row: &str, tree: &PointerTree) -> Option<u64> {
    let mut found = None;
    look(&mut Lexer::new(row), tree, 0, &mut found).ok()?;
    key(found?)
}

/// Finds the one place of a tree below this node.
fn look<'t>(
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
            return look(lexer, tree, child, found);
        }
        lexer.skip_value();
        Ok(())
    })
}

/// A hash of a text, or of a number as it is written; none of anything else.
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
