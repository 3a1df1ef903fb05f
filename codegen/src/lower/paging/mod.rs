//! Paging in a spec: checks each knob by itself and against the others, and applies
//! it to the style that the knobs start from.

mod carry;
mod cursor;
mod delta;
mod element;
mod more;
mod needs;
mod offset;
pub(super) mod path_segment;
pub(super) mod preset;
mod reply;
mod rules;
mod size;
mod spread;
mod styles;
mod then;

pub(super) use self::cursor::check_send_headers;
pub(super) use self::needs::check as check_needs;
pub(super) use self::offset::check_overlap_has_key;
pub(super) use self::size::check_bounds;
pub(super) use self::styles::{Resolved, Styles};
pub(super) use self::then::check_parameters as check_then;

use super::checks::{keyword, query_name};
use super::{checks, server};
use crate::ast::{self, Knobs, Or, Spec};
use crate::diag::{Problem, Reporter, excerpt};
use crate::model::{LinkOrigin, Paging, Repeat};
use crate::source_map::Path;

/// The preset's name, if the knobs don't change it.
fn only_preset(knobs: &Knobs) -> Option<&str> {
    let name = knobs.preset.as_deref()?;
    let alone = Knobs { preset: knobs.preset.clone(), ..Knobs::default() };
    (*knobs == alone).then_some(name)
}

/// Every set of knobs in a spec, with its path.
fn all_knobs(spec: &Spec) -> impl Iterator<Item = (Path, &Knobs)> {
    unnamed(spec).chain(named(spec).map(|(_, at, knobs)| (at, knobs)))
}

/// The styles, in the order of the document.
fn named(spec: &Spec) -> impl Iterator<Item = (&str, Path, &Knobs)> {
    let at = Path::default().key("styles");
    spec.styles.iter().map(move |(name, knobs)| (name, at.key(name), knobs))
}

/// The knobs written inline, in the top-level `paging` or in a list's.
fn unnamed(spec: &Spec) -> impl Iterator<Item = (Path, &Knobs)> {
    let at = |key: &str| Path::default().key(key);
    let whole = spec.paging.iter().map(move |paging| (at("paging"), paging));
    let lists = spec.resources.iter().filter_map(move |(name, list)| {
        Some((at("resources").key(name).key("paging"), list.paging.as_ref()?))
    });
    whole.chain(lists).filter_map(|(at, paging)| match paging {
        Or::Map(knobs) => Some((at, knobs)),
        Or::Text(_) => None,
    })
}

/// Builds the complete style from the knobs and the style that they start from.
fn lower(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, styles: &Styles) -> Paging {
    let base = knobs.preset.as_deref().map(|name| styles.find(cx, &at.key("preset"), name));
    let base_is_known = !matches!(base, Some(None));
    let base = base.flatten().map(|base| base.paging).unwrap_or_default();
    if base_is_known {
        cursor::check(cx, at, knobs, &base);
    }
    let mut paging = base;
    cursor::lower(cx, at, knobs, &mut paging);
    if base_is_known {
        // Of an unknown style, the size may only change the bounds.
        size::lower(cx, at, knobs, &mut paging);
    }
    carry::lower(cx, at, knobs, &mut paging);
    then::lower(cx, at, knobs, &mut paging);
    reply::lower(cx, at, knobs, &mut paging);
    delta::lower(cx, at, knobs, &mut paging);
    safety(cx, at, knobs, &mut paging);
    cursor::check_together(cx, at, knobs, &paging);
    carry::check(cx, at, knobs, &paging);
    then::check(cx, at, knobs, &paging);
    delta::check(cx, at, knobs, &paging);
    if base_is_known {
        size::check(cx, at, knobs, &paging);
    }
    paging
}

fn safety(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let Some(written) = &knobs.safety else { return };
    let at = at.key("safety");
    let safety = &mut paging.safety;
    if let Some(repeat) = &written.repeat {
        let known = [("error", Repeat::Error), ("stop", Repeat::Stop), ("allow", Repeat::Allow)];
        safety.repeat = keyword(cx, &at.key("repeat"), repeat, &known).unwrap_or(safety.repeat);
    }
    if written.max_pages == Some(0) {
        let problem =
            Problem::error(&at.key("max_pages"), "a walk of at most 0 pages reads nothing");
        cx.push(problem.help("write 1 or more, or remove `max_pages` for any number of pages"));
    }
    safety.max_pages = written.max_pages.or(safety.max_pages);
    safety.max_empty_pages = written.max_empty_pages.unwrap_or(safety.max_empty_pages);
    if let Some(written) = &written.origin {
        safety.origin = origin(cx, &at.key("origin"), written);
    }
    if let Some(keep) = &written.keep {
        for (index, name) in keep.iter().enumerate() {
            query_name(cx, &at.key("keep").index(index), name);
        }
        safety.keep.clone_from(keep);
    }
}

/// Links lead to the client's own origin unless the spec names hosts.
fn origin(cx: &Reporter<'_>, at: &Path, written: &ast::Origin) -> LinkOrigin<Vec<String>> {
    let hosts = match written {
        ast::Origin::Word(written) => {
            let known = [("same", ()), ("rebase", ())];
            checks::keyword(cx, at, written, &known);
            return if written == "rebase" { LinkOrigin::Rebase } else { LinkOrigin::Same };
        }
        ast::Origin::Hosts(hosts) => hosts,
    };
    if hosts.is_empty() {
        let problem = Problem::error(at, "the list of hosts is empty");
        cx.push(
            problem.help(
                "name a host, or write `origin: same` to keep links on the client's own origin",
            ),
        );
    }
    for (index, host) in hosts.iter().enumerate() {
        if !server::is_host(host) {
            let problem =
                Problem::error(&at.index(index), format!("`{}` is not a host", excerpt(host)));
            cx.push(
                problem.help(
                    "write the host alone, like `api.example.com`; links to it must use https",
                ),
            );
        }
    }
    LinkOrigin::Hosts(hosts.clone())
}
