//! The rows of a list, and what happens to them while it is walked.

use super::choices::Choices;
use serde::Deserialize;

/// A row: its key, and its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Row {
    pub(super) id: u32,
    /// The list is ordered by it.
    pub(super) rank: u32,
}

/// What happens to the rows between two requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    Removed(usize),
    Added(usize),
    /// One is removed, and another added.
    Replaced(usize, usize),
    /// One changes places with the next.
    Swapped(usize),
}

/// How many events may happen in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Budget {
    pub(super) kills: usize,
    pub(super) lies: usize,
    pub(super) moves: usize,
}

/// The list of a run, and what has happened to it.
#[derive(Debug)]
pub(super) struct World {
    pub(super) rows: Vec<Row>,
    /// The rows that exist from the first request to the last, in order.
    lasting: Vec<Row>,
    pub(super) moves: Vec<Move>,
    next_id: u32,
    is_begun: bool,
}

/// The initial distance between ranks, so that rows fit between.
const RANK_STEP: u32 = 1 << 8;

impl World {
    pub(super) fn new(rows: usize) -> Self {
        let rows: Vec<Row> =
            (1..=u32::try_from(rows).unwrap()).map(|id| Row { id, rank: id * RANK_STEP }).collect();
        let next_id = u32::try_from(rows.len()).unwrap() + 1;
        Self { lasting: rows.clone(), rows, moves: Vec::new(), next_id, is_begun: false }
    }

    /// Makes at most one move before a request, but none before the first.
    pub(super) fn before_request(&mut self, budget: &mut Budget, choices: &mut Choices) {
        if !std::mem::replace(&mut self.is_begun, true) || budget.moves == 0 {
            return;
        }
        let moves = self.possible();
        if let Some(index) = choices.choose(moves.len() + 1).checked_sub(1) {
            budget.moves -= 1;
            self.make(moves[index]);
        }
    }

    fn possible(&self) -> Vec<Move> {
        let rows = self.rows.len();
        let mut moves: Vec<Move> = (0..rows).map(Move::Removed).collect();
        moves.extend((0..=rows).map(Move::Added));
        moves.extend((0..rows).flat_map(|from| (0..rows).map(move |to| Move::Replaced(from, to))));
        moves.extend((1..rows).map(|at| Move::Swapped(at - 1)));
        moves
    }

    fn make(&mut self, change: Move) {
        match change {
            Move::Removed(at) => self.remove(at),
            Move::Added(at) => self.insert(at),
            Move::Replaced(from, to) => {
                self.remove(from);
                self.insert(to);
            }
            Move::Swapped(at) => {
                let rank = self.rows[at].rank;
                self.rows[at].rank = self.rows[at + 1].rank;
                self.rows[at + 1].rank = rank;
                self.rows.swap(at, at + 1);
            }
        }
        self.moves.push(change);
    }

    fn remove(&mut self, at: usize) {
        let row = self.rows.remove(at);
        self.lasting.retain(|known| known.id != row.id);
    }

    fn insert(&mut self, at: usize) {
        let before = at.checked_sub(1).map_or(0, |before| self.rows[before].rank);
        let behind = self.rows.get(at).map_or(before + 2 * RANK_STEP, |row| row.rank);
        let row = Row { id: self.next_id, rank: u32::midpoint(before, behind) };
        self.next_id += 1;
        self.rows.insert(at, row);
    }

    /// Whether these are the rows that lasted, each once and in order, and no other row
    /// is repeated.
    pub(super) fn is_exact(&self, yielded: &[u32]) -> bool {
        let twice = yielded.iter().enumerate().any(|(at, id)| yielded[..at].contains(id));
        let lasted = |id: &&u32| self.lasting.iter().any(|row| row.id == **id);
        let lasting: Vec<u32> = yielded.iter().filter(lasted).copied().collect();
        let in_order = |rows: &[Row]| {
            let there = rows.iter().filter(|row| self.lasting.iter().any(|it| it.id == row.id));
            there.map(|row| row.id).eq(lasting.iter().copied())
        };
        !twice && (in_order(&self.lasting) || in_order(&self.rows))
    }

    /// Whether these are the first rows of an unchanged list.
    pub(super) fn begins_with(&self, yielded: &[u32]) -> bool {
        let ids: Vec<u32> = self.rows.iter().map(|row| row.id).collect();
        ids.starts_with(yielded)
    }
}
