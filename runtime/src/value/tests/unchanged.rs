//! What each type does with values that it could change without a word: it
//! keeps them as they are, or refuses them.

use super::records::{Empty, Part, Status};
use super::{is_none, read, refuses, takes};
use crate::secret::Secret;
use crate::{Date, DateTime, Decimal, Json};
use std::collections::BTreeMap;

#[test]
fn nulls_and_empty_texts_keep_their_places() {
    refuses::<Vec<String>>(&["[null]", r#"["a",null]"#]);
    refuses::<Vec<i64>>(&["[null]", r#"[""]"#]);
    refuses::<BTreeMap<String, String>>(&[r#"{"a":null}"#]);
    let a = || Some("a".to_owned());
    takes(r#"["a",null,""]"#, vec![a(), None, Some(String::new())]);
    takes(r#"[1,null,""]"#, vec![Some(1_i64), None, None]);
    takes(r#"{"a":"a","b":null}"#, BTreeMap::from([("a".to_owned(), a()), ("b".to_owned(), None)]));
    takes(r#"[null,"",[]]"#, serde_json::json!([null, "", []]));
}

#[test]
fn texts_are_kept_byte_for_byte() {
    for text in
        ["", " ", " a ", "a\u{0}b", "e\u{301}", "\u{feff}", "https://a.test/x?y=%2B&z#", "1.10"]
    {
        let json = serde_json::to_string(text).unwrap();
        takes(&json, text.to_owned());
        takes(&json, Json::from(text));
        assert_eq!(read::<Secret>(&json).unwrap().expose(), text);
        assert_eq!(read::<Status>(&json).unwrap().as_str(), text);
    }
}

#[test]
fn half_a_surrogate_pair_is_refused_wherever_it_would_be_kept() {
    for half in [r#""\ud83d""#, r#""a\ude00""#, r#""\ud83d\ud83d""#, r#""\ud83d\n""#] {
        refuses::<String>(&[half]);
        refuses::<Secret>(&[half]);
        refuses::<Status>(&[half]);
        refuses::<Json>(&[half, &format!("[{half}]"), &format!("{{{half}:1}}")]);
        refuses::<BTreeMap<String, i64>>(&[&format!("{{{half}:1}}")]);
        refuses::<Part>(&[
            &format!(r#"{{"type":{half}}}"#),
            &format!(r#"{{"type":"a",{half}:1}}"#),
        ]);
        // Of what nobody keeps, nothing is lost.
        let row = format!(r#"{{"x":{half},"sid":1.10}}"#);
        assert_eq!(read::<Empty>(&row), Ok(Empty { sid: Some("1.10".to_owned()) }), "{row}");
    }
}

#[test]
fn a_boolean_is_taken_from_its_known_spellings_alone() {
    refuses::<bool>(&[r#""TRUE""#, r#""t""#, r#""on""#, r#""01""#, r#""1.0""#, r#"" 1""#]);
    is_none::<bool>(&[r#""""#]);
}

#[test]
fn a_moment_or_a_day_is_no_number() {
    refuses::<DateTime>(&["1534275459", "1534275459.5", "1e9"]);
    refuses::<Date>(&["20180814", "2018.0"]);
}

#[cfg(feature = "jiff")]
#[test]
fn a_moment_keeps_every_digit_of_its_fraction() {
    for (text, moment) in [
        ("2018-08-14T19:37:39.5Z", Some("2018-08-14T19:37:39.5Z")),
        ("2018-08-14T19:37:39.123456789Z", Some("2018-08-14T19:37:39.123456789Z")),
        ("2018-08-14T19:37:39.1234567891Z", None),
        ("2018-08-14t19:37:39z", Some("2018-08-14T19:37:39Z")),
        ("2018-08-14 19:37:39+00:00", Some("2018-08-14T19:37:39Z")),
        ("2018-08-14T23:37:39-05:30", Some("2018-08-15T05:07:39Z")),
        ("Tue, 14 Aug 2018 14:37:39 -0500", Some("2018-08-14T19:37:39Z")),
        // No such day of the week, day, hour, second.
        ("Mon, 14 Aug 2018 19:37:39 +0000", None),
        ("2018-02-30T19:37:39Z", None),
        ("2018-08-14T24:00:00Z", None),
        ("2018-08-14T19:37:61Z", None),
        // Without the offset, it is any of a day's moments.
        ("2018-08-14T19:37:39", None),
        ("2018-08-14", None),
        ("1534275459", None),
    ] {
        let read = read::<DateTime>(&format!("{text:?}")).ok().map(|moment| moment.to_string());
        assert_eq!(read.as_deref(), moment, "{text}");
    }
}

#[cfg(feature = "jiff")]
#[test]
fn a_leap_second_is_the_one_before_it() {
    let moment = read::<DateTime>(r#""2016-12-31T23:59:60Z""#).unwrap();
    assert_eq!(moment.to_string(), "2016-12-31T23:59:59Z");
}

#[cfg(feature = "jiff")]
#[test]
fn a_day_has_no_time_that_would_be_dropped() {
    for (text, day) in [
        ("2018-08-14", Some("2018-08-14")),
        ("20180814", Some("2018-08-14")),
        ("2018-08-14T19:37:39", None),
        ("2018-08-14 19:37", None),
        ("2018-08-14T00:00:00Z", None),
        ("2018-08-14T23:37:39-05:00", None),
        ("2018-08-14[Europe/Berlin]", None),
        ("2018-8-14", None),
        ("14.08.2018", None),
    ] {
        let read = read::<Date>(&format!("{text:?}")).ok().map(|day| day.to_string());
        assert_eq!(read.as_deref(), day, "{text}");
    }
}

#[test]
fn a_decimal_is_written_with_digits_alone() {
    for text in [
        "1_000", "1,000", "1 000", "0x10", "١", "1e", "e1", ".", "+", "-.", "1.2.3", "--1", "1e1e1",
    ] {
        refuses::<Decimal>(&[&format!("{text:?}")]);
    }
    for text in ["1.", ".5", "+1", "007", "-0"] {
        assert!(read::<Decimal>(&format!("{text:?}")).is_ok(), "{text}");
    }
}

#[cfg(feature = "rust_decimal")]
#[test]
fn a_decimal_with_an_exponent_has_every_digit_or_is_refused() {
    for (text, digits) in [
        ("1.5e3", Some("1500")),
        ("1.50e1", Some("15.0")),
        ("-12e-3", Some("-0.012")),
        ("1e28", Some("10000000000000000000000000000")),
        ("7.9228162514264337593543950335e28", Some("79228162514264337593543950335")),
        ("7.922816251426433759354395034e28", None),
        ("7.9228162514264337593543950336e28", None),
        ("1e29", None),
        ("1e-28", Some("0.0000000000000000000000000001")),
        ("1e-29", None),
        // The digits before the exponent are too many.
        ("1.2345678901234567890123456789012e2", None),
        ("12345678901234567890123456789.12e0", None),
    ] {
        let read = read::<Decimal>(text).ok().map(|decimal| decimal.to_string());
        assert_eq!(read.as_deref(), digits, "{text}");
    }
}
