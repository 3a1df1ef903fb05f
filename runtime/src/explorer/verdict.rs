//! The verdict on a run. It shares no code with the protocol.

use super::run::{End, Run};
use super::server::Lie;
use super::style::{Counts, Habit, Style};
use super::world::Move;
use crate::paging::Evidence;

/// The verdict on a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The walk yielded each row that lasted once and in order, and its evidence says so.
    Exact,
    /// The walk reported an error or a warning.
    Reported,
    /// The walk reported nothing and claimed nothing.
    Unproven,
    /// The walk's claim is wrong, although its assumptions held.
    Silent,
    /// The walk's claim is wrong, because one of its assumptions did not hold.
    Beyond,
    /// The list was honest and did not change, but the walk had an error, a warning, or
    /// weaker evidence than its style can have.
    FalseAlarm,
}

pub(super) fn verdict(style: &Style, rows: usize, run: &Run) -> Verdict {
    let honest = run.server.lies.is_empty() && run.world.moves.is_empty();
    let evidence = match &run.end {
        End::Never => return Verdict::Silent,
        End::Failed(_) | End::Warned(_) if honest => return Verdict::FalseAlarm,
        End::Failed(_) | End::Warned(_) => return Verdict::Reported,
        End::Ended(evidence) => *evidence,
    };
    if honest {
        let exact = is_exact(style, rows, run);
        let is_weak = rows > style.size && style.limit.is_none() && evidence < style.best();
        return match (exact, is_weak) {
            (false, _) => Verdict::Silent,
            (true, true) => Verdict::FalseAlarm,
            (true, false) if evidence == Evidence::Unproven => Verdict::Unproven,
            (true, false) => Verdict::Exact,
        };
    }
    let exact = run.world.is_exact(&run.yielded);
    match evidence {
        Evidence::Unproven => Verdict::Unproven,
        _ if exact => Verdict::Exact,
        evidence if assumptions_hold(style, evidence, run) => Verdict::Silent,
        _ => Verdict::Beyond,
    }
}

/// Whether the walk yielded an unchanged list, up to the limit, which counts from the
/// point where a walk was resumed.
fn is_exact(style: &Style, rows: usize, run: &Run) -> bool {
    let Some(limit) = style.limit else { return run.world.is_exact(&run.yielded) };
    let left = rows - run.resumed_after.min(rows);
    let expected = left.min(usize::try_from(limit).unwrap());
    run.yielded.len() - run.resumed_after == expected && run.world.begins_with(&run.yielded)
}

/// Whether the assumptions of the evidence held.
fn assumptions_hold(style: &Style, evidence: Evidence, run: &Run) -> bool {
    let lied = |is: fn(&Lie) -> bool| run.server.lies.iter().any(is);
    let moved = |is: fn(&Move) -> bool| run.world.moves.iter().any(is);
    // No row overtakes another, and the stated total is a total.
    let is_total = !matches!(style.counts, Counts::Remaining);
    let overtakes = moved(|it| matches!(it, Move::Swapped(_)));
    // A reply has the rows that were requested.
    let is_asked = !style.has(Habit::Rounds);
    // Between two pages with a refusal in between, rows are only added, or only removed.
    let both =
        moved(|it| matches!(it, Move::Removed(_))) && moved(|it| matches!(it, Move::Added(_)));
    let is_one_way = !(style.has(Habit::Multiples) && both);
    if overtakes || !is_asked || !is_one_way || !(is_total || evidence == Evidence::Continued) {
        return false;
    }
    match evidence {
        Evidence::Unproven => true,
        Evidence::Counted => {
            !lied(|lie| matches!(lie, Lie::Total(_) | Lie::Other(_)))
                && !moved(|it| matches!(it, Move::Replaced(..)))
        }
        Evidence::Continued => !lied(|lie| {
            matches!(
                lie,
                Lie::Stale(_)
                    | Lie::Same
                    | Lie::Skips
                    | Lie::Ends
                    | Lie::Absent
                    | Lie::GoesOn
                    | Lie::Other(_)
            )
        }),
        Evidence::Anchored => !lied(|lie| {
            matches!(lie, Lie::Total(_) | Lie::Other(_) | Lie::Ends | Lie::Refuses(404))
        }),
        other => panic!("the assumptions of `{other}` are not stated here"),
    }
}
