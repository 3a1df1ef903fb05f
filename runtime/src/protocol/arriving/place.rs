//! Where the rows of a page are, and whether a walk looks at nothing else there.

use crate::json::lexer::{Lexer, Unreadable};
use crate::protocol::plan::Plan;
use crate::protocol::response::envelope::ReplyKey;
use crate::protocol::response::pointer_tree::PointerTree;
use crate::protocol::signs::letters;

/// Where the array of the items begins, if this beginning of a body has it.
pub(super) fn array_of_items(body: &str, tree: &PointerTree) -> Option<usize> {
    let mut found = None;
    // It ends with an error where it finds the items, or where the text ends.
    let _ended = find(&mut Lexer::new(body), tree, 0, &mut found);
    found
}

fn find(
    lexer: &mut Lexer<'_>,
    tree: &PointerTree,
    at: usize,
    found: &mut Option<usize>,
) -> Result<(), Unreadable> {
    let node = tree.node(at);
    if node.items.is_some() {
        let is_array = lexer.peek() == Some(b'[');
        *found = is_array.then_some(lexer.at());
        return Err(Unreadable::new("the items begin", lexer.at()));
    }
    if node.is_leaf() {
        return lexer.raw().map(drop);
    }
    lexer.entries(|lexer, key| match tree.child_at(at, &key) {
        Some(child) => find(lexer, tree, child, found),
        None => lexer.raw().map(drop),
    })
}

/// Whether no value is looked at that holds the items at this pointer, or that is within
/// them: also where names differ in case alone, which errors point out.
pub(super) fn is_apart(plan: &Plan, items: &str) -> bool {
    let pointers = plan.tree.pointers.in_body();
    let mut values = pointers.map(|(key, pointer)| (ReplyKey::is_of_error(key), pointer));
    let is_beside = |(is_of_error, pointer): (bool, &crate::paging::Text)| {
        let (pointer, items) = (pointer.to_lowercase(), items.to_lowercase());
        match (below(&pointer, &items), below(&items, &pointer)) {
            // The names of an error's members are not looked up in an array.
            (Some(name), None) => is_of_error && !is_index(name),
            (None, None) => true,
            (_, Some(_)) => false,
        }
    };
    // An array of links is searched for one to the next page.
    let last = items.rsplit('/').next().unwrap_or_default();
    values.all(is_beside) && !matches!(&*letters(last), "link" | "links")
}

/// What follows a pointer in one that leads to the same place, or below.
fn below<'p>(pointer: &'p str, to: &str) -> Option<&'p str> {
    let rest = pointer.strip_prefix(to)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// Whether this way below an array leads through one of its elements.
fn is_index(way: &str) -> bool {
    let first = way.split('/').nth(1).unwrap_or_default();
    first.bytes().all(|byte| byte.is_ascii_digit())
}
