//! Page tokens: opaque, and bound to the list that they were issued for.

use super::hash;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// Where a token leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cursor {
    /// The first row of its page.
    pub offset: u64,
    /// How many empty pages came before that row.
    pub empty: u16,
}

/// Issues the token of a cursor for the list that `bound` names. The token has characters
/// that a query must escape.
pub(super) fn issue(cursor: Cursor, bound: &str) -> String {
    let mut bytes = cursor.offset.to_be_bytes().to_vec();
    bytes.extend(cursor.empty.to_be_bytes());
    let sign = hash(&[&bytes, bound.as_bytes()]);
    bytes.extend(sign.to_be_bytes());
    bytes.push(0xfb);
    BASE64_STANDARD.encode(bytes)
}

/// Where a token leads; `None` if it was changed, or issued for another list.
pub(super) fn redeem(token: &str, bound: &str) -> Option<Cursor> {
    let bytes = BASE64_STANDARD.decode(token).ok()?;
    let offset = u64::from_be_bytes(bytes.get(..8)?.try_into().ok()?);
    let empty = u16::from_be_bytes(bytes.get(8..10)?.try_into().ok()?);
    let cursor = Cursor { offset, empty };
    (issue(cursor, bound) == token).then_some(cursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_leads_back_in_its_own_list_only() {
        let cursor = Cursor { offset: 1_000, empty: 2 };
        let token = issue(cursor, "/messages");
        assert_eq!(redeem(&token, "/messages"), Some(cursor));
        assert_eq!(redeem(&token, "/calls"), None);
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(redeem(&String::from_utf8(changed).unwrap(), "/messages"), None);
        }
    }
}
