//! The keys of pages of any shape.

use super::*;
use crate::protocol::response::pointers::Pointers;
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
fn values_that_are_skipped_may_hold_anything() {
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
fn a_value_that_identifies_nothing_is_not_a_key() {
    for row in [r#"{"id":""}"#, r#"{"id":null}"#, r#"{"id":[1]}"#, r#"{"ix":1}"#, "3", "[]"] {
        assert_eq!(hash("/id", row), None, "{row}");
    }
}

fn plan(key: &'static str) -> Arc<Plan> {
    let list = crate::list::List::get("/list", "/data").key(key);
    Arc::new(Plan::new(list, "https://api.test/list".parse().unwrap()).unwrap())
}

fn page(rows: &[String]) -> RowKeys {
    RowKeys::new(&plan("/id"), format!("[{}]", rows.join(" , ")).into(), rows.len() as u64)
}

#[test]
fn the_prefilter_ignores_names_of_nested_objects() {
    let row = |id, rest| format!(r#"{{"id": {id}, "of": {rest}}}"#);
    for (rest, is_disjoint) in [
        (r#"{"id":7}"#, true),
        (r#"{"a":"\\\"{","b":[{}],"id":7}"#, true),
        (r#"[{"id":7},{"a":[8],"id":7}]"#, true),
        ("0}, {\"id\":7", false),
        ("0}, {\"a\":[{}, \"{\"],\"id\":7", false),
    ] {
        let (before, now) = (page(&[row("7", "0")]), page(&[row("8", rest), row("9", rest)]));
        assert_eq!(now.is_disjoint(&before, None, &plan("/id")), is_disjoint, "{rest}");
        assert!(now.facts.keys.get().is_none());
    }
    let far = format!("{{{}\"id\":7}}", " ".repeat(2_000));
    let (before, now) = (page(&[row("7", "0")]), page(&[row("8", &far)]));
    assert!(
        !now.is_disjoint(&before, None, &plan("/id"))
            && now.count_repeats(&before, 0, &plan("/id")) == 0
    );
    let (before, now) = (page(&[row("7", "0")]), page(&[row("8", "\"\\u00e9 \\\\u\"")]));
    assert!(
        now.is_disjoint(&before, None, &plan("/id"))
            && before.is_disjoint(&now, None, &plan("/id"))
    );
    assert!(!now.is_disjoint(&now, None, &plan("/id")));
}

#[test]
fn a_text_that_is_too_large_to_keep_is_compared_by_its_hash_and_its_keys() {
    let large = |ids: [u64; 2], text: char| {
        let text = text.to_string().repeat(MAX_KEPT / 2);
        page(&ids.map(|id| format!(r#"{{"id":{id},"text":"{text}"}}"#)))
    };
    let plan = plan("/id");
    let before = large([1, 2], 'x');
    let (held, clone) = (before.facts.lock().len(), before.clone());
    before.release_large_text(&plan);
    assert!(held > MAX_KEPT && clone.facts.text().is_none());
    assert_eq!(clone.last(&plan), large([1, 2], 'x').last(&plan));
    assert!(
        large([1, 2], 'x').has_same_text(&before) && !large([1, 2], 'y').has_same_text(&before)
    );
    let repeats =
        [[1, 2], [2, 3], [3, 4]].map(|ids| large(ids, 'y').count_repeats(&before, 0, &plan));
    assert_eq!(repeats, [2, 1, 0]);
    let small = page(&[r#"{"id":1}"#.to_owned()]);
    small.release_large_text(&plan);
    assert!(small.facts.text().is_some());
}

#[test]
fn a_repeated_item_is_found_however_it_is_written() {
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
        let (before, now) = (page(&[a.to_owned()]), page(&["{}".to_owned(), b.to_owned()]));
        assert_eq!(now.count_repeats(&before, 0, &plan(key)), 1, "{key}: {a} {b}");
    }
}

#[test]
fn a_page_full_of_the_keys_name_has_no_prefilter() {
    let full = |id: usize| format!("{{{}\"x\":{id}}}", "\"id\":1,".repeat(id));
    let (few, many) = (page(&[full(64)]), page(&[full(65)]));
    let leaf = Leaf { name: "id", is_top: true };
    assert!(few.facts.prefilter(&leaf).is_some() && many.facts.prefilter(&leaf).is_none());
}

/// JSON from a small vocabulary, so that pages have much in common.
fn json() -> impl Strategy<Value = String> {
    let names = select(vec![r#""id""#, r#""of""#, r#""\"id""#, r#""id\\""#]);
    let plain = ["1", "2", r#""1""#, r#""a""#, r#""\u0061""#, r#""id""#, r#""""#, "null", "-0.5"];
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
    fn repeated_items_are_counted_as_by_their_keys(
        before in vec(json(), 0..4),
        now in vec(json(), 0..4),
        key in select(vec!["/id", "/of/id", "/id/1", "/id/of", "/1", ""]),
        is_spelt_out: bool,
    ) {
        // A server always spells a name in the same way.
        let name = if is_spelt_out { r#""i\u0064""# } else { r#""id""# };
        let spell = |row: &String| row.replace(r#""id""#, name);
        let now: Vec<String> = now.iter().map(spell).collect();
        let (plan, before, now) = (plan(key), page(&before), page(&now));
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
    let page =
        |text: &'static str| RowKeys::new(&plan("/id"), Bytes::from_static(text.as_bytes()), 1);
    let (a, b) = (page("[1]"), page("[2]"));
    let mut released = a.clone();
    released.release_text();
    assert!(a.has_same_text(&page("[1]")) && page("[1]").has_same_text(&released));
    drop(a);
    assert!(released.facts.text().is_none());
    assert!(page("[1]").has_same_text(&released) && released.has_same_text(&released));
    assert!(!released.has_same_text(&b) && !b.has_same_text(&released));
    let empty = RowKeys::new(&plan("/id"), Bytes::from_static(b"[]"), 0);
    assert!(!empty.has_same_text(&empty));
}

#[test]
fn facts_are_computed_when_the_text_is_dropped_if_they_may_be_needed() {
    let rows = [r#"{"id":7}"#.to_owned()];
    let first = page(&rows);
    let mut known = first.clone();
    known.release_text();
    assert!(known.facts.text().is_some() && known.facts.keys.get().is_none());
    drop(first);
    assert!(known.facts.text().is_none());
    assert_eq!(page(&rows).count_repeats(&known, 0, &plan("/id")), 1);
}

#[test]
fn a_prefilter_has_a_maximum_size() {
    let page = |rows: usize, keys: usize| {
        let row = format!("{{\"id\":1{}}}", ",\"x\":{\"id\":2}".repeat(keys - 1));
        let array = format!("[{}]", vec![row; rows].join(","));
        KeyPrefilter::of(array.as_bytes(), rows as u64, "id")
    };
    assert!(page(1000, 60).is_some(), "few per row");
    assert!(page(8000, 60).is_none(), "too many in total");
}
