//! Compares how a list pages, knob by knob: presets and styles are expanded, so
//! that another name for the same paging is not a change.

use super::location::{self, Location, Side};
use super::{Change, code};
use crate::lower::paging_of;
use crate::model::{Api, List, PagingRef, Size};
use pagesmith_paging::{Knob, Value};

/// What differs between the paging of a list before and after.
pub(super) fn compare(old: (&Api, &List), new: (&Api, &List)) -> Vec<Change> {
    let (was, is) = (paging_of(old.1, old.0), paging_of(new.1, new.0));
    let name = &old.1.name.rust;
    let at = || location::paging(Side::New, new.1);
    let mut changes: Vec<Change> = size(name, was.size.as_ref(), is.size.as_ref(), new.1).collect();
    let (old_knobs, new_knobs) = (was.knobs(), is.knobs());
    let changed_knob: Vec<String> = old_knobs
        .iter()
        .zip(&new_knobs)
        .filter(|(was, is)| was != is && !is_reported_elsewhere(was, is))
        .map(|(was, is)| changed_knob(was, is))
        .collect();
    if !changed_knob.is_empty() {
        let why = "callers compile; a walk asks, reads or ends in another way";
        changes.push(Change::behaves(name, at(), changed_knob.join("; "), why));
    }
    if changes.is_empty() && paging_name(old.0, old.1) != paging_name(new.0, new.1) {
        changes.push(Change::text(name, at(), "its paging by another name"));
    }
    changes
}

const NONE: &str = "none";

/// Page sizes have sentences of their own, and page numbers that are added or
/// removed are reported as methods.
fn is_reported_elsewhere(was: &Knob<'_>, is: &Knob<'_>) -> bool {
    let is_below = |head: &str| is.paths.iter().any(|path| path.starts_with(head));
    let comes_or_goes = was.value == Value::Unset || is.value == Value::Unset;
    is_below("size.") || (is_below("number.") && comes_or_goes)
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
            changes.push(Change::fails(&item, at(), "page sizes can't be chosen any more", why));
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
        |value: Option<u64>| value.map_or_else(|| NONE.to_owned(), |value| value.to_string());
    if was.max != is.max {
        let what = format!("the maximum is {} now, {} before", number(is.max), number(was.max));
        changes.push(match (was.max, is.max) {
            (Some(was), Some(is)) if is > was => {
                Change::adds(&item, at(), what, "what was allowed still is")
            }
            (_, None) => Change::adds(&item, at(), what, "what was allowed still is"),
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
        changes.push(Change::behaves(
            &item,
            at(),
            what,
            "callers compile; the name on the wire is another one",
        ));
    }
    if sent.1 {
        let what =
            format!("the default is {} now, {} before", number(is.default), number(was.default));
        changes.push(Change::behaves(
            &item,
            at(),
            what,
            "callers compile; pages may be of another size",
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
        Value::Unset => NONE.to_owned(),
        Value::Text(text) | Value::Word { word: text, .. } => code(text),
        Value::Number(_) | Value::Flag(_) => value.to_string(),
        Value::List(texts) => texts.iter().map(|text| code(text)).collect::<Vec<_>>().join(", "),
    }
}
