//! How a list pages, knob by knob: presets and styles are written out, so
//! that another name for the same paging is no change.

use super::at::{self, At, Side};
use super::{Change, code, code_or_none};
use crate::lower::paging_of;
use crate::model::{
    Absent, Api, Counts, List, More, Next, Offset, Origin, Paging, PagingRef, Repeat, Send, Size,
    Step,
};

/// What differs between the paging of a list before and after.
pub(super) fn compare(old: (&Api, &List), new: (&Api, &List)) -> Vec<Change> {
    let (was, is) = (paging_of(old.1, old.0), paging_of(new.1, new.0));
    let name = &old.1.name.rust;
    let at = || at::paging(Side::New, new.1);
    let mut changes: Vec<Change> = size(name, was.size.as_ref(), is.size.as_ref(), new.1).collect();
    let knobs = knobs(&was).into_iter().zip(knobs(&is));
    let turned = knobs.filter(|((knob, was), (_, is))| {
        // Pages by number that come or go are told as methods.
        was != is && !(*knob == "number" && (was == NONE || is == NONE))
    });
    let turned: Vec<String> = turned
        .map(|((knob, was), (_, is))| format!("`{knob}` is {is} now, {was} before"))
        .collect();
    if !turned.is_empty() {
        let why = "callers compile; a walk asks, reads or ends in another way";
        changes.push(Change::behaves(name, at(), turned.join("; "), why));
    }
    if changes.is_empty() && called(old.0, old.1) != called(new.0, new.1) {
        changes.push(Change::text(name, at(), "its paging by another name"));
    }
    changes
}

const NONE: &str = "none";

/// What the spec calls a paging.
fn called(api: &Api, list: &List) -> String {
    match &list.paging {
        PagingRef::Style(index) => {
            api.styles.get(*index).map(|style| style.name.wire.clone()).unwrap_or_default()
        }
        PagingRef::Preset(name) => (*name).to_owned(),
        PagingRef::Own(_) | PagingRef::Rust(_) => String::new(),
    }
}

/// Page sizes: what fails where callers ask for more than was allowed.
fn size<'a>(
    name: &'a str,
    was: Option<&'a Size>,
    is: Option<&'a Size>,
    list: &'a List,
) -> impl Iterator<Item = Change> {
    let at = || {
        At::of(
            Side::New,
            vec![at::list(list, &["size"]), at::list(list, &["paging"]), at::root("paging")],
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

/// Each other knob, as it is written in a spec.
fn knobs(paging: &Paging) -> Vec<(&'static str, String)> {
    let Paging { next, send, number, offset, size: _, more, page, counts, ends, safety } = paging;
    let pointer = |pointer: &Option<String>| code_or_none(pointer.as_ref());
    let send = match send {
        Send::Url => "the URL".to_owned(),
        Send::Query(name) => format!("the parameter {}", code(name)),
        Send::Body(pointer) => format!("{} of the request's body", code(pointer)),
        Send::Header(name) => format!("the header {}", code(name)),
    };
    let next = match next {
        None => NONE.to_owned(),
        Some(Next::Body(pointer)) => code(pointer),
        Some(Next::Header(name)) => format!("the header {}", code(name)),
        Some(Next::Link(relation)) => format!("the link {}", code(relation)),
        Some(Next::Last(pointer)) => format!("{} of the last row", code(pointer)),
    };
    let offset = offset.as_ref().map_or_else(
        || NONE.to_owned(),
        |Offset { query, start, step }| {
            let step = match step {
                Step::Items => "`items`".to_owned(),
                Step::Size => "`size`".to_owned(),
                Step::Body(pointer) => code(pointer),
            };
            format!("the parameter {} from {start} by {step}", code(query))
        },
    );
    let number = number.as_ref().map_or_else(
        || NONE.to_owned(),
        |number| format!("the parameter {} from {}", code(&number.query), number.start),
    );
    let (more, done) = match more {
        Some(More::While(pointer)) => (code(pointer), NONE.to_owned()),
        Some(More::Until(pointer)) => (NONE.to_owned(), code(pointer)),
        None => (NONE.to_owned(), NONE.to_owned()),
    };
    let hosts =
        |hosts: &[String]| hosts.iter().map(|host| code(host)).collect::<Vec<_>>().join(", ");
    let listed = |names: &[String]| if names.is_empty() { NONE.to_owned() } else { hosts(names) };
    let origin = match &safety.origin {
        Origin::Same => "`same`".to_owned(),
        Origin::Rebase => "`rebase`".to_owned(),
        Origin::Hosts(names) => hosts(names),
    };
    let max_pages = safety.max_pages.map_or_else(|| NONE.to_owned(), |pages| pages.to_string());
    vec![
        ("next", next),
        ("send", send),
        ("number", number),
        ("offset", offset),
        ("more", more),
        ("done", done),
        ("page.number", pointer(&page.number)),
        ("page.size", pointer(&page.size)),
        ("page.pages", pointer(&page.pages)),
        ("page.total", pointer(&page.total)),
        ("page.previous", pointer(&page.previous)),
        ("page.first", pointer(&page.first)),
        (
            "counts",
            word(match counts {
                Counts::Error => "error",
                Counts::Warn => "warn",
                Counts::Ignore => "ignore",
            }),
        ),
        (
            "ends.absent",
            word(match ends.absent {
                Absent::End => "end",
                Absent::Error => "error",
                Absent::SinglePage => "single page",
            }),
        ),
        ("ends.empty_string", ends.empty_string.to_string()),
        ("ends.empty_page", ends.empty_page.to_string()),
        ("ends.hints", ends.hints.to_string()),
        (
            "safety.repeat",
            word(match safety.repeat {
                Repeat::Error => "error",
                Repeat::Stop => "stop",
                Repeat::Allow => "allow",
            }),
        ),
        ("safety.max_pages", max_pages),
        ("safety.max_empty_pages", safety.max_empty_pages.to_string()),
        ("safety.origin", origin),
        ("safety.keep", listed(&safety.keep)),
    ]
}

fn word(word: &str) -> String {
    format!("`{word}`")
}
