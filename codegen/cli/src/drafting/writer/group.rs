//! Groups lists that page alike, so that each style is written once.

use super::Draft;
use crate::drafting::import::names::ValueNames;
use pagesmith_codegen::ast::{Knobs, Or, Size, Spec};
use pagesmith_codegen::lower::PRESETS;
use pagesmith_codegen::source_map::Path;
use pagesmith_codegen::work::Counted;
use std::collections::BTreeMap;

/// A list's paging, before lists with the same paging are grouped.
#[derive(Clone, Debug)]
pub(crate) struct ChosenPaging {
    /// A preset, or knobs.
    pub paging: Or<Knobs>,
    /// The reasons for it.
    pub reasons: Vec<String>,
}

/// Bounds of a page size.
type Bounds = (Option<u64>, Option<u64>);

/// Lists that page alike, except for the bounds of their page size.
struct Group {
    paging: Or<Knobs>,
    reasons: Vec<String>,
    lists: Vec<(String, Bounds)>,
}

/// Gives each resource of the draft its paging: the most common one becomes the default, one
/// that several lists share becomes a style, and the others stay with their lists. What is in
/// `base`, the spec of an import before, has the place and the name that it has there.
pub(crate) fn group(draft: &mut Draft, found: Vec<(String, ChosenPaging)>, base: Option<&Spec>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_paging: BTreeMap<Counted<String>, usize> = BTreeMap::new();
    for (list, found) in found {
        let (paging, bounds) = without_bounds(found.paging);
        // Knobs can't be compared by order, but their debug texts can.
        let index = *by_paging.entry(Counted(format!("{paging:?}"))).or_insert(groups.len());
        if let Some(group) = groups.get_mut(index) {
            group.lists.push((list, bounds));
        } else {
            let reasons = found.reasons;
            groups.push(Group { paging, reasons, lists: vec![(list, bounds)] });
        }
    }
    let most = groups.iter().map(|group| group.lists.len()).max().unwrap_or_default();
    // The paging of one list among many is not a default for the others.
    let shared = most > 1 || groups.len() == 1;
    let before = base.and_then(|base| base.paging.clone()).map(|paging| without_bounds(paging).0);
    let top = groups.iter().position(|group| Some(&group.paging) == before.as_ref());
    let top = top.or_else(|| groups.iter().position(|it| shared && it.lists.len() == most));
    let lists = draft.spec.resources.iter().enumerate();
    let lists = lists.map(|(index, (name, _))| (Counted(name.to_owned()), index)).collect();
    let mut writer = Writer { draft, lists, styles: ValueNames::default(), base };
    for (name, _) in base.into_iter().flat_map(|base| base.styles.iter()) {
        writer.styles.take(name);
    }
    for (index, group) in groups.into_iter().enumerate() {
        writer.put(group, Some(index) == top);
    }
}

/// Writes groups into a draft.
struct Writer<'d> {
    draft: &'d mut Draft,
    /// The index of each resource.
    lists: BTreeMap<Counted<String>, usize>,
    styles: ValueNames,
    base: Option<&'d Spec>,
}

impl Writer<'_> {
    fn put(&mut self, mut group: Group, on_top: bool) {
        let shared = shared_bounds(&group);
        set_bounds(&mut group.paging, shared);
        let root = Path::default();
        let (paging, at) = if on_top {
            self.draft.spec.paging = Some(group.paging);
            (None, root.key("paging"))
        } else if let (Or::Map(knobs), true) = (&group.paging, group.lists.len() > 1) {
            let name = self.style_name(knobs);
            let at = root.key("styles").key(&name);
            self.draft.spec.styles.0.push((name.clone(), knobs.clone()));
            (Some(Or::Text(name)), at)
        } else {
            let first = group.lists.first().map_or("", |(list, _)| list);
            (Some(group.paging), root.key("resources").key(first).key("paging"))
        };
        for line in group.reasons {
            self.draft.comments.above(&at, line);
        }
        for (list, bounds) in group.lists {
            let resource = self.lists.get(&Counted(list));
            let resource = resource.and_then(|index| self.draft.spec.resources.0.get_mut(*index));
            let Some((_, resource)) = resource else { continue };
            resource.paging.clone_from(&paging);
            resource.size = own_size(bounds, shared);
        }
    }

    /// An unused name that describes the style.
    fn style_name(&mut self, knobs: &Knobs) -> String {
        let same = |(_, style): &(&str, &Knobs)| {
            let style = without_bounds(Or::Map((*style).clone())).0;
            style == without_bounds(Or::Map(knobs.clone())).0
        };
        let before = self.base.and_then(|base| base.styles.iter().find(same));
        if let Some((name, _)) = before {
            return name.to_owned();
        }
        for preset in PRESETS {
            self.styles.take(preset.name);
        }
        self.styles.take_free(&style_name(knobs))
    }
}

/// The page size of a list, where it differs from its style.
fn own_size(bounds: Bounds, shared: Bounds) -> Option<Size> {
    let differs = |own: Option<u64>, shared| own.filter(|_| own != shared);
    let (default, max) = (differs(bounds.0, shared.0), differs(bounds.1, shared.1));
    let size = Size { default, max, ..Size::default() };
    (size != Size::default()).then_some(size)
}

/// The most common bounds; `None` if a list lacks one, because a list can't remove a bound of
/// its style.
fn shared_bounds(group: &Group) -> Bounds {
    let shared = |bound: fn(&Bounds) -> Option<u64>| {
        let all: Vec<u64> =
            group.lists.iter().map(|(_, bounds)| bound(bounds)).collect::<Option<_>>()?;
        let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
        for value in &all {
            *counts.entry(*value).or_default() += 1;
        }
        let most = counts.values().max()?;
        all.iter().find(|value| counts.get(value) == Some(most)).copied()
    };
    (shared(|bounds| bounds.0), shared(|bounds| bounds.1))
}

fn without_bounds(mut paging: Or<Knobs>) -> (Or<Knobs>, Bounds) {
    let Or::Map(knobs) = &mut paging else { return (paging, (None, None)) };
    let Some(size) = &mut knobs.size else { return (paging, (None, None)) };
    let bounds = (size.default.take(), size.max.take());
    if size.query.is_none() && size.body.is_none() {
        knobs.size = None;
    }
    let alone = Knobs { preset: knobs.preset.clone(), ..Knobs::default() };
    match &knobs.preset {
        Some(preset) if *knobs == alone => (Or::Text(preset.clone()), bounds),
        _ => (paging, bounds),
    }
}

fn set_bounds(paging: &mut Or<Knobs>, (default, max): Bounds) {
    if (default, max) == (None, None) {
        return;
    }
    let mut knobs = match paging {
        Or::Text(preset) => Knobs { preset: Some(preset.clone()), ..Knobs::default() },
        Or::Map(knobs) => knobs.clone(),
    };
    let size = knobs.size.get_or_insert_default();
    (size.default, size.max) = (default, max);
    *paging = Or::Map(knobs);
}

/// A name that describes the style.
fn style_name(knobs: &Knobs) -> String {
    let next = knobs.next.as_ref();
    let by_link =
        next.is_some_and(|next| next.link.is_some()) || knobs.send == Some(Or::Text("url".into()));
    match &knobs.preset {
        Some(preset) => preset.replace('-', "_"),
        None if by_link => "by_link".to_owned(),
        None if next.is_some_and(|next| next.last.is_some()) => "by_last_item".to_owned(),
        None if next.is_some() => "by_token".to_owned(),
        None if knobs.offset.is_some() => "by_offset".to_owned(),
        None => "by_page".to_owned(),
    }
}
