//! Reads which rows a request asks for, by any knob.

use super::Options;
use super::position_kind::{PositionKind, Sent, link_number};
use super::refusal::Refusal;
use super::request::Request;
use super::style::Style;
use super::token::Cursor;
use pagesmith_codegen::model::{SendSize, Size};

/// Most rows of a page: what the runtime takes, and some 100 MB of memory.
pub(super) const MAX_ROWS: u64 = 100_000;

/// The page that a request asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct PageRequest {
    /// The position of its first row.
    pub offset: u64,
    /// How many empty pages came before it.
    pub empty: u16,
    /// Its page size.
    pub size: u64,
    /// Whether the request gives a page number or an offset that is not a position of the
    /// list.
    pub by_number: bool,
}

impl PageRequest {
    /// How many pages come before it.
    pub(super) fn page(self) -> u64 {
        self.offset / self.size.max(1)
    }

    /// Whether it is the first page of its list.
    pub(super) fn is_first(self) -> bool {
        self.offset == 0 && self.empty == 0
    }

    pub(super) fn cursor(self) -> Cursor {
        Cursor { offset: self.offset, empty: self.empty }
    }

    /// Reads a request, in pages of this size.
    pub(super) fn read(style: &Style<'_>, request: &Request, size: u64) -> Result<Self, Refusal> {
        let start = Self { offset: 0, empty: 0, size, by_number: false };
        check_link_number(style, request)?;
        let counted = counted(style, request, size)?;
        let own = |(name, _): &(&str, u64)| style.sent() == Some(Sent::Param(name));
        if let Some((_, offset)) = counted.filter(own) {
            return Ok(Self { offset, ..start });
        }
        let position = match style.kind() {
            PositionKind::Token | PositionKind::Last => style.given_position(request),
            PositionKind::Number => None,
        };
        let first = style.paging.next_rules.start.as_deref();
        match (counted, position) {
            (None, None) => match (first, style.sent()) {
                (
                    Some(first),
                    Some(Sent::Param(name) | Sent::Header(name) | Sent::Segment(name)),
                ) => Err(Refusal::request(format!("the first request has `{first}` in `{name}`"))),
                _ => Ok(start),
            },
            (None, Some((_, value))) if Some(value.as_str()) == first => Ok(start),
            (None, Some((name, _))) if !style.has_json_type(request) => {
                Err(Refusal::request(format!("`{name}` is a number")))
            }
            (None, Some((name, _)))
                if style.paging.send_rules.alone && has_others(style, request) =>
            {
                Err(Refusal::request(format!("with `{name}`, a request has no other parameter")))
            }
            (Some((_, offset)), None) => Ok(Self { offset, by_number: true, ..start }),
            (Some((counted, _)), Some((name, _))) => {
                Err(Refusal::request(format!("`{counted}` and `{name}` can't be combined")))
            }
            (None, Some((name, value))) => {
                let cursor = style.cursor(&value).ok_or_else(|| {
                    Refusal::request(format!("`{name}` was not issued for this list"))
                })?;
                let Cursor { offset, empty } = cursor;
                Ok(Self { offset, empty, ..start })
            }
        }
    }
}

/// Whether a request has a filter or a page size.
fn has_others(style: &Style<'_>, request: &Request) -> bool {
    let size = style.paging.size.as_ref().map(|size| size.query.as_str());
    let filters = style.list.filters.iter();
    let mut filters = filters.map(super::params::wire);
    size.is_some_and(|size| request.param(size).is_some())
        || filters.any(|name| request.param(&name).is_some())
}

/// The first row by a page number or an offset, and the parameter with that number.
fn counted<'s>(
    style: &'s Style<'_>,
    request: &Request,
    size: u64,
) -> Result<Option<(&'s str, u64)>, Refusal> {
    let number = style.paging.number.iter().map(|it| (it.query.as_str(), it.start, size));
    let offset = style.paging.offset.iter().map(|it| (it.query.as_str(), it.start, 1));
    for (name, start, times) in number.chain(offset) {
        let Some(given) = request.param(name) else { continue };
        let from = given.parse().ok().and_then(|given: u64| given.checked_sub(start));
        let row = from.and_then(|from| from.checked_mul(times)).ok_or_else(|| {
            Refusal::request(format!(
                "expected a whole number of at least {start} in `{name}`, found `{given}`"
            ))
        })?;
        return Ok(Some((name, row)));
    }
    Ok(None)
}

/// Refuses a page number other than the first without the position of its link.
fn check_link_number(style: &Style<'_>, request: &Request) -> Result<(), Refusal> {
    let Some(name) = link_number(style.paging) else { return Ok(()) };
    let Some(given) = request.param(name) else { return Ok(()) };
    match given.parse::<u64>() {
        Err(_) => {
            let message = format!("expected a whole number in `{name}`, found `{given}`");
            Err(Refusal::request(message))
        }
        Ok(number) if number > 0 && style.given_position(request).is_none() => {
            let message = format!("a `{name}` above 0 needs the token of its link");
            Err(Refusal::request(message))
        }
        Ok(_) => Ok(()),
    }
}

/// The page size of a request.
pub(super) fn page_size(
    style: &Style<'_>,
    request: &Request,
    options: &Options,
) -> Result<u64, Refusal> {
    let Some(size) = &style.paging.size else {
        let paging = style.paging;
        let pages = paging.next.is_some() || paging.number.is_some() || paging.offset.is_some();
        if !pages && style.list.records(options) > MAX_ROWS {
            return Err(Refusal::request(format!(
                "this list comes in one reply, which has at most {MAX_ROWS} records here: start \
                 the mock with fewer `--records`"
            )));
        }
        let usual = if pages { options.page_size.unwrap_or(50) } else { MAX_ROWS };
        return Ok(usual.min(MAX_ROWS));
    };
    let most = size.max.unwrap_or(MAX_ROWS).min(MAX_ROWS);
    let usual = usual_size(size, options);
    let is_first = style.given_position(request).is_none();
    match request.param(&size.query).map(|asked| asked.parse::<u64>()) {
        None if size.send == SendSize::Always && (is_first || !style.paging.send_rules.alone) => {
            Err(Refusal::request(format!("`{}` is missing", size.query)))
        }
        None => Ok(usual),
        Some(Ok(asked)) if (1..=most).contains(&asked) => Ok(asked),
        Some(_) => {
            let message = format!("expected a number from 1 to {most} in `{}`", size.query);
            Err(Refusal::request(message))
        }
    }
}

/// The page size of a request that states none.
pub(super) fn usual_size(size: &Size<String>, options: &Options) -> u64 {
    let most = size.max.unwrap_or(MAX_ROWS).min(MAX_ROWS);
    options.page_size.or(size.default).unwrap_or(50).min(most)
}
