//! What is kept of a page: the keys of its items, and what tells whether the
//! next page holds the same ones. Both are looked up in the text of its items
//! when they are asked for, which most walks never do.

use crate::json::lexer::{Lexer, Unreadable};
use crate::position::carried::RowsOfPage;
use crate::position::fingerprint::digest;
use crate::protocol::plan::Plan;
use crate::protocol::repeats::prefilter::{KeyPrefilter, common, hash, opener, sum};
use crate::protocol::response::envelope::Stated;
use crate::protocol::response::headers::last_row;
use crate::protocol::response::pointer_tree::{Leaf, PointerTree};
use bytes::Bytes;
use serde_json::value::RawValue;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// A page, as long as something of it may be asked for.
///
/// Clones know the same of it; its text stays as long as one of them
/// [holds](Self::release_text) it.
#[derive(Clone, Debug)]
pub(crate) struct RowKeys {
    // Goes before what holds the text, which looks whether others are left.
    known: Arc<Facts>,
    holds: Option<Arc<TextHold>>,
}

/// What is known of a page, or can be told by its text.
#[derive(Debug, Default)]
struct Facts {
    /// The array of its items as it is written; empty once nobody holds it.
    text: Mutex<Bytes>,
    /// How many items it has.
    count: u64,
    /// A hash of what identifies each item, once it was asked for; none where
    /// an item lacks it.
    keys: OnceLock<Vec<Option<u64>>>,
    /// At least its keys, once they were asked for; none where that can't be
    /// told.
    prefilter: OnceLock<Option<KeyPrefilter>>,
    /// A hash of the text, once it was asked for.
    hash: OnceLock<u128>,
}

/// The text of a page is held: when it goes, what may still be asked for is
/// told by it.
#[derive(Debug)]
struct TextHold {
    known: Arc<Facts>,
    plan: Arc<Plan>,
}

impl Drop for TextHold {
    fn drop(&mut self) {
        if Arc::strong_count(&self.known) > 1 {
            self.known.keys(&self.plan);
            self.known.hash();
        }
        *self.known.lock() = Bytes::new();
    }
}

impl RowKeys {
    /// Those of a page of this text. Where rows have no key, a hash of the text is
    /// all that is kept of it.
    pub(in crate::protocol) fn new(plan: &Arc<Plan>, text: Bytes, count: u64) -> Self {
        if plan.key.is_none() {
            let hash = OnceLock::from(digest(&text));
            return Self {
                known: Arc::new(Facts { count, hash, ..Facts::default() }),
                holds: None,
            };
        }
        let known = Arc::new(Facts { text: Mutex::new(text), count, ..Facts::default() });
        let held = TextHold { known: known.clone(), plan: plan.clone() };
        Self { known, holds: Some(Arc::new(held)) }
    }

    /// Holds the text no longer, and still knows what it says of the next page.
    pub(in crate::protocol) fn release_text(&mut self) {
        self.holds = None;
    }

    /// Gives up the text, and what is known but for the keys, where they are asked
    /// for.
    pub(in crate::protocol) fn keep_only_keys(&mut self, plan: &Plan, keys: bool) {
        if plan.key.is_none() {
            return;
        }
        let known = Facts { count: self.known.count, ..Facts::default() };
        if keys {
            let keys = self.keys(plan);
            // Behind a row without a key, the text is compared.
            if let (Some(None), Some(hash)) = (keys.last(), self.known.hash()) {
                let _known = known.hash.set(hash);
            }
            let _known = known.keys.set(keys.to_vec());
        }
        *self = Self { known: Arc::new(known), holds: None };
    }

    /// What identifies each item; empty where the list has no key.
    pub(in crate::protocol) fn keys(&self, plan: &Plan) -> &[Option<u64>] {
        self.known.keys(plan)
    }

    /// How many items of this page, but for the first ones, the one before has too,
    /// by their keys.
    pub(in crate::protocol) fn count_repeats(
        &self,
        before: &Self,
        skipped: u64,
        plan: &Plan,
    ) -> u64 {
        let is_anchored = skipped == 1;
        let anchor = if is_anchored { self.first(plan) } else { None };
        if plan.key.is_none() || (skipped <= 1 && self.is_disjoint(before, anchor, plan)) {
            return 0;
        }
        let sorted = |keys: &[Option<u64>]| {
            let mut keys: Vec<u64> = keys.iter().flatten().copied().collect();
            keys.sort_unstable();
            keys.dedup();
            keys
        };
        let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
        let fresh = self.keys(plan).get(skipped..).unwrap_or_default();
        common(&sorted(before.keys(plan)), &sorted(fresh)).count() as u64
    }

    /// How many items it has.
    pub(in crate::protocol) fn count(&self) -> u64 {
        self.known.count
    }

    /// A hash of its text, as long as that can be told.
    pub(in crate::protocol) fn text(&self) -> Option<u128> {
        self.known.hash().filter(|_| self.known.count > 0)
    }

    /// The hash of the key of its last item, without a look at the others.
    pub(in crate::protocol) fn last(&self, plan: &Plan) -> Option<u64> {
        if let Some(keys) = self.known.keys.get() {
            return *keys.last()?;
        }
        let text = self.known.text()?;
        let row = last_object(&text).or_else(|| last_row(std::str::from_utf8(&text).ok()?))?;
        key_of(row, plan.key.as_ref()?)
    }

    /// The hash of the key of its first item, without a look at the others.
    pub(in crate::protocol) fn first(&self, plan: &Plan) -> Option<u64> {
        if let Some(keys) = self.known.keys.get() {
            return *keys.first()?;
        }
        let text = self.known.text()?;
        let tree = plan.key.as_ref()?;
        // As much of the text as has the row.
        let within = |most: usize| {
            let begin = text.get(..most).unwrap_or(&text);
            let valid = std::str::from_utf8(begin)
                .or_else(|cut| std::str::from_utf8(&begin[..cut.valid_up_to()]));
            key_of(first_row(valid.ok()?)?, tree)
        };
        within(ROW).or_else(|| within(text.len()))
    }

    /// The items of this page as one that is remembered; none where one of them
    /// has no key, as far as that was told.
    pub(in crate::protocol) fn remembered(&self, plan: &Plan, page: u64) -> Option<RowsOfPage> {
        let first = self.first(plan)?;
        let sum = match self.prefilter(plan) {
            Some(known) => known.sum(),
            None => sum(self.all_keys(plan)?.into_iter()),
        };
        Some(RowsOfPage { sum, count: self.known.count, first, page })
    }

    /// Whether its items are those of a page that is remembered, in any order.
    pub(in crate::protocol) fn are(&self, rows: &RowsOfPage, plan: &Plan) -> bool {
        let known = self.prefilter(plan);
        if self.known.count != rows.count || known.is_some_and(|known| known.lacks(rows.first)) {
            return false;
        }
        // What looked like a key may have been that of something within a row.
        self.all_keys(plan).is_some_and(|keys| {
            keys.contains(&rows.first)
                && rows.sum == known.map_or_else(|| sum(keys.iter().copied()), KeyPrefilter::sum)
        })
    }

    /// What identifies each item; none where one of them lacks it.
    fn all_keys(&self, plan: &Plan) -> Option<Vec<u64>> {
        self.keys(plan).iter().copied().collect()
    }

    fn prefilter(&self, plan: &Plan) -> Option<&KeyPrefilter> {
        self.known.prefilter(&plan.key.as_ref()?.leaf()?)
    }

    /// Whether it can be told without the keys that the two have no item in
    /// common, but for the one of this key.
    fn is_disjoint(&self, before: &Self, except: Option<u64>, plan: &Plan) -> bool {
        let Some(leaf) = plan.key.as_ref().and_then(PointerTree::leaf) else { return false };
        match (before.known.prefilter(&leaf), self.known.prefilter(&leaf)) {
            (Some(before), Some(now)) => now.is_disjoint(&self.known.lock(), &leaf, before, except),
            _ => false,
        }
    }

    /// Whether it holds the same items as the page before, by their keys.
    pub(in crate::protocol) fn has_rows_of(&self, before: &Self, plan: &Plan) -> bool {
        self.known.count == before.known.count
            && self.known.count > 0
            && (self.is_same(before) || self.keys(plan) == before.keys(plan))
    }

    /// Whether it holds the same items as the page before, in the same words.
    pub(in crate::protocol) fn is_same(&self, before: &Self) -> bool {
        let (now, before) = (&self.known, &before.known);
        now.count > 0
            && now.count == before.count
            && match (now.text(), before.text()) {
                (Some(now), Some(before)) => now == before,
                _ => now.hash().is_some() && now.hash() == before.hash(),
            }
    }
}

impl Facts {
    fn lock(&self) -> MutexGuard<'_, Bytes> {
        self.text.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The text, as long as it is there.
    fn text(&self) -> Option<Bytes> {
        Some(self.lock().clone()).filter(|text| !text.is_empty())
    }

    fn keys(&self, plan: &Plan) -> &[Option<u64>] {
        if let (Some(tree), Some(text)) = (&plan.key, self.text()) {
            return self.keys.get_or_init(|| {
                let text = std::str::from_utf8(&text).unwrap_or_default();
                keys(text, tree).unwrap_or_default()
            });
        }
        self.keys.get().map_or(&[], Vec::as_slice)
    }

    fn prefilter(&self, leaf: &Leaf<'_>) -> Option<&KeyPrefilter> {
        match self.text() {
            Some(text) => self
                .prefilter
                .get_or_init(|| KeyPrefilter::of(&text, self.count, leaf.name))
                .as_ref(),
            None => self.prefilter.get()?.as_ref(),
        }
    }

    fn hash(&self) -> Option<u128> {
        match self.text() {
            Some(text) => Some(*self.hash.get_or_init(|| digest(&text))),
            None => self.hash.get().copied(),
        }
    }
}

/// A hash of what identifies each item of an array, where the tree says.
fn keys(array: &str, tree: &PointerTree) -> Result<Vec<Option<u64>>, Unreadable> {
    let mut keys = Vec::new();
    Lexer::new(array).entries(|lexer, _| {
        let mut found = None;
        look(lexer, tree, 0, &mut found)?;
        keys.push(found.and_then(key));
        Ok(())
    })?;
    Ok(keys)
}

/// How many bytes are looked at to find a first or a last row, before it is looked
/// for in all of a text.
const ROW: usize = 1 << 14;

/// The first row of an array that was read before; none where this part of its
/// text does not hold all of it.
fn first_row(array: &str) -> Option<&str> {
    let mut rows = Lexer::new(array);
    if !rows.eat(b'[') {
        return None;
    }
    let began = rows;
    rows.skip_value();
    matches!(rows.peek(), Some(b',' | b']')).then(|| began.until(&rows))
}

/// The last row of an array, where it is an object that the end of its text
/// shows.
fn last_object(array: &[u8]) -> Option<&str> {
    let rows = array.trim_ascii_end().strip_suffix(b"]")?.trim_ascii_end();
    let open = rows.strip_suffix(b"}")?;
    let begins = opener(open, open.len().saturating_sub(ROW))?;
    std::str::from_utf8(&rows[begins..]).ok().filter(|row| row.starts_with('{'))
}

/// A hash of what identifies one item.
fn key_of(row: &str, tree: &PointerTree) -> Option<u64> {
    let mut found = None;
    look(&mut Lexer::new(row), tree, 0, &mut found).ok()?;
    key(found?)
}

/// Finds the one place of a tree below this node.
fn look<'t>(
    lexer: &mut Lexer<'t>,
    tree: &PointerTree,
    at: usize,
    found: &mut Option<&'t RawValue>,
) -> Result<(), Unreadable> {
    if tree.node(at).is_leaf() {
        *found = Some(lexer.raw()?);
        return Ok(());
    }
    lexer.entries(|lexer, name| {
        if let Some(child) = tree.child_at(at, &name) {
            return look(lexer, tree, child, found);
        }
        lexer.skip_value();
        Ok(())
    })
}

/// A hash of a text, or of a number as it is written; none of anything else.
fn key(raw: &RawValue) -> Option<u64> {
    let plain = raw.get().strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let of = |text: &str| (!text.is_empty()).then(|| hash(text.as_bytes()));
    match (plain, raw.get().contains('\\')) {
        (Some(plain), false) => of(plain),
        _ => match Stated::read(raw).ok()? {
            Stated::Text(text) | Stated::Number(text) => of(&text),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::response::envelope::Pointers;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn hash(pointer: &'static str, row: &str) -> Option<u64> {
        let tree = PointerTree::of(&Pointers::of_item(&pointer.into())).unwrap();
        let array = format!("[{row}, {{}}]");
        let keys = keys(&array, &tree).unwrap();
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

    fn plan(key: &'static str) -> Arc<Plan> {
        let list = crate::list::List::get("/list", "/data").key(key);
        Arc::new(Plan::new(list, "https://api.test/list".parse().unwrap()).unwrap())
    }

    fn kept(rows: &[String]) -> RowKeys {
        RowKeys::new(&plan("/id"), format!("[{}]", rows.join(" , ")).into(), rows.len() as u64)
    }

    #[test]
    fn what_lies_deeper_than_a_key_is_told_from_it_without_the_keys() {
        let row = |id, rest| format!(r#"{{"id": {id}, "of": {rest}}}"#);
        for (rest, is_disjoint) in [
            (r#"{"id":7}"#, true),
            (r#"{"a":"\\\"{","b":[{}],"id":7}"#, true),
            (r#"[{"id":7},{"a":[8],"id":7}]"#, true),
            ("0}, {\"id\":7", false),
            ("0}, {\"a\":[{}, \"{\"],\"id\":7", false),
        ] {
            let (before, now) = (kept(&[row("7", "0")]), kept(&[row("8", rest), row("9", rest)]));
            assert_eq!(now.is_disjoint(&before, None, &plan("/id")), is_disjoint, "{rest}");
            assert!(now.known.keys.get().is_none());
        }
        let far = format!("{{{}\"id\":7}}", " ".repeat(2_000));
        let (before, now) = (kept(&[row("7", "0")]), kept(&[row("8", &far)]));
        assert!(
            !now.is_disjoint(&before, None, &plan("/id"))
                && now.count_repeats(&before, 0, &plan("/id")) == 0
        );
        let (before, now) = (kept(&[row("7", "0")]), kept(&[row("8", "\"\\u00e9 \\\\u\"")]));
        assert!(
            now.is_disjoint(&before, None, &plan("/id"))
                && before.is_disjoint(&now, None, &plan("/id"))
        );
        assert!(!now.is_disjoint(&now, None, &plan("/id")));
    }

    #[test]
    fn an_item_that_comes_again_is_found_however_it_is_written() {
        for (key, a, b) in [
            ("/id", r#"{"id":7}"#, r#"{"a":[{"id":1}],"i\u0064" : "\u0037"}"#),
            ("/id", r#"{"id":"a\"b"}"#, r#"{"id":"\u0061\u0022b"}"#),
            ("/id", r#"{"\u00e9\\":"\\","id":7}"#, r#"{ "id" : "7" }"#),
            ("/of/id", r#"{"of":{"a":1,"id":7}}"#, r#"{"of":{"id":7}}"#),
            ("/of/1", r#"{"of":[1,7]}"#, r#"{"of":[2,"7"]}"#),
            ("/no", r#"{"no":7}"#, r#"{"\u006Eo":7}"#),
            ("/no", r#"{"\u006eo":7}"#, r#"{"n\u006f":7}"#),
            ("/a~1b", r#"{"a/b":7}"#, r#"{"a\/b":7}"#),
            ("/é", r#"{"é":7}"#, r#"{"\u00e9":7}"#),
            ("/,", r#"{"a":"x",",":7}"#, r#"{"a":"x",",":7}"#),
            ("/:", r#"{"a":"x",":":7}"#, r#"{"b":"",":":7}"#),
            ("", "7", r#""7""#),
        ] {
            let (before, now) = (kept(&[a.to_owned()]), kept(&["{}".to_owned(), b.to_owned()]));
            assert_eq!(now.count_repeats(&before, 0, &plan(key)), 1, "{key}: {a} {b}");
        }
    }

    #[test]
    fn of_a_page_full_of_a_keys_name_no_more_is_kept_than_of_its_items() {
        let full = |id: usize| format!("{{{}\"x\":{id}}}", "\"id\":1,".repeat(id));
        let (few, many) = (kept(&[full(64)]), kept(&[full(65)]));
        let leaf = Leaf { name: "id", is_top: true };
        assert!(few.known.prefilter(&leaf).is_some() && many.known.prefilter(&leaf).is_none());
    }

    /// JSON of few words, so that pages have much in common.
    fn json() -> impl Strategy<Value = String> {
        let names = select(vec![r#""id""#, r#""i\u0064""#, r#""of""#, r#""\"id""#, r#""id\\""#]);
        let plain =
            ["1", "2", r#""1""#, r#""a""#, r#""\u0061""#, r#""id""#, r#""""#, "null", "-0.5"];
        select(plain.to_vec()).prop_map(str::to_owned).prop_recursive(3, 24, 4, move |json| {
            let entry = (names.clone(), select(vec![":", " : "]), json.clone());
            let entries = vec(entry.prop_map(|(name, is, json)| [name, is, &json].concat()), 0..4);
            prop_oneof![
                vec(json, 0..3).prop_map(|rows| format!("[{}]", rows.join(","))),
                entries.clone().prop_map(|entries| format!("{{{}}}", entries.join(","))),
                entries.prop_map(|entries| format!("{{ {}\n}}", entries.join(" , "))),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn items_that_come_again_are_counted_as_by_their_keys(
            before in vec(json(), 0..4),
            now in vec(json(), 0..4),
            key in select(vec!["/id", "/of/id", "/id/1", "/id/of", "/1", ""]),
        ) {
            let (plan, before, now) = (plan(key), kept(&before), kept(&now));
            let again = now.count_repeats(&before, 0, &plan);
            let known: Vec<u64> = before.keys(&plan).iter().copied().flatten().collect();
            let mut keys: Vec<u64> = now.keys(&plan).iter().copied().flatten().collect();
            keys.sort_unstable();
            keys.dedup();
            prop_assert_eq!(again, keys.iter().filter(|key| known.contains(key)).count() as u64);
        }
    }

    #[test]
    fn a_page_is_the_same_by_its_text_or_by_the_hash_of_it() {
        let kept =
            |text: &'static str| RowKeys::new(&plan("/id"), Bytes::from_static(text.as_bytes()), 1);
        let (a, b) = (kept("[1]"), kept("[2]"));
        let mut settled = a.clone();
        settled.release_text();
        assert!(a.is_same(&kept("[1]")) && kept("[1]").is_same(&settled));
        drop(a);
        assert!(settled.known.text().is_none());
        assert!(kept("[1]").is_same(&settled) && settled.is_same(&settled));
        assert!(!settled.is_same(&b) && !b.is_same(&settled));
        let empty = RowKeys::new(&plan("/id"), Bytes::from_static(b"[]"), 0);
        assert!(!empty.is_same(&empty));
    }

    #[test]
    fn what_a_text_says_is_known_when_it_goes_if_it_may_be_asked_for() {
        let rows = [r#"{"id":7}"#.to_owned()];
        let page = kept(&rows);
        let mut known = page.clone();
        known.release_text();
        assert!(known.known.text().is_some() && known.known.keys.get().is_none());
        drop(page);
        assert!(known.known.text().is_none());
        assert_eq!(kept(&rows).count_repeats(&known, 0, &plan("/id")), 1);
    }
}
