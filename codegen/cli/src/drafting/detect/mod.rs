//! Detects how a list pages, from its parameters and its replies.
//!
//! An OpenAPI description and a sample reply both become a [`Shape`]. Each rule reads it and
//! may return a preset or knobs.

mod choose_items;
mod known_names;
mod next_position;
mod offset_and_number;
mod presets;
mod shape;
mod signs;
mod size_and_page_info;

pub(crate) use choose_items::{Array, Choice, choose};
pub(crate) use known_names::{fold, singular};
pub(crate) use shape::{Key, Param, Shape, ValueKind};
pub(crate) use signs::signs;

use crate::drafting::writer::ChosenPaging;
use pagesmith_codegen::ast::{Knobs, Or};

/// The paging of a list, and the parameters that it uses.
pub(crate) struct Detected {
    pub found: ChosenPaging,
    /// Those that this way to page sends.
    pub sent: Vec<String>,
    /// Those of other ways to page.
    pub unused: Vec<String>,
}

impl Detected {
    /// Whether a query parameter is about paging.
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

/// The rules, the most specific ones first.
const RULES: [fn(&Shape) -> Option<Finding>; 8] = [
    presets::laml,
    presets::by_names,
    next_position::link,
    next_position::token,
    next_position::last_item,
    next_position::header,
    offset_and_number::offset,
    offset_and_number::number,
];

/// Detects the paging of a list; `None` if no rule applies.
pub(crate) fn detect(shape: &Shape) -> Option<Detected> {
    let mut finding = RULES.iter().find_map(|rule| rule(shape))?;
    size_and_page_info::add(shape, &mut finding);
    let (sent, unused) = size_and_page_info::paging_params(shape, &finding.knobs);
    let alone = Knobs { preset: finding.knobs.preset.clone(), ..Knobs::default() };
    let paging = match &finding.knobs.preset {
        Some(preset) if finding.knobs == alone => Or::Text(preset.clone()),
        _ => Or::Map(finding.knobs),
    };
    Some(Detected { found: ChosenPaging { paging, reasons: finding.reasons }, sent, unused })
}
