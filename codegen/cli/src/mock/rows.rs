//! The rows of a list in order: the position of each record while faults add, remove and
//! move rows.

use super::fault::FaultKind;
use std::sync::Arc;

/// The rows of a list.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    /// The index of the next new record.
    unused: u64,
    /// The indices of the records in order; `None` while each record is at its index.
    moved: Option<Arc<Vec<u64>>>,
}

impl Rows {
    /// The first `records` records, each at its index.
    pub(super) fn new(records: u64) -> Self {
        Self { unused: records, moved: None }
    }

    /// Only these of the first `records` records.
    pub(super) fn of(records: u64, selected: Vec<u64>) -> Self {
        Self { unused: records, moved: Some(Arc::new(selected)) }
    }

    pub(super) fn len(&self) -> u64 {
        // A `usize` fits into 64 bits.
        self.moved.as_ref().map_or(self.unused, |moved| moved.len() as u64)
    }

    /// The index of the record at this position; after the last row, the position itself.
    pub(super) fn record_at(&self, position: u64) -> u64 {
        let moved = self.moved.as_ref().zip(usize::try_from(position).ok());
        moved.and_then(|(moved, at)| moved.get(at)).copied().unwrap_or(position)
    }

    /// The position of the record with this index; its index if it was removed.
    pub(super) fn position_of(&self, record: u64) -> u64 {
        let found = self.moved.as_ref().and_then(|moved| moved.iter().position(|it| *it == record));
        found.map_or(record, |position| position as u64)
    }

    /// Applies a fault to the order of the rows.
    pub(super) fn apply(&mut self, kind: FaultKind) {
        let mut order: Vec<u64> = match &self.moved {
            Some(moved) => moved.to_vec(),
            None => (0..self.unused).collect(),
        };
        if matches!(kind, FaultKind::RowRemoved | FaultKind::RowReplaced) && !order.is_empty() {
            order.remove(0);
        }
        match kind {
            FaultKind::RowAdded => order.insert(0, self.take_unused()),
            FaultKind::RowReplaced => order.push(self.take_unused()),
            FaultKind::Reordered if !order.is_empty() => order.rotate_right(1),
            _ => {}
        }
        self.moved = Some(Arc::new(order));
    }

    fn take_unused(&mut self) -> u64 {
        self.unused += 1;
        self.unused - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(rows: &Rows) -> Vec<u64> {
        (0..rows.len()).map(|position| rows.record_at(position)).collect()
    }

    #[test]
    fn faults_move_rows() {
        for (kind, expected) in [
            (FaultKind::RowRemoved, &[1, 2][..]),
            (FaultKind::RowAdded, &[3, 0, 1, 2]),
            (FaultKind::RowReplaced, &[1, 2, 3]),
            (FaultKind::Reordered, &[2, 0, 1]),
        ] {
            let mut rows = Rows::new(3);
            rows.apply(kind);
            assert_eq!(order(&rows), expected, "{kind}");
            let last = expected.len() as u64 - 1;
            assert_eq!(rows.position_of(rows.record_at(last)), last);
            let mut none = Rows::new(0);
            none.apply(kind);
        }
    }

    #[test]
    fn faults_accumulate() {
        let mut rows = Rows::new(2);
        rows.apply(FaultKind::RowAdded);
        rows.apply(FaultKind::RowAdded);
        rows.apply(FaultKind::Reordered);
        assert_eq!(order(&rows), [1, 3, 2, 0]);
    }
}
