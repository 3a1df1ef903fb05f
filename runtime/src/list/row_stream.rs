//! Reads the rows of an array that is still arriving, as far as they are there.

use crate::json::error::JsonError;
use crate::json::scanner::Scanner;
use crate::list::row_builder::RowBuilder;
use crate::list::rows::Rows;
use crate::value::allowance;

/// The rows of an array so far.
pub(crate) struct RowStream {
    rows: RowBuilder,
    built: usize,
    /// How many are built at most.
    most: usize,
    /// How many bytes the rows of a page may take, and what is left of them.
    memory: usize,
    left: usize,
    is_too_large: bool,
}

/// How far a part of an array was read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ReadRows {
    /// Where the last row ends that was read.
    pub(crate) end: usize,
    /// Where the array's second row begins, if it was read now.
    pub(crate) second: Option<usize>,
    /// Where the last row begins, if any was read.
    pub(crate) last: Option<usize>,
    /// Whether there is nothing more to read: the array ends, or its rows are too many, or
    /// too large.
    pub(crate) is_over: bool,
}

impl RowStream {
    pub(super) fn new(rows: RowBuilder, most: usize, memory: usize) -> Self {
        Self { rows, built: 0, most, memory, left: memory, is_too_large: false }
    }

    /// How many rows were read.
    pub(crate) fn built(&self) -> usize {
        self.built
    }

    /// Reads the rows of a part that begins behind the last row, or behind the bracket that
    /// begins the array. A row counts once a comma or a bracket follows it, so that it can't
    /// go on.
    pub(crate) fn read(&mut self, part: &str) -> ReadRows {
        let Self { rows, built, most, memory, left, .. } = self;
        let mut read = ReadRows::default();
        let within = allowance::within_left(*memory, left, || {
            let mut json = Scanner::new(part);
            json.go(0, 1);
            while *built < *most {
                let mut is_begun = *built > 0;
                let is_next = json.has_next(b']', &mut is_begun);
                if !matches!(is_next, Ok(true)) {
                    read.is_over = is_next.is_ok();
                    return;
                }
                json.peek();
                let began = json.at();
                if !rows.whole_row(&mut json, *built) {
                    return;
                }
                if *built == 1 {
                    read.second = Some(began);
                }
                *built += 1;
                (read.last, read.end) = (Some(began), json.at());
            }
            read.is_over = true;
        });
        if within.is_none() {
            rows.clear();
            (self.is_too_large, read.is_over) = (true, true);
        }
        read
    }

    /// The rows of the whole array, which the text begins with, and how many bytes it has. The
    /// text behind the last row that was read begins at this byte. `None` where the rows take
    /// more memory than they may.
    pub(crate) fn finish(
        mut self,
        array: &str,
        at: usize,
    ) -> Option<Result<(Rows, usize), JsonError>> {
        if self.is_too_large {
            return None;
        }
        allowance::within_left(self.memory, &mut self.left, || {
            self.rows.rest_of_array(array, at, (self.built, self.most))
        })
    }
}
