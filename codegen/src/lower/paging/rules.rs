//! How the next position is used and sent.

use crate::ast::{self, Knobs, Or};
use crate::diag::{Problem, Reporter, excerpt};
use crate::lower::checks::{keyword, pointer};
use crate::model::{FirstRow, LinkBase, Paging, SendAs, SendIn};
use crate::source_map::Path;

/// Applies how the position is used to what the style starts from.
pub(super) fn next(cx: &Reporter<'_>, at: &Path, written: &ast::Next, paging: &mut Paging) {
    let rules = &mut paging.next_rules;
    if let Some(start) = &written.start {
        if start.0.is_empty() {
            let problem = Problem::error(&at.key("start"), "the first position is empty");
            cx.push(problem.help("write what the first request sends, like `start: \"*\"`"));
        }
        rules.start = Some(start.0.clone());
    }
    if written.add == Some(0) {
        let problem = Problem::error(&at.key("add"), "0 changes nothing");
        cx.push(problem.help("write 1 for the row after the position, or remove `add`"));
    }
    rules.add = written.add.or(rules.add);
    if let Some(overlap) = &written.overlap {
        let known = [("keep", FirstRow::Keep), ("drop", FirstRow::Drop)];
        rules.overlap = keyword(cx, &at.key("overlap"), overlap, &known).unwrap_or(rules.overlap);
    }
}

/// Applies how the position is sent to what the style starts from.
pub(super) fn send(cx: &Reporter<'_>, at: &Path, written: &ast::SendTo, paging: &mut Paging) {
    let rules = &mut paging.send_rules;
    if let Some(base) = &written.url {
        rules.url = match base.as_str() {
            pointed if pointed.starts_with('/') => {
                pointer(cx, &at.key("url"), pointed);
                LinkBase::At(pointed.to_owned())
            }
            word => {
                let known = [("request", false), ("base", true)];
                match keyword(cx, &at.key("url"), word, &known) {
                    Some(true) => LinkBase::Base,
                    _ => LinkBase::Request,
                }
            }
        };
    }
    if let Some(json_type) = &written.json_type {
        let known = [("same", SendAs::Same), ("number", SendAs::Number)];
        rules.json_type = keyword(cx, &at.key("as"), json_type, &known).unwrap_or(rules.json_type);
    }
    rules.alone = written.alone.unwrap_or(rules.alone);
    if let Some(template) = &written.template {
        if template.matches("{next}").count() != 1 {
            let message =
                format!("the template `{}` has no place for the position", excerpt(template));
            let problem = Problem::error(&at.key("template"), message);
            cx.push(
                problem.help("write `{next}` once, where the position belongs: `\"0-{next}\"`"),
            );
        }
        rules.template = Some(template.clone());
    }
}

/// A rule has an effect where the position is sent.
pub(super) fn check(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &Paging) {
    let is_link = paging.send == SendIn::Url;
    if let (Some(next), true) = (&knobs.next, is_link) {
        for (key, given) in [("start", next.start.is_some()), ("add", next.add.is_some())] {
            if given {
                let at = at.key("next").key(key);
                let message = format!("`{key}` is about a token, and here the position is a link");
                let help = "send the position in a parameter: `send: {query: NAME}`, or remove it";
                cx.push(Problem::error(&at, message).on_key().help(help));
            }
        }
    }
    let Some(Or::Map(send)) = &knobs.send else { return };
    let at = at.key("send");
    let of_tokens = [("alone", send.alone.is_some()), ("template", send.template.is_some())];
    for (key, _) in of_tokens.into_iter().filter(|(_, given)| *given && is_link) {
        let message = format!("`{key}` is about a token, and here the position is a link");
        let help = "send the position in a parameter: `query: NAME`, or remove it";
        cx.push(Problem::error(&at.key(key), message).on_key().help(help));
    }
    if send.json_type.is_some() && !matches!(paging.send, SendIn::Body(_)) {
        let message = "`as` is about JSON, and here the position is not sent in a body";
        let help = "send the position in the body: `body: POINTER`, or remove `as`";
        cx.push(Problem::error(&at.key("as"), message).on_key().help(help));
    }
}
