//! The kind of a list's positions (a token, a number, or a value of the last record), and
//! where they are sent.

use pagesmith_codegen::model::{NextFrom, Paging, SendIn};

/// The parameter of links if the spec has none for the page.
const LINK_PARAM: &str = "PageToken";

/// The parameter of a page's number beside the position, as official clients of such APIs
/// send it.
const LINK_NUMBER: &str = "Page";

/// The members of a position that is an object: the position itself, and one that is the
/// same in each.
pub(super) const MEMBERS: [&str; 2] = ["position", "continue"];

/// The value of the second of the [`MEMBERS`].
pub(super) const CONTINUE: &str = "-||";

/// The kind of a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PositionKind {
    /// A page token.
    Token,
    /// The number of a page.
    Number,
    /// A value of the last record.
    Last,
}

/// The kind of positions that this paging style has.
pub(super) fn position_kind(paging: &Paging) -> PositionKind {
    let is = |param: &str| sent(paging) == Some(Sent::Param(param));
    if matches!(paging.next, Some(NextFrom::Last(_))) {
        PositionKind::Last
    } else if paging.number.as_ref().is_some_and(|number| is(&number.query)) {
        PositionKind::Number
    } else {
        PositionKind::Token
    }
}

/// Where a position is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent<'a> {
    /// In this parameter: of the query, or of the body if it is a pointer.
    Param(&'a str),
    Header(&'a str),
    /// As the segment of the path that is this parameter.
    Segment(&'a str),
}

/// The parameter of a page's number that requests may have beside a position in a link, if
/// replies state the number.
pub(super) fn link_number(paging: &Paging) -> Option<&'static str> {
    let is_by_link = paging.send == SendIn::Url && paging.next.is_some();
    let is_stated = paging.page.number.is_some() && paging.number.is_none();
    (is_by_link && is_stated).then_some(LINK_NUMBER)
}

/// Where this paging style sends the next position, if it has one.
pub(super) fn sent(paging: &Paging) -> Option<Sent<'_>> {
    let is_of_row = matches!(paging.next.as_ref()?, NextFrom::Last(_));
    let number = paging.number.as_ref().filter(|_| !is_of_row);
    let number = number.map(|number| number.query.as_str());
    Some(match &paging.send {
        SendIn::Query(name) | SendIn::Body(name) => Sent::Param(name),
        SendIn::Header(name) => Sent::Header(name),
        SendIn::Members => Sent::Param(MEMBERS[0]),
        SendIn::Path(name) => Sent::Segment(name),
        SendIn::Url => Sent::Param(number.unwrap_or(LINK_PARAM)),
    })
}
