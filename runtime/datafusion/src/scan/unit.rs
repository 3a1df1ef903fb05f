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
    let last = start + pages - 1;
    let unit = |from: u64, to: u64| {
        let rows = total.min((to - start + 1) * size) - (from - start) * size;
        let range = Range::Numbers(from, Some(to));
        let name =
            if from == to { format!("page {from}") } else { format!("pages {from} to {to}") };
        let request = Request { range, ..request.clone() };
        Unit { name, request, pinned: Some(Pinned { total, rows }) }
    };
    let mut units = vec![unit(start, start)];
    let (mut next, parts) = (start + 1, u64::try_from(parts.max(1)).unwrap_or(u64::MAX));
    for part in 0..parts {
        let left = last + 1 - next;
        let pages = left.div_ceil(parts - part);
        if pages > 0 {
            units.push(unit(next, next + pages - 1));
            next += pages;
        }
    }
    Some(units)
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

    #[test]
    fn a_list_is_not_split_by_counts_that_contradict_each_other() {
        assert_eq!(units(250, 100, Some(2), 4), None);
        assert_eq!(units(100, 100, None, 4), None);
        assert_eq!(units(100, 0, None, 4), None);
    }
}
