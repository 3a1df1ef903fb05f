//! Chooses the array of a reply that holds the items.

use super::{fold, singular};

/// An array in a reply.
#[derive(Clone, Debug)]
pub(crate) struct Array<T> {
    /// The pointer to it.
    pub pointer: String,
    /// What its elements are.
    pub rows: RowKind,
    /// The description of its elements.
    pub element: T,
}

/// What the elements of an array are known to be; the better rows first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RowKind {
    /// Objects with known fields.
    Records,
    /// Objects, or anything.
    Free,
    /// Texts or numbers.
    Scalars,
    /// Something that no list has as its rows.
    Other,
}

/// The result of the choice.
pub(crate) enum Choice<T> {
    /// This array, and a note on the other arrays.
    One(Array<T>, Option<String>),
    /// No array may hold the items; those that are there accompany them.
    None(Vec<String>),
    /// Several, and nothing distinguishes them.
    Several(Vec<String>),
}

/// Generic names of arrays that hold the items.
const GENERIC: [&str; 16] = [
    "data",
    "items",
    "results",
    "result",
    "value",
    "values",
    "entries",
    "records",
    "resources",
    "elements",
    "rows",
    "objects",
    "content",
    "list",
    "hits",
    "nodes",
];

/// Names of arrays that accompany the items, unless they are the only array.
const NOT_ITEMS: [&str; 7] = ["links", "link", "included", "messages", "facets", "filters", "sort"];

/// Names of arrays that are the items of no list but one of that name.
const NEVER_ITEMS: [&str; 4] = ["errors", "warnings", "notices", "schemas"];

/// The array with the items: the one with the name of the list, with a generic name, or with a
/// name like that of the list; else the only one. Arrays that accompany items come after all
/// others, and arrays of texts after those of objects.
pub(crate) fn choose<T: Clone>(arrays: Vec<Array<T>>, list: &str) -> Choice<T> {
    let (name, singular) = (fold(list), fold(&singular(list)));
    let arrays: Vec<Array<T>> =
        arrays.into_iter().filter(|array| array.rows != RowKind::Other).collect();
    let accompanies = |array: &&Array<T>, words: &[&str]| {
        name_of(array) != name && words.contains(&name_of(array).as_str())
    };
    let may_be = arrays.iter().filter(|array| !accompanies(array, &NEVER_ITEMS));
    let (accompanying, items): (Vec<&Array<T>>, Vec<&Array<T>>) =
        may_be.partition(|array| accompanies(array, &NOT_ITEMS));
    let mut pool = if items.is_empty() { accompanying } else { items };
    let best = pool.iter().map(|array| array.rows).min();
    pool.retain(|array| Some(array.rows) == best);
    let generic = |array: &&&Array<T>| GENERIC.contains(&name_of(array).as_str());
    let alike = |array: &&&Array<T>| !singular.is_empty() && name_of(array).starts_with(&singular);
    let chosen = pool
        .iter()
        .find(|array| name_of(array) == name)
        .or_else(|| pool.iter().find(generic).or_else(|| pool.iter().find(alike)));
    match (chosen, pool.as_slice()) {
        (Some(chosen), _) | (None, [chosen]) => {
            Choice::One((*chosen).clone(), others(&arrays, chosen))
        }
        (None, []) => Choice::None(pointers(arrays.iter())),
        (None, several) => Choice::Several(pointers(several.iter().copied())),
    }
}

fn name_of<T>(array: &Array<T>) -> String {
    fold(array.pointer.rsplit('/').next().unwrap_or_default())
}

fn pointers<'a, T: 'a>(arrays: impl Iterator<Item = &'a Array<T>>) -> Vec<String> {
    arrays.map(|array| format!("`{}`", array.pointer)).collect()
}

/// A note on the other arrays that could be taken for the items.
fn others<T>(arrays: &[Array<T>], chosen: &Array<T>) -> Option<String> {
    let rest = arrays.iter().filter(|array| {
        array.pointer != chosen.pointer
            && (array.rows == RowKind::Records || chosen.rows != RowKind::Records)
    });
    let rest = pointers(rest);
    (!rest.is_empty()).then(|| format!("the reply also has {}", rest.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::RowKind::{Free, Records, Scalars};
    use super::*;

    fn chosen(list: &str, arrays: &[(&str, RowKind)]) -> Result<String, usize> {
        let array = |(name, rows): &(&str, RowKind)| Array {
            pointer: format!("/{name}"),
            rows: *rows,
            element: (),
        };
        match choose(arrays.iter().map(array).collect(), list) {
            Choice::One(array, _) => Ok(array.pointer[1..].to_owned()),
            Choice::None(accompanying) => Err(accompanying.len()),
            Choice::Several(several) => Err(10 + several.len()),
        }
    }

    #[test]
    fn the_items_are_not_what_accompanies_them() {
        let is = |list, arrays: &[_], name: &str| {
            assert_eq!(chosen(list, arrays).as_deref(), Ok(name), "{arrays:?}");
        };
        is("things", &[("errors", Records), ("messages", Records), ("result", Free)], "result");
        is("things", &[("errors", Records), ("found", Free)], "found");
        is("messages", &[("errors", Records), ("messages", Records)], "messages");
        is("errors", &[("errors", Records)], "errors");
        is("history", &[("messages", Records)], "messages");
        is("things", &[("tags", Scalars), ("things", Records)], "things");
        is("things", &[("columns", Free), ("found", Records)], "found");
        is("things", &[("names", Scalars)], "names");
        assert_eq!(chosen("things", &[("errors", Records)]), Err(1));
        assert_eq!(chosen("things", &[]), Err(0));
        assert_eq!(chosen("things", &[("a", Records), ("b", Records)]), Err(12));
    }
}
