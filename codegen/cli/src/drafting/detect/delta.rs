//! The delta: what the last page gives for the next synchronisation.

use super::{Finding, Key, Shape, fold};
use pagesmith_codegen::ast::{Delta, Knobs, Or};

/// Adds the delta that replies state: a link beside next links, as in `OData`, or Google's token
/// with the parameter that takes it.
pub(super) fn add(shape: &Shape, finding: &mut Finding) {
    let named = |name: &str| {
        let is_it = |key: &&Key| key.pointer.rsplit('/').next().is_some_and(|it| fold(it) == name);
        shape.keys.iter().find(is_it).map(|key| key.pointer.clone())
    };
    let (delta, reason) = if let Some((pointer, param)) =
        named("nextsynctoken").zip(shape.param(&["synctoken"]))
        && !param.in_body
    {
        let reason = format!("`{pointer}` is what `{}` takes the next time", param.name);
        (Delta { body: Some(pointer), query: Some(param.name.clone()), header: None }, reason)
    } else if let Some(pointer) = named("odatadeltalink")
        && follows_links(&finding.knobs)
    {
        let reason = format!("`{pointer}` is the link for the next time");
        (Delta { body: Some(pointer), ..Delta::default() }, reason)
    } else {
        return;
    };
    finding.knobs.delta = Some(delta);
    finding.reasons.push(reason);
}

/// Whether the next position is a link.
fn follows_links(knobs: &Knobs) -> bool {
    match &knobs.send {
        Some(Or::Text(word)) => word == "url",
        Some(Or::Map(_)) => false,
        None => knobs.preset.as_deref() == Some("odata"),
    }
}
