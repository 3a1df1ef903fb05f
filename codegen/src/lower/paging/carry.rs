//! Values of a reply that later requests need beside the position.

use crate::ast::{self, Knobs};
use crate::diag::{Problem, Reporter, excerpt};
use crate::lower::checks::{body_pointer, exactly_one, header_name, query_name, reply_location};
use crate::lower::headers::{Carries as InHeader, set_by_client};
use crate::model::{Carries, CarryTo, Paging};
use crate::source_map::Path;

/// The most values that a list carries.
const MOST: usize = Carries::<String>::MOST;

/// Applies the knob to what the style starts from.
pub(super) fn lower(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let Some(written) = &knobs.carry else { return };
    let at = at.key("carry");
    if written.len() > MOST {
        let message = format!("{} values are carried, and the most are {MOST}", written.len());
        let problem = Problem::error(&at, message).on_key();
        cx.push(problem.help("remove those that the server does not need"));
    }
    let values = written.iter().enumerate();
    let values = values.filter_map(|(index, carry)| value(cx, &at.index(index), carry));
    let values: Vec<_> = values.collect();
    paging.carry = Carries::of(values);
}

/// Where a value is in a reply, and where it is sent.
fn value(cx: &Reporter<'_>, at: &Path, carry: &ast::Carry) -> Option<(String, CarryTo<String>)> {
    let ast::Carry { from, query, header, body } = carry;
    let from = if let Some(from) = from {
        reply_location(cx, &at.key("from"), from)
    } else {
        let problem = Problem::error(at, "a carried value needs a `from`");
        cx.push(problem.help("say where replies state it, like `from: /session_id`"));
        None
    };
    let keys = [("query", query.as_ref()), ("header", header.as_ref()), ("body", body.as_ref())];
    if keys.iter().all(|(_, place)| place.is_none()) {
        let problem = Problem::error(at, "a carried value needs a place in the request");
        cx.push(problem.help("say where it is sent, like `query: session_id`"));
        return None;
    }
    let (key, name) = exactly_one(cx, at, &keys)?;
    let at = at.key(key);
    let to = match key {
        "query" => {
            query_name(cx, &at, name);
            CarryTo::Query(name.to_owned())
        }
        "header" => {
            header_name(cx, &at, name);
            if let Some(problem) = set_by_client(&at, name, InHeader::Position) {
                cx.push(problem);
            }
            CarryTo::Header(name.to_owned())
        }
        _ => {
            body_pointer(cx, &at, name);
            CarryTo::Body(name.to_owned())
        }
    };
    Some((from?, to))
}

/// Each value is sent in a place of its own. It may be that of a filter, whose value it
/// replaces, but not that of the position or the page size.
pub(super) fn check(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &Paging) {
    let Some(written) = &knobs.carry else { return };
    let at = at.key("carry");
    let place = |carry: &ast::Carry| {
        let ast::Carry { query, header, body, .. } = carry;
        let header = header.as_ref().map(|name| ("header", name.to_ascii_lowercase()));
        let query = query.clone().map(|name| ("query", name));
        query.or(header).or(body.clone().map(|pointer| ("body", pointer)))
    };
    let of_position = match &paging.send {
        crate::model::SendIn::Header(name) => Some(name.to_ascii_lowercase()),
        _ => None,
    };
    for (index, carry) in written.iter().enumerate() {
        let Some((key, name)) = place(carry) else { continue };
        let at_key = at.index(index).key(key);
        let is_taken = match key {
            "header" => of_position.as_ref() == Some(&name),
            _ => paging.params().any(|(param, _)| param == name),
        };
        let is_twice =
            written[..index].iter().filter_map(place).any(|it| it == (key, name.clone()));
        if is_taken || is_twice {
            let what =
                if is_taken { "the paging already sends" } else { "another value is sent in" };
            let name = excerpt(&name);
            let problem = Problem::error(&at_key, format!("{what} `{name}`"));
            cx.push(problem.help("give each value a place of its own"));
        }
    }
}
