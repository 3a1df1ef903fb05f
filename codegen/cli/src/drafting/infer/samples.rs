//! Reads the samples, and what they show together.

use super::evidence::Evidence;
use super::{Envelope, Hints, Sample, held};
use crate::drafting::detect::RowKind;
use crate::drafting::document::Node;

/// Most different fields in all samples: a draft with more of them is larger than a
/// spec may be.
const MAX_FIELDS: usize = 50_000;

/// What these samples show together, and what they hold beside their rows.
pub(super) fn evidence(
    samples: &[Sample<'_>],
    hints: &Hints,
) -> Result<(Evidence, Envelope), String> {
    let (mut all, mut seen) = (Evidence::default(), Envelope::default());
    let (mut first, mut room) = (None, MAX_FIELDS);
    for sample in samples {
        let node = read(sample, hints)?;
        check_same(sample, &node, &mut first)?;
        all.add(&node, &mut room).ok_or_else(|| too_many(sample))?;
    }
    seen.read(&all, String::new(), true, 0);
    Ok((all, seen))
}

/// The samples with something at the pointer to the rows, and the names of those
/// without, which are other replies: of an error, for instance. Each is read again,
/// since one of them in memory is enough.
pub(super) fn with_rows<'s>(
    samples: &[Sample<'s>],
    hints: &Hints,
    items: &str,
) -> Result<(Vec<Sample<'s>>, Vec<&'s str>), String> {
    let (mut with, mut others) = (Vec::new(), Vec::new());
    for sample in samples {
        // One sample has the rows that were found.
        if samples.len() == 1 || read(sample, hints)?.at(items).is_some() {
            with.push(*sample);
        } else {
            others.push(sample.name);
        }
    }
    Ok((with, others))
}

/// Reads a sample, and checks that it has rows at `--items`.
fn read(sample: &Sample<'_>, hints: &Hints) -> Result<Node, String> {
    let Sample { name, bytes, .. } = sample;
    let text = std::str::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8"))?;
    let node = Node::json(text).map_err(|problem| format!("{name} {problem}"))?;
    match &hints.items {
        Some(items) if !held::may_hold_rows(node.at(items)) => {
            Err(format!("{name} has no array at `{items}`, and no object of rows"))
        }
        _ => Ok(node),
    }
}

/// Checks that a sample is a reply of the same list as the first one that has rows:
/// they share an array that may hold them.
fn check_same<'s>(
    sample: &Sample<'s>,
    node: &Node,
    first: &mut Option<(&'s str, Vec<String>)>,
) -> Result<(), String> {
    let mut alone = Evidence::default();
    alone.add(node, &mut { MAX_FIELDS }).ok_or_else(|| too_many(sample))?;
    let mut seen = Envelope::default();
    seen.read(&alone, String::new(), true, 0);
    let rows = seen.arrays.into_iter().filter(|array| array.rows == RowKind::Records);
    let rows: Vec<String> = rows.map(|array| array.pointer).chain(seen.maps).collect();
    match first {
        Some((name, others))
            if !rows.is_empty() && rows.iter().all(|row| !others.contains(row)) =>
        {
            return Err(format!(
                "{name} has rows at `{}`, but {} at `{}`; infer each list separately",
                others.join("`, `"),
                sample.name,
                rows.join("`, `"),
            ));
        }
        None if !rows.is_empty() => *first = Some((sample.name, rows)),
        Some(_) | None => {}
    }
    Ok(())
}

/// The error of more fields than a draft has room for.
fn too_many(sample: &Sample<'_>) -> String {
    format!(
        "with {} there are more than {MAX_FIELDS} different fields, and no spec has room for them; leave out objects whose keys are data",
        sample.name
    )
}
