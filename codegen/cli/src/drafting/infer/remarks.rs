//! What the samples show that the draft does not take, for its comments.

use super::evidence::Evidence;
use super::rows::count;
use super::{Envelope, Inferred};
use crate::drafting::detect::{self, LinkArray, Shape};
use crate::drafting::writer::ChosenPaging;
use pagesmith_codegen::ast::Or;

/// What says that more follows: keys, links, and totals above the number of rows.
pub(super) fn says_more(inferred: &Inferred<'_>, shape: &Shape) -> Vec<String> {
    let mut signs = detect::says_more(shape);
    let rows = inferred.all.at(&inferred.items);
    let pages = rows.map_or(1, |rows| rows.lists.max(1));
    let of_page = inferred.rows.maps.div_ceil(pages) as u64;
    let totals = shape.keys.iter().filter(|key| {
        let words = detect::fold(key.last());
        words.starts_with("total") && key.smallest_value.is_some_and(|total| total > of_page)
    });
    let more = |pointer: &str| {
        format!(
            "`{pointer}`, more than the {} of a reply,",
            count(inferred.rows.maps.div_ceil(pages), "row")
        )
    };
    signs.extend(totals.map(|key| more(&key.pointer)));
    signs
}

/// The paging of a list in one reply, with any parameter that looks like paging.
pub(super) fn unpaged(shape: &Shape) -> ChosenPaging {
    let signs = detect::signs(shape);
    let reasons = if signs.is_empty() {
        "the samples show no paging; if the list pages, describe it here".to_owned()
    } else {
        format!(
            "{} may be part of paging, but no way to the next page was found, so a walk ends after the first reply; describe here how the list pages",
            signs.join(", ")
        )
    };
    ChosenPaging { paging: Or::Text("none".to_owned()), reasons: vec![reasons] }
}

/// Rows that are not objects, if there are any.
pub(super) fn other_rows(rows: &Evidence) -> Option<String> {
    let others = rows.seen() - rows.maps;
    (others > 0).then(|| {
        let of = count(rows.seen(), "row");
        format!("{others} of {of} are not objects: a walk fails at the first of them")
    })
}

impl Envelope {
    /// Remembers an array of links, with the relation of the one to the next page.
    pub(super) fn note_links(&mut self, evidence: &Evidence, pointer: &str, always: bool) {
        let Some(link) = &evidence.element else { return };
        let fields: Vec<&str> = link.fields.iter().map(|(name, _)| name.as_str()).collect();
        let Some(mut array) = LinkArray::of_fields(pointer, &fields) else { return };
        array.always = always;
        let relation = link.fields.get(&array.relation);
        let relations = relation.into_iter().flat_map(|relation| &relation.distinct);
        array.see(relations.map(String::as_str), "as in a sample");
        self.link_arrays.push(array);
    }
}
