//! What a list needs beside its way to page: statuses that end it, a session that each request
//! sends back, replies that say that they are incomplete, and what a relative link is relative to.

use super::known_names::{PARTIAL, SESSION};
use super::size_and_page_info::sent;
use super::{Finding, Key, Param, Shape, ValueKind, fold};
use pagesmith_codegen::ast::{Carry, Ends, Flag, Next, Or, Partial, SendTo};

/// Adds these knobs.
pub(super) fn add(shape: &Shape, finding: &mut Finding) {
    unknown_next(shape, finding);
    relative_links(shape, finding);
    more_of_link(shape, finding);
    carry(shape, finding);
    end_statuses(shape, finding);
    partial(shape, finding);
}

/// Says so where replies had nothing but null, and the name fits a link, a token and a number.
fn unknown_next(shape: &Shape, finding: &mut Finding) {
    let Some(Next { body: Some(pointer), .. }) = &finding.knobs.next else { return };
    let Some(key) = shape.key(pointer).filter(|key| key.only_null) else { return };
    if matches!(fold(key.last()).as_str(), "next" | "nextpage") {
        finding.reasons.push(format!(
            "only null was seen at `{pointer}`, so it may be a link, a token or a number: pass a sample that has a next page"
        ));
    }
}

/// The attribute of the link to the next page that says whether more follows.
fn more_of_link(shape: &Shape, finding: &mut Finding) {
    let knobs = &mut finding.knobs;
    let by_link = knobs.preset.as_deref() == Some("link-header");
    let Some(attribute) = shape.more_of_link.clone().filter(|_| by_link) else { return };
    finding.reasons.push(format!("its attribute `{attribute}` says whether more follows"));
    let link = Some("next".to_owned());
    let flag = Flag { link, attribute: Some(attribute), ..Flag::default() };
    knobs.more = Some(Or::Map(flag));
}

/// A link that begins with `/`, and continues the path of the base URL or of a link beside it: by
/// the rules for URLs, it would replace that path.
fn relative_links(shape: &Shape, finding: &mut Finding) {
    let knobs = &mut finding.knobs;
    let Some(Next { body: Some(pointer), r#where: None, .. }) = &knobs.next else { return };
    let is_link = matches!(&knobs.send, Some(Or::Text(send)) if send == "url");
    let Some(key) = shape.key(pointer).filter(|_| is_link) else { return };
    let rooted: Vec<&String> = key.values.iter().filter(|link| link.starts_with('/')).collect();
    let is_rooted = !rooted.is_empty() && rooted.len() == key.values.len();
    let base = shape.keys.iter().find(|other| {
        other.parent() == key.parent() && fold(other.last()) == "base" && other.may_be_link()
    });
    let within = |path: &str| {
        let below = |link: &str| link.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        path.is_empty() || rooted.iter().any(|link| below(link))
    };
    if let Some(base) = base {
        let paths: Vec<&str> = base.values.iter().filter_map(|link| path_of(link)).collect();
        let follows = is_rooted && !paths.is_empty() && !paths.iter().any(|path| within(path));
        if follows {
            let reason = format!("`{pointer}` is relative to `{}`", base.pointer);
            relative_to(finding, base.pointer.clone(), reason);
        } else if key.values.is_empty() || base.values.is_empty() {
            finding.reasons.push(format!(
                "if `{pointer}` begins with `/` and is relative to `{0}`, write `send: {{url: {0}}}`",
                base.pointer
            ));
        }
        return;
    }
    let own = shape.path.split('/').find(|segment| !segment.is_empty()).unwrap_or_default();
    let is_own = |link: &&String| link[1..].split(['/', '?']).next() == Some(own);
    if is_rooted && !within(&shape.base_path) && rooted.iter().all(is_own) {
        let reason = format!("`{pointer}` begins with `/`, below the path of the base URL");
        relative_to(finding, "base".to_owned(), reason);
    }
}

fn relative_to(finding: &mut Finding, url: String, reason: String) {
    finding.knobs.send = Some(Or::Map(SendTo { url: Some(url), ..SendTo::default() }));
    finding.reasons.push(reason);
}

/// The path of an absolute URL, without a slash at its end.
fn path_of(link: &str) -> Option<&str> {
    let (_, rest) = link.split_once("://")?;
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    Some(path.trim_end_matches('/'))
}

/// A session that a reply names, and a parameter of its name.
fn carry(shape: &Shape, finding: &mut Finding) {
    let taken = sent(&finding.knobs);
    let is_session = |key: &&Key| {
        let word = fold(key.last());
        SESSION.contains(&word.as_str()) && key.may_be_token()
    };
    let found = shape.keys.iter().filter(is_session).find_map(|key| {
        let same = |param: &&Param| param.folded() == fold(key.last());
        Some((key, shape.query.iter().find(same).filter(|param| !taken.contains(&param.name))?))
    });
    let Some((key, param)) = found else { return };
    let name = Some(param.name.clone());
    let (query, body) = if param.in_body { (None, name) } else { (name, None) };
    let from = Some(Or::Text(key.pointer.clone()));
    finding.knobs.carry = Some(vec![Carry { from, query, body, ..Carry::default() }]);
    finding.reasons.push(format!(
        "`{}` is sent back as `{}` with each later request (a guess from its name)",
        key.pointer, param.name
    ));
}

/// The statuses that the description gives a list past its last page.
fn end_statuses(shape: &Shape, finding: &mut Finding) {
    for (status, why) in &shape.ends {
        let ends = finding.knobs.ends.get_or_insert_with(Ends::default);
        ends.status.get_or_insert_default().push(*status);
        finding.reasons.push(format!("the status {status} ends the list: {why}"));
    }
}

/// Where a reply says that it is incomplete.
fn partial(shape: &Shape, finding: &mut Finding) {
    if finding.knobs.partial.is_some() {
        return;
    }
    let flag = || shape.key_named(&PARTIAL, |key| key.kind == ValueKind::Boolean);
    let shards = || shape.key("/_shards/failed").filter(|key| key.kind == ValueKind::Number);
    let unreachable = || {
        let named = |pointer: &&String| pointer.rsplit('/').next() == Some("unreachable");
        shape.text_arrays.iter().find(named).cloned()
    };
    let found = unreachable().or_else(|| flag().or_else(shards).map(|key| key.pointer.clone()));
    let Some(pointer) = found else { return };
    finding.reasons.push(format!("`{pointer}` says that a reply is incomplete: a warning"));
    finding.knobs.partial = Some(Partial { at: Some(Or::Text(pointer)), ..Partial::default() });
}
