//! Where the items of a list are, and which shape they have.

use super::checks::{is_within, keyword, pointer};
use super::{key, path};
use crate::ast::{Items, Map, Or, Pointers, Resource, Type};
use crate::diag::{Known, Problem, Reporter, excerpt};
use crate::model::{ItemRules, Paging, Shape};
use crate::source_map::Path;

/// Where the items of a list are.
#[derive(Default)]
pub(super) struct ItemsAt {
    /// The first pointer.
    pub first: String,
    pub rules: ItemRules,
    pub missing_is_empty: bool,
}

impl ItemsAt {
    /// All pointers.
    fn all(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.first).chain(&self.rules.also)
    }
}

/// The pointers to the items, their shape, and what a missing array means. A list without
/// `items` has them at its name.
pub(super) fn lower(cx: &Reporter<'_>, at: &Path, resource: &Resource, name: &str) -> ItemsAt {
    let at = at.key("items");
    match &resource.items {
        None => ItemsAt { first: format!("/{}", key::escape(name)), ..ItemsAt::default() },
        Some(Or::Text(written)) => {
            pointer(cx, &at, written);
            ItemsAt { first: written.clone(), ..ItemsAt::default() }
        }
        Some(Or::Map(items)) => long_form(cx, &at, items),
    }
}

fn long_form(cx: &Reporter<'_>, at: &Path, items: &Items) -> ItemsAt {
    let pointers = items.at.all();
    check_pointers(cx, &at.key("at"), &items.at);
    let known = [("error", false), ("empty", true)];
    let missing = items.missing.as_ref();
    let missing = missing.and_then(|missing| keyword(cx, &at.key("missing"), missing, &known));
    let shapes = [Shape::Array, Shape::Map, Shape::OneOrMany, Shape::Groups];
    let shapes = shapes.map(|shape| (shape.word(), shape));
    let shape = items.shape.as_ref();
    let shape = shape.and_then(|shape| keyword(cx, &at.key("shape"), shape, &shapes));
    let shape = shape.unwrap_or(Shape::Array);
    if let Some(name) = &items.name {
        check_name(cx, &at.key("name"), name, shape, pointers.len());
    }
    // A list without pointers was reported; this place is next to all others.
    let none = || ("/".to_owned(), Vec::new());
    let (first, also) =
        pointers.split_first().map_or_else(none, |(first, also)| (first.clone(), also.to_vec()));
    let rules = ItemRules::new(also, shape, items.name.clone());
    ItemsAt { first, rules, missing_is_empty: missing.unwrap_or(false) }
}

/// Each pointer leads to items of its own.
fn check_pointers(cx: &Reporter<'_>, at: &Path, written: &Pointers) {
    let pointers = match written {
        Pointers::One(written) => return pointer(cx, at, written),
        Pointers::Several(pointers) => pointers,
    };
    if pointers.is_empty() {
        let problem = Problem::error(at, "`at` names no place");
        cx.push(problem.help("write the JSON Pointer to the items, like `/data`"));
    }
    for (index, written) in pointers.iter().enumerate() {
        let at = at.index(index);
        pointer(cx, &at, written);
        let around = |other: &&String| is_within(written, other) || is_within(other, written);
        if let Some(other) = pointers[..index].iter().find(around) {
            let message = format!(
                "the items at `{written}` and at `{other}` are the same, or within one another"
            );
            cx.push(Problem::error(&at, message).help("correct one of the two pointers"));
        }
    }
}

/// A name is kept where something has one.
fn check_name(cx: &Reporter<'_>, at: &Path, name: &str, shape: Shape, pointers: usize) {
    if name.is_empty() {
        let problem = Problem::error(at, "the name of the field is empty");
        return cx.push(problem.help("write the field that takes the name, like `name: id`"));
    }
    let has_names = matches!(shape, Shape::Map | Shape::Groups) || pointers > 1;
    if !has_names {
        let message = "`name` has no effect: the items are in one array, which has no names";
        let help =
            "remove it, or say by `shape` that a `map` or `groups` of items are at the pointer";
        cx.push(Problem::error(at, message).on_key().help(help));
    }
}

/// A record of the spec has the field that takes the name.
pub(super) fn check_record(
    cx: &Reporter<'_>,
    at: &Path,
    items: &ItemsAt,
    (record, fields): (&str, Option<&Map<Type>>),
) {
    let (Some(name), Some(fields)) = (&items.rules.name, fields) else { return };
    let wire = |(key, ty): (&str, &Type)| match ty {
        Type::Map(long) => match (long.get("type"), long.get("wire")) {
            (Some(_), Some(Type::Text(wire))) => wire.clone(),
            _ => key.to_owned(),
        },
        _ => key.to_owned(),
    };
    // An empty name was reported.
    if !name.is_empty() && !fields.iter().map(wire).any(|wire| wire == *name) {
        let message = format!("the record `{}` has no field `{}`", excerpt(record), excerpt(name));
        let problem = Problem::error(&at.key("items").key("name"), message);
        cx.push(problem.help(format!("add `{}: string` to its fields", excerpt(name))));
    }
}

/// Parameters of the call in the pointers: those of the path, and filters, which are
/// written by their key and become the name that is sent.
pub(super) fn fill_in(
    cx: &Reporter<'_>,
    at: &Path,
    resource: &Resource,
    items: &mut ItemsAt,
    of_path: &[&str],
) {
    let wire = |name: &str| {
        let filter = resource.filters.get(name);
        let sent = filter.map(|filter| filter.param.as_deref().unwrap_or(name).to_owned());
        sent.or_else(|| of_path.contains(&name).then(|| name.to_owned()))
    };
    let filters = resource.filters.iter().map(|(key, _)| key);
    let known: Vec<&str> = of_path.iter().copied().chain(filters).collect();
    for pointer in std::iter::once(&mut items.first).chain(&mut items.rules.also) {
        let names: Vec<String> = path::braced(pointer).map(str::to_owned).collect();
        for name in names {
            if let Some(sent) = wire(&name) {
                *pointer = pointer.replace(&format!("{{{name}}}"), &format!("{{{sent}}}"));
                continue;
            }
            let message = format!("a call has no parameter `{}`", excerpt(&name));
            let problem = Problem::error(&at.key("items"), message);
            let known: Known = known.iter().copied().collect();
            let problem = problem.suggest_later(&name, known, true);
            cx.push(problem.help("name a parameter of the path, or a filter"));
        }
    }
}

/// Page information is next to the items and not among them. Pointers into an
/// error's reply belong to another reply and are not checked.
pub(super) fn check_paging(cx: &Reporter<'_>, at: &Path, items: &ItemsAt, paging: &Paging) {
    let clash = paging.pointers().find_map(|other| {
        let around = items.all().find(|items| is_within(other, items));
        around.map(|items| (other, items))
    });
    let Some((inside, items)) = clash else { return };
    let (message, help) = if items.is_empty() {
        (
            format!("the items are the whole body, but the paging reads `{inside}` next to them"),
            "point to the items, like `/data`, or choose a paging that reads nothing from the body",
        )
    } else {
        (
            format!("the paging reads `{inside}`, which is among the items at `{items}`"),
            "one of the two pointers leads to the wrong place",
        )
    };
    cx.push(Problem::error(&at.key("items"), message).help(help));
}
