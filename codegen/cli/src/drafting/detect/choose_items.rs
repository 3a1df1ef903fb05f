//! Chooses the array of a reply that holds the items.

use super::{fold, singular};

/// An array in a reply.
#[derive(Clone, Debug)]
pub(crate) struct Array<T> {
    /// The pointer to it.
    pub pointer: String,
    /// Whether its elements are known to be objects.
    pub objects: bool,
    /// The description of its elements.
    pub element: T,
}

/// The result of the choice.
pub(crate) enum Choice<T> {
    /// This array, and a note on the other arrays.
    One(Array<T>, Option<String>),
    /// No array holds objects.
    None,
    /// Several, and nothing distinguishes them.
    Several(Vec<String>),
}

/// Generic names of arrays that hold the items.
const GENERIC: [&str; 14] = [
    "data", "items", "results", "value", "values", "entries", "records", "elements", "rows",
    "objects", "content", "list", "hits", "nodes",
];

/// Names of arrays that accompany the items.
const NOT_ITEMS: [&str; 8] =
    ["errors", "warnings", "links", "included", "messages", "facets", "filters", "sort"];

/// The array with the items: the only one, the one with a generic name, or the one with the
/// name of the list.
pub(crate) fn choose<T: Clone>(arrays: Vec<Array<T>>, list: &str) -> Choice<T> {
    let objects: Vec<Array<T>> = arrays.into_iter().filter(|array| array.objects).collect();
    match objects.as_slice() {
        [] => return Choice::None,
        [only] => return Choice::One(only.clone(), None),
        _ => {}
    }
    let name_of = |array: &Array<T>| fold(array.pointer.rsplit('/').next().unwrap_or_default());
    let (list, singular) = (fold(list), fold(&singular(list)));
    let like_list = |name: &str| !singular.is_empty() && name.starts_with(&singular);
    let others = |chosen: &Array<T>| {
        let rest = objects.iter().filter(|array| array.pointer != chosen.pointer);
        let rest: Vec<String> = rest.map(|array| format!("`{}`", array.pointer)).collect();
        format!("the reply also has {}", rest.join(", "))
    };
    let generic = |array: &&Array<T>| GENERIC.contains(&name_of(array).as_str());
    let named = |array: &&Array<T>| like_list(&name_of(array));
    let chosen = objects
        .iter()
        .find(|array| name_of(array) == list)
        .or_else(|| objects.iter().find(generic).or_else(|| objects.iter().find(named)));
    if let Some(chosen) = chosen {
        return Choice::One(chosen.clone(), Some(others(chosen)));
    }
    let mut rest = objects.iter().filter(|array| !NOT_ITEMS.contains(&name_of(array).as_str()));
    match (rest.next(), rest.next()) {
        (Some(only), None) => Choice::One(only.clone(), Some(others(only))),
        _ => Choice::Several(objects.iter().map(|array| array.pointer.clone()).collect()),
    }
}
