//! Where the samples say that they are no failure.

use super::{Inferred, evidence::Evidence};
use crate::drafting::writer::Comments;
use pagesmith_codegen::ast::{Errors, Or, Success, Word};
use pagesmith_codegen::source_map::Path;

/// Flags that are true in a reply without a failure.
const FLAGS: [&str; 3] = ["ok", "success", "succeeded"];
/// Texts that say so, in lower case.
const WORDS: [&str; 4] = ["ok", "success", "succeeded", "successful"];
/// Keys with such a text.
const STATES: [&str; 3] = ["status", "result", "state"];
/// Keys with a message beside a code.
const MESSAGES: [&str; 4] = ["message", "msg", "error_message", "errmsg"];

/// The errors of the spec, with a comment on the guess.
pub(super) fn errors(inferred: &Inferred<'_>, comments: &mut Comments) -> Option<Errors> {
    let errors = flag(inferred).or_else(|| text(inferred)).or_else(|| code(inferred))?;
    let why = "a guess: each sample is a success by this";
    comments.beside(&Path::default().key("errors"), why);
    Some(errors)
}

/// What every sample has at a key of its root.
fn at<'i>(inferred: &Inferred<'i>, key: &str) -> Option<&'i Evidence> {
    let found = inferred.all.fields.get(key)?;
    (found.filled() == inferred.all.maps).then_some(found)
}

fn flag(inferred: &Inferred<'_>) -> Option<Errors> {
    let is_true =
        |key: &&&str| at(inferred, key).is_some_and(|it| it.trues > 0 && it.trues == it.filled());
    let key = FLAGS.iter().find(is_true)?;
    Some(Errors { success: Some(Or::Text(format!("/{key}"))), ..Errors::default() })
}

fn text(inferred: &Inferred<'_>) -> Option<Errors> {
    let found = STATES.iter().find_map(|key| {
        let it = at(inferred, key).filter(|it| it.texts == it.filled())?;
        let [word] = it.distinct.as_slice() else { return None };
        WORDS.contains(&word.to_lowercase().as_str()).then(|| (key, word.clone()))
    });
    let (key, word) = found?;
    let success = Success { at: Some(format!("/{key}")), is: vec![Word(word)] };
    Some(Errors { success: Some(Or::Map(success)), ..Errors::default() })
}

/// A code that is 0, beside a message.
fn code(inferred: &Inferred<'_>) -> Option<Errors> {
    let is_zero = |key: &&&str| {
        at(inferred, key).is_some_and(|it| it.integers == it.filled() && it.distinct == ["0"])
    };
    let code = ["code", "errcode", "error_code"].iter().find(is_zero)?;
    let message = MESSAGES.iter().find(|key| inferred.all.fields.get(key).is_some())?;
    let (code, message) = (Some(format!("/{code}")), Some(format!("/{message}")));
    Some(Errors { code, message, ..Errors::default() })
}
