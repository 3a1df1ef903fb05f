//! Knobs of paging: each is checked by itself, and put over what the style
//! starts from.

use super::paging::Styles;
use super::words::{pointer, query_name, word};
use super::{reply, server, words};
use crate::ast::{self, Knobs, Or};
use crate::diag::{Problem, Reporter, either, excerpt};
use crate::model::{Number, Origin, Paging, Repeat, Send, Size};
use crate::place::Path;

/// The name that the knobs consist of, where they change nothing of it.
pub(super) fn only_preset(knobs: &Knobs) -> Option<&str> {
    let name = knobs.preset.as_deref()?;
    let alone = Knobs { preset: knobs.preset.clone(), ..Knobs::default() };
    (*knobs == alone).then_some(name)
}

/// The knobs as a whole style.
pub(super) fn lower(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, styles: &Styles) -> Paging {
    let base = knobs.preset.as_deref().map(|name| styles.find(cx, &at.key("preset"), name));
    let base_is_known = !matches!(base, Some(None));
    let base = base.flatten().map(|base| base.paging).unwrap_or_default();
    if base_is_known {
        check_way_on(cx, at, knobs, &base);
        check_send_goes_with_next(cx, at, knobs, &base);
    }
    let mut paging = base;
    next(cx, at, knobs, &mut paging);
    send(cx, at, knobs, &mut paging);
    number(cx, at, knobs, &mut paging);
    offset(cx, at, knobs);
    size(cx, at, knobs, &mut paging);
    reply::lower(cx, at, knobs, &mut paging);
    safety(cx, at, knobs, &mut paging);
    check_parameters_differ(cx, at, knobs, &paging);
    paging
}

/// A style goes from page to page by one way at least; a list that comes in
/// one reply says so.
fn check_way_on(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, base: &Paging) {
    let own = knobs.next.is_some() || knobs.number.is_some() || knobs.offset.is_some();
    if !own && base.next.is_none() && base.number.is_none() {
        let problem = Problem::error(at, "this paging has no way to the next page").on_key();
        cx.push(problem
            .help("give it `next`, where a reply says how to go on, or `number`, where pages are asked for by number")
            .help("a list that comes in one reply is written `paging: none`"));
    }
}

/// `next` says where a position comes from and `send` where it goes: one is
/// of no use without the other.
fn check_send_goes_with_next(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, base: &Paging) {
    let has_next = knobs.next.is_some() || base.next.is_some();
    if knobs.next.is_some() && knobs.send.is_none() && base.next.is_none() {
        let problem = Problem::error(&at.key("next"), "`next` lacks a `send` beside it").on_key();
        cx.push(problem
            .label("where does this go?")
            .help("write `send: url` where it is a link, or `send: {query: page_token}` where it is a token"));
    }
    if knobs.send.is_some() && !has_next {
        let problem = Problem::error(&at.key("send"), "`send` lacks a `next` beside it").on_key();
        cx.push(
            problem
                .help("say where the next position comes from: `next: {body: /next_page_token}`"),
        );
    }
}

/// Exactly one of several keys; what is given is told by its name.
pub(super) fn one_of<'a>(
    cx: &Reporter<'_>,
    at: &Path,
    keys: &[(&'static str, Option<&'a String>)],
) -> Option<(&'static str, &'a str)> {
    let given: Vec<_> =
        keys.iter().filter_map(|(key, value)| Some((*key, value.as_ref()?))).collect();
    if let [(key, value)] = given[..] {
        return Some((key, value.as_str()));
    }
    let all = either(keys.iter().map(|(key, _)| *key));
    let written = given.iter().map(|(key, _)| format!("`{key}`")).collect::<Vec<_>>().join(" and ");
    let problem = if given.is_empty() {
        Problem::error(at, "this says no place").help(format!("write {all}"))
    } else {
        let message = format!("{written} are given, and only one of them can be");
        Problem::error(at, message).help("keep the one that the server reads")
    };
    cx.push(problem);
    None
}

/// What the format has a word for and no walk can follow yet.
fn not_yet(cx: &Reporter<'_>, at: &Path, what: &str, instead: &str) {
    let problem = Problem::error(at, format!("{what} is not supported yet")).on_key();
    cx.push(problem.label("not supported yet").help(instead));
}

fn next(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let Some(ast::Next { body, header, link, last }) = &knobs.next else { return };
    let at = at.key("next");
    let keys = [
        ("body", body.as_ref()),
        ("header", header.as_ref()),
        ("link", link.as_ref()),
        ("last", last.as_ref()),
    ];
    match one_of(cx, &at, &keys) {
        Some(("body", written)) => {
            pointer(cx, &at.key("body"), written);
            if written.is_empty() {
                let problem =
                    Problem::error(&at.key("body"), "the next position can't be the whole body");
                cx.push(problem.help("point at the key that holds it, like `/next_page_uri`"));
            }
            paging.next = Some(written.to_owned());
        }
        Some((key, _)) => {
            let instead = "a next position is read from the body: `next: {body: /next_page_uri}`";
            not_yet(cx, &at.key(key), &format!("a next position by `{key}`"), instead);
        }
        None => {}
    }
}

fn send(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let at = at.key("send");
    let to = match &knobs.send {
        None => return,
        Some(Or::Text(text)) => {
            if text != "url" {
                let problem =
                    Problem::error(&at, format!("`{}` is no place to send to", excerpt(text)));
                cx.push(
                    problem.help("write `url` where the position is a link, or `{query: NAME}`"),
                );
            }
            paging.send = Send::Url;
            return;
        }
        Some(Or::Map(to)) => to,
    };
    let keys =
        [("query", to.query.as_ref()), ("body", to.body.as_ref()), ("header", to.header.as_ref())];
    match one_of(cx, &at, &keys) {
        Some(("query", name)) => {
            query_name(cx, &at.key("query"), name);
            paging.send = Send::Query(name.to_owned());
        }
        Some((key, _)) => {
            let instead = "a position goes into the query: `send: {query: NAME}`";
            not_yet(cx, &at.key(key), &format!("sending a position by `{key}`"), instead);
        }
        None => {}
    }
}

/// The parameter that a knob names, or that of what the style starts from.
fn parameter(
    cx: &Reporter<'_>,
    at: &Path,
    written: Option<&String>,
    base: Option<&String>,
) -> Option<String> {
    if let Some(name) = written {
        query_name(cx, &at.key("query"), name);
    }
    let name = written.or(base);
    if name.is_none() {
        let problem = Problem::error(at, "this lacks the name of its query parameter").on_key();
        cx.push(problem.help("write it as `query: NAME`"));
    }
    name.cloned()
}

fn number(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let Some(written) = &knobs.number else { return };
    let base = paging.number.as_ref();
    let start = written.start.or(base.map(|base| base.start)).unwrap_or(0);
    let query =
        parameter(cx, &at.key("number"), written.query.as_ref(), base.map(|base| &base.query));
    if let Some(query) = query {
        paging.number = Some(Number { query, start });
    }
}

fn offset(cx: &Reporter<'_>, at: &Path, knobs: &Knobs) {
    if knobs.offset.is_some() {
        let instead = "use `number` or `next` where the server has one of them";
        not_yet(cx, &at.key("offset"), "paging by offset", instead);
    }
}

fn size(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let Some(written) = &knobs.size else { return };
    let at = at.key("size");
    let base = paging.size.take();
    let of_base = base.as_ref().map_or((None, None), |base| (base.default, base.max));
    check_bounds(cx, &at, (written.default, written.max), of_base);
    let (default, max) = (written.default.or(of_base.0), written.max.or(of_base.1));
    let query = parameter(cx, &at, written.query.as_ref(), base.as_ref().map(|base| &base.query));
    paging.size = query.map(|query| Size { query, default, max }).or(base);
}

/// The default and the maximum of a page size.
type Bounds = (Option<u64>, Option<u64>);

/// A page has one item at least, and no more by default than at most. What is
/// not written here comes from the style.
pub(super) fn check_bounds(cx: &Reporter<'_>, at: &Path, own: Bounds, of_style: Bounds) {
    for (key, bound) in [("default", own.0), ("max", own.1)] {
        if bound == Some(0) {
            let problem = Problem::error(&at.key(key), "a page size of 0 asks for no items");
            cx.push(problem.help("write 1 or more, or leave it out"));
        }
    }
    if own.1 == Some(0) {
        return;
    }
    // Bounds that are both of the style were told there.
    let (message, help) = match (own, of_style) {
        ((Some(default), Some(max)), _) if default > max => (
            format!("the default page size {default} is above the maximum {max}"),
            "the default is what the server takes when no size is sent",
        ),
        ((None, Some(max)), (Some(default), _)) if default > max => (
            format!("the maximum page size {max} is below {default}, the default of the style"),
            "set `default` too: it is what the server takes when no size is sent",
        ),
        ((Some(default), None), (_, Some(max))) if default > max => (
            format!("the default page size {default} is above {max}, the maximum of the style"),
            "set `max` too: it is the most that the server takes",
        ),
        _ => return,
    };
    cx.push(Problem::error(at, message).on_key().help(help));
}

fn safety(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let Some(written) = &knobs.safety else { return };
    let at = at.key("safety");
    let safety = &mut paging.safety;
    if let Some(repeat) = &written.repeat {
        let known = [("error", Repeat::Error), ("stop", Repeat::Stop), ("allow", Repeat::Allow)];
        safety.repeat = word(cx, &at.key("repeat"), repeat, &known).unwrap_or(safety.repeat);
    }
    if written.max_pages == Some(0) {
        let problem =
            Problem::error(&at.key("max_pages"), "a walk of at most 0 pages reads nothing");
        cx.push(problem.help("write 1 or more; left out, a walk may have any number of pages"));
    }
    safety.max_pages = written.max_pages.or(safety.max_pages);
    safety.max_empty_pages = written.max_empty_pages.unwrap_or(safety.max_empty_pages);
    if let Some(written) = &written.origin {
        safety.origin = origin(cx, &at.key("origin"), written);
    }
    if let Some(keep) = &written.keep {
        for (index, name) in keep.iter().enumerate() {
            query_name(cx, &at.key("keep").index(index), name);
        }
        safety.keep.clone_from(keep);
    }
}

/// Links lead to the client's own origin unless the spec names hosts.
fn origin(cx: &Reporter<'_>, at: &Path, written: &ast::Origin) -> Origin {
    let hosts = match written {
        ast::Origin::Word(written) => {
            let known = [("same", ()), ("rebase", ())];
            words::word(cx, at, written, &known);
            return if written == "rebase" { Origin::Rebase } else { Origin::Same };
        }
        ast::Origin::Hosts(hosts) => hosts,
    };
    if hosts.is_empty() {
        let problem = Problem::error(at, "the list of hosts is empty");
        cx.push(problem.help("`origin: same` keeps links on the client's own origin"));
    }
    for (index, host) in hosts.iter().enumerate() {
        if !server::is_host(host) {
            let problem =
                Problem::error(&at.index(index), format!("`{}` is no host", excerpt(host)));
            cx.push(
                problem.help("write the name alone, like `api.example.com`: https is understood"),
            );
        }
    }
    Origin::Hosts(hosts.clone())
}

/// Each thing that is sent has a parameter of its own.
fn check_parameters_differ(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &Paging) {
    let mut sent: Vec<(&str, &str, bool)> = Vec::new();
    if let (Some(_), Send::Query(name)) = (&paging.next, &paging.send) {
        sent.push(("send", name, knobs.send.is_some()));
    }
    if let Some(number) = &paging.number {
        sent.push(("number", &number.query, knobs.number.is_some()));
    }
    if let Some(size) = &paging.size {
        sent.push(("size", &size.query, knobs.size.is_some()));
    }
    for (index, (knob, name, own)) in sent.iter().enumerate() {
        let same = sent[..index].iter().find(|(_, other, _)| other == name);
        if let Some((other, _, other_own)) = same {
            let message = format!("`{other}` and `{knob}` both send the parameter `{name}`");
            let at_knob = if *own { at.key(knob) } else { at.key(other) };
            let mut problem = Problem::error(&at_knob, message).on_key();
            if *own && *other_own {
                problem = problem.also(&at.key(other), "sent here too");
            }
            cx.push(problem.help("give each the parameter that the server reads it from"));
        }
    }
}
