//! Paging knobs that say how a reply is read: its page information, and when
//! the walk ends.

use crate::ast::{self, Beside, Knobs, Or};
use crate::diag::{Problem, Reporter};
use crate::lower::checks::{keyword, reply_location};
use crate::model::{More, OnMissingNext, OnShortfall, PageKeys, Paging};
use crate::source_map::Path;

/// Applies the knobs to what the style starts from.
pub(super) fn lower(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    more(cx, at, knobs, paging);
    page(cx, at, knobs, paging);
    ends(cx, at, knobs, paging);
}

/// `more` and `done` can't be used together.
fn more(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let flag = |key, written: &Option<_>| reply_location(cx, &at.key(key), written.as_ref()?);
    paging.more = match (flag("more", &knobs.more), flag("done", &knobs.done)) {
        (Some(_), Some(_)) => {
            let problem =
                Problem::error(&at.key("done"), "`more` and `done` are both given").on_key();
            let problem = problem.related(&at.key("more"), "the opposite flag");
            return cx.push(problem.help("keep the one that the server sends"));
        }
        (Some(more), None) => Some(More::While(more)),
        (None, Some(done)) => Some(More::Until(done)),
        (None, None) => return,
    };
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
    ends.same = written.same.unwrap_or(ends.same);
    ends.hints = written.hints.unwrap_or(ends.hints);
}
