//! What the last page gives for the next synchronisation.

use crate::ast::{self, Knobs};
use crate::diag::{Problem, Reporter};
use crate::lower::checks::{exactly_one, header_name, pointer, query_name};
use crate::lower::headers::{Carries as InHeader, set_by_client};
use crate::model::{Delta, DeltaTo, Paging, SendIn};
use crate::source_map::Path;

/// Applies the knob to what the style starts from.
pub(super) fn lower(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let Some(written) = &knobs.delta else { return };
    let at = at.key("delta");
    let to = sent_in(cx, &at, written);
    let Some(place) = &written.body else {
        let problem = Problem::error(&at, "`delta` has no `body`").on_key();
        cx.push(problem.help(
            "write where the last page states it: `delta: {body: /nextSyncToken, query: syncToken}`",
        ));
        return;
    };
    pointer(cx, &at.key("body"), place);
    paging.delta = Some(Delta::new(place.clone(), to));
}

/// Where it is sent, if it has a place of its own.
fn sent_in(cx: &Reporter<'_>, at: &Path, written: &ast::Delta) -> Option<DeltaTo<String>> {
    let keys = [("query", written.query.as_ref()), ("header", written.header.as_ref())];
    if keys.iter().all(|(_, name)| name.is_none()) {
        return None;
    }
    let (key, name) = exactly_one(cx, at, &keys)?;
    let at = at.key(key);
    if key == "query" {
        query_name(cx, &at, name);
        return Some(DeltaTo::Query(name.to_owned()));
    }
    header_name(cx, &at, name);
    if let Some(problem) = set_by_client(&at, name, InHeader::Position) {
        cx.push(problem);
    }
    Some(DeltaTo::Header(name.to_owned()))
}

/// A header carries one value.
pub(super) fn check(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &Paging) {
    let Some(ast::Delta { header: Some(name), .. }) = &knobs.delta else { return };
    let is_of_position =
        matches!(&paging.send, SendIn::Header(of) if of.eq_ignore_ascii_case(name));
    let is_carried = paging.carry.iter().any(|carry| match &carry.to {
        crate::model::CarryTo::Header(of) => of.eq_ignore_ascii_case(name),
        _ => false,
    });
    if is_of_position || is_carried {
        let at = at.key("delta").key("header");
        let problem = Problem::error(&at, format!("the paging already sends `{name}`"));
        cx.push(problem.help("give each value a place of its own"));
    }
}
