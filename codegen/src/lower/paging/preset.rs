//! Looks up presets by their names in specs and derives.

use crate::model::Paging;
use pagesmith_paging::PRESETS;

/// The names of the presets.
pub(crate) fn names<'a>() -> impl Iterator<Item = &'a str> + Clone {
    PRESETS.iter().map(|preset| preset.name)
}

/// The preset of this name, expanded.
pub(in crate::lower) fn preset(name: &str) -> Option<(&'static str, Paging)> {
    let preset = PRESETS.iter().find(|preset| preset.name == name)?;
    Some((preset.name, preset.paging.owned()))
}
