//! What a run is counted as. It shares no code with the protocol.

use super::run::{End, Run};
use super::server::Lie;
use super::ways::{Counts, Habit, Way};
use super::world::Move;
use crate::paging::Evidence;

/// What a run is counted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Each row that lasted came once and in order, and the evidence says so.
    Exact,
    /// An error or a warning.
    Told,
    /// No word, and no claim.
    Unproven,
    /// A claim that is wrong, though all held that it takes for granted.
    Silent,
    /// A claim that is wrong, since something did not hold that it takes for
    /// granted.
    Beyond,
    /// An honest list that does not move, and an error, a warning, or a weaker
    /// claim than its style can make.
    FalseAlarm,
}

pub(super) fn verdict(way: &Way, rows: usize, run: &Run) -> Verdict {
    let honest = run.server.lies.is_empty() && run.world.moves.is_empty();
    let evidence = match &run.end {
        End::Never => return Verdict::Silent,
        End::Failed(_) | End::Warned(_) if honest => return Verdict::FalseAlarm,
        End::Failed(_) | End::Warned(_) => return Verdict::Told,
        End::Well(evidence) => *evidence,
    };
    if honest {
        let exact = is_exact(way, rows, run);
        let is_weak = rows > way.size && way.limit.is_none() && evidence < way.best();
        return match (exact, is_weak) {
            (false, _) => Verdict::Silent,
            (true, true) => Verdict::FalseAlarm,
            (true, false) if evidence == Evidence::Unproven => Verdict::Unproven,
            (true, false) => Verdict::Exact,
        };
    }
    let exact = run.world.is_exact(&run.got);
    match evidence {
        Evidence::Unproven => Verdict::Unproven,
        _ if exact => Verdict::Exact,
        evidence if grants(way, evidence, run) => Verdict::Silent,
        _ => Verdict::Beyond,
    }
}

/// Whether a list that nothing happened to was handed out, up to the limit, which
/// counts from where a walk resumes.
fn is_exact(way: &Way, rows: usize, run: &Run) -> bool {
    let Some(limit) = way.limit else { return run.world.is_exact(&run.got) };
    let left = rows - run.resumed_behind.min(rows);
    let expected = left.min(usize::try_from(limit).unwrap());
    run.got.len() - run.resumed_behind == expected && run.world.begins_with(&run.got)
}

/// Whether all held that the evidence takes for granted.
fn grants(way: &Way, evidence: Evidence, run: &Run) -> bool {
    let lied = |is: fn(&Lie) -> bool| run.server.lies.iter().any(is);
    let moved = |is: fn(&Move) -> bool| run.world.moves.iter().any(is);
    // No row overtakes another, and what is stated as the total is one.
    let is_total = !matches!(way.counts, Counts::Remaining);
    let overtakes = moved(|it| matches!(it, Move::Swapped(_)));
    // A reply holds the rows that were asked for.
    let is_asked = !way.has(Habit::Rounds);
    // Between two pages, with a refusal in between, rows only come, or only go.
    let both = moved(|it| matches!(it, Move::Goes(_))) && moved(|it| matches!(it, Move::Comes(_)));
    let is_one_way = !(way.has(Habit::Multiples) && both);
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
        Evidence::Anchored => !lied(|lie| matches!(lie, Lie::Total(_) | Lie::Other(_) | Lie::Ends)),
        other => panic!("what `{other}` takes for granted is not said here"),
    }
}
