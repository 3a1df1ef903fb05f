//! Describes a walk's evidence that it yielded the whole list.

use super::{Section, place};
use crate::model::{List, Offset, OnDrift, Paging, Step};
use pagesmith_paging::Evidence;

/// The evidence of a walk, and why it is not stronger.
pub(super) fn evidence(list: &List, paging: &Paging) -> Section {
    let has_key = list.key.is_some();
    let best = paging.best_evidence(has_key);
    let mut sentences = vec![format!("`{best}`: {}.", claim(best, paging))];
    if let (None, Some(offset)) = (&paging.next, &paging.offset) {
        sentences.extend(why_not_anchored(offset, has_key));
    }
    if paging.next.is_some() && paging.number.is_some() {
        let by_number = paging.best_by_number();
        sentences.push(format!("By number, `{by_number}`: {}.", claim_by_number(paging)));
    }
    if best > Evidence::Unproven {
        sentences.push(
            "A walk shows `unproven` if a limit ends it, if it starts after the list's beginning, or if it warns of missing or duplicate rows.".to_owned(),
        );
    }
    Section { title: "Evidence that it was the whole list", sentences }
}

fn claim(best: Evidence, paging: &Paging) -> String {
    match best {
        Evidence::Anchored => {
            "each page begins with the last row of the page before, by its key".to_owned()
        }
        Evidence::Continued if paging.next.is_some() => {
            "the walk follows each next position until the server ends the list".to_owned()
        }
        Evidence::Continued => "the reply says that it is the whole list".to_owned(),
        _ if paging.number.is_none() && paging.offset.is_none() => {
            "nothing in a reply says that it is the whole list; add `page: {total: …}` if replies state a total".to_owned()
        }
        _ => claim_by_number(paging),
    }
}

/// The claim of a walk by number or offset: as much as it counts.
fn claim_by_number(paging: &Paging) -> String {
    match &paging.page.total {
        Some(total) => {
            format!("every reply states the same {}, and the walk reads as many rows", place(total))
        }
        None => "the spec names no total to compare with the number of rows; add `page: {total: …}` if replies state one".to_owned(),
    }
}

fn why_not_anchored(offset: &Offset<String>, has_key: bool) -> Option<String> {
    let why = match (has_key, &offset.step, offset.overlap) {
        (_, Step::Size | Step::Body(_), _) => {
            "its pages do not overlap, since offsets do not count rows alone"
        }
        (_, Step::Items, OnDrift::Off) => "`overlap: off` keeps pages from overlapping",
        (false, Step::Items, _) => "with a `key` in the record, its pages would overlap",
        (true, Step::Items, _) => return None,
    };
    Some(format!("It is not `anchored`: {why}."))
}
