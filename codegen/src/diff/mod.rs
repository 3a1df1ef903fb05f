//! What a change of a spec does to callers: compares two models, and gives each
//! difference between their Rust items a level.
//!
//! | level | effect | what it means |
//! |---|---|---|
//! | major | compile | a caller that uses the item no longer compiles |
//! | major | behaviour | it compiles, and fails or means something else |
//! | minor | addition | there is more to use; what was there stays |
//! | minor | behaviour | it compiles, and asks or reads in another way |
//! | patch | text | docs and notation: callers see no difference |
//!
//! Callers are those of another crate: records and enums are
//! `#[non_exhaustive]`, so that a new field or variant breaks none of them.

mod location;
mod client;
mod list;
mod pages;
mod render;
mod types;

pub use location::{Location, Side};
pub use render::{Report, ReportedChange, SourcePosition};

use crate::diag::{escape, excerpt};
use crate::model::{Api, Name};
use proc_macro2::TokenStream;
use std::collections::BTreeMap;

/// How much a change asks of callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing.
    Patch,
    /// A look: there is more, or it works in another way.
    Minor,
    /// Work: what they do no longer compiles, or fails.
    Major,
}

/// In which way a change is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// By the compiler.
    Compile,
    /// When it runs.
    Behaviour,
    /// By those who look for more.
    Addition,
    /// By readers alone.
    Text,
}

/// A difference that an item of the generated module shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// How much it asks of callers.
    pub level: Level,
    /// In which way it is seen.
    pub effect: Effect,
    /// The item, by its Rust name: `Message::body`.
    pub item: String,
    /// What has changed.
    pub what: String,
    /// Why that breaks callers, or not.
    pub why: String,
    /// Where the spec says so.
    pub at: Location,
}

impl Change {
    fn new(level: Level, effect: Effect, item: &str, at: Location, words: [String; 2]) -> Self {
        let [what, why] = words;
        Self { level, effect, item: item.to_owned(), what, why, at }
    }

    /// Callers that use the item no longer compile.
    fn breaks(item: &str, at: Location, what: impl Into<String>, why: impl Into<String>) -> Self {
        Self::new(Level::Major, Effect::Compile, item, at, [what.into(), why.into()])
    }

    /// Callers compile, and fail or get something else under the same name.
    fn fails(item: &str, at: Location, what: impl Into<String>, why: impl Into<String>) -> Self {
        Self::new(Level::Major, Effect::Behaviour, item, at, [what.into(), why.into()])
    }

    /// Callers compile, and ask or read in another way.
    fn behaves(item: &str, at: Location, what: impl Into<String>, why: impl Into<String>) -> Self {
        Self::new(Level::Minor, Effect::Behaviour, item, at, [what.into(), why.into()])
    }

    /// There is more to use.
    fn adds(item: &str, at: Location, what: impl Into<String>, why: impl Into<String>) -> Self {
        Self::new(Level::Minor, Effect::Addition, item, at, [what.into(), why.into()])
    }

    /// Callers see no difference.
    fn text(item: &str, at: Location, what: impl Into<String>) -> Self {
        let why = "callers see no difference".to_owned();
        Self::new(Level::Patch, Effect::Text, item, at, [what.into(), why])
    }
}

/// What differs between two APIs, in the order of the module: the client, its
/// lists, its records. Empty where the models are equal, and only there.
#[must_use]
pub fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let mut changes = client::compare(old, new);
    changes.extend(list::compare(old, new));
    changes.extend(types::compare(old, new));
    if changes.is_empty() && old != new {
        let at = Location::new_side(crate::source_map::Path::default());
        changes.push(Change::text("Client", at, "written in another order, or by other names"));
    }
    changes
}

/// The level of a whole comparison: that of its greatest change.
#[must_use]
pub fn verdict(changes: &[Change]) -> Option<Level> {
    changes.iter().map(|change| change.level).max()
}

/// Things of two specs, paired by their names in Rust.
struct Pairs<'o, 'n, T> {
    /// Those of the same name.
    both: Vec<(&'o T, &'n T)>,
    /// Those that surely are the same under another name.
    renamed: Vec<(&'o T, &'n T)>,
    /// Those that only the old spec has.
    gone: Vec<&'o T>,
    /// Those that only the new spec has.
    new: Vec<&'n T>,
}

/// Pairs things by name, and what is left by `same`, where that leaves no
/// choice on either side.
fn pair_by_name<'o, 'n, T>(
    old: &'o [T],
    new: &'n [T],
    name: impl Fn(&T) -> &Name,
    same: impl Fn(&T, &T) -> bool,
) -> Pairs<'o, 'n, T> {
    let by_name = |things: &[T]| -> BTreeMap<String, usize> {
        things.iter().enumerate().map(|(at, thing)| (name(thing).rust.clone(), at)).collect()
    };
    let (of_old, of_new) = (by_name(old), by_name(new));
    let both = old.iter().filter_map(|one| Some((one, &new[*of_new.get(&name(one).rust)?])));
    let both = both.collect();
    let mut gone: Vec<&T> =
        old.iter().filter(|one| !of_new.contains_key(&name(one).rust)).collect();
    let mut new: Vec<&T> = new.iter().filter(|one| !of_old.contains_key(&name(one).rust)).collect();
    let renamed: Vec<(&T, &T)> = gone
        .iter()
        .filter_map(|was| {
            let is = only(&new, |is| same(was, is))?;
            only(&gone, |other| same(other, is)).map(|_| (*was, is))
        })
        .collect();
    gone.retain(|one| !renamed.iter().any(|(was, _)| name(was) == name(one)));
    new.retain(|one| !renamed.iter().any(|(_, is)| name(is) == name(one)));
    Pairs { both, renamed, gone, new }
}

/// The one of these that passes; none where several do.
fn only<'t, T>(things: &[&'t T], passes: impl Fn(&T) -> bool) -> Option<&'t T> {
    let mut found = things.iter().filter(|thing| passes(thing));
    let first = found.next()?;
    found.next().is_none().then_some(*first)
}

/// What was written, as code.
fn code(text: &str) -> String {
    format!("`{}`", escape(&excerpt(text)))
}

/// A generated type as a reader writes it: without the paths of what
/// everybody knows.
fn shown(tokens: &TokenStream) -> String {
    let written = tokens.to_string().replace(' ', "").replace("impl::", "impl ::");
    let known = [
        "::core::option::",
        "::core::fmt::",
        "::core::convert::",
        "::std::boxed::",
        "::std::vec::",
        "::std::string::",
        "::std::collections::",
        "::pagesmith::",
    ];
    known.iter().fold(written, |text, path| text.replace(path, "")).replace(',', ", ")
}

/// `none`, or what was written.
fn code_or_none(text: Option<&String>) -> String {
    text.map_or_else(|| "none".to_owned(), |text| code(text))
}

/// The docs of a thing, where they differ.
fn docs(item: &str, at: Location, old: Option<&str>, new: Option<&str>) -> Option<Change> {
    (old != new).then(|| Change::text(item, at, "other docs"))
}
