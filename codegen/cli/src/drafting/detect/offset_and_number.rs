//! Detects paging by positions that the client counts: by offset or page number.

use super::known_names::{CURSOR, MORE, NUMBER, OFFSET, PAGES, SIZE, TOTAL};
use super::phrases::{Says, says};
use super::{Finding, Key, Param, Shape, ValueKind, fold};
use pagesmith_codegen::ast::{Knobs, Number, Offset};

/// An offset, together with a page size or a count.
pub(super) fn offset(shape: &Shape) -> Option<Finding> {
    let known = shape.offset_param();
    let name = match known {
        Some(param) => param.name.clone(),
        None if shape.all_params_known => return None,
        None => stated_offset(shape)?,
    };
    let counted = shape.key_named(&TOTAL, |key| key.may_be(ValueKind::Number)).is_some();
    let more = || shape.key_named(&MORE, |key| key.kind == ValueKind::Boolean).is_some();
    if shape.size_param().is_none() && !counted && !(known.is_none() && more()) {
        return None;
    }
    let from_one = known.is_some() && counts_items_from_one(shape);
    let mut reasons = format!("`{name}` is the number of items to skip");
    let mut offset = Offset::default();
    if from_one {
        reasons = format!("`{name}` is the number of the first item, from 1");
        (offset.start, offset.step) = (Some(1), Some("items".to_owned()));
    } else {
        let in_words = |param: &Param| says(&param.docs, Says::FromOne).map(|_| 1);
        offset.start = known.and_then(|param| first(param).or_else(|| in_words(param)));
        offset.start = offset.start.filter(|start| *start > 0);
    }
    let place = if in_body(known) { &mut offset.body } else { &mut offset.query };
    *place = Some(name);
    Some(Finding::knobs(Knobs { offset: Some(offset), ..Knobs::default() }, reasons))
}

fn in_body(param: Option<&Param>) -> bool {
    param.is_some_and(|param| param.in_body)
}

/// The name of an offset that only replies show. `start` and `from` are often times: beside them
/// is a count.
fn stated_offset(shape: &Shape) -> Option<String> {
    let beside: Vec<&str> = TOTAL.iter().chain(&SIZE).chain(&MORE).copied().collect();
    let is_offset = |key: &Key| {
        let vague = matches!(fold(key.last()).as_str(), "from" | "start");
        key.kind == ValueKind::Number && (!vague || shape.has_sibling(key, &beside))
    };
    Some(shape.key_named(&OFFSET, is_offset)?.last().to_owned())
}

/// The convention of SCIM and `OpenSearch`: `startIndex` is 1 for the first item.
fn counts_items_from_one(shape: &Shape) -> bool {
    let has = |word: &str| shape.key_named(&[word], |_| true).is_some();
    let by_index = shape.offset_param().is_some_and(|param| param.folded() == "startindex");
    by_index && has("startindex") && (has("itemsperpage") || has("totalresults"))
}

/// A page number.
pub(super) fn number(shape: &Shape) -> Option<Finding> {
    let known = shape.number_param();
    let (name, start, reasons) = match known {
        // If a parameter for tokens exists, but replies show no token, the page number is not
        // reliable.
        Some(_) if shape.token_param(&CURSOR[..9]).is_some() && !has_page_info(shape) => {
            return None;
        }
        Some(param) => {
            let (start, reasons) = start(shape, param);
            (param.name.clone(), start, reasons)
        }
        None if shape.all_params_known => return None,
        None => guess(shape)?,
    };
    let mut number = Number { start: Some(start), ..Number::default() };
    let place = if in_body(known) { &mut number.body } else { &mut number.query };
    *place = Some(name);
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
    let beside: Vec<&str> = PAGES.iter().chain(&TOTAL).chain(&SIZE[..3]).copied().collect();
    let number = shape.key_named(&NUMBER, |key| {
        key.kind == ValueKind::Number && shape.has_sibling(key, &beside)
    })?;
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
pub(super) fn start(shape: &Shape, param: &Param) -> (u64, String) {
    let name = &param.name;
    if let Some(first) = first(param) {
        return (first, format!("`{name}` is a page number; the first is {first}"));
    }
    if let Some(phrase) = says(&param.docs, Says::FromZero) {
        return (0, format!("`{name}` is a page number, counted from 0 (“{phrase}”)"));
    }
    if let Some(phrase) = says(&param.docs, Says::FromOne) {
        return (1, format!("`{name}` is a page number, counted from 1 (“{phrase}”)"));
    }
    if param.smallest_value == Some(0) || has_page_0(shape) {
        return (0, format!("`{name}` is a page number; the first is 0, which was seen"));
    }
    (1, format!("`{name}` is a page number; the first is 1 (a guess)"))
}
