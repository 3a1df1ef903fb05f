//! The list that is walked: by GET, and by POST for credentials in the body.

use pagesmith::paging::{NextFrom, SendIn};
use pagesmith::{List, Paged, Paging};

#[derive(Debug, serde::Deserialize)]
pub(crate) struct Row {
    #[expect(dead_code, reason = "decoded for the sake of decoding")]
    id: u64,
}

impl Paged for Row {
    type Item = Self;
    const LIST: List = complete(List::get("/bot{token}/rows", "/rows"));
}

/// The same list by POST.
pub(crate) struct Posted;

impl Paged for Posted {
    type Item = Row;
    const LIST: List = complete(List::post("/bot{token}/rows", "/rows"));
}

#[expect(clippy::large_types_passed_by_value, reason = "a list is built by value")]
const fn complete(list: List) -> List {
    list.paging(Paging::NONE.next(NextFrom::Body("/next")).send(SendIn::Url))
        .success("/success")
        .error_code("/error_code")
        .error_message("/error_message")
}
