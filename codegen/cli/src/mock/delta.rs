//! Synchronisations: the deltas of last pages, and what has changed at each of them.

use super::page_request::PageRequest;
use super::position_kind::{CONTINUE, MEMBERS, PositionKind};
use super::refusal::Refusal;
use super::request::Request;
use super::rows::Rows;
use super::style::Style;
use super::token::{self, Cursor};
use pagesmith_codegen::model::{DeltaTo, Paging, SendIn};
use serde_json::{Value, json};

/// The parameter of a delta that is a link.
pub(super) const LINK_PARAM: &str = "DeltaToken";

/// How many records are new at each synchronisation.
const NEW: u64 = 2;

/// What comes before a position within a synchronisation other than the first.
const PREFIX: &str = "sync";

/// The number of a synchronisation; 0 for the first one, which lists everything.
pub(super) type Round = u64;

/// The query parameter that carries a delta; also if a delta is a link.
pub(super) fn param(paging: &Paging) -> Option<&str> {
    match &paging.delta.as_ref()?.to {
        Some(DeltaTo::Query(name)) => Some(name),
        Some(DeltaTo::Header(_)) => None,
        None => Some(LINK_PARAM).filter(|_| paging.send == SendIn::Url),
    }
}

/// The synchronisation that a request belongs to.
pub(super) fn round(style: &Style<'_>, request: &Request) -> Result<Round, Refusal> {
    let Some(delta) = &style.paging.delta else { return Ok(0) };
    let (name, given) = match (&delta.to, param(style.paging)) {
        (Some(DeltaTo::Header(name)), _) => (name.as_str(), request.header(name)),
        (_, Some(name)) => (name, request.value(name)),
        (_, None) => {
            let given = style.given_position(request);
            let number = given.and_then(|(_, value)| split(&value).map(|(round, _)| round));
            return Ok(number.unwrap_or_default());
        }
    };
    let Some(given) = given else { return Ok(0) };
    let cursor = token::redeem(given, &bound(style));
    let round = cursor.map(|cursor| cursor.offset);
    round.ok_or_else(|| Refusal {
        status: 410,
        code: "delta_expired".into(),
        message: format!("`{name}` was not issued for this list"),
    })
}

/// How many records there are at a synchronisation, if there are this many at the first one.
pub(super) fn records(round: Round, records: u64) -> u64 {
    records.saturating_add(round.saturating_mul(NEW))
}

/// The rows of a synchronisation. At each one after the first, one record has changed and
/// [`NEW`] records are new.
pub(super) fn rows(round: Round, records: u64) -> Rows {
    let Some(before) = round.checked_sub(1) else { return Rows::new(records) };
    let changed = (records > 0).then(|| before % records);
    let (begin, end) = (self::records(before, records), self::records(round, records));
    Rows::of(end, changed.into_iter().chain(begin..end).collect())
}

/// The delta of a last page; `None` if the list has none, or positions that are numbers,
/// which do not say to which synchronisation they belong. `link` makes a link of a token.
pub(super) fn of_last_page(style: &Style<'_>, link: impl Fn(&str) -> String) -> Option<Value> {
    let next = style.round + 1;
    let is_link = style.paging.send == SendIn::Url;
    match &style.paging.delta.as_ref()?.to {
        Some(_) => Some(json!(issue(style, next))),
        None if is_link => Some(json!(link(&issue(style, next)))),
        None if !has_prefix(style) => None,
        None if style.paging.send == SendIn::Members => {
            Some(json!({ MEMBERS[0]: first_of(next), MEMBERS[1]: CONTINUE }))
        }
        None => Some(json!(first_of(next))),
    }
}

/// The delta that leads to a synchronisation.
fn issue(style: &Style<'_>, round: Round) -> String {
    token::issue(Cursor { offset: round, empty: 0 }, &bound(style))
}

/// What deltas are bound to.
fn bound(style: &Style<'_>) -> String {
    format!("{} delta", style.list.path)
}

/// The position before the first row of a synchronisation.
fn first_of(round: Round) -> String {
    format!("{PREFIX}{round}.")
}

/// A position as it is sent within a synchronisation.
pub(super) fn marked(style: &Style<'_>, position: String) -> String {
    if style.round > 0 && has_prefix(style) {
        format!("{}{position}", first_of(style.round))
    } else {
        position
    }
}

/// A position without the mark of its synchronisation.
pub(super) fn unmarked<'p>(style: &Style<'_>, position: &'p str) -> &'p str {
    let marked = split(position).filter(|_| has_prefix(style));
    marked.map_or(position, |(_, position)| position)
}

/// Whether positions say to which synchronisation they belong.
fn has_prefix(style: &Style<'_>) -> bool {
    style.kind() == PositionKind::Token
        && !style.sends_numbers()
        && style.paging.send != SendIn::Url
        && style.paging.delta.as_ref().is_some_and(|delta| delta.to.is_none())
}

/// The number of a synchronisation, and the position in it.
fn split(position: &str) -> Option<(Round, &str)> {
    let (round, inside) = position.strip_prefix(PREFIX)?.split_once('.')?;
    Some((round.parse().ok()?, inside))
}

/// Whether a request is the first one of a synchronisation that begins with a position.
pub(super) fn begins_by_position(style: &Style<'_>, asked: PageRequest) -> bool {
    style.round > 0 && has_prefix(style) && asked.is_first()
}
