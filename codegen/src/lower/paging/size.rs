//! The page size: its parameter and bounds, and whether a page that fails is requested in
//! half its size.

use super::cursor;
use crate::ast::Knobs;
use crate::diag::{Problem, Reporter};
use crate::lower::checks::keyword;
use crate::model::{Paging, SendSize, Size, Step};
use crate::source_map::Path;

/// Applies `size` to what the style starts from.
pub(super) fn lower(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let Some(written) = &knobs.size else { return };
    let at = at.key("size");
    let base = paging.size.take();
    let of_base = base.as_ref().map_or((None, None), |base| (base.default, base.max));
    check_bounds(cx, &at, (written.default, written.max), of_base);
    let (default, max) = (written.default.or(of_base.0), written.max.or(of_base.1));
    let known = [("set", SendSize::Set), ("always", SendSize::Always)];
    let send = written.send.as_ref();
    let send = send.and_then(|send| keyword(cx, &at.key("send"), send, &known));
    let send = send.or(base.as_ref().map(|base| base.send));
    let of_base = base.as_ref().and_then(|base| base.halve);
    let halve = match written.halve {
        Some(false) => None,
        Some(true) => Some(written.min.or(of_base).unwrap_or(1)),
        None => of_base.map(|of_base| written.min.unwrap_or(of_base)),
    };
    let places = (written.query.as_ref(), written.body.as_ref());
    let query = cursor::parameter(cx, &at, places, base.as_ref().map(|base| &base.query));
    paging.size = query.map(|query| {
        let mut size = Size::new(query);
        (size.default, size.max) = (default, max);
        size.send = send.unwrap_or(size.send);
        size.halve = halve;
        size
    });
    if send == Some(SendSize::Always) && default.is_none() {
        let problem =
            Problem::error(&at.key("send"), "a page size that is always sent needs a `default`");
        cx.push(
            problem.help("write the size that is sent unless a call sets another: `default: 100`"),
        );
    }
    paging.size = paging.size.take().or(base);
}

/// The default and the maximum of a page size.
type Bounds = (Option<u64>, Option<u64>);

/// Checks that both sizes are at least 1, and that the default does not exceed the
/// maximum. A size that is not written here comes from the style.
pub(in crate::lower) fn check_bounds(cx: &Reporter<'_>, at: &Path, own: Bounds, of_style: Bounds) {
    for (key, bound) in [("default", own.0), ("max", own.1)] {
        if bound == Some(0) {
            let problem = Problem::error(&at.key(key), "a page size of 0 requests no items");
            cx.push(problem.help("write 1 or more, or remove it"));
        }
    }
    if own.1 == Some(0) {
        return;
    }
    // If both bounds come from the style, they were checked with the style.
    let (message, help) = match (own, of_style) {
        ((Some(default), Some(max)), _) if default > max => (
            format!("the default page size {default} is above the maximum {max}"),
            "`default` is the page size that the server uses if a request has none",
        ),
        ((None, Some(max)), (Some(default), _)) if default > max => (
            format!("the maximum page size {max} is below {default}, the default of the style"),
            "set `default` too: the page size that the server uses if a request has none",
        ),
        ((Some(default), None), (_, Some(max))) if default > max => (
            format!("the default page size {default} is above {max}, the maximum of the style"),
            "set `max` too: the largest page size that the server accepts",
        ),
        _ => return,
    };
    cx.push(Problem::error(at, message).on_key().help(help));
}

/// Checks that a page can be requested in half its size.
pub(super) fn check(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &Paging) {
    let (written, own) = (knobs.size.as_ref(), at.key("size"));
    let min = written.and_then(|size| size.min);
    let Some(Size { default, max, halve: Some(least), .. }) = &paging.size else {
        if min.is_some() {
            let message = "`min` has no effect: it is the smallest size that `halve` leads to";
            let problem = Problem::error(&own.key("min"), message).on_key();
            cx.push(problem.help("write `halve: true` too, or remove `min`"));
        }
        return;
    };
    // What the style starts from is named where this one makes it wrong.
    let at_halve = match written {
        Some(size) if size.halve.is_some() => own.key("halve"),
        Some(_) => own.clone(),
        None => at.clone(),
    };
    if let Some((why, help)) = moves_pages(paging) {
        let problem = Problem::error(&at_halve, format!("a page can't be halved here: {why}"));
        cx.push(problem.on_key().help(help));
    }
    let Some(default) = default else {
        let problem = Problem::error(&at_halve, "a page size that is halved needs a `default`");
        let help = "write the size that the server uses if a request has none: `default: 100`";
        cx.push(problem.on_key().help(help));
        return;
    };
    let at_min = if min.is_some() { own.key("min") } else { own };
    if *least == 0 {
        let problem = Problem::error(&at_min, "a page size of 0 requests no items");
        cx.push(problem.help("write 1 or more, or remove it"));
    } else if least > max.as_ref().unwrap_or(default).min(default) {
        let message = format!("the smallest page size {least} is above the default {default}");
        let help = "`min` is the size at which a page that fails is not halved any more";
        cx.push(Problem::error(&at_min, message).help(help));
    }
}

/// Why another page size, in the middle of a walk, would lead to other rows; and what to
/// do instead.
fn moves_pages(paging: &Paging) -> Option<(&'static str, &'static str)> {
    match (&paging.next, &paging.number, &paging.offset) {
        (None, Some(_), _) => Some((
            "a page by number begins at another row in another size, so rows would be missing or come twice",
            "remove `halve`, or page by `next` or by `offset` if the server supports one of them",
        )),
        (None, None, Some(offset)) if offset.step == Step::Size => Some((
            "offsets advance by the page size, so rows would be missing or come twice",
            "write `step: items` if offsets count rows, or remove `halve`",
        )),
        _ => None,
    }
}
