//! A position that is an object, whose members are sent.

use crate::ast::{Knobs, Next, Or, SendTo};
use crate::diag::{Problem, Reporter};
use crate::model::{NextFrom, Paging, SendIn, SendRules};
use crate::source_map::Path;

/// Whether the knobs say that members are sent.
pub(super) fn is_written(knobs: &Knobs) -> bool {
    matches!(&knobs.next, Some(Next { spread: Some(true), .. }))
}

/// Applies the knob to what the style starts from.
pub(super) fn lower(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &mut Paging) {
    let Some(Next { spread: Some(spread), .. }) = &knobs.next else { return };
    let at_spread = at.key("next").key("spread");
    match (spread, place_of_send(at, knobs)) {
        (true, Some(send)) => {
            let message = "`spread` says where the position is sent, and so does `send`";
            let problem = Problem::error(&at_spread, message).on_key();
            cx.push(problem.related(&send, "given here").help("remove one of the two"));
        }
        (true, None) => {
            (paging.send, paging.send_rules) = (SendIn::Members, SendRules::default());
        }
        (false, None) if paging.send == SendIn::Members => {
            let message = "without `spread`, the position needs a `send`";
            let problem = Problem::error(&at_spread, message).on_key();
            cx.push(problem.help("say where it is sent, like `send: {query: page_token}`"));
        }
        (false, _) => {}
    }
}

/// Where `send` names a place, if it names one.
fn place_of_send(at: &Path, knobs: &Knobs) -> Option<Path> {
    let at = at.key("send");
    match knobs.send.as_ref()? {
        Or::Text(_) => Some(at),
        Or::Map(SendTo { query, body, header, path, url, .. }) => {
            let keys = [
                ("query", query),
                ("body", body),
                ("header", header),
                ("path", path),
                ("url", url),
            ];
            keys.into_iter().find_map(|(key, given)| given.is_some().then(|| at.key(key)))
        }
    }
}

/// Members are of an object in the body; what changes one text does not change them.
pub(super) fn check(cx: &Reporter<'_>, at: &Path, knobs: &Knobs, paging: &Paging) {
    if paging.send != SendIn::Members {
        return;
    }
    if let (Some(NextFrom::Header(_) | NextFrom::Link(_)), true) = (&paging.next, is_written(knobs))
    {
        let message = "`spread` needs an object, and the position comes in a header";
        let problem = Problem::error(&at.key("next").key("spread"), message).on_key();
        cx.push(problem.help("point to an object in the body, like `body: /continue`"));
    }
    let next = knobs.next.as_ref().map(|next| [next.start.is_some(), next.add.is_some()]);
    let [start, add] = next.unwrap_or_default();
    let template = matches!(&knobs.send, Some(Or::Map(SendTo { template: Some(_), .. })));
    for (knob, key, is_given) in
        [("next", "start", start), ("next", "add", add), ("send", "template", template)]
    {
        if is_given {
            let message = format!("`{key}` is about one value, and the position is an object");
            let problem = Problem::error(&at.key(knob).key(key), message).on_key();
            cx.push(problem.help("remove it, or send one value: `send: {query: NAME}`"));
        }
    }
}
