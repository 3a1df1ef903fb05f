//! Whether callers compile and mean another thing: a list that another one has
//! become, a value that goes where another one went, and places that are
//! exchanged.

use super::Pairs;
use crate::model::{Api, List, Name, Verb};
use crate::work::{self, Counted};
use std::collections::{BTreeMap, BTreeSet};

/// What a list asks for, whatever its arguments are called.
type Request<'a> = (Verb, String, Option<&'a str>);

fn request(list: &List) -> Request<'_> {
    (list.verb, without_names(list), list.body.as_deref())
}

/// Where a list finds its rows.
fn rows(list: &List) -> (Request<'_>, &str) {
    (request(list), &list.items)
}

/// What lists have become: what those of the new spec ask for, and where they
/// find their rows, that did otherwise before.
pub(super) struct Moved<'a> {
    requests: BTreeSet<Counted<Request<'a>>>,
    rows: BTreeSet<Counted<(Request<'a>, &'a str)>>,
}

impl<'a> Moved<'a> {
    pub(super) fn of(lists: &Pairs<'a, List>) -> Self {
        let mut moved = Self { requests: BTreeSet::new(), rows: BTreeSet::new() };
        let pairs = lists.both.iter().chain(&lists.renamed).map(|(was, is)| (Some(*was), *is));
        for (was, is) in pairs.chain(lists.new.iter().map(|is| (None, *is))) {
            if was.is_none_or(|was| request(was) != request(is)) {
                moved.requests.insert(Counted(request(is)));
            }
            if was.is_none_or(|was| rows(was) != rows(is)) {
                moved.rows.insert(Counted(rows(is)));
            }
        }
        moved
    }

    /// Whether another list asks now for what this one asked for.
    pub(super) fn has_request(&self, was: &List, is: &List) -> bool {
        request(was) != request(is) && self.requests.contains(&Counted(request(was)))
    }

    /// Whether another list finds its rows now where this one found them.
    pub(super) fn has_rows(&self, was: &List, is: &List) -> bool {
        rows(was) != rows(is) && self.rows.contains(&Counted(rows(was)))
    }
}

/// The values that both builders take: their names in each spec, and in Rust.
pub(super) struct Values<'a> {
    old: BTreeMap<Counted<&'a str>, &'a str>,
    new: BTreeMap<Counted<&'a str>, &'a str>,
}

impl<'a> Values<'a> {
    pub(super) fn of(old: &'a Api, new: &'a Api) -> Self {
        let names = |api: &'a Api| -> BTreeSet<Counted<&'a str>> {
            names(api).map(|name| Counted(name.rust.as_str())).collect()
        };
        let (of_old, of_new) = (names(old), names(new));
        let in_both = |api: &'a Api| {
            let of_both = self::names(api).map(|name| (Counted(name.wire.as_str()), &*name.rust));
            let is_in_both = |rust| of_old.contains(&rust) && of_new.contains(&rust);
            of_both.filter(|(_, rust)| is_in_both(Counted(*rust))).collect()
        };
        Self { old: in_both(old), new: in_both(new) }
    }

    /// Whether a value goes to the place in the base URL where another one went.
    pub(super) fn are_exchanged(&self, was: &str, is: &str) -> bool {
        exchanges(
            (was, |name| self.old.get(&Counted(name))),
            (is, |name| self.new.get(&Counted(name))),
        )
    }

    /// Whether a value goes to the place in a path where another one went.
    pub(super) fn are_exchanged_in(&self, was: &List, is: &List) -> bool {
        // Callers that give fewer arguments, or more, no longer compile.
        was.args.len() == is.args.len()
            && exchanges(
                (&was.path, |name| given(was, name, &self.old)),
                (&is.path, |name| given(is, name, &self.new)),
            )
    }
}

/// The values that a builder takes.
fn names(api: &Api) -> impl Iterator<Item = &Name> {
    let variables = api.server.iter().flat_map(|server| &server.variables);
    variables.chain(api.params.iter().map(|param| &param.name))
}

/// What callers give to a path: an argument, by its place in the call, or a
/// value of the builder.
#[derive(PartialEq)]
enum Given<'a> {
    Argument(usize),
    ToBuilder(&'a str),
}

fn given<'a>(
    list: &List,
    name: &str,
    values: &BTreeMap<Counted<&str>, &'a str>,
) -> Option<Given<'a>> {
    let argument = list.args.iter().position(|arg| arg.name.wire == name).map(Given::Argument);
    argument.or_else(|| values.get(&Counted(name)).copied().map(Given::ToBuilder))
}

/// Whether a place of both templates has another value now; values that only
/// one spec knows are left out.
fn exchanges<'t, V: PartialEq>(
    (was, before): (&'t str, impl Fn(&'t str) -> Option<V>),
    (is, now): (&'t str, impl Fn(&'t str) -> Option<V>),
) -> bool {
    let new: BTreeMap<_, _> = places(is).collect();
    places(was).any(|(place, name)| {
        let other = new.get(&place).and_then(|other| now(other));
        matches!((before(name), other), (Some(value), Some(other)) if value != other)
    })
}

/// The names in a template, each by its place: the segment before it, and how
/// many names that segment was before already.
fn places(template: &str) -> impl Iterator<Item = (Counted<(&str, usize)>, &str)> {
    let mut before: BTreeMap<Counted<&str>, usize> = BTreeMap::new();
    parts(template).filter_map(move |(literal, name)| {
        let segment = match literal.rmatch_indices('/').nth(1) {
            Some((at, _)) => &literal[at..],
            None => literal,
        };
        let count = before.entry(Counted(segment)).or_default();
        *count += 1;
        Some((Counted((segment, *count)), name?))
    })
}

/// A template in parts: a text, and the name in braces behind it.
fn parts(template: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = Some(template);
    std::iter::from_fn(move || {
        work::step();
        let text = rest.take()?;
        let braced = text
            .split_once('{')
            .and_then(|(literal, inside)| Some((literal, inside.split_once('}')?)));
        let Some((literal, (name, behind))) = braced else { return Some((text, None)) };
        rest = Some(behind);
        Some((literal, Some(name)))
    })
}

/// The path of a list without the names of what each call gives.
pub(super) fn without_names(list: &List) -> String {
    let args: BTreeSet<&str> = list.args.iter().map(|arg| arg.name.wire.as_str()).collect();
    let part = |(literal, name): (&str, Option<&str>)| match name {
        Some(name) if args.contains(name) => format!("{literal}{{}}"),
        Some(name) => format!("{literal}{{{name}}}"),
        None => literal.to_owned(),
    };
    parts(&list.path).map(part).collect()
}

/// Whether one of these has now what another one had: only those that are given
/// before and now, since what comes or goes takes nothing from the others.
pub(super) fn swaps(old: &[Option<&str>], new: &[Option<&str>]) -> bool {
    let changed: Vec<(&str, &str)> = old
        .iter()
        .zip(new)
        .filter_map(|(was, is)| Some((*was.as_ref()?, *is.as_ref()?)))
        .filter(|(was, is)| was != is)
        .collect();
    changed.iter().any(|(was, _)| changed.iter().any(|(_, is)| was == is))
}
