//! What is kept of a page: the keys of its items, and what tells whether the
//! next page holds the same ones. Both are looked up in the text of its items
//! when they are asked for, which most walks never do.

use super::envelope::Slot;
use super::fingerprint::Fingerprint;
use super::probe::Probe;
use super::scan::{Scan, Unreadable};
use super::seen;
use super::walk::Plan;
use bytes::Bytes;
use serde_json::value::RawValue;
use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

/// A page, as long as something of it may be asked for.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    /// The array of its items as it is written; empty once that is no longer
    /// needed.
    text: Bytes,
    /// How many items it has.
    count: u64,
    /// A hash of what identifies each item, once it was asked for; none where
    /// an item lacks it.
    keys: Arc<OnceLock<Vec<Option<u64>>>>,
    /// A hash of the text, once it was asked for.
    hash: Arc<OnceLock<u128>>,
}

impl Kept {
    pub(super) fn new(text: Bytes, count: u64) -> Self {
        Self { text, count, keys: Arc::default(), hash: Arc::default() }
    }

    /// What identifies each item; empty where the list has no key.
    pub(super) fn keys(&self, plan: &Plan) -> &[Option<u64>] {
        let Some(probe) = &plan.key else { return &[] };
        self.keys.get_or_init(|| {
            let text = std::str::from_utf8(&self.text).unwrap_or_default();
            keys(text, probe).unwrap_or_default()
        })
    }

    /// How many items of this page the one before has too, by their keys.
    pub(super) fn again(&self, before: &Self, plan: &Plan) -> usize {
        let keys = |kept: &Self| kept.keys(plan).iter().flatten().copied().collect::<HashSet<_>>();
        keys(before).intersection(&keys(self)).count()
    }

    /// Whether it holds the same items as the page before, in the same words.
    pub(super) fn is_same(&self, before: &Self) -> bool {
        let is_there = |kept: &Self| !kept.text.is_empty();
        self.count > 0
            && self.count == before.count
            && if is_there(self) && is_there(before) {
                self.text == before.text
            } else {
                self.hash() == before.hash()
            }
    }

    /// Gives the text up, and keeps what may still be asked for: the keys, and
    /// whether the next page is the same.
    pub(super) fn settle(&mut self, plan: &Plan, keys: bool, hash: bool) {
        if keys {
            self.keys(plan);
        }
        if hash {
            self.hash();
        }
        self.text = Bytes::new();
    }

    fn hash(&self) -> u128 {
        *self.hash.get_or_init(|| seen::hash(&self.text))
    }
}

/// A hash of what identifies each item of an array, where the probe says.
fn keys(array: &str, probe: &Probe) -> Result<Vec<Option<u64>>, Unreadable> {
    let mut keys = Vec::new();
    Scan::new(array).entries(|scan, _| {
        let mut found = None;
        look(scan, probe, 0, &mut found)?;
        keys.push(found.and_then(key));
        Ok(())
    })?;
    Ok(keys)
}

/// Finds the one place of a probe below this node.
fn look<'t>(
    scan: &mut Scan<'t>,
    probe: &Probe,
    at: usize,
    found: &mut Option<&'t RawValue>,
) -> Result<(), Unreadable> {
    if probe.node(at).is_leaf() {
        *found = Some(scan.raw()?);
        return Ok(());
    }
    scan.entries(|scan, name| {
        if let Some(child) = probe.below(at, &name) {
            return look(scan, probe, child, found);
        }
        scan.pass_over();
        Ok(())
    })
}

/// A hash of a text, or of a number as it is written; none of anything else.
fn key(raw: &RawValue) -> Option<u64> {
    let plain = raw.get().strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let of = |text: &str| (!text.is_empty()).then(|| Fingerprint::of(&[text]).0);
    match (plain, raw.get().contains('\\')) {
        (Some(plain), false) => of(plain),
        _ => match Slot::read(raw).ok()? {
            Slot::Text(text) | Slot::Number(text) => of(&text),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::envelope::Pointers;

    fn hash(pointer: &'static str, row: &str) -> Option<u64> {
        let probe = Probe::of(&Pointers::of_item(pointer)).unwrap();
        let array = format!("[{row}, {{}}]");
        let keys = keys(&array, &probe).unwrap();
        assert_eq!((keys.len(), keys[1]), (2, None));
        keys[0]
    }

    #[test]
    fn a_key_is_its_text_however_it_is_written() {
        let a = hash("/id", r#"{"x":{"id":"z"},"id":"aé1"}"#);
        assert!(a.is_some());
        assert_eq!(a, hash("/id", r#"{"i\u0064":"\u0061é\u0031"}"#));
        assert_eq!(a, hash("/of/1/id", r#"{"of":[{},{"id":"aé1"},{}]}"#));
        assert_eq!(hash("/id", r#"{"id":"12"}"#), hash("/id", r#"{"id":12}"#));
        assert_ne!(a, hash("/id", r#"{"id":"aé2"}"#));
    }

    #[test]
    fn what_is_passed_over_may_hold_anything() {
        let id = hash("/id", r#"{"id":7}"#);
        for other in [
            r#""a\\\"],{\u0041é""#,
            r#"[{"id":1}, "]", [], -1.5e3 ]"#,
            r#"{"id" : {"id":"}"} , "b":null}"#,
            "true ",
            r#""""#,
        ] {
            assert_eq!(hash("/id", &format!(r#"{{"a": {other}, "id": 7}}"#)), id, "{other}");
        }
    }

    #[test]
    fn what_identifies_nothing_is_none() {
        for row in [r#"{"id":""}"#, r#"{"id":null}"#, r#"{"id":[1]}"#, r#"{"ix":1}"#, "3", "[]"] {
            assert_eq!(hash("/id", row), None, "{row}");
        }
    }

    #[test]
    fn a_page_is_the_same_by_its_text_or_by_the_hash_of_it() {
        let kept = |text: &'static str| Kept::new(Bytes::from_static(text.as_bytes()), 1);
        let (a, b) = (kept("[1]"), kept("[2]"));
        let mut settled = a.clone();
        settled.hash();
        settled.text = Bytes::new();
        assert!(a.is_same(&kept("[1]")) && kept("[1]").is_same(&settled));
        assert!(!a.is_same(&b) && !b.is_same(&settled));
        let empty = Kept::new(Bytes::from_static(b"[]"), 0);
        assert!(!empty.is_same(&empty));
    }
}
