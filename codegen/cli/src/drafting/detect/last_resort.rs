//! Replies that say that more follows, and not how to get it: guesses that fail with the first
//! wrong request, since a list of one page would lose all others without a word.

use super::known_names::{MORE, NEXT};
use super::{Detected, Finding, Key, Shape, ValueKind, finish, fold};
use pagesmith_codegen::ast::{Knobs, Next, Number, Or, SendTo};

/// A guess for a list whose reply pages, by what says so.
pub(crate) fn last_resort(shape: &Shape, says_more: &[String]) -> Option<Detected> {
    if says_more.is_empty() {
        return None;
    }
    let finding =
        next_number(shape).or_else(|| last_item(shape)).unwrap_or_else(|| number(says_more));
    Some(finish(shape, finding))
}

fn is_next(key: &Key) -> bool {
    matches!(fold(key.last()).as_str(), "next" | "nextpage")
}

/// The number of the next page.
fn next_number(shape: &Shape) -> Option<Finding> {
    let is_number = |key: &&Key| is_next(key) && key.kind == ValueKind::Number;
    let key = shape.keys.iter().find(is_number)?;
    let reasons = format!("`{}` is sent as `page` (a guess: no sample shows how)", key.pointer);
    Some(Finding::knobs(
        sent_as(Next { body: Some(key.pointer.clone()), ..Next::default() }, "page"),
        reasons,
    ))
}

/// A flag, and items with an identity.
fn last_item(shape: &Shape) -> Option<Finding> {
    let more = shape.key_named(&MORE, |key| key.kind == ValueKind::Boolean)?;
    // A key with a token leads on, if only one knew where it is sent.
    shape.key_named(&NEXT, |_| true).is_none().then_some(())?;
    let id = shape.id.as_deref()?;
    let step = id.replace('~', "~0").replace('/', "~1");
    let reasons = format!(
        "`{}` says that more follows, and not how: that `starting_after` takes the `{id}` of the last item is a guess. A server that does not know it sends the first page again, and the walk fails",
        more.pointer
    );
    let next = Next { last: Some(format!("/{step}")), ..Next::default() };
    Some(Finding::knobs(sent_as(next, "starting_after"), reasons))
}

fn number(says_more: &[String]) -> Finding {
    let number = Number { query: Some("page".to_owned()), start: Some(1), ..Number::default() };
    let reasons = format!(
        "{} say{} that more follows, and not how: `page`, from 1, is a guess. A server that does not know it sends the first page again, and the walk fails; describe here how the list pages",
        says_more.join(", "),
        if says_more.len() == 1 { "s" } else { "" }
    );
    Finding::knobs(Knobs { number: Some(number), ..Knobs::default() }, reasons)
}

fn sent_as(next: Next, name: &str) -> Knobs {
    let to = SendTo { query: Some(name.to_owned()), ..SendTo::default() };
    Knobs { next: Some(next), send: Some(Or::Map(to)), ..Knobs::default() }
}
