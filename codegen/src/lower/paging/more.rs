//! What of a reply says whether pages follow.

use crate::ast::{Beside, Flag, Knobs, Or, Word};
use crate::diag::{Problem, Reporter};
use crate::lower::checks::{exactly_one, pointer, reply_location};
use crate::model::{More, Paging};
use crate::source_map::Path;

/// Applies `more` or `done`, which can't be used together.
pub(super) fn lower(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let flag = |key, written: &Option<_>| flag(cx, &at.key(key), key, written.as_ref()?);
    paging.more = match (flag("more", &knobs.more), flag("done", &knobs.done)) {
        (Some(_), Some(_)) => {
            let problem =
                Problem::error(&at.key("done"), "`more` and `done` are both given").on_key();
            let problem = problem.related(&at.key("more"), "the opposite flag");
            return cx.push(problem.help("keep the one that the server sends"));
        }
        (None, None) => return,
        (more, done) => more.or(done),
    };
}

/// A flag at a place, one of some values there, or the number of items that follow.
fn flag(cx: &Reporter<'_>, at: &Path, key: &str, written: &Or<Flag>) -> Option<More> {
    let is_more = key == "more";
    let flag = match written {
        Or::Text(place) => {
            pointer(cx, at, place);
            let place = place.clone();
            return Some(if is_more { More::While(place) } else { More::Until(place) });
        }
        Or::Map(flag) => flag,
    };
    if let Some(place) = flag.remaining.as_ref().filter(|_| is_more) {
        check_is_alone(cx, at, flag);
        pointer(cx, &at.key("remaining"), place);
        return Some(More::Remaining(place.clone()));
    }
    if flag.remaining.is_some() {
        let message = "`remaining` says how many items follow, so it belongs to `more`";
        let problem = Problem::error(&at.key("remaining"), message).on_key();
        cx.push(problem.help("write `more: {remaining: POINTER}` in place of `done`"));
        return None;
    }
    let place = place(cx, at, flag)?;
    let values = match &flag.is {
        Some(values) => values,
        None if is_more => return Some(More::While(place)),
        None => return Some(More::Until(place)),
    };
    if values.is_empty() {
        let problem = Problem::error(&at.key("is"), "`is` names no value");
        cx.push(problem.help("name the values that mean yes, like `is: [Y]`, or remove `is`"));
    }
    let values = values.iter().map(|Word(value)| value.clone()).collect();
    Some(if is_more { More::WhileIn(place, values) } else { More::UntilIn(place, values) })
}

/// Where the flag is.
fn place(cx: &Reporter<'_>, at: &Path, flag: &Flag) -> Option<String> {
    let Flag { at: pointed, header, link, attribute, .. } = flag;
    let keys = [("at", pointed.as_ref()), ("header", header.as_ref()), ("link", link.as_ref())];
    let (key, name) = exactly_one(cx, at, &keys)?;
    if key == "at" {
        pointer(cx, &at.key("at"), name);
        return Some(name.to_owned());
    }
    let (header, link, attribute) = (header.clone(), link.clone(), attribute.clone());
    reply_location(cx, at, &Or::Map(Beside { header, link, attribute }))
}

/// The number of items that follow needs no other place and no values.
fn check_is_alone(cx: &Reporter<'_>, at: &Path, flag: &Flag) {
    let Flag { at: pointed, header, link, attribute, is, .. } = flag;
    let others = [
        ("at", pointed.is_some()),
        ("header", header.is_some()),
        ("link", link.is_some()),
        ("attribute", attribute.is_some()),
        ("is", is.is_some()),
    ];
    for (key, _) in others.into_iter().filter(|(_, given)| *given) {
        let message = format!("`remaining` and `{key}` can't be used together");
        let problem = Problem::error(&at.key(key), message).on_key();
        cx.push(problem.help("keep the one that the server sends"));
    }
}
