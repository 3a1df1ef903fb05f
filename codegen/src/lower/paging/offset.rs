//! Pages by offset: the step from one page to the next, and whether pages overlap.

use super::cursor::parameter;
use crate::ast::{Knobs, Or, Resource, Spec};
use crate::diag::{Problem, Reporter, excerpt};
use crate::lower::checks::{keyword, pointer, suggest_known};
use crate::lower::types::Scope;
use crate::model::{Offset, OnDrift, Paging, Step};
use crate::source_map::Path;

/// Applies `offset` to what the style starts from.
pub(super) fn lower(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let Some(written) = &knobs.offset else { return };
    let at = at.key("offset");
    let base = paging.offset.as_ref();
    let start = written.start.or(base.map(|base| base.start)).unwrap_or(0);
    let step = match written.step.as_deref() {
        None => base.map(|base| base.step.clone()),
        Some("items") => Some(Step::Items),
        Some("size") => Some(Step::Size),
        Some(written) if written.starts_with('/') => {
            pointer(cx, &at.key("step"), written);
            Some(Step::Body(written.to_owned()))
        }
        Some(written) => {
            let message = format!("unknown step `{}`", excerpt(written));
            let problem = Problem::error(&at.key("step"), message);
            let problem = suggest_known(problem, written, ["items", "size"].into_iter());
            cx.push(
                problem.help("write `items`, `size`, or a JSON Pointer to a number in the reply"),
            );
            None
        }
    };
    let known = [("error", OnDrift::Error), ("warn", OnDrift::Warn), ("off", OnDrift::Off)];
    let overlap = written.overlap.as_ref();
    let overlap = overlap.and_then(|word| keyword(cx, &at.key("overlap"), word, &known));
    let overlap = overlap.or(base.map(|base| base.overlap));
    let places = (written.query.as_ref(), written.body.as_ref());
    let query = parameter(cx, &at, places, base.map(|base| &base.query));
    if let Some(query) = query {
        let mut offset = Offset::new(query, start, step.unwrap_or(Step::Items));
        offset.overlap = overlap.unwrap_or(offset.overlap);
        paging.offset = Some(offset);
    }
}

/// Checks that the offset fits to the other knobs.
pub(super) fn check(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &Paging) {
    check_is_alone(cx, at, knobs, paging);
    check_size_of_step(cx, at, knobs, paging);
    check_overlap_is_by_items(cx, at, knobs, paging);
}

/// A walk by offset has no other way to the next page.
fn check_is_alone(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &Paging) {
    let other = match (&paging.next, &paging.number) {
        _ if paging.offset.is_none() => return,
        (Some(_), _) => ("next", knobs.next.is_some()),
        (None, Some(_)) => ("number", knobs.number.is_some()),
        (None, None) => return,
    };
    let (other, is_own) = other;
    let message = format!("`offset` and `{other}` can't be used together");
    let knob = if knobs.offset.is_some() { "offset" } else { other };
    let mut problem = Problem::error(&at.key(knob), message).on_key();
    if knob == "offset" && is_own {
        problem = problem.related(&at.key(other), "the other way");
    }
    cx.push(problem.help(
        "keep the one that the server supports; if its replies state the next position, keep `next`",
    ));
}

/// A step of `size` needs a known page size.
fn check_size_of_step(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &Paging) {
    let Some(Offset { step: Step::Size, .. }) = paging.offset else { return };
    let known = paging.size.as_ref().is_some_and(|size| size.default.is_some());
    if !known && paging.page.size.is_none() {
        let own = knobs.offset.as_ref().is_some_and(|offset| offset.step.is_some());
        let at = if own { at.key("offset").key("step") } else { at.clone() };
        let problem = Problem::error(&at, "a step of `size` needs the page size");
        cx.push(
            problem.help(
                "give `size` a `default`, or add `page: {size: POINTER}` if replies state it",
            ),
        );
    }
}

/// Which row an offset leads to is known only if the step is by items.
fn check_overlap_is_by_items(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &Paging) {
    let (Some(written), Some(offset)) = (&knobs.offset, &paging.offset) else { return };
    let own = written.overlap.is_some();
    // A style's `error` may be the default, which asks for nothing.
    let is_asked_for = own || offset.overlap == OnDrift::Warn;
    if !is_asked_for || offset.overlap == OnDrift::Off || offset.step == Step::Items {
        return;
    }
    let step = match &offset.step {
        Step::Body(pointer) => excerpt(pointer),
        _ => "size".to_owned(),
    };
    let at = at.key("offset").key(if own { "overlap" } else { "step" });
    let problem =
        Problem::error(&at, format!("pages that step by `{step}` can't overlap by a row"));
    cx.push(
        problem
            .help("such a server counts rows that it leaves out, so the previous offset may not be the previous row")
            .help("write `overlap: off`, or `step: items` if offsets count rows"),
    );
}

/// Pages overlap by a row that its key identifies: a style that asks for it is
/// the style of a list whose records have a `key`.
pub(in crate::lower) fn check_overlap_has_key(scope: &Scope<'_>, spec: &Spec) {
    for (at, knobs) in super::all_knobs(spec) {
        let of_offset = knobs.offset.as_ref().and_then(|offset| offset.overlap.as_deref());
        let of_next = knobs.next.as_ref().and_then(|next| next.overlap.as_deref());
        let at = match (of_offset, of_next) {
            (Some("error" | "warn"), _) => at.key("offset"),
            (_, Some("drop")) => at.key("next"),
            _ => continue,
        };
        let lists = spec.resources.iter().map(|(_, list)| list);
        let mut lists = lists.filter(|list| starts_from(spec, list, knobs)).peekable();
        if lists.peek().is_some() && !lists.any(|list| has_key(scope, list)) {
            let message = "`overlap` compares rows by their key, and no record here has a `key`";
            scope.cx.push(
                Problem::error(&at.key("overlap"), message)
                    .help("write `key: FIELD` in the record, or in the resource if `record` is your own struct")
                    .help("or remove `overlap`: without a key, rows can't be compared"),
            );
        }
    }
}

/// Whether a list pages by these knobs, or by a style that starts from them.
fn starts_from(spec: &Spec, list: &Resource, knobs: &Knobs) -> bool {
    let Some(written) = list.paging.as_ref().or(spec.paging.as_ref()) else { return false };
    let mut name = match written {
        Or::Map(own) if std::ptr::eq(own, knobs) => return true,
        Or::Map(own) => own.preset.as_deref(),
        Or::Text(name) => Some(name.as_str()),
    };
    // A style that starts from itself was reported.
    for _ in 0..spec.styles.0.len() {
        let Some(style) = name.and_then(|name| spec.styles.get(name)) else { return false };
        if std::ptr::eq(style, knobs) {
            return true;
        }
        name = style.preset.as_deref();
    }
    false
}

fn has_key(scope: &Scope<'_>, list: &Resource) -> bool {
    list.key.is_some() || scope.keys.contains_key(list.record.as_str())
}
