//! Describes what a walk can show for having handed out the whole list.

use super::{Section, place};
use crate::model::{List, Offset, OnDrift, Paging, Step};
use pagesmith_paging::Evidence;

/// What a walk can show, and why no more.
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
            "A walk that its limit ends, one that begins elsewhere than the list, and one that warns that rows may be missing or may have come twice show `unproven`.".to_owned(),
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
            "each next position is followed, to the server's own end".to_owned()
        }
        Evidence::Continued => "the reply says that it is the whole list".to_owned(),
        _ if paging.number.is_none() && paging.offset.is_none() => {
            "nothing in a reply says that it is the whole list; add `page: {total: …}` where replies state a total".to_owned()
        }
        _ => claim_by_number(paging),
    }
}

/// What a walk by number or offset claims, which is as much as it counts.
fn claim_by_number(paging: &Paging) -> String {
    match &paging.page.total {
        Some(total) => {
            format!("every reply states the same {}, and as many rows came", place(total))
        }
        None => "no total is named that the rows could be counted against; add `page: {total: …}` where replies state one".to_owned(),
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
