//! How pages after the first are requested, if otherwise than the first.

use crate::ast::{self, Items, Json, Knobs, Map, Or, Pointers, Resource};
use crate::diag::{Problem, Reporter, excerpt};
use crate::lower::checks::{exactly_one, is_within, pointer};
use crate::lower::path::{self, PathSource};
use crate::lower::request_body;
use crate::model::{Paging, SendIn, Then};
use crate::source_map::Path;

/// The word in place of a path, if the next position is a link.
const LINK: &str = "url";

/// Applies the knob to what the style starts from.
pub(super) fn lower(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let Some(written) = &knobs.then else { return };
    let at = at.key("then");
    let ast::Then { get, post, items, body } = written;
    let base = paging.then.take();
    let keys = [("get", get.as_ref()), ("post", post.as_ref())];
    let is_inherited = base.is_some() && get.is_none() && post.is_none();
    let mut then = if let Some(base) = base.filter(|_| is_inherited) {
        base
    } else if get.is_none() && post.is_none() {
        let problem = Problem::error(&at, "`then` needs a `get` or a `post`").on_key();
        return cx
            .push(problem.help("say where later pages are requested, like `post: /search/more`"));
    } else {
        let Some((key, written)) = exactly_one(cx, &at, &keys) else { return };
        if written != LINK {
            path::lower(cx, &at.key(key), written, PathSource::Spec);
        }
        Then::new(key == "post", Some(written.to_owned()).filter(|written| written != LINK))
    };
    if let Some(items) = items {
        pointer(cx, &at.key("items"), items);
        then.items = Some(items.clone());
    }
    if let Some(body) = body {
        request_body::check_constant(cx, &at.key("body"), body);
        then.body = Some(body.to_string());
    }
    paging.then = Some(then);
}

/// Checks it against where the position is sent.
pub(super) fn check(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &Paging) {
    let (Some(written), Some(then)) = (&knobs.then, &paging.then) else { return };
    let at = at.key("then");
    let key = if then.post { "post" } else { "get" };
    let at_key =
        if written.get.is_some() || written.post.is_some() { at.key(key) } else { at.clone() };
    match (&then.path, &paging.send) {
        // That it needs a `next` is reported elsewhere.
        _ if paging.next.is_none() => {}
        (Some(_), SendIn::Url) => {
            let message = "the next position is a link, which says where the next page is";
            cx.push(Problem::error(&at_key, message).help(format!("write `{key}: {LINK}`")));
        }
        (Some(_), SendIn::Path(name)) => {
            let message =
                format!("the position is the segment `{{{name}}}` of the list's own path");
            let help = "send it in a parameter, like `send: {query: page_token}`, or remove `then`";
            cx.push(Problem::error(&at_key, message).help(help));
        }
        (None, send) if *send != SendIn::Url => {
            let message =
                "the next position is not a link, so it does not say where the next page is";
            cx.push(
                Problem::error(&at_key, message)
                    .help("write the path of later pages, like `/search/more`"),
            );
        }
        _ => {}
    }
    check_body(cx, &at, written.body.as_ref(), then.post, paging);
    if let Some(items) = then.items.as_deref().filter(|_| written.items.is_some())
        && let Some(inside) = paging.pointers().find(|other| is_within(other, items))
    {
        let message = format!(
            "the paging reads `{inside}`, which is among the items at `{}`",
            excerpt(items)
        );
        let problem = Problem::error(&at.key("items"), message);
        cx.push(problem.help("one of the two pointers leads to the wrong place"));
    }
    if let Some(items) = &written.items
        && let Some(name) = path::braced(items).next()
    {
        let message = format!("the pointer holds the parameter `{{{}}}`", excerpt(name));
        let problem = Problem::error(&at.key("items"), message);
        cx.push(problem.help("only the items of the first page can be at a parameter of the call"));
    }
}

/// A GET has no body; where a walk writes, that of a POST has no constant.
fn check_body(cx: &Reporter<'_>, at: &Path, body: Option<&Json>, post: bool, paging: &Paging) {
    let position = match &paging.send {
        SendIn::Body(pointer) => Some(("the next position", pointer.as_str())),
        _ => None,
    };
    let carried = paging.carried_in_body().map(|pointer| ("a carried value", pointer));
    let sent: Vec<_> = position.into_iter().chain(carried).collect();
    if post {
        let pointers: Vec<&str> = sent.iter().map(|(_, pointer)| *pointer).collect();
        let at_body = if body.is_some() { at.key("body") } else { at.clone() };
        let none = Json::Map(Map::default());
        for (what, pointer) in &sent {
            let sent = (*what, *pointer, at);
            request_body::check_is_free(cx, &at_body, body.unwrap_or(&none), sent, &pointers);
        }
        return;
    }
    let help = "if the server expects a POST, write `post` instead of `get`";
    if body.is_some() {
        let problem = Problem::error(&at.key("body"), "a GET has no body").on_key();
        cx.push(problem.help(help));
    }
    for (what, pointer) in sent {
        let message = format!(
            "{what} is sent in the body, at `{pointer}`, but later pages are requested by GET"
        );
        cx.push(Problem::error(at, message).on_key().help(help));
    }
}

/// Later pages fit to the list: their path has no parameter that the list's own path and
/// the client lack, and their items are in as many places.
pub(in crate::lower) fn check_parameters(
    cx: &Reporter<'_>,
    at: &Path,
    resource: &Resource,
    of_client: &Map<String>,
    paging: &Paging,
) {
    let Some(then) = &paging.then else { return };
    if let (Some(later), Some(Or::Map(Items { at: Pointers::Several(pointers), .. }))) =
        (&then.items, &resource.items)
        && pointers.len() > 1
    {
        let message = format!(
            "the items are in several places, and those of later pages at `{}` alone",
            excerpt(later)
        );
        let problem = Problem::error(&at.key("items").key("at"), message);
        cx.push(problem.help("remove `items` from `then` if later pages have the same places"));
    }
    let Some(path) = &then.path else { return };
    let (key, own) = resource.path();
    let is_known = |name: &str| {
        path::braced(own).any(|known| known == name)
            || of_client.iter().any(|(known, _)| known == name)
    };
    if let Some(name) = path::braced(path).find(|name| !is_known(name)) {
        let message = format!(
            "later pages are requested at `{}`, and this path has no parameter `{{{}}}`",
            excerpt(path),
            excerpt(name)
        );
        let problem = Problem::error(&at.key(key), message);
        cx.push(problem.help("write the parameter into this path too, or remove it from `then`"));
    }
}
