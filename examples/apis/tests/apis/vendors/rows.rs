//! Which rows a page has.

use super::reply::Reply;
use serde_json::Value;

/// The number in a vendor's token, between this prefix and this suffix; 0 without
/// a token.
pub fn at(token: Option<&str>, before: &str, after: &str) -> Result<usize, Reply> {
    let Some(token) = token else { return Ok(0) };
    let number = token.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    number.and_then(|number| number.parse().ok()).ok_or_else(|| Reply::bad(token))
}

/// The rows from this place on, and where the following rows begin.
pub fn cut(rows: &[Value], at: usize, size: usize) -> (&[Value], Option<usize>) {
    let rest = rows.get(at..).unwrap_or_default();
    let page = rest.get(..size).unwrap_or(rest);
    let next = at + page.len();
    (page, (next < rows.len()).then_some(next))
}

/// The same of a vendor whose second page is empty, though rows follow: steps
/// of the walk in place of places of rows.
pub fn cut_ragged(rows: &[Value], step: usize, size: usize) -> (&[Value], Option<usize>) {
    match step {
        0 => (cut(rows, 0, size).0, Some(1)),
        1 => (&[], Some(2)),
        _ => {
            let (page, next) = cut(rows, (step - 1) * size, size);
            (page, next.map(|_| step + 1))
        }
    }
}
