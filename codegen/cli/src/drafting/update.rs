//! `pagesmith import --update`: merges a description that changed into a spec that a person has
//! edited.
//!
//! Three texts take part: the spec of the import before (`base`), that of the import now (`new`),
//! and the one that was edited (`mine`). What changed from `base` to `new` is changed in `mine`, by
//! edits of its text, so that comments and layout stay. What a person changed stays; where the
//! description changed the same, that is a conflict.

mod edits;
mod merge;
mod names;
mod text;

use merge::Merge;
use pagesmith_codegen::source_map::Path;
use text::SpecText;

/// A spec that was updated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Updated {
    /// The text of the spec.
    pub text: String,
    /// What the description changed, as paths of the spec.
    pub changed: Vec<String>,
    /// Where the description and the person changed the same.
    pub conflicts: Vec<Conflict>,
}

/// Something that both the description and the person changed. The spec keeps what the person
/// wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The line in the spec before the update, from 1.
    pub line: usize,
    /// The path in the spec.
    pub path: String,
    /// What the description has now.
    pub why: String,
}

/// Merges the changes from `base` to `new` into `mine`.
///
/// # Errors
/// A clause, if one of the texts is not a spec.
pub fn update(base: &str, new: &str, mine: &str) -> Result<Updated, String> {
    let mine = SpecText::read(mine).map_err(|why| format!("the spec {why}"))?;
    let base = SpecText::read(base).map_err(|why| format!("the import before {why}"))?;
    let new = SpecText::read(new).map_err(|why| format!("the import now {why}"))?;
    // A record keeps its name, so that code that uses it stays valid.
    let stable = names::records(&new_to_old(&base, &new));
    let new = names::renamed(new, &stable)?;
    let renames = names::by_hand(&base, &mine);
    let base = names::renamed(base, &renames)?;
    let new = names::renamed(new, &renames)?;
    let Merge { merged, changes, mut conflicts } = merge::merge(&base, &new, &mine);
    let (text, unmerged) = edits::apply(&base, &new, &mine, &merged, &changes);
    conflicts.extend(unmerged);
    conflicts.sort_by_key(|conflict| conflict.line);
    let changed = changes.iter().map(|change| change.path.to_string()).collect();
    Ok(Updated { text, changed, conflicts })
}

/// The records that the description renamed: the new name, and the one before.
fn new_to_old(base: &SpecText, new: &SpecText) -> Vec<(String, String)> {
    let pairs = names::record_pairs(&base.root, &new.root);
    pairs.into_iter().map(|(old, new)| (new, old)).collect()
}

/// A conflict at a path of the spec.
fn conflict(mine: &SpecText, path: &Path, why: impl Into<String>) -> Conflict {
    Conflict { line: mine.line(path), path: path.to_string(), why: why.into() }
}
