//! Detects paging by a next position in the reply: a link, a token, a header, or the last
//! item.

use super::known_names::{self, CURSOR, LINK, MORE, NEXT, NUMBER, OFFSET};
use super::phrases::{Says, says};
use super::{Detected, Finding, Key, Param, Shape, ValueKind, fold};
use pagesmith_codegen::ast::{Ends, Knobs, Next, Or, SendTo, Word};

/// Parts of the names of parameters that only tokens have.
const TOKEN_PARTS: [&str; 6] =
    ["cursor", "token", "iterator", "marker", "continuation", "afterkey"];

/// A link in the body.
pub(super) fn link(shape: &Shape) -> Option<Finding> {
    // OData 2.0: a link, relative or not.
    let double = || shape.keys.iter().find(|key| key.last() == "__next" && key.may_be_link());
    let named = shape.key_named(&LINK, Key::may_be_link);
    let key = named.or_else(double).or_else(|| plain_link(shape))?;
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
    let inside = |key: &&Key| {
        (key.pointer.ends_with("/next/href") || key.pointer.ends_with("/next/url"))
            && key.may_be_link()
    };
    if let Some(key) = shape.keys.iter().find(inside) {
        return Some(key);
    }
    // A page number that is a text is a token in all but its name.
    let text_page = shape.number_param().is_some_and(|param| param.text && !param.numeric);
    let takes_token = shape.token_param(&CURSOR).is_some() || text_page;
    // The convention of Django: links to both neighbors.
    let both = shape.key("/next").is_some() && shape.key("/previous").is_some();
    shape.key_named(&["next", "nextpage"], |key| match key.kind {
        ValueKind::Link => true,
        ValueKind::Text => !takes_token && shape.all_params_known,
        ValueKind::Any => !takes_token && both,
        ValueKind::Number | ValueKind::Boolean | ValueKind::Token => false,
    })
}

/// A token in the body, and the parameter for it.
pub(super) fn token(shape: &Shape) -> Option<Finding> {
    let found = by_name(shape).or_else(|| within_next(shape)).or_else(|| same_name(shape));
    let (key, param) = found.or_else(|| beside_flag(shape))?;
    let start = param.opens.clone().map(Word);
    let opens = start.as_ref().map(|start| format!(", from `{}` on", start.0)).unwrap_or_default();
    let knobs = Knobs {
        next: Some(Next { body: Some(key.pointer.clone()), start, ..Next::default() }),
        send: Some(send_value(&param, key.kind == ValueKind::Number)),
        ..Knobs::default()
    };
    let name = &param.name;
    let known = shape.query.iter().any(|known| known.name == *name);
    let guess = if known { "" } else { " (a guess from its name)" };
    let at = if param.in_body { "in the body, at" } else { "as" };
    let reasons = format!("`{}` is sent {at} `{name}`{guess}{opens}", key.pointer);
    Some(may_be_absent(Finding::knobs(knobs, reasons), key))
}

/// A key with the name of a token.
fn by_name(shape: &Shape) -> Option<(&Key, Param)> {
    let by_number = shape.number_param().is_some() && shape.token_param(&CURSOR[..24]).is_none();
    let fits = |key: &Key| {
        let vague = matches!(fold(key.last()).as_str(), "next" | "nextpage");
        let number = key.kind == ValueKind::Number || (by_number && !text_page(shape, key));
        // A description that has no parameter for `next` does not have it for a token.
        let no_token = shape.is_described && !shape.has_position_param();
        key.may_be_token() && !(vague && (number || no_token))
    };
    let key = shape.key_named(&NEXT, fits)?;
    Some((key, parameter_of(shape, key)?))
}

/// Whether a key such as `next_page` has the text for the parameter `page`.
fn text_page(shape: &Shape, key: &Key) -> bool {
    let is_text = |param: &Param| param.text && !param.numeric;
    fold(key.last()) == "nextpage" && shape.number_param().is_some_and(is_text)
}

/// A key of an object named `next`, for the parameter of the same name: a token before a number.
/// Such an object may also repeat the filters and the page size.
fn within_next(shape: &Shape) -> Option<(&Key, Param)> {
    let keys = || shape.keys.iter().filter(|key| key.is_in_next() && key.may_be_token());
    let among = |words: &[&str]| {
        keys().find_map(|key| {
            let name = fold(key.last());
            let fits = words.contains(&name.as_str());
            let same = shape.query.iter().find(|param| fits && param.folded() == name);
            let guess = || {
                (fits && !shape.all_params_known && CURSOR.contains(&name.as_str()))
                    .then(|| guessed(key.last()))
            };
            Some((key, same.cloned().or_else(guess)?))
        })
    };
    among(&CURSOR[..32]).or_else(|| among(&OFFSET)).or_else(|| among(&NUMBER))
}

/// A key with the name of a parameter that only a token has.
fn same_name(shape: &Shape) -> Option<(&Key, Param)> {
    let is_token = |param: &&Param| {
        let name = param.folded();
        !param.numeric
            && TOKEN_PARTS.iter().any(|part| name.contains(part))
            && !known_names::BACKWARDS.contains(&name.as_str())
            && shape.needed_by(param).is_none()
            // What a body creates has tokens of its own.
            && (!param.in_body || (CURSOR.contains(&name.as_str()) && name != "token"))
    };
    shape.query.iter().filter(is_token).find_map(|param| {
        let key = shape.key_named(&[&param.folded()], Key::may_be_token)?;
        Some((key, param.clone()))
    })
}

/// A token without `next` in its name, beside a flag that says that more follows, where no
/// description names the parameters.
fn beside_flag(shape: &Shape) -> Option<(&Key, Param)> {
    let unknown = !shape.is_described && !shape.all_params_known;
    shape.key_named(&MORE, |key| key.kind == ValueKind::Boolean).filter(|_| unknown)?;
    let key = shape.key_named(&["pagetoken"], Key::may_be_token)?;
    Some((key, guessed(key.last())))
}

/// The parameter for a key's value: preferably one of the same name.
fn parameter_of(shape: &Shape, key: &Key) -> Option<Param> {
    let folded = fold(key.last());
    let bare = folded.strip_prefix("next").unwrap_or(&folded);
    let text_page = shape.number_param().filter(|_| text_page(shape, key));
    let alike = [folded.as_str(), bare];
    let same = CURSOR.iter().filter(|word| alike.contains(word)).copied();
    let words: Vec<&str> =
        same.chain(CURSOR).filter(|word| *word != "offset" || bare == "offset").collect();
    let known = shape.token_param(&words).or(text_page).cloned();
    known.or_else(|| (!shape.all_params_known).then(|| guessed(&guess(key.last()))))
}

/// A parameter that no description names.
fn guessed(name: &str) -> Param {
    Param { name: name.to_owned(), ..Param::default() }
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

/// The identity of the last item, if a flag states whether more items follow.
pub(super) fn last_item(shape: &Shape) -> Option<Finding> {
    let more = shape.key_named(&MORE, |key| key.may_be(ValueKind::Boolean))?;
    let (param, field) = shape.last_item_param()?;
    let reasons = format!(
        "`{}` is the `{field}` of the last item, while `{}` is true",
        param.name, more.pointer
    );
    Some(Finding::knobs(after(param, field), reasons))
}

/// The identity of the last item, if the description says so: such a walk ends with an empty
/// page.
pub(super) fn last_item_in_words(shape: &Shape) -> Option<Finding> {
    let (param, field) = shape.last_item_param()?;
    if !super::phrases::names(&param.docs, field) {
        return None;
    }
    let ends = Ends { empty_page: Some(true), ..Ends::default() };
    let knobs = Knobs { ends: Some(ends), ..after(param, field) };
    let reasons = format!(
        "`{}` is the `{field}` of the last item, as its description says; an empty page is the end",
        param.name
    );
    Some(Finding::knobs(knobs, reasons))
}

pub(super) fn after(param: &Param, field: &str) -> Knobs {
    let step = field.replace('~', "~0").replace('/', "~1");
    Knobs {
        next: Some(Next { last: Some(format!("/{step}")), ..Next::default() }),
        send: Some(send_to(param)),
        ..Knobs::default()
    }
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
    let param = shape.token_param(&CURSOR)?;
    let knobs = Knobs {
        next: Some(Next { header: Some(name.clone()), ..Next::default() }),
        send: Some(send_value(param, false)),
        ..Knobs::default()
    };
    Some(Finding::knobs(knobs, format!("the header `{name}` is sent as `{}`", param.name)))
}

/// The header `Link`, if only words speak of it, and a parameter pages.
pub(super) fn header_in_words(shape: &Shape) -> Option<Finding> {
    let words: Vec<&str> = [&NUMBER[..], &CURSOR, &known_names::AFTER, &known_names::SIZE].concat();
    let pages = |param: &&Param| words.contains(&param.folded().as_str());
    let of_params = shape.query.iter().filter(pages).map(|param| param.docs.as_str());
    let mut texts = of_params.chain(shape.docs.iter().map(String::as_str));
    let phrase = texts.find_map(|text| says(text, Says::LinkHeader))?;
    shape.query.iter().find(pages)?;
    let reasons = format!(
        "the description speaks of the header `Link` (“{phrase}”), which it does not declare (a guess)"
    );
    Some(Finding::preset("link-header", reasons))
}

/// A token whose next value is nowhere in the reply, which is an array and has no room for one:
/// then a header has it, as a rule `Link`.
pub(crate) fn header_by_elimination(shape: &Shape) -> Option<Detected> {
    let is_cursor = |param: &&Param| {
        let name = param.folded();
        !param.in_body
            && !param.numeric
            && shape.needed_by(param).is_none()
            && !known_names::BACKWARDS.contains(&name.as_str())
            && (name.contains("cursor") || CURSOR.contains(&name.as_str()) && param.is_token())
    };
    let param = shape.query.iter().find(is_cursor).filter(|_| shape.items.is_empty())?;
    let mut detected = guessed_header(shape, param);
    detected.notes.push(format!("nothing says where the next value of `{}` is: the header `Link` is a guess, and without that header a walk ends after the first page", param.name));
    Some(detected)
}

/// The header `Link` as a guess: servers that send it on the last page too send an empty page
/// after that.
pub(super) fn guessed_header(shape: &Shape, param: &Param) -> Detected {
    let reasons = format!(
        "the reply has no key for the next value of `{}`, so the header `Link` leads to the next page (a guess)",
        param.name
    );
    let mut finding = Finding::preset("link-header", reasons);
    finding.knobs.ends = Some(Ends { empty_page: Some(true), ..Ends::default() });
    let mut detected = super::finish(shape, finding);
    detected.guessed.push("Link".to_owned());
    detected.unused.push(param.name.clone());
    detected
}

/// Where the value of a parameter is sent.
pub(super) fn send_to(param: &Param) -> Or<SendTo> {
    let name = Some(param.name.clone());
    let (query, body) = if param.in_body { (None, name) } else { (name, None) };
    Or::Map(SendTo { query, body, ..SendTo::default() })
}

/// Where the value of a reply is sent. A body that takes a number gets one, also where the reply
/// states a text.
fn send_value(param: &Param, states_number: bool) -> Or<SendTo> {
    let as_number = param.in_body && param.numeric && !states_number;
    match send_to(param) {
        Or::Map(to) if as_number => Or::Map(SendTo { json_type: Some("number".to_owned()), ..to }),
        to => to,
    }
}

/// If a reply may lack the key, its absence ends the list. If the examples lack it although the
/// schema has it, they are lists in one reply.
pub(super) fn may_be_absent(mut finding: Finding, key: &Key) -> Finding {
    let absent = |meaning: &str| Some(Ends { absent: Some(meaning.to_owned()), ..Ends::default() });
    if !key.always && finding.knobs.preset.is_none() {
        finding.knobs.ends = absent("end");
        finding.reasons.push("a reply may lack it, which then means the end".to_owned());
    } else if key.lacking {
        finding.knobs.ends = absent("single_page");
        finding.reasons.push("the examples lack it: such a reply is the whole list".to_owned());
    }
    finding
}
