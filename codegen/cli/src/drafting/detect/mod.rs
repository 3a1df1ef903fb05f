//! Detects how a list pages, from its parameters and its replies.
//!
//! An OpenAPI description and a sample reply both become a [`Shape`]. Each rule reads it and
//! may return a preset or knobs.

mod beside;
mod choose_items;
mod conventions;
mod declared;
mod delta;
mod known_names;
mod flags;
mod last_resort;
mod link_array;
mod next_position;
mod offset_and_number;
mod phrases;
mod presets;
mod shape;
mod signs;
mod size_and_page_info;

pub(crate) use choose_items::{Array, Choice, RowKind, choose};
pub(crate) use conventions::Conventions;
pub(crate) use declared::{Declared, Way};
pub(crate) use known_names::{fold, may_identify, singular};
pub(crate) use last_resort::last_resort;
pub(crate) use link_array::LinkArray;
pub(crate) use next_position::header_by_elimination;
pub(crate) use phrases::{Says, names, opens, says};
pub(crate) use shape::{Key, Param, Shape, ValueKind};
pub(crate) use signs::{says_more, signs};

use crate::drafting::writer::ChosenPaging;
use pagesmith_codegen::ast::{Knobs, Or};

/// The paging of a list, and the parameters that it uses.
pub(crate) struct Detected {
    pub found: ChosenPaging,
    /// Those that this way to page sends.
    pub sent: Vec<String>,
    /// Those of other ways to page.
    pub unused: Vec<String>,
    /// What the knobs use, and no description names.
    guessed: Vec<String>,
    /// What users should check.
    pub notes: Vec<String>,
}

impl Detected {
    /// Whether requests send back a position that a reply states.
    pub(crate) fn sends_what_replies_state(&self) -> bool {
        matches!(&self.found.paging, Or::Map(Knobs { next: Some(_), .. }))
    }

    /// Whether any part of it is a guess that no description makes likely.
    pub(crate) fn is_guess(&self) -> bool {
        !self.guessed.is_empty()
    }

    /// Whether a parameter is about paging.
    pub(crate) fn is_paging(&self, param: &str) -> bool {
        self.sent.iter().chain(&self.unused).any(|name| name == param)
    }
}

/// The result of a rule: knobs, and the reasons for them.
struct Finding {
    knobs: Knobs,
    reasons: Vec<String>,
}

impl Finding {
    fn preset(name: &str, reasons: impl Into<String>) -> Self {
        let knobs = Knobs { preset: Some(name.to_owned()), ..Knobs::default() };
        Self { knobs, reasons: vec![reasons.into()] }
    }

    fn knobs(knobs: Knobs, reasons: impl Into<String>) -> Self {
        Self { knobs, reasons: vec![reasons.into()] }
    }
}

/// The rules, in the order of their evidence: what the description declares; names that only one convention has; positions
/// that replies state; what only words say; positions that the client counts.
const RULES: [fn(&Shape) -> Option<Finding>; 12] = [
    declared::declared,
    presets::laml,
    presets::by_names,
    next_position::link,
    next_position::token,
    link_array::link_in_array,
    next_position::last_item,
    next_position::header,
    next_position::header_in_words,
    next_position::last_item_in_words,
    offset_and_number::offset,
    offset_and_number::number,
];

/// Detects the paging of a list; `None` if no rule applies.
pub(crate) fn detect(shape: &Shape) -> Option<Detected> {
    if shape.declared.as_ref().is_some_and(|declared| matches!(declared.way, Way::Single)) {
        return None;
    }
    RULES.iter().find_map(|rule| rule(shape)).map(|finding| finish(shape, finding))
}

/// Adds to the result of a rule what all rules share.
fn finish(shape: &Shape, mut finding: Finding) -> Detected {
    size_and_page_info::add(shape, &mut finding);
    beside::add(shape, &mut finding);
    delta::add(shape, &mut finding);
    let (sent, unused) = size_and_page_info::paging_params(shape, &finding.knobs);
    let mut guessed = size_and_page_info::sent(&finding.knobs);
    guessed.retain(|name| shape.query.iter().all(|param| param.name != *name));
    let alone = Knobs { preset: finding.knobs.preset.clone(), ..Knobs::default() };
    let paging = match &finding.knobs.preset {
        Some(preset) if finding.knobs == alone => Or::Text(preset.clone()),
        _ => Or::Map(finding.knobs),
    };
    let notes = near_misses(shape, &sent);
    let found = ChosenPaging { paging, reasons: finding.reasons };
    Detected { found, sent, unused, guessed, notes }
}

/// Detects the paging of a list whose replies page, although no parameter is described that
/// says where a page begins: its name is a guess. A server that does not know the parameter
/// sends the first page again, which a walk refuses.
pub(crate) fn guess(shape: &Shape) -> Option<Detected> {
    if shape.has_position_param() {
        return next_position::header_by_elimination(shape);
    }
    if !shape.has_rows_of_page() {
        return None;
    }
    let mut detected = detect(&Shape { all_params_known: false, ..shape.clone() })?;
    let names: Vec<String> = detected.guessed.iter().map(|name| format!("`{name}`")).collect();
    let text = "its reply pages, but no parameter for that is described";
    detected.notes.push(match names.as_slice() {
        [] => format!("{text}: its name is that of a convention (a guess)"),
        [name] => format!("{text}: {name} is a guess from the reply"),
        names => format!("{text}: {} are guesses from the reply", names.join(" and ")),
    });
    Some(detected)
}

/// The parameters that would page, had they no condition.
fn near_misses(shape: &Shape, sent: &[String]) -> Vec<String> {
    let conditional = shape.query.iter().filter(|param| {
        known_names::CURSOR.contains(&param.folded().as_str()) && !sent.contains(&param.name)
    });
    let needs = conditional.filter_map(|param| Some((param, shape.needed_by(param)?)));
    needs
        .map(|(param, other)| {
            format!("`{}` is not used: it has no effect without `{}`", param.name, other.name)
        })
        .collect()
}
