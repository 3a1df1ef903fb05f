//! The effects of a changed spec on callers: compares two models, and gives each
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
mod exchange;
mod client;
mod for_each;
mod one;
mod filter;
mod list;
mod pages;
mod render;
mod types;

pub use location::{Location, Side};
pub use render::{Report, ReportedChange, SourcePosition};

use crate::diag::{escape, excerpt};
use crate::model::{Api, Name};
use crate::work::Counted;
use proc_macro2::TokenStream;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// How much a change asks of callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing.
    Patch,
    /// A look: there is more to use, or something works in another way.
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
    /// By callers who look for more.
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
    pub what: Cow<'static, str>,
    /// Why that breaks callers, or not.
    pub why: Cow<'static, str>,
    /// Where the spec says so.
    pub at: Location,
}

impl Change {
    fn new(level: Level, effect: Effect, item: &str, at: Location, words: [Words; 2]) -> Self {
        let [what, why] = words;
        Self { level, effect, item: item.to_owned(), what, why, at }
    }

    /// Callers that use the item no longer compile.
    fn breaks(item: &str, at: Location, what: impl Into<Words>, why: impl Into<Words>) -> Self {
        Self::new(Level::Major, Effect::Compile, item, at, [what.into(), why.into()])
    }

    /// Callers compile, and fail or get something else under the same name.
    fn fails(item: &str, at: Location, what: impl Into<Words>, why: impl Into<Words>) -> Self {
        Self::new(Level::Major, Effect::Behaviour, item, at, [what.into(), why.into()])
    }

    /// Callers compile, and ask or read in another way.
    fn behaves(item: &str, at: Location, what: impl Into<Words>, why: impl Into<Words>) -> Self {
        Self::new(Level::Minor, Effect::Behaviour, item, at, [what.into(), why.into()])
    }

    /// There is more to use.
    fn adds(item: &str, at: Location, what: impl Into<Words>, why: impl Into<Words>) -> Self {
        Self::new(Level::Minor, Effect::Addition, item, at, [what.into(), why.into()])
    }

    /// Callers see no difference.
    fn text(item: &str, at: Location, what: impl Into<Words>) -> Self {
        let why = "callers see no difference".into();
        Self::new(Level::Patch, Effect::Text, item, at, [what.into(), why])
    }
}

/// What is said of hundreds of thousands of changes is mostly the same.
type Words = Cow<'static, str>;

/// What differs between two APIs, in the order of the module: the client, its
/// lists, its records. Empty where the models are equal, and only there.
#[must_use]
pub fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let mut changes = client::compare(old, new);
    changes.extend(list::compare(old, new));
    changes.extend(types::compare(old, new));
    if changes.is_empty() && old != new {
        let at = Location::new_side(crate::source_map::Path::default());
        changes.push(Change::text("Client", at, "written in another order, or with other names"));
    }
    changes
}

/// The level of a whole comparison: that of its greatest change.
#[must_use]
pub fn verdict(changes: &[Change]) -> Option<Level> {
    changes.iter().map(|change| change.level).max()
}

/// Things of two specs, paired by their names in Rust.
struct Pairs<'t, T> {
    /// Those of the same name.
    both: Vec<(&'t T, &'t T)>,
    /// Those that are certainly the same under another name.
    renamed: Vec<(&'t T, &'t T)>,
    /// Those that only the old spec has.
    gone: Vec<&'t T>,
    /// Those that only the new spec has.
    new: Vec<&'t T>,
}

/// Pairs things by name, and the rest by a key, if the key is unique on both sides.
fn pair_by_name<'t, T, K: Ord>(
    old: &'t [T],
    new: &'t [T],
    name: impl Fn(&T) -> &Name,
    same: impl Fn(&'t T) -> K,
) -> Pairs<'t, T> {
    let named = |thing: &'t T| Counted(name(thing).rust.as_str());
    let by_name = |things: &'t [T]| -> BTreeMap<Counted<&'t str>, &'t T> {
        things.iter().map(|thing| (named(thing), thing)).collect()
    };
    let (of_old, of_new) = (by_name(old), by_name(new));
    let both = old.iter().filter_map(|one| Some((one, *of_new.get(&named(one))?))).collect();
    let mut gone: Vec<&T> = old.iter().filter(|one| !of_new.contains_key(&named(one))).collect();
    let mut new: Vec<&T> = new.iter().filter(|one| !of_old.contains_key(&named(one))).collect();
    let (only_old, only_new) = (only(&gone, &same), only(&new, &same));
    let other = |was: &&'t T| {
        let key = Counted(same(was));
        (only_old.get(&key)?.as_ref()).and(only_new.get(&key).copied().flatten())
    };
    let renamed: Vec<(&T, &T)> = gone.iter().filter_map(|was| Some((*was, other(was)?))).collect();
    let set_of = |things: Vec<&'t T>| -> BTreeSet<_> { things.into_iter().map(named).collect() };
    let were = set_of(renamed.iter().map(|(was, _)| *was).collect());
    let are = set_of(renamed.iter().map(|(_, is)| *is).collect());
    gone.retain(|one| !were.contains(&named(one)));
    new.retain(|one| !are.contains(&named(one)));
    Pairs { both, renamed, gone, new }
}

/// The things whose key is unique; `None` for keys that several share.
fn only<'t, T, K: Ord>(
    things: &[&'t T],
    same: impl Fn(&'t T) -> K,
) -> BTreeMap<Counted<K>, Option<&'t T>> {
    let mut only = BTreeMap::new();
    for thing in things {
        let several = |found: &mut Option<&'t T>| *found = None;
        only.entry(Counted(same(thing))).and_modify(several).or_insert(Some(*thing));
    }
    only
}

/// Whether the things of both keep their order, those aside that only one has.
fn in_order<'t, T: 't>(
    both: &[(&'t T, &'t T)],
    new: &'t [T],
    name: impl Fn(&'t T) -> &'t Name,
) -> bool {
    let kept: BTreeSet<Counted<&str>> =
        both.iter().map(|(_, is)| Counted(name(is).rust.as_str())).collect();
    let moved = both.iter().map(|(_, is)| &name(is).rust);
    let all = new.iter().map(|is| &name(is).rust);
    moved.eq(all.filter(|is| kept.contains(&Counted(is.as_str()))))
}

/// The names that are on the wire.
fn wire_names<'t>(names: impl Iterator<Item = &'t Name>) -> BTreeSet<Counted<&'t str>> {
    names.map(|name| Counted(name.wire.as_str())).collect()
}

/// Text as code.
fn code(text: &str) -> String {
    format!("`{}`", escape(&excerpt(text)))
}

/// A generated type without the paths of well-known types.
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
