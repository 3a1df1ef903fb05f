//! The units of a scan: which parts of a list are read apart.

use super::first_page::FirstPage;
use crate::source::{Range, Request};
use std::collections::VecDeque;

/// A part of a list, which one walk reads.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// Its name in messages.
    pub(crate) name: String,
    pub(crate) request: Request,
    /// What its pages have to say, where neighbouring units are not compared.
    pub(crate) pinned: Option<Pinned>,
}

/// What a unit by page number has to be, by the first page of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pinned {
    /// The total that each page states.
    pub(crate) total: u64,
    /// The rows of the unit.
    pub(crate) rows: u64,
}

/// The units of a list by page number: its first page, and then the rest in so many parts. `None`
/// if its first page does not say how many there are, or is the only one.
pub(crate) fn by_number(
    request: &Request,
    start: u64,
    first: &FirstPage,
    parts: usize,
) -> Option<Vec<Unit>> {
    let (total, size) = (first.total?, first.rows);
    let pages = total.checked_div(size)? + u64::from(total % size > 0);
    if pages < 2 || !first.has_next || first.pages.is_some_and(|stated| stated != pages) {
        return None;
    }
    let end = start + pages;
    let mut units = vec![numbered(request, start, (total, size), start, start)];
    let parts = u64::try_from(parts).unwrap_or(u64::MAX);
    units.extend(balanced(request, start, (total, size), start + 1..end, parts));
    Some(units)
}

/// Some pages in so many units at most, of about as many pages each.
fn balanced(
    request: &Request,
    start: u64,
    counts: (u64, u64),
    pages: std::ops::Range<u64>,
    parts: u64,
) -> Vec<Unit> {
    let (mut from, parts) = (pages.start, parts.clamp(1, (pages.end - pages.start).max(1)));
    let mut units = Vec::new();
    for part in 0..parts {
        let to = from + (pages.end - from).div_ceil(parts - part);
        if to > from {
            units.push(numbered(request, start, counts, from, to - 1));
        }
        from = to;
    }
    units
}

/// The unit from a page to another, of a list with this total and so many rows a page.
fn numbered(request: &Request, start: u64, (total, size): (u64, u64), from: u64, to: u64) -> Unit {
    let rows = total.min((to - start + 1) * size) - (from - start) * size;
    let range = Range::Numbers(from, Some(to));
    let name = if from == to { format!("page {from}") } else { format!("pages {from} to {to}") };
    let request = Request { range, ..request.clone() };
    Unit { name, request, pinned: Some(Pinned { total, rows }) }
}

/// What the units of a list by page number were cut by: the first page of the list, its total
/// and its rows a page, and the page behind its last. `None` if they are not by number.
#[cfg(feature = "distributed")]
fn counts(units: &[Unit]) -> Option<(&Request, u64, (u64, u64), u64)> {
    // The first unit is the first page.
    let first = units.first()?;
    let (Some(Pinned { total, rows: size }), Range::Numbers(start, _)) =
        (first.pinned, first.request.range)
    else {
        return None;
    };
    Some((&first.request, start, (total, size), start + total.div_ceil(size.max(1))))
}

/// The units of a list by page number, cut anew into so many parts at most.
#[cfg(feature = "distributed")]
pub(crate) fn recut(units: &[Unit], parts: usize) -> Option<Vec<Unit>> {
    let (request, start, counts, end) = counts(units)?;
    let parts = u64::try_from(parts).unwrap_or(u64::MAX);
    Some(balanced(request, start, counts, start..end, parts))
}

/// The same, each of so many pages.
#[cfg(feature = "distributed")]
pub(crate) fn by_pages(units: &[Unit], each: u64) -> Option<Vec<Unit>> {
    let (request, start, counts, end) = counts(units)?;
    let from = (start..end).step_by(usize::try_from(each).unwrap_or(usize::MAX).max(1));
    let unit =
        |from: u64| numbered(request, start, counts, from, from.saturating_add(each).min(end) - 1);
    Some(from.map(unit).collect())
}

/// Units in so many partitions, neighbours together.
pub(crate) fn partitions(units: Vec<Unit>, most: usize) -> Vec<VecDeque<Unit>> {
    let (all, count) = (units.len(), units.len().clamp(1, most.max(1)));
    let mut partitions = vec![VecDeque::new(); count];
    for (at, unit) in units.into_iter().enumerate() {
        partitions[at * count / all].push_back(unit);
    }
    partitions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(total: u64, rows: u64, pages: Option<u64>, parts: usize) -> Option<Vec<String>> {
        let first = FirstPage::stated(rows, Some(total), pages, true);
        let units = by_number(&Request::default(), 1, &first, parts)?;
        let covered: u64 = units.iter().filter_map(|unit| unit.pinned).map(|it| it.rows).sum();
        assert_eq!(covered, total);
        Some(units.into_iter().map(|unit| unit.name).collect())
    }

    #[test]
    fn the_parts_of_a_list_by_number_are_the_list() {
        assert_eq!(units(250, 100, None, 4).unwrap(), ["page 1", "page 2", "page 3"]);
        assert_eq!(
            units(1000, 100, Some(10), 2).unwrap(),
            ["page 1", "pages 2 to 6", "pages 7 to 10"]
        );
        for (total, rows, parts) in [(2, 1, 1), (101, 100, 8), (999, 10, 7), (1_000, 1, 3)] {
            assert!(units(total, rows, None, parts).is_some());
        }
    }

    #[cfg(feature = "distributed")]
    #[test]
    fn a_list_is_cut_anew_without_loss() {
        let first = FirstPage::stated(100, Some(950), None, true);
        let units = by_number(&Request::default(), 0, &first, 3).unwrap();
        let names = |units: Option<Vec<Unit>>| {
            let units = units.unwrap();
            let covered: u64 = units.iter().filter_map(|unit| unit.pinned).map(|it| it.rows).sum();
            assert_eq!(covered, 950);
            units.into_iter().map(|unit| unit.name).collect::<Vec<_>>()
        };
        assert_eq!(names(recut(&units, 3)), ["pages 0 to 3", "pages 4 to 6", "pages 7 to 9"]);
        assert_eq!(names(recut(&units, 8)).len(), 8);
        assert_eq!(names(recut(&units, usize::MAX)).len(), 10);
        assert_eq!(names(by_pages(&units, 9)), ["pages 0 to 8", "page 9"]);
        assert_eq!(names(by_pages(&units, u64::MAX)), ["pages 0 to 9"]);
        let whole = Unit { pinned: None, ..units[0].clone() };
        assert!(recut(&[whole], 2).is_none());
    }

    #[test]
    fn a_list_is_not_split_by_counts_that_contradict_each_other() {
        assert_eq!(units(250, 100, Some(2), 4), None);
        assert_eq!(units(100, 100, None, 4), None);
        assert_eq!(units(100, 0, None, 4), None);
    }
}
