//! Arguments, elements and fields between two delimiters: on one line, with the
//! last one going over the lines below, or one a line.

use super::shape::{SMALL, Shape, TAB, breaks, first_line, last_line, width};

/// One of them.
pub(super) trait Entry {
    /// Its text in this room.
    fn print(&self, shape: Shape) -> Option<String>;
    /// Whether it may begin on the line of the opening delimiter and go on below,
    /// where it is the last of this many.
    fn may_overflow(&self, of: usize) -> bool;
    /// Whether it is a call, whose arguments get less room.
    fn is_call(&self) -> bool;
    /// Whether it is a call of a method, whose chain then stays on one line.
    fn is_method(&self) -> bool;
    /// Whether several of its kind share lines.
    fn is_simple(&self) -> bool;
}

/// The text in front of a sequence, and its delimiters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'a> {
    pub(super) ahead: &'a str,
    pub(super) open: &'a str,
    pub(super) close: &'a str,
}

/// The sequence in this room; `None` if its layout is not certain.
pub(super) fn print(frame: Frame<'_>, entries: &[&dyn Entry], shape: Shape) -> Option<String> {
    let Frame { ahead, open, close } = frame;
    if entries.is_empty() {
        return Some(format!("{ahead}{open}{close}"));
    }
    let used = width(last_line(ahead));
    let one_line = shape.width.saturating_sub(used + 2);
    let nested = shape.indented(TAB);
    let nested = nested.less(1).unwrap_or(Shape { width: 0, ..nested });
    let mut texts =
        entries.iter().map(|entry| entry.print(nested)).collect::<Option<Vec<String>>>()?;
    let is_horizontal = settle(entries, &mut texts, used, one_line, shape, nested)?;
    let rest = shape.width.saturating_sub(used);
    if is_horizontal {
        let inner = texts.join(", ");
        if width(first_line(&inner)) < rest {
            return Some(format!("{ahead}{open}{inner}{close}"));
        }
        return Some(format!("{ahead}{open}{}{inner}{}{close}", nested.newline(), shape.newline()));
    }
    // Short literals fill lines.
    if entries.iter().all(|entry| entry.is_simple()) && texts.iter().all(|text| width(text) <= 10) {
        return None;
    }
    let inner = texts.iter().map(|text| format!("{}{text},", nested.newline()));
    Some(format!("{ahead}{open}{}{}{close}", inner.collect::<String>(), shape.newline()))
}

/// Whether the entries are on one line, and then their texts.
fn settle(
    entries: &[&dyn Entry],
    texts: &mut [String],
    used: usize,
    one_line: usize,
    shape: Shape,
    nested: Shape,
) -> Option<bool> {
    let (last, before) = entries.split_last()?;
    let is_only = before.is_empty();
    let is_combined = is_only && used < TAB;
    let over = (is_combined || last.may_overflow(entries.len()))
        .then(|| {
            let shape = shape.behind(used + 1).and_then(|shape| shape.less(1));
            let shape = shape.unwrap_or(Shape { width: 0, ..nested });
            let is_one_line_chain = shape.is_one_line_chain || (!is_combined && last.is_method());
            let shape = Shape { is_one_line_chain, ..shape };
            let shape = if is_only && !last.is_call() {
                shape
            } else {
                let ahead = texts[..before.len()].iter().map(|text| 2 + width(text)).sum();
                Shape { width: shape.width.min(SMALL), ..shape }.behind(ahead)?
            };
            last.print(shape)
        })
        .flatten();
    if let Some(over) = over {
        let own = std::mem::replace(&mut texts[before.len()], first_line(&over).to_owned());
        if is_on_one_line(texts, one_line) {
            let is_better = is_only && breaks(&over) == 1 && breaks(&own) == 0;
            texts[before.len()] = if is_better { own } else { over };
            return Some(true);
        }
        texts[before.len()] = own;
    }
    let fits = is_only && one_line != 0 && breaks(&texts[0]) == 0 && width(&texts[0]) <= one_line;
    Some(fits || is_on_one_line(texts, one_line))
}

fn is_on_one_line(texts: &[String], one_line: usize) -> bool {
    let total: usize = texts.iter().map(|text| width(text)).sum();
    let total = total + 2 * texts.len().saturating_sub(1);
    total <= one_line.min(SMALL) && texts.iter().all(|text| breaks(text) == 0)
}
