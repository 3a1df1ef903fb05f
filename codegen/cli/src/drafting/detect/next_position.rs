//! Detects paging by a next position in the reply: a link, a token, a header, or the last
//! item.

use super::known_names::{self, AFTER, CURSOR, LINK, MORE, NEXT, NUMBER};
use super::{Finding, Key, Shape, ValueKind, fold};
use pagesmith_codegen::ast::{Ends, Knobs, Next, Or, SendTo};

/// A link in the body.
pub(super) fn link(shape: &Shape) -> Option<Finding> {
    let key =
        shape.key_named(&LINK, |key| key.may_be(ValueKind::Text)).or_else(|| plain_link(shape))?;
    let knobs = Knobs {
        next: Some(Next { body: Some(key.pointer.clone()), ..Next::default() }),
        send: Some(Or::Text("url".to_owned())),
        ..Knobs::default()
    };
    let finding = Finding::knobs(knobs, format!("`{}` is a link to the next page", key.pointer));
    Some(may_be_absent(finding, key))
}

/// A key with the bare name `next`, if it is a link and not a token.
fn plain_link(shape: &Shape) -> Option<&Key> {
    let inside =
        |key: &&Key| key.pointer.ends_with("/next/href") || key.pointer.ends_with("/next/url");
    if let Some(key) = shape.keys.iter().find(inside) {
        return Some(key);
    }
    let takes_token = shape.param(&CURSOR).is_some();
    // The convention of Django: links to both neighbors.
    let both = shape.key("/next").is_some() && shape.key("/previous").is_some();
    shape.key_named(&["next", "nextpage"], |key| match key.kind {
        ValueKind::Link => true,
        ValueKind::Text => !takes_token && shape.all_params_known,
        ValueKind::Any => !takes_token && both,
        ValueKind::Number | ValueKind::Boolean => false,
    })
}

/// A token in the body, and the parameter for it.
pub(super) fn token(shape: &Shape) -> Option<Finding> {
    let by_number = shape.param(&NUMBER).is_some() && shape.param(&CURSOR[..24]).is_none();
    let fits = |key: &Key| {
        let vague = matches!(fold(key.last()).as_str(), "next" | "nextpage");
        let number = key.kind == ValueKind::Number || by_number;
        (key.may_be(ValueKind::Text) || key.kind == ValueKind::Number) && !(vague && number)
    };
    let key = shape.key_named(&NEXT, fits)?;
    let param = parameter_of(shape, key)?;
    let knobs = Knobs {
        next: Some(Next { body: Some(key.pointer.clone()), ..Next::default() }),
        send: Some(query(&param)),
        ..Knobs::default()
    };
    let known = shape.query.iter().any(|known| known.name == param);
    let guess = if known { "" } else { " (a guess from its name)" };
    let finding = Finding::knobs(knobs, format!("`{}` is sent as `{param}`{guess}", key.pointer));
    Some(may_be_absent(finding, key))
}

/// The parameter for a key's value: preferably one of the same name.
fn parameter_of(shape: &Shape, key: &Key) -> Option<String> {
    let folded = fold(key.last());
    let bare = folded.strip_prefix("next").unwrap_or(&folded);
    let alike = [folded.as_str(), bare];
    let same = CURSOR.iter().filter(|word| alike.contains(word)).copied();
    let words: Vec<&str> =
        same.chain(CURSOR).filter(|word| *word != "offset" || bare == "offset").collect();
    shape.param_or(&words, &guess(key.last()))
}

/// The usual name of such a parameter: that of the key without `next`.
fn guess(key: &str) -> String {
    for prefix in ["next_", "next-"] {
        if let Some(rest) = key.strip_prefix(prefix).filter(|rest| *rest != "token") {
            return rest.to_owned();
        }
    }
    let rest = key.strip_prefix("next").filter(|rest| rest.starts_with(char::is_uppercase));
    match (rest, fold(key).as_str()) {
        (Some("Token"), _) => key.to_owned(),
        (Some(rest), _) => rest[..1].to_lowercase() + &rest[1..],
        (None, "endcursor") => "after".to_owned(),
        (None, _) => key.to_owned(),
    }
}

/// The ID of the last item, if a flag states whether more items follow.
pub(super) fn last_item(shape: &Shape) -> Option<Finding> {
    let more = shape.key_named(&MORE, |key| key.may_be(ValueKind::Boolean))?;
    let (param, id) = (shape.param(&AFTER)?, shape.id.as_ref()?);
    let knobs = Knobs {
        next: Some(Next { last: Some(format!("/{id}")), ..Next::default() }),
        send: Some(query(&param.name)),
        ..Knobs::default()
    };
    let reasons = format!(
        "`{}` is the `{id}` of the last item, while `{}` is true",
        param.name, more.pointer
    );
    Some(Finding::knobs(knobs, reasons))
}

/// A header of the reply: `Link` (RFC 8288), or one with a token.
pub(super) fn header(shape: &Shape) -> Option<Finding> {
    if shape.headers.iter().any(|name| name.eq_ignore_ascii_case("link")) {
        return Some(Finding::preset("link-header", "replies have the header `Link`"));
    }
    let next = |name: &&String| {
        let folded = fold(name);
        let bare = folded.strip_prefix('x').unwrap_or(&folded);
        known_names::NEXT[..14].contains(&bare)
    };
    let name = shape.headers.iter().find(next)?;
    let param = shape.param(&CURSOR)?;
    let knobs = Knobs {
        next: Some(Next { header: Some(name.clone()), ..Next::default() }),
        send: Some(query(&param.name)),
        ..Knobs::default()
    };
    Some(Finding::knobs(knobs, format!("the header `{name}` is sent as `{}`", param.name)))
}

fn query(name: &str) -> Or<SendTo> {
    Or::Map(SendTo { query: Some(name.to_owned()), ..SendTo::default() })
}

/// If a reply may lack the key, its absence ends the list.
fn may_be_absent(mut finding: Finding, key: &Key) -> Finding {
    if !key.always {
        finding.knobs.ends = Some(Ends { absent: Some("end".to_owned()), ..Ends::default() });
        finding.reasons.push("a reply may lack it, which then means the end".to_owned());
    }
    finding
}
