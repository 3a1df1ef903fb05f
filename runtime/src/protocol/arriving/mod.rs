//! Reads the rows of a page while its body arrives. What was read of a large page is cut
//! out of the body: its head, its first row, its last row and its tail stay, and the page
//! is accepted by them as any other is.

mod place;
pub(crate) mod sizes;
#[cfg(test)]
mod tests;

use self::place::{array_of_items, is_apart};
use self::sizes::Sizes;
use crate::list::row_stream::RowStream;
use crate::list::rows::Decode;
use crate::position::cursor::Cursor;
use crate::protocol::plan::Plan;
use crate::protocol::repeats::row_facts::RowFacts;
#[cfg(test)]
use crate::protocol::response::Response;
use crate::protocol::response::cut::Cut;
use crate::protocol::response::reader::EarlyRows;
use http::StatusCode;
use std::str::from_utf8;
use std::sync::OnceLock;

/// The rows of a page whose body is arriving.
pub(crate) struct Arriving<'p> {
    plan: &'p Plan,
    at: &'p Cursor,
    sizes: Sizes,
    /// How the rows are read, once that is known.
    decode: &'p OnceLock<Decode>,
    rows: Option<RowStream>,
    /// Where the array of rows begins, once it has begun.
    array: Option<usize>,
    /// Where the last row that was read begins and ends; until there is one, `end` is behind
    /// the bracket.
    last: usize,
    end: usize,
    /// Where the second row begins, if it was read.
    second: Option<usize>,
    /// How long the body has to be for more of it to be read.
    next: usize,
    /// Whether nothing more is read before all of the body is there.
    is_over: bool,
    cut: Option<(Cut, RowFacts)>,
}

/// What was read of a page while its body arrived.
pub(crate) struct Arrived {
    early: EarlyRows,
    facts: Option<RowFacts>,
}

impl Plan {
    /// Reads the rows of the reply to a request at this position while it arrives, from when it
    /// is known how; `None` if rows are read when all of it is there.
    pub(crate) fn arriving<'p>(
        &'p self,
        at: &'p Cursor,
        status: StatusCode,
        decode: &'p OnceLock<Decode>,
    ) -> Option<Arriving<'p>> {
        let sizes = Sizes::of(self.key.is_some())?;
        let is_page =
            status.is_success() && !self.list.paging.ends.status.contains(status.as_u16());
        if !is_page || self.tree_at(at).gather.is_some() || !is_apart(self, self.items_at(at)) {
            return None;
        }
        Some(Arriving {
            plan: self,
            at,
            sizes,
            decode,
            rows: None,
            array: None,
            last: 0,
            end: 0,
            second: None,
            next: sizes.step,
            is_over: false,
            cut: None,
        })
    }
}

impl Arriving<'_> {
    /// How much of the body is added at a time at most.
    pub(crate) fn piece(&self) -> usize {
        self.sizes.piece
    }

    /// Reads what is there of the body, which has become longer by so many bytes.
    pub(crate) fn read(&mut self, body: &mut Vec<u8>, more: usize) {
        if let Some((cut, _)) = &mut self.cut {
            cut.note(&body[body.len() - more..]);
        }
        if self.is_over || body.len() < self.next {
            return;
        }
        let Some(decode) = self.decode.get() else { return };
        if self.rows.is_none() {
            self.rows = decode.stream();
            self.is_over = self.rows.is_none();
        }
        if self.array.is_none() {
            self.array = array_of_items(valid(body).0, self.plan.tree_at(self.at));
            self.end = self.array.map_or(0, |array| array + 1);
        }
        let is_new = self.array.is_some() && self.read_rows(body);
        // What can't be read yet is not read again and again.
        let pending = if is_new { 0 } else { body.len() - self.end };
        self.next = body.len().saturating_add(pending.max(self.sizes.step));
    }

    /// Reads the rows that are there; whether there are any.
    fn read_rows(&mut self, body: &mut Vec<u8>) -> bool {
        let Some(rows) = &mut self.rows else { return false };
        let (part, is_valid) = valid(&body[self.end..]);
        let read = rows.read(part);
        self.is_over = read.is_over || !is_valid;
        self.second = self.second.or(read.second.map(|at| self.end + at));
        self.last = read.last.map_or(self.last, |at| self.end + at);
        self.end += read.end;
        if self.cut.is_some() || body.len() > self.sizes.kept {
            self.cut_out(body);
        }
        read.last.is_some()
    }

    /// Cuts out the rows between the first and the last that was read.
    fn cut_out(&mut self, body: &mut Vec<u8>) {
        let (Some(array), Some(second)) = (self.array, self.second) else { return };
        let last = self.last;
        if last <= second {
            return;
        }
        let (key, begun) = (self.plan.key.as_ref(), self.cut.is_some());
        let most = self.decode.get().map_or(0, Decode::most);
        let (cut, facts) =
            self.cut.get_or_insert_with(|| (Cut::new(body, second), RowFacts::new(key, most)));
        let from = if begun { second } else { array };
        facts.add(from_utf8(&body[from..last]).unwrap_or_default(), key);
        body.drain(second..last);
        cut.bytes += last - second;
        self.end -= last - second;
        self.last = second;
    }

    /// What was read and cut out of the body, which is all there.
    pub(crate) fn finish(self) -> (Option<Cut>, Option<Arrived>) {
        let (Some(array), Some(rows)) = (self.array, self.rows) else { return (None, None) };
        let (cut, facts) = self.cut.unzip();
        // The first row and the last stay.
        let cut_rows = if cut.is_some() { rows.built() - 2 } else { 0 };
        let early = EarlyRows { rows, array, end: self.end, cut: cut_rows };
        (cut, Some(Arrived { early, facts }))
    }
}

impl Arrived {
    pub(in crate::protocol) fn into_parts(self) -> (Option<EarlyRows>, Option<RowFacts>) {
        (Some(self.early), self.facts)
    }
}

#[cfg(test)]
impl Response {
    /// The response as it is once its body arrived, in pieces if tests read bodies so; and what
    /// was read of it.
    pub(crate) fn arrive(
        self,
        plan: &Plan,
        at: &Cursor,
        decode: &Decode,
    ) -> (Self, Option<Arrived>) {
        let decode = OnceLock::from(decode.clone());
        match plan.arriving(at, self.status, &decode) {
            Some(rows) if self.body.len() > rows.piece() => {
                let pieces: Vec<&[u8]> = self.body.chunks(rows.piece()).collect();
                let (body, cut, arrived) = rows.read_pieces(&pieces, false);
                (Self { body: body.into(), cut, ..self }, arrived)
            }
            _ => (self, None),
        }
    }
}

#[cfg(test)]
impl Arriving<'_> {
    /// Reads a body in these pieces, and tries again with each, if `eager`.
    fn read_pieces(
        mut self,
        pieces: &[&[u8]],
        eager: bool,
    ) -> (Vec<u8>, Option<Cut>, Option<Arrived>) {
        let mut body = Vec::new();
        for piece in pieces {
            body.extend_from_slice(piece);
            self.next = if eager { 0 } else { self.next };
            self.read(&mut body, piece.len());
        }
        let (cut, arrived) = self.finish();
        (body, cut, arrived)
    }
}

/// The part of a text that is UTF-8, and whether what follows may become UTF-8.
fn valid(bytes: &[u8]) -> (&str, bool) {
    match from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(cut) => {
            let valid = from_utf8(&bytes[..cut.valid_up_to()]).unwrap_or_default();
            (valid, cut.error_len().is_none())
        }
    }
}
