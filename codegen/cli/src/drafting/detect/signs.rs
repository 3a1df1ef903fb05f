//! What of a list looks like paging that no rule takes: a list that is written
//! as one reply, and pages, would lose its other pages.

use super::known_names::{
    AFTER, BACKWARDS, CURSOR, DONE, LINK, MORE, NEXT, NUMBER, OFFSET, PAGES, SIZE,
};
use super::{Key, Param, Shape, ValueKind, fold};

/// Parts of names that only paging has.
const PARTS: [&str; 8] = [
    "nextpage",
    "pagetoken",
    "pagestate",
    "pagekey",
    "cursor",
    "continuation",
    "hasmore",
    "hasnext",
];

/// What looks like paging: keys of the reply, then parameters.
pub(crate) fn signs(shape: &Shape) -> Vec<String> {
    let sized = shape.has_size_param();
    let links = super::link_array::unclear(shape).filter(|_| sized);
    let keys = says_more(shape).into_iter().chain(links);
    let by_item = |param: &Param| {
        let folded = param.folded();
        let word = folded.as_str();
        sized && (AFTER.contains(&word) || BACKWARDS.contains(&word) || word == "before")
    };
    let params = shape.query.iter().filter(|param| pages(param) || by_item(param));
    let params = params.map(|param| format!("the parameter `{}`", param.name));
    keys.chain(params).collect()
}

/// The keys of the reply that say whether more follows.
pub(crate) fn says_more(shape: &Shape) -> Vec<String> {
    let keys = shape.keys.iter().filter(|key| is_sign(key));
    keys.map(|key| format!("`{}`", key.pointer)).collect()
}

fn is_sign(key: &Key) -> bool {
    let folded = fold(key.last());
    let word = folded.as_str();
    let is_flag = MORE.contains(&word) || DONE.contains(&word);
    [&NEXT[..], &LINK, &PAGES].concat().contains(&word)
        || (is_flag && key.may_be(ValueKind::Boolean))
        || (NUMBER.contains(&word) && word != "p" && key.may_be(ValueKind::Number))
        || PARTS.iter().any(|part| word.contains(part))
}

fn pages(param: &Param) -> bool {
    let folded = param.folded();
    let word = folded.as_str();
    let known = [&SIZE[..], &NUMBER, &OFFSET].concat();
    // A few of these mean other things as texts.
    (known.contains(&word) && param.numeric)
        || CURSOR[..9].contains(&word)
        || PARTS.iter().any(|part| word.contains(part))
}
