//! Values that clients carry from a reply to the next request.

use super::refusal::Refusal;
use super::request::Request;
use super::style::Style;
use super::{hash, page_request::PageRequest};
use pagesmith_codegen::model::CarryTo;

/// The value of this list, which each reply states at the place of this index.
pub(super) fn value(style: &Style<'_>, index: usize) -> String {
    format!("c{index}-{:x}", hash(&[style.bound.as_bytes()]))
}

/// Refuses a later request without the values of the reply before.
pub(super) fn check(
    style: &Style<'_>,
    request: &Request,
    asked: PageRequest,
) -> Result<(), Refusal> {
    if asked.is_first() {
        return Ok(());
    }
    for (index, carry) in style.paging.carry.iter().enumerate() {
        let (name, given) = match &carry.to {
            CarryTo::Query(name) | CarryTo::Body(name) => (name, request.param(name)),
            CarryTo::Header(name) => (name, request.header(name).map(str::to_owned)),
        };
        if given != Some(value(style, index)) {
            let message = format!("`{name}` is not the value of the reply before");
            return Err(Refusal::request(message));
        }
    }
    Ok(())
}
