//! Times without an offset, where a spec says what they mean.

use super::super::{NO_OFFSET, without_offset};
use super::*;

#[derive(PartialEq)]
struct Row {
    sent: Option<DateTime>,
    read: Option<Vec<DateTime>>,
    moved: Option<BTreeMap<String, Vec<DateTime>>>,
    plain: Option<DateTime>,
    first: DateTime,
}

crate::__record!(Row: Debug + Deserialize {
    sent in "Z",
    read in "+02:00",
    moved in "-05:30",
    plain,
    first as required in "+02:00",
});

/// What a row reads from these entries, with a first time that is good.
fn row(entries: &str) -> Result<Row, String> {
    read(&format!(r#"{{"first":"2024-05-01T10:00:00Z",{}}}"#, entries.replace('\'', "\"")))
}

fn time(text: &str) -> DateTime {
    text.parse().unwrap()
}

#[test]
fn a_time_without_an_offset_is_at_that_of_its_field() {
    for (written, meant) in [
        ("2024-05-01T10:00:00", "2024-05-01T10:00:00Z"),
        ("2024-05-01 10:00:00", "2024-05-01T10:00:00Z"),
        ("2024-05-01t10:00", "2024-05-01T10:00:00Z"),
        ("2024-05-01 10:00:00.123456", "2024-05-01T10:00:00.123456Z"),
        ("2024-05-01 10:00:00,5", "2024-05-01T10:00:00.5Z"),
        (" 2024-05-01 10:00:00 ", "2024-05-01T10:00:00Z"),
    ] {
        let row = row(&format!("'sent':'{written}'")).unwrap();
        assert_eq!(row.sent, Some(time(meant)), "{written}");
    }
}

#[test]
fn a_time_with_an_offset_keeps_its_own() {
    for written in ["2024-05-01T10:00:00+01:00", "Tue, 14 Aug 2018 19:37:39 +0000"] {
        let row = row(&format!("'sent':'{written}'")).unwrap();
        assert_eq!(row.sent, Some(time(written)), "{written}");
    }
}

#[test]
fn an_offset_is_that_of_each_time_in_lists_and_maps() {
    let read = row("'read':['2024-05-01T10:00:00','2024-05-01T10:00:00Z']").unwrap().read;
    let expected = ["2024-05-01T10:00:00+02:00", "2024-05-01T10:00:00Z"];
    assert_eq!(read, Some(expected.map(time).to_vec()));
    let moved = row("'moved':{'a':['2024-05-01 10:00:00'],'b':[]}").unwrap().moved.unwrap();
    assert_eq!(moved["a"], [time("2024-05-01T10:00:00-05:30")]);
}

#[test]
fn empty_and_null_are_still_absent_if_times_have_an_offset() {
    let row = row("'sent':'','read':null").unwrap();
    assert_eq!((row.sent, row.read, row.moved), (None, None, None));
    let missing = read::<Row>("{}").unwrap_err();
    assert!(missing.contains("missing field `first`"), "{missing}");
    let odd = read::<Row>(r#"{"first":7}"#).unwrap_err();
    assert!(odd.contains("expected a time in RFC 3339"), "{odd}");
}

#[cfg(feature = "jiff")]
#[test]
fn a_time_without_an_offset_is_refused_where_nothing_says_what_it_means() {
    for written in ["2024-05-01T10:00:00", "2024-05-01 10:00"] {
        let error = row(&format!("'plain':'{written}'")).unwrap_err();
        assert!(error.contains(NO_OFFSET), "{error}");
    }
    for other in ["2024-05-01", "soon", "2024-05-01T10:00:00+", "2024-05-01X10:00:00", "é 10:00:00"]
    {
        let error = row(&format!("'plain':'{other}'")).unwrap_err();
        assert!(!error.contains(NO_OFFSET), "{other}: {error}");
        assert!(row(&format!("'sent':'{other}'")).is_err(), "{other}");
    }
}

#[test]
fn a_moment_is_sent_as_the_time_at_the_offset() {
    let sent = |text, offset| without_offset(text, offset);
    assert_eq!(sent("2024-05-01T10:00:00Z", "Z").as_deref(), Ok("2024-05-01T10:00:00"));
    assert_eq!(sent("2024-05-01T10:00:00+02:00", "+02:00").as_deref(), Ok("2024-05-01T10:00:00"));
    assert_eq!(sent("2024-05-01 10:00", "+02:00").as_deref(), Ok("2024-05-01 10:00"));
    let other = sent("2024-05-01T23:00:00.5Z", "+02:00");
    if cfg!(feature = "jiff") {
        assert_eq!(other.as_deref(), Ok("2024-05-02T01:00:00.5"));
        assert_eq!(sent("2024-05-01T00:00:00Z", "-05:30").as_deref(), Ok("2024-04-30T18:30:00"));
    } else {
        assert!(other.unwrap_err().contains("`+02:00`"));
    }
}

#[test]
fn a_field_of_a_struct_of_ones_own_may_be_in_utc() {
    #[derive(serde::Deserialize)]
    struct Own {
        #[serde(default, deserialize_with = "crate::assume_utc")]
        one: Option<DateTime>,
        #[serde(default, deserialize_with = "crate::assume_utc")]
        many: Vec<DateTime>,
    }
    let own: Own =
        serde_json::from_str(r#"{"one":"2024-05-01 10:00:00","many":["2024-05-01T10:00"]}"#)
            .unwrap();
    let expected = time("2024-05-01T10:00:00Z");
    assert_eq!(own.one.as_ref(), Some(&expected));
    assert_eq!(own.many, [expected]);
    let none: Own = serde_json::from_str(r#"{"one":null}"#).unwrap();
    assert_eq!((none.one, none.many), (None, Vec::new()));
    assert!(serde_json::from_str::<Own>(r#"{"one":7}"#).is_err());
}
