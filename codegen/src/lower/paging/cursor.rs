//! Paging knobs that say how a walk gets from one page to the next: where a
//! position comes from, and where it is sent.

use super::{element, offset, path_segment, rules, spread};
use crate::ast::{self, Knobs, Or, Spec};
use crate::diag::{Problem, Reporter, excerpt};
use crate::lower::checks::{
    body_pointer, exactly_one, header_name, link_relation, pointer, query_name,
};
use crate::lower::headers::{Carries, set_by_client};
use crate::model::{Auth, NextFrom, NextRules, Number, Paging, SendIn, SendRules};
use crate::source_map::Path;

/// A style has at least one way to the next page, and says where each part of
/// it is sent.
pub(super) fn check(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, base: &Paging) {
    check_has_next(cx, at, knobs, base);
    check_send_goes_with_next(cx, at, knobs, base);
}

/// Applies the knobs to what the style starts from.
pub(super) fn lower(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let has_send = paging.next.is_some() || spread::is_written(knobs);
    next(cx, at, knobs, paging);
    spread::lower(cx, at, knobs, paging);
    send(cx, at, knobs, paging, has_send);
    number(cx, at, knobs, paging);
    offset::lower(cx, at, knobs, paging);
}

/// Checks that the knobs fit together.
pub(super) fn check_together(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &Paging) {
    offset::check(cx, at, knobs, paging);
    rules::check(cx, at, knobs, paging);
    spread::check(cx, at, knobs, paging);
    check_parameters_differ(cx, at, knobs, paging);
}

/// A style has a way to the next page; a list in one reply is written `paging:
/// none`.
fn check_has_next(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, base: &Paging) {
    let own = knobs.next.is_some() || knobs.number.is_some() || knobs.offset.is_some();
    if !own && base.next.is_none() && base.number.is_none() && base.offset.is_none() {
        let problem = Problem::error(at, "this paging style can't find the next page").on_key();
        cx.push(
            problem
                .help("add `next` if replies state the next position, or else `number` or `offset`")
                .help("for a list that comes in one reply, write `paging: none`"),
        );
    }
}

/// `next` says where a position comes from and `send` where it is sent: neither
/// is of use without the other.
fn check_send_goes_with_next(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, base: &Paging) {
    let has_next = knobs.next.is_some() || base.next.is_some();
    let says_where = knobs.send.is_some() || spread::is_written(knobs);
    if knobs.next.is_some() && !says_where && base.next.is_none() {
        let problem = Problem::error(&at.key("next"), "`next` needs a `send`").on_key();
        cx.push(problem.label("where is this sent?").help(
            "write `send: url` if it is a link, or `send: {query: page_token}` if it is a token",
        ));
    }
    if knobs.send.is_some() && !has_next {
        let problem = Problem::error(&at.key("send"), "`send` needs a `next`").on_key();
        cx.push(
            problem
                .help("say where the next position comes from: `next: {body: /next_page_token}`"),
        );
    }
}

fn next(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let Some(written) = &knobs.next else { return };
    let at = at.key("next");
    let ast::Next { body, header, link, last, .. } = written;
    let keys = [
        ("body", body.as_ref()),
        ("header", header.as_ref()),
        ("link", link.as_ref()),
        ("last", last.as_ref()),
    ];
    if keys.iter().all(|(_, given)| given.is_none()) && paging.next.is_some() {
        // Only how the position of the style is used changes.
        element::check_has_array(cx, &at, written);
        return rules::next(cx, &at, written, paging);
    }
    paging.next_rules = NextRules::default();
    rules::next(cx, &at, written, paging);
    let Some((key, name)) = exactly_one(cx, &at, &keys) else { return };
    if key != "body" {
        element::check_has_array(cx, &at, written);
    }
    let (next, written) = (written, name);
    let (at_next, at, name) = (&at, at.key(key), name.to_owned());
    paging.next = Some(match key {
        "header" => {
            header_name(cx, &at, written);
            NextFrom::Header(name)
        }
        "link" => {
            link_relation(cx, &at, written);
            NextFrom::Link(name)
        }
        "last" => {
            pointer(cx, &at, written);
            NextFrom::Last(name)
        }
        _ => {
            pointer(cx, &at, written);
            if written.is_empty() {
                let problem = Problem::error(&at, "the next position can't be the whole body");
                cx.push(problem.help("point to the key that contains it, like `/next_page_uri`"));
            }
            element::lower(cx, at_next, next, written)
        }
    });
}

fn send(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging, has_send: bool) {
    let at = at.key("send");
    let to = match &knobs.send {
        None => return,
        Some(Or::Text(text)) => {
            if text != "url" {
                let problem = Problem::error(
                    &at,
                    format!("`send` has the unknown value `{}`", excerpt(text)),
                );
                cx.push(problem.help(
                    "write `url` if the position is a link, or `{query: NAME}` if it is a token",
                ));
            }
            (paging.send, paging.send_rules) = (SendIn::Url, SendRules::default());
            return;
        }
        Some(Or::Map(to)) => to,
    };
    let keys = [
        ("query", to.query.as_ref()),
        ("body", to.body.as_ref()),
        ("header", to.header.as_ref()),
        ("path", to.path.as_ref()),
        ("url", to.url.as_ref()),
    ];
    if keys.iter().all(|(_, given)| given.is_none()) && has_send {
        // Only how the position of the style is sent changes.
        return rules::send(cx, &at, to, paging);
    }
    paging.send_rules = SendRules::default();
    let Some((key, written)) = exactly_one(cx, &at, &keys) else { return };
    let (at_key, name) = (at.key(key), written.to_owned());
    paging.send = match key {
        "url" => SendIn::Url,
        "body" => {
            body_pointer(cx, &at_key, written);
            SendIn::Body(name)
        }
        "header" => {
            header_name(cx, &at_key, written);
            if let Some(problem) = set_by_client(&at_key, written, Carries::Position) {
                cx.push(problem);
            }
            SendIn::Header(name)
        }
        "path" => {
            path_segment::check_name(cx, &at_key, written);
            SendIn::Path(name)
        }
        _ => {
            query_name(cx, &at_key, written);
            SendIn::Query(name)
        }
    };
    rules::send(cx, &at, to, paging);
}

/// A header that carries the position, or a value beside it, carries nothing else.
pub(in crate::lower) fn check_send_headers(cx: &Reporter<'_>, spec: &Spec, auth: &Auth) {
    for (at, knobs) in super::all_knobs(spec) {
        if let Some(Or::Map(ast::SendTo { header: Some(name), .. })) = &knobs.send {
            check_send_header(cx, &at.key("send").key("header"), name, spec, auth);
        }
        if let Some(ast::Delta { header: Some(name), .. }) = &knobs.delta {
            check_send_header(cx, &at.key("delta").key("header"), name, spec, auth);
        }
        for (index, carry) in knobs.carry.iter().flatten().enumerate() {
            if let Some(name) = &carry.header {
                let at = at.key("carry").index(index).key("header");
                check_send_header(cx, &at, name, spec, auth);
            }
        }
    }
}

fn check_send_header(cx: &Reporter<'_>, at: &Path, name: &str, spec: &Spec, auth: &Auth) {
    let root = Path::default();
    let constant = spec.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
    if matches!(auth, Auth::Header(key) if key.eq_ignore_ascii_case(name)) {
        let message = format!("the header `{name}` carries the API key");
        let problem = Problem::error(at, message).related(&root.key("auth"), "named here");
        cx.push(problem.help("a header can't carry both: correct one of the two names"));
    } else if let Some((header, _)) = constant {
        let message = format!("the header `{name}` already has a constant value");
        let problem = Problem::error(at, message);
        let problem = problem.related(&root.key("headers").key(header), "given here");
        cx.push(problem.help("a header can't carry both: correct one of the two names"));
    }
}

/// The parameter that a knob names, or that the style starts from: a name in
/// the query, or a pointer into the body.
pub(super) fn parameter(
    cx: &Reporter<'_>,
    at: &Path,
    (query, body): (Option<&String>, Option<&String>),
    base: Option<&String>,
) -> Option<String> {
    if query.is_none() && body.is_none() {
        if base.is_none() {
            let problem = Problem::error(at, "this needs the name of a parameter").on_key();
            cx.push(problem.help("write `query: NAME`, or `body: POINTER` for a POST"));
        }
        return base.cloned();
    }
    let (key, written) = exactly_one(cx, at, &[("query", query), ("body", body)])?;
    match key {
        "body" => body_pointer(cx, &at.key(key), written),
        _ => query_name(cx, &at.key(key), written),
    }
    Some(written.to_owned())
}

fn number(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let Some(written) = &knobs.number else { return };
    let base = paging.number.as_ref();
    let start = written.start.or(base.map(|base| base.start)).unwrap_or(0);
    let places = (written.query.as_ref(), written.body.as_ref());
    let query = parameter(cx, &at.key("number"), places, base.map(|base| &base.query));
    if let Some(query) = query {
        paging.number = Some(Number::new(query, start));
    }
}

/// Each value that is sent has a parameter of its own.
fn check_parameters_differ(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &Paging) {
    let knob = |what: &str| match what {
        "the next position" => ("send", knobs.send.is_some()),
        "the page number" => ("number", knobs.number.is_some()),
        "the offset" => ("offset", knobs.offset.is_some()),
        "the delta" => ("delta", knobs.delta.is_some()),
        _ => ("size", knobs.size.is_some()),
    };
    let sent: Vec<_> = paging.params().map(|(name, what)| (knob(what), name)).collect();
    for (index, ((knob, own), name)) in sent.iter().enumerate() {
        let same = sent[..index].iter().find(|(_, other)| other == name);
        if let Some(((other, other_own), _)) = same {
            let message = format!("`{other}` and `{knob}` both send the parameter `{name}`");
            let at_knob = if *own { at.key(knob) } else { at.key(other) };
            let mut problem = Problem::error(&at_knob, message).on_key();
            if *own && *other_own {
                problem = problem.related(&at.key(other), "sent here too");
            }
            cx.push(problem.help("give each its own parameter"));
        }
    }
}
