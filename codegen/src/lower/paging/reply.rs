//! Paging knobs that say how a reply is read: its page information, and when
//! the walk ends.

use super::more;
use crate::ast::{self, Beside, Knobs, Or};
use crate::diag::{Problem, Reporter};
use crate::lower::checks::{keyword, reply_location};
use crate::model::{OnMissingNext, OnPartial, OnShortfall, PageKeys, Paging, Partial, Statuses};
use crate::source_map::Path;

/// Applies the knobs to what the style starts from.
pub(super) fn lower(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    more::lower(cx, at, knobs, paging);
    page(cx, at, knobs, paging);
    ends(cx, at, knobs, paging);
    partial(cx, at, knobs, paging);
}

fn page(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let Some(written) = &knobs.page else { return };
    let at = at.key("page");
    let PageKeys { number, size, pages, total, previous, first, .. } = &mut paging.page;
    let places = [
        ("number", &written.number, number),
        ("size", &written.size, size),
        ("pages", &written.pages, pages),
        ("total", &written.total, total),
        ("previous", &written.previous, previous),
        ("first", &written.first, first),
    ];
    for (key, written, kept) in places {
        if let Some(written) = written {
            *kept = reply_location(cx, &at.key(key), written);
        }
    }
    check_counts_are_not_swapped(cx, &at, written);
}

/// A count of records taken for a count of pages ends walks too late; the
/// reverse reports a shortage although nothing is missing.
fn check_counts_are_not_swapped(cx: &Reporter<'_>, at: &Path, page: &ast::Page) {
    let last = |place: &Option<Or<Beside>>| {
        let name = match place {
            Some(Or::Text(pointer)) => pointer.rsplit('/').next(),
            Some(Or::Map(Beside { header, .. })) => header.as_deref(),
            None => None,
        };
        name.unwrap_or_default().to_ascii_lowercase().replace(['-', '_'], "")
    };
    let of_pages = |name: &str| name.contains("pages") || name == "pagecount";
    let of_records = |name: &str| {
        let counts = name.contains("count") || name.contains("total") || name.starts_with("num");
        counts && !name.contains("page")
    };
    if of_records(&last(&page.pages)) {
        let message = "`pages` looks like a count of records, not of pages";
        let help = "`total` counts records, and `pages` counts pages";
        cx.push(Problem::warning(&at.key("pages"), message).help(help));
    }
    if of_pages(&last(&page.total)) {
        let message = "`total` looks like a count of pages, not of records";
        let help = "`total` counts records, and `pages` counts pages";
        cx.push(Problem::warning(&at.key("total"), message).help(help));
    }
}

fn ends(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    if let Some(written) = &knobs.counts {
        let known = [
            ("error", OnShortfall::Error),
            ("warn", OnShortfall::Warn),
            ("ignore", OnShortfall::Ignore),
        ];
        paging.counts =
            keyword(cx, &at.key("counts"), written, &known).unwrap_or(Paging::default().counts);
    }
    let Some(written) = &knobs.ends else { return };
    let ends = &mut paging.ends;
    if let Some(absent) = &written.absent {
        let known = [
            ("end", OnMissingNext::End),
            ("error", OnMissingNext::Error),
            ("single_page", OnMissingNext::SinglePage),
        ];
        let at = at.key("ends").key("absent");
        ends.absent = keyword(cx, &at, absent, &known).unwrap_or(ends.absent);
    }
    ends.empty_string = written.empty_string.unwrap_or(ends.empty_string);
    ends.empty_page = written.empty_page.unwrap_or(ends.empty_page);
    if let Some(statuses) = &written.status {
        ends.status = self::statuses(cx, &at.key("ends").key("status"), statuses);
    }
    if let Some(values) = &written.values {
        ends.values = values.iter().map(|word| word.0.clone()).collect();
    }
    ends.same = written.same.unwrap_or(ends.same);
    ends.hints = written.hints.unwrap_or(ends.hints);
}

/// Statuses that can be the end: 204, and refusals that do not mean anything else.
fn statuses(cx: &Reporter<'_>, at: &Path, written: &[u16]) -> Statuses {
    const OTHERS: [u16; 4] = [401, 403, 408, 429];
    let can_end = |status: u16| {
        matches!(status, 204 | 205) || ((400..=499).contains(&status) && !OTHERS.contains(&status))
    };
    for (index, status) in written.iter().enumerate().filter(|(_, status)| !can_end(**status)) {
        let message = format!("the status {status} can't be the end of a list");
        let problem = Problem::error(&at.index(index), message);
        cx.push(problem.help(
            "write 204, or statuses from 400 to 499 except 401, 403, 408 and 429, which mean something else",
        ));
    }
    let good: Vec<u16> = written.iter().copied().filter(|status| can_end(*status)).collect();
    Statuses::new(&good)
}

/// Replies that say that they are incomplete.
fn partial(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let Some(ast::Partial { at: place, is, does }) = &knobs.partial else { return };
    let at = at.key("partial");
    let base = paging.partial.take();
    let known = [("warn", OnPartial::Warn), ("error", OnPartial::Error)];
    let does = does.as_ref().and_then(|does| keyword(cx, &at.key("does"), does, &known));
    let does = does.or(base.as_ref().map(|base| base.does)).unwrap_or(OnPartial::Warn);
    let is = match (is, &base) {
        (Some(is), _) => is.iter().map(|word| word.0.clone()).collect(),
        (None, Some(base)) => base.is.clone(),
        (None, None) => Vec::new(),
    };
    let place = match (place, base) {
        (Some(place), _) => reply_location(cx, &at.key("at"), place),
        (None, Some(base)) => Some(base.at),
        (None, None) => {
            let problem = Problem::error(&at, "`partial` has no `at`").on_key();
            cx.push(
                problem.help("write where replies say so: `partial: {at: /incomplete_results}`"),
            );
            None
        }
    };
    paging.partial = place.map(|place| Partial::new(place, is, does));
}
