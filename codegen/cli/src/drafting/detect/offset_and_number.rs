//! Detects paging by positions that the client counts: by offset or page number.

use super::known_names::{CURSOR, MORE, NUMBER, OFFSET, PAGES, SIZE, TOTAL};
use super::{Finding, Param, Shape, ValueKind, fold};
use pagesmith_codegen::ast::{Knobs, Number, Offset};

/// An offset, together with a page size or a count.
pub(super) fn offset(shape: &Shape) -> Option<Finding> {
    let known = shape.param(&OFFSET);
    let number_key = || shape.key_named(&OFFSET, |key| key.kind == ValueKind::Number);
    let query = match known {
        Some(param) => param.name.clone(),
        None if shape.all_params_known => return None,
        None => number_key()?.last().to_owned(),
    };
    let counted = shape.key_named(&TOTAL, |key| key.may_be(ValueKind::Number)).is_some();
    if shape.param(&SIZE).is_none() && !counted {
        return None;
    }
    let start = known.and_then(first).filter(|start| *start > 0);
    let reasons = format!("`{query}` is the number of items to skip");
    let offset = Offset { query: Some(query), start, ..Offset::default() };
    Some(Finding::knobs(Knobs { offset: Some(offset), ..Knobs::default() }, reasons))
}

/// A page number.
pub(super) fn number(shape: &Shape) -> Option<Finding> {
    let (query, start, reasons) = match shape.param(&NUMBER) {
        // If a parameter for tokens exists, but replies show no token, the page number is not
        // reliable.
        Some(_) if shape.param(&CURSOR[..9]).is_some() && !has_page_info(shape) => return None,
        Some(param) => {
            let (start, reasons) = start(shape, param);
            (param.name.clone(), start, reasons)
        }
        None if shape.all_params_known => return None,
        None => guess(shape)?,
    };
    let number = Number { query: Some(query), start: Some(start), ..Number::default() };
    Some(Finding::knobs(Knobs { number: Some(number), ..Knobs::default() }, reasons))
}

/// Whether a reply has any page information.
fn has_page_info(shape: &Shape) -> bool {
    let words: Vec<&str> =
        NUMBER.iter().chain(&PAGES).chain(&TOTAL).chain(&MORE).copied().collect();
    shape.key_named(&words, |_| true).is_some()
}

/// A page number that only replies show, next to a page size or a count.
fn guess(shape: &Shape) -> Option<(String, u64, String)> {
    let number = shape.key_named(&NUMBER, |key| key.kind == ValueKind::Number)?;
    let beside: Vec<&str> = PAGES.iter().chain(&TOTAL).chain(&SIZE[..3]).copied().collect();
    shape.key_named(&beside, |key| key.kind == ValueKind::Number)?;
    let name = if fold(number.last()) == "currentpage" { "page" } else { number.last() };
    let (start, why) = match number.smallest_value {
        Some(0) => (0, "the first is 0, which was seen"),
        _ => (1, "the first is 1 (a guess)"),
    };
    Some((name.to_owned(), start, format!("`{}` is a page number; {why}", number.pointer)))
}

/// Whether a reply says that it is page 0.
fn has_page_0(shape: &Shape) -> bool {
    let number = shape.key_named(&NUMBER, |key| key.kind == ValueKind::Number);
    number.is_some_and(|key| key.smallest_value == Some(0))
}

/// The value of a parameter for the first page, if it is 0 or 1.
fn first(param: &Param) -> Option<u64> {
    param.default.or(param.min).filter(|first| *first <= 1)
}

/// The number of the first page: as described, 0 if that was seen, or 1.
fn start(shape: &Shape, param: &Param) -> (u64, String) {
    const ZERO: [&str; 7] = [
        "zero-based",
        "zero based",
        "0-based",
        "zero-indexed",
        "0-indexed",
        "start at 0",
        "starts at 0",
    ];
    let docs = param.docs.to_lowercase();
    match first(param) {
        Some(first) => (first, format!("`{}` is a page number; the first is {first}", param.name)),
        None if ZERO.iter().any(|zero| docs.contains(zero)) => {
            (0, format!("`{}` is a page number, counted from 0", param.name))
        }
        None if param.smallest_value == Some(0) || has_page_0(shape) => {
            (0, format!("`{}` is a page number; the first is 0, which was seen", param.name))
        }
        None => (1, format!("`{}` is a page number; the first is 1 (a guess)", param.name)),
    }
}
