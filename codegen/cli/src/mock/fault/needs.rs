//! Which lists can show a fault.

use super::FaultKind;
use crate::mock::Options;
use crate::mock::plan::Plan;
use crate::mock::position_kind::{PositionKind, position_kind};
use pagesmith_codegen::model::{NextFrom, Paging};

/// Most records of which the order is kept, in eight bytes each.
const MAX_MOVED: u64 = 10_000_000;

/// What a list needs to show a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// Nothing.
    Anything,
    /// More than one page.
    Pages,
    /// Replies that state the next position.
    Next,
    /// The same, or paging by number or by offset.
    NextOrNumber,
    /// Page tokens, or links that hold one.
    Token,
    /// Replies that state a total.
    Total,
    /// Requests that can state a page size.
    Size,
}

impl Needs {
    fn met_by(self, paging: &Paging) -> bool {
        let stated = paging.next.as_ref().is_some_and(|it| !matches!(it, NextFrom::Last(_)));
        let counted = paging.number.is_some() || paging.offset.is_some();
        match self {
            Self::Anything => true,
            Self::Pages => paging.next.is_some() || counted,
            Self::Next => stated,
            Self::NextOrNumber => stated || counted,
            Self::Token => stated && position_kind(paging) == PositionKind::Token,
            Self::Size => paging.size.is_some(),
            Self::Total => paging.page.total.is_some() || paging.page.pages.is_some(),
        }
    }

    fn describe(self) -> &'static str {
        match self {
            Self::Anything => "any list",
            Self::Pages => "a list of several pages",
            Self::Next => "a list whose replies state the next position",
            Self::NextOrNumber => {
                "a list that pages by number or by offset, or whose replies state the next position"
            }
            Self::Token => "a list that pages by tokens",
            Self::Size => "a list whose requests can state a page size",
            Self::Total => "a list whose replies state a total",
        }
    }
}

/// Checks that at least one list of the spec can show each fault.
pub(in crate::mock) fn check(options: &Options, plan: &Plan) -> Result<(), String> {
    for fault in &options.faults {
        if FaultKind::MOVE_ROWS.contains(&fault.kind) && options.records > MAX_MOVED {
            let kind = fault.kind;
            return Err(format!(
                "the fault `{kind}` keeps the order of all records in memory, so it allows at most \
                 {MAX_MOVED} records: lower `--records`"
            ));
        }
        let Some(needs) = fault.kind.description().map(|it| it.needs) else { continue };
        if !plan.lists.iter().any(|list| needs.met_by(&list.paging)) {
            let (kind, needs) = (fault.kind, needs.describe());
            return Err(format!(
                "the fault `{kind}` needs {needs}, but this spec has no such list"
            ));
        }
    }
    Ok(())
}
