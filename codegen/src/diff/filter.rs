//! Compares the filters of a list.

use super::list::{ListPair, here};
use super::location::{self, Location, Side};
use super::types::{renamed, wire_name_changed};
use super::{Change, docs, in_order, pair_by_name, shown, wire_names};
use crate::emit::{Options, filter_type};
use crate::lower::paging_of;
use crate::model::{Api, Filter, ListStyle, Zone};
use crate::work::Counted;

impl ListPair<'_> {
    pub(super) fn filters(&self, changes: &mut Vec<Change>) {
        let filters = pair_by_name(
            &self.was.filters,
            &self.is.filters,
            |filter| &filter.name,
            |filter| filter.name.wire.as_str(),
        );
        let paging = paging_of(self.is, self.new);
        let mut on_the_wire = wire_names(self.is.filters.iter().map(|filter| &filter.name));
        on_the_wire.extend(paging.params().map(|(param, _)| Counted(param)));
        on_the_wire.extend(self.new.auth.params().map(|(param, _)| Counted(param)));
        let at = |filter: &Filter| {
            location::filter(Side::New, self.is, &filter.name.rust, &filter.name.wire)
        };
        let why = "callers that set it no longer compile";
        for (was, is) in &filters.renamed {
            changes.push(renamed(&self.item(&was.name.rust), at(is), &is.name, why));
        }
        for gone in &filters.gone {
            let at = location::filter(Side::Old, self.was, &gone.name.rust, &gone.name.wire);
            changes.push(Change::breaks(&self.item(&gone.name.rust), at, "filter removed", why));
        }
        for (was, is) in filters.both.iter().chain(&filters.renamed) {
            let item = self.item(&was.name.rust);
            changes.extend(self.value(&item, was, is, at(is)));
            let moved = on_the_wire.contains(&Counted(was.name.wire.as_str()));
            changes.extend(wire_name_changed(&item, &was.name, &is.name, moved, at(is), "sets"));
            changes.extend(matches(&item, at(is), was, is));
            changes.extend(docs(&item, at(is), was.docs.as_deref(), is.docs.as_deref()));
        }
        for added in &filters.new {
            let why = "nothing else changes";
            let item = self.item(&added.name.rust);
            changes.push(Change::adds(&item, at(added), "filter added", why));
        }
        if !in_order(&filters.both, &self.is.filters, |filter| &filter.name) {
            let at = here(self.is, &["filters"]);
            changes.push(Change::text(&self.was.name.rust, at, "filters in another order"));
        }
    }

    /// What a filter takes, and how it is written.
    fn value(&self, item: &str, was: &Filter, is: &Filter, at: Location) -> Option<Change> {
        let (had, has) = (takes(was, self.old), takes(is, self.new));
        if had != has {
            let why = "callers that set it no longer compile";
            let what = format!("takes `{has}` now, `{had}` before");
            return Some(Change::breaks(item, at, what, why));
        }
        match (was.list, is.list) {
            _ if was.zone != is.zone => {
                let what = format!("times are sent {} now, {} before", sent(is), sent(was));
                let why = "callers compile; requests differ";
                Some(Change::behaves(item, at, what, why))
            }
            (Some(before), Some(now)) if before != now => {
                let what = format!(
                    "several values are sent as {} now, {} before",
                    style(now),
                    style(before)
                );
                let why = "callers compile; requests differ";
                Some(Change::behaves(item, at, what, why))
            }
            _ => (was.ty != is.ty).then(|| {
                Change::text(
                    item,
                    at,
                    format!("another type in the spec, `{has}` in Rust as before"),
                )
            }),
        }
    }
}

/// What a filter compares, which no caller sees.
fn matches(item: &str, at: Location, was: &Filter, is: &Filter) -> Option<Change> {
    let shown = |filter: &Filter| match &filter.matches {
        None => "what the server decides".to_owned(),
        Some(matches) => format!("`{}` {}", matches.pointer, matches.comparison.symbol()),
    };
    (was.matches != is.matches).then(|| {
        let what =
            format!("the spec says that it compares {} now, {} before", shown(is), shown(was));
        Change::text(item, at, what)
    })
}

/// The type that the setter of a filter takes.
fn takes(filter: &Filter, api: &Api) -> String {
    let ty = shown(&filter_type(&filter.ty, api.generate.dates, &Options::default()));
    if filter.list.is_some() { format!("[{ty}]") } else { ty }
}

/// How the times of a filter are sent.
fn sent(filter: &Filter) -> String {
    match &filter.zone {
        None => "with their offset".to_owned(),
        Some(Zone(offset)) if offset == "Z" => "without an offset, in UTC".to_owned(),
        Some(Zone(offset)) => format!("without an offset, at `{offset}`"),
    }
}

fn style(list: ListStyle) -> &'static str {
    match list {
        ListStyle::Repeat => "`a=1&a=2`",
        ListStyle::Comma => "`a=1,2`",
        ListStyle::Brackets => "`a[]=1&a[]=2`",
    }
}
