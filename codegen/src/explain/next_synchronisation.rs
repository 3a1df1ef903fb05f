//! Describes what the last page gives for the next synchronisation, and how that begins.

use super::{Section, param};
use crate::model::{DeltaTo, Paging, SendIn};

/// The delta: where it is, and where it is sent.
pub(super) fn delta(paging: &Paging) -> Section {
    let Some(delta) = &paging.delta else {
        return Section { title: "", sentences: Vec::new() };
    };
    let begins = match (&delta.to, &paging.send) {
        (Some(DeltaTo::Query(name)), _) => {
            format!("each of its requests sends it as `{name}`, beside the position")
        }
        (Some(DeltaTo::Header(name)), _) => {
            format!("each of its requests sends it as the header `{name}`, beside the position")
        }
        (None, SendIn::Url) => "it is the URL of the first request".to_owned(),
        (None, SendIn::Query(name) | SendIn::Body(name)) => {
            format!("the first request sends it as {}", param(name))
        }
        (None, SendIn::Header(name)) => {
            format!("the first request sends it as the header `{name}`")
        }
        (None, SendIn::Path(name)) => {
            format!("the first request sends it as the segment `{{{name}}}` of the path")
        }
        (None, SendIn::Members) => {
            "the first request sends each of its members as a parameter".to_owned()
        }
    };
    let at = &delta.at;
    Section {
        title: "Next synchronisation",
        sentences: vec![
            format!("It begins with the delta at `{at}` of the last reply: {begins}."),
            "A reply with a delta and without a next position is the last; a delta beside a next position is not used.".to_owned(),
            "If the server refuses the delta (a 4xx other than 401, 403, 408 and 429), a full synchronisation is needed: that is an error.".to_owned(),
        ],
    }
}
