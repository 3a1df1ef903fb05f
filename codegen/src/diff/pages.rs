//! Compares how a list pages, knob by knob: presets and styles are expanded, so
//! that another name for the same paging is not a change.

use super::exchange::swaps;
use super::location::{self, Location, Side};
use super::{Change, code};
use crate::lower::paging_of;
use crate::model::{Api, List, Paging, PagingRef, Size};
use pagesmith_paging::{Evidence, Knob, Value};
use std::cmp::Ordering;

/// What differs between the paging of a list before and after.
pub(super) fn compare(old: (&Api, &List), new: (&Api, &List)) -> Vec<Change> {
    let (was, is) = (paging_of(old.1, old.0), paging_of(new.1, new.0));
    let name = &old.1.name.rust;
    let at = || location::paging(Side::New, new.1);
    let (old_knobs, new_knobs) = (was.knobs(), is.knobs());
    let mut changes: Vec<Change> = size(name, was.size.as_ref(), is.size.as_ref(), new.1).collect();
    changes.extend(evidence(name, &at(), (&was, old.1), (&is, new.1)));
    let knobs = old_knobs.iter().zip(&new_knobs);
    let differing = knobs.filter(|(was, is)| was != is && !is_reported_elsewhere(was, is));
    let (stricter, other): (Vec<_>, Vec<_>) = differing.partition(|(was, is)| is_stricter(was, is));
    let written = |knobs: &[(&Knob<'_>, &Knob<'_>)]| {
        knobs.iter().map(|(was, is)| changed_knob(was, is)).collect::<Vec<_>>().join("; ")
    };
    if !stricter.is_empty() {
        let why = "callers compile; a walk that came to its end may fail";
        changes.push(Change::fails(name, at(), written(&stricter), why));
    }
    let texts = [&old_knobs, &new_knobs].map(|knobs| knobs.iter().map(of_callers).collect());
    let [old_texts, new_texts]: [Vec<_>; 2] = texts;
    if swaps(&old_texts, &new_texts) {
        let why = "callers compile, and give or read one number in place of another one";
        changes.push(Change::fails(name, at(), written(&other), why));
    } else if !other.is_empty() {
        let why = "callers compile; walks send, read or end in another way";
        changes.push(Change::behaves(name, at(), written(&other), why));
    }
    if changes.is_empty() && paging_name(old.0, old.1) != paging_name(new.0, new.1) {
        changes.push(Change::text(name, at(), "the same paging by another name"));
    }
    changes
}

/// What a knob names of what callers give to a list or read of a page.
fn of_callers<'a>(knob: &Knob<'a>) -> Option<&'a str> {
    let is_param = ["number.query", "offset.query", "size.query"].contains(&knob.paths[0]);
    match knob.value {
        Value::Text(text) if is_param || knob.path.starts_with("page.") => Some(text),
        _ => None,
    }
}

/// Whether a guard allows less than before.
fn is_stricter(was: &Knob<'_>, is: &Knob<'_>) -> bool {
    let hosts = |knob: &Knob<'_>, host: &&str| matches!(&knob.value, Value::List(hosts) if hosts.contains(host));
    match (is.path, &was.value, &is.value) {
        ("safety.max_pages", Value::Unset, _) => true,
        ("safety.max_pages" | "safety.max_empty_pages", Value::Number(was), Value::Number(now)) => {
            now < was
        }
        ("safety.repeat", _, Value::Word { word, .. }) => *word == "error",
        ("safety.origin", _, Value::Word { word, .. }) => *word == "same",
        ("safety.origin", Value::List(before), _) => before.iter().any(|host| !hosts(is, host)),
        _ => false,
    }
}

/// What a walk can show at its end: what requires more fails.
fn evidence(
    name: &str,
    at: &Location,
    (was, old): (&Paging, &List),
    (is, new): (&Paging, &List),
) -> Vec<Change> {
    let by_itself = (was.best_evidence(old.key.is_some()), is.best_evidence(new.key.is_some()));
    let by_number = (was.best_by_number(), is.best_by_number());
    let mut best = vec![("a walk", by_itself)];
    // By its own way a list may go by number, too.
    if old.by_number && new.by_number && by_number != by_itself {
        best.push(("a walk by page number", by_number));
    }
    let change = |(walk, (was, is)): (&str, (Evidence, Evidence))| {
        let what = format!("{walk} shows `{is}` at most now, `{was}` before");
        let item = format!("{name}::require");
        match is.cmp(&was) {
            Ordering::Less => {
                let why = format!(
                    "callers compile; {walk} that requires `{was}` fails before its first request"
                );
                Some(Change::fails(&item, at.clone(), what, why))
            }
            Ordering::Equal => None,
            Ordering::Greater => {
                Some(Change::adds(&item, at.clone(), what, "what could be required still can"))
            }
        }
    };
    best.into_iter().filter_map(change).collect()
}

const UNSET: &str = "unset";

/// Page sizes have sentences of their own, and page numbers that are added or
/// removed are reported as methods.
fn is_reported_elsewhere(was: &Knob<'_>, is: &Knob<'_>) -> bool {
    let is_below = |head: &str| is.paths.iter().any(|path| path.starts_with(head));
    let comes_or_goes = was.value == Value::Unset || is.value == Value::Unset;
    match is.path {
        "size.min" => false,
        "size.send" | "size.halve" => comes_or_goes,
        _ => is_below("size.") || (is_below("number.") && comes_or_goes),
    }
}

/// What the spec calls a paging.
fn paging_name(api: &Api, list: &List) -> String {
    match &list.paging {
        PagingRef::Style(index) => {
            api.styles.get(*index).map(|style| style.name.wire.clone()).unwrap_or_default()
        }
        PagingRef::Preset(name) => (*name).to_owned(),
        PagingRef::Own(_) | PagingRef::Rust => String::new(),
    }
}

/// Page sizes: what fails where callers ask for more than was allowed.
fn size<'a>(
    name: &'a str,
    was: Option<&'a Size<String>>,
    is: Option<&'a Size<String>>,
    list: &'a List,
) -> impl Iterator<Item = Change> {
    let at = || {
        Location::of(
            Side::New,
            vec![
                location::list(list, &["size"]),
                location::list(list, &["paging"]),
                location::root("paging"),
            ],
        )
    };
    let item = format!("{name}::page_size");
    let mut changes = Vec::new();
    let (was, is) = match (was, is) {
        (Some(was), Some(is)) => (was, is),
        (Some(_), None) => {
            let why = "callers compile; a walk that sets it fails before its first request";
            changes.push(Change::fails(&item, at(), "page sizes can no longer be chosen", why));
            return changes.into_iter();
        }
        (None, Some(_)) => {
            let why = "it was an error before";
            changes.push(Change::adds(&item, at(), "page sizes can be chosen", why));
            return changes.into_iter();
        }
        (None, None) => return changes.into_iter(),
    };
    let number =
        |value: Option<u64>| value.map_or_else(|| UNSET.to_owned(), |value| value.to_string());
    if was.max != is.max {
        let what = format!("the maximum is {} now, {} before", number(is.max), number(was.max));
        changes.push(match (was.max, is.max) {
            (Some(was), Some(is)) if is > was => {
                Change::adds(&item, at(), what, "sizes that were allowed still are")
            }
            (_, None) => Change::adds(&item, at(), what, "sizes that were allowed still are"),
            _ => {
                let why =
                    "callers compile; a walk that asks for more fails before its first request";
                Change::fails(&item, at(), what, why)
            }
        });
    }
    let sent = (was.query != is.query, was.default != is.default);
    if sent.0 {
        let what = format!("sets {} now, {} before", code(&is.query), code(&was.query));
        changes.push(if list.filters.iter().any(|filter| filter.name.wire == was.query) {
            Change::fails(&item, at(), what, "callers compile; what it set is a filter now")
        } else {
            let why = "callers compile; the name on the wire is another one";
            Change::behaves(&item, at(), what, why)
        });
    }
    if sent.1 {
        let what =
            format!("the default is {} now, {} before", number(is.default), number(was.default));
        changes.push(Change::behaves(
            &item,
            at(),
            what,
            "callers compile; pages may have another size",
        ));
    }
    changes.into_iter()
}

/// Describes the change of a knob, with both paths if they differ.
fn changed_knob(was: &Knob<'_>, is: &Knob<'_>) -> String {
    let (before, now) = (written(&was.value), written(&is.value));
    if was.path == is.path {
        return format!("`{}` is {now} now, {before} before", is.path);
    }
    format!("`{}` is {now} now, `{}` was {before}", is.path, was.path)
}

/// A knob's value in a sentence.
fn written(value: &Value<'_>) -> String {
    match value {
        Value::Unset => UNSET.to_owned(),
        Value::Text(text) | Value::Word { word: text, .. } => code(text),
        Value::Number(_) | Value::Integer(_) | Value::Flag(_) | Value::Numbers(_) => {
            value.to_string()
        }
        Value::Entries(_) => code(&value.to_string()),
        Value::List(texts) => texts.iter().map(|text| code(text)).collect::<Vec<_>>().join(", "),
    }
}
