//! What each type takes from the wire, and what it refuses.

use super::{Date, DateTime, Decimal, Required, Value, fault_in, fill, read_json};
use crate::Json;
use crate::secret::Secret;
use serde_json::json;
use std::collections::BTreeMap;

mod duplicates;
mod numbers;
mod others;
mod records;
mod unchanged;
mod zones;

/// Reads a value, or says why not: from JSON as rows are, and in every other way.
#[track_caller]
fn read<T: Value + PartialEq + std::fmt::Debug>(json: &str) -> Result<T, String> {
    let mut slot = Required::empty();
    let row = read_json(json, &mut slot).map_err(|error| error.to_string());
    let row = row.map(|_| slot.taken().unwrap());
    let mut slot = Required::empty();
    let alone = fill::read_json(json, &mut slot).map_err(|error| error.to_string());
    assert_eq!(alone.map(|_| slot.taken().unwrap()), row, "{json}, by serde_json alone");
    assert_eq!(by_serde(serde_json::Deserializer::from_str(json)), row, "{json}, as a text");
    let bytes = by_serde(serde_json::Deserializer::from_slice(json.as_bytes()));
    assert_eq!(bytes, row, "{json}, as bytes");
    let fault = fault_in(json, &mut Required::<T>::empty());
    assert_eq!(fault.is_some(), row.is_err(), "{json}: {fault:?}");
    // Of a stream, a number that a float would be written as may be refused.
    if let Ok(streamed) = by_serde(serde_json::Deserializer::from_reader(json.as_bytes())) {
        assert_eq!(Ok(streamed), row, "{json}, as a stream");
    }
    row
}

fn by_serde<'de, T: Value, R: serde_json::de::Read<'de>>(
    mut from: serde_json::Deserializer<R>,
) -> Result<T, String> {
    super::read(&mut from).map_err(|error| error.to_string())
}

/// What a value is read as, once by a type and once by the same that may be none.
#[track_caller]
fn takes<T: Value + PartialEq + std::fmt::Debug>(json: &str, value: T) {
    assert_eq!(read::<Option<T>>(json).as_ref(), Ok(&Some(value)), "{json}, optional");
    assert_eq!(read::<T>(json).map(Some), read::<Option<T>>(json), "{json}");
}

#[track_caller]
fn refuses<T: Value + PartialEq + std::fmt::Debug>(texts: &[&str]) {
    for json in texts {
        assert!(read::<T>(json).is_err(), "{json}: {:?}", read::<T>(json));
        assert!(read::<Option<T>>(json).is_err(), "{json}: {:?}", read::<Option<T>>(json));
    }
}

#[track_caller]
fn is_none<T: Value + PartialEq + std::fmt::Debug>(texts: &[&str]) {
    for json in texts {
        assert_eq!(read::<Option<T>>(json), Ok(None), "{json}");
        assert!(read::<T>(json).is_err(), "{json}: {:?}", read::<T>(json));
    }
}

#[test]
fn a_string_takes_strings_and_numbers() {
    takes(r#""""#, String::new());
    takes(r#""a\u00e9\n""#, "aé\n".to_owned());
    takes("7", "7".to_owned());
    takes("-7", "-7".to_owned());
    takes("18446744073709551615", "18446744073709551615".to_owned());
    takes("0.005", "0.005".to_owned());
    is_none::<String>(&["null"]);
    refuses::<String>(&["true", "[]", "{}"]);
}

#[test]
fn a_whole_number_is_read_from_numbers_and_texts() {
    takes("14", 14_i64);
    takes(r#""14""#, 14_i64);
    takes(r#""-14""#, -14_i64);
    takes("14.0", 14_i64);
    takes("9223372036854775807", i64::MAX);
    takes("-9223372036854775808", i64::MIN);
    takes(r#""9223372036854775807""#, i64::MAX);
    is_none::<i64>(&["null", r#""""#]);
}

#[test]
fn a_whole_number_is_never_rounded() {
    takes("9007199254740993", 9_007_199_254_740_993_i64);
    refuses::<i64>(&["14.5", "9223372036854775808", "1e300", "-1e300"]);
    refuses::<i64>(&[r#""14.5""#, r#""9223372036854775808""#, r#"" 1""#, r#""1 000""#, r#""one""#]);
    refuses::<i64>(&["true", "[1]", "{}"]);
}

#[test]
fn a_number_is_read_from_numbers_and_texts() {
    takes("0.5", 0.5_f64);
    takes("-3", -3.0_f64);
    takes(r#""-0.0075""#, -0.0075_f64);
    takes(r#""1e3""#, 1000.0_f64);
    is_none::<f64>(&["null", r#""""#]);
    refuses::<f64>(&["true", "[]", r#""one""#]);
}

#[test]
fn a_number_is_a_finite_one() {
    refuses::<f64>(&["1e999", r#""NaN""#, r#""inf""#, r#""-infinity""#, r#""1e999""#]);
}

#[test]
fn a_boolean_takes_its_usual_spellings() {
    for json in ["true", r#""true""#, r#""True""#, "1", r#""1""#] {
        takes(json, true);
    }
    for json in ["false", r#""false""#, r#""False""#, "0", r#""0""#] {
        takes(json, false);
    }
    is_none::<bool>(&["null", r#""""#]);
    refuses::<bool>(&["2", "-1", "1.0", r#""yes""#, r#"" true""#, "[]", "{}"]);
}

#[test]
fn a_secret_takes_what_a_string_takes_and_is_never_shown() {
    takes(r#""s3cret""#, Secret::from("s3cret"));
    takes("7", Secret::from("7"));
    is_none::<Secret>(&["null"]);
    assert_eq!(read::<Option<Secret>>(r#""""#), Ok(None));
    refuses::<Secret>(&["true", "[]"]);
    let secret = read::<Secret>(r#""s3cret""#).unwrap();
    assert_eq!((secret.expose(), format!("{secret:?}")), ("s3cret", "[redacted]".to_owned()));
    assert_eq!(serde_json::to_value(&secret).unwrap(), json!("[redacted]"));
}

#[test]
fn a_refused_text_does_not_stand_in_the_error() {
    for error in [
        read::<i64>(r#""s3cret""#).unwrap_err(),
        read::<f64>(r#""s3cret""#).unwrap_err(),
        read::<bool>(r#""s3cret""#).unwrap_err(),
        read::<Vec<i64>>(r#""s3cret""#).unwrap_err(),
    ] {
        assert!(!error.contains("s3cret"), "{error}");
    }
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn a_decimal_keeps_every_digit_of_the_literal() {
    for digits in ["0.005", "-0.0075", "1.50", "12345678901234567890.12345678", "0", "7"] {
        takes(digits, decimal(digits));
        takes(&format!(r#""{digits}""#), decimal(digits));
        assert_eq!(read::<Decimal>(digits).unwrap().to_string(), digits);
    }
    assert_eq!(serde_json::to_value(decimal("1.50")).unwrap(), json!("1.50"));
}

#[test]
fn a_decimal_takes_exponents() {
    takes("1.5e-3", decimal("1.5e-3"));
    #[cfg(feature = "rust_decimal")]
    assert_eq!(decimal("1.5e-3").decimal().to_string(), "0.0015");
}

#[test]
fn values_that_are_not_decimals() {
    is_none::<Decimal>(&["null", r#""""#]);
    refuses::<Decimal>(&["true", "[1]", "{}", r#""one""#, r#""NaN""#, r#""inf""#, r#""1,5""#]);
    refuses::<Decimal>(&[r#""-""#, r#""e""#, r#"" 1""#]);
}

#[cfg(feature = "rust_decimal")]
#[test]
fn a_decimal_is_refused_rather_than_rounded() {
    refuses::<Decimal>(&["0.12345678901234567890123456789012", "1e40"]);
    refuses::<Decimal>(&["1.2345678901234567890123456789012e-2"]);
}

#[test]
fn a_decimal_is_read_within_records_lists_and_maps() {
    assert_eq!(read("[1.10, \"2.20\"]"), Ok(vec![decimal("1.10"), decimal("2.20")]));
    assert_eq!(read("[1.10, null, \"\"]"), Ok(vec![Some(decimal("1.10")), None, None]));
    assert_eq!(read(r#"{"a":1.10}"#), Ok(BTreeMap::from([("a".to_owned(), decimal("1.10"))])));
}

#[test]
fn a_moment_is_read_in_both_forms() {
    for text in
        ["2018-08-14T19:37:39Z", "2018-08-14T21:37:39+02:00", "Tue, 14 Aug 2018 19:37:39 +0000"]
    {
        let moment: DateTime = text.parse().unwrap();
        #[cfg(feature = "jiff")]
        assert_eq!(
            (moment.timestamp().as_second(), moment.to_string()),
            (1_534_275_459, "2018-08-14T19:37:39Z".into())
        );
        #[cfg(not(feature = "jiff"))]
        assert_eq!(moment.to_string(), text);
        assert_eq!(serde_json::to_string(&moment).unwrap(), format!("\"{moment}\""));
        takes(&format!("{text:?}"), moment);
    }
}

#[test]
fn a_day_is_read() {
    takes(r#""2018-08-14""#, "2018-08-14".parse::<Date>().unwrap());
    assert_eq!("2018-08-14".parse::<Date>().unwrap().to_string(), "2018-08-14");
}

#[test]
fn an_empty_moment_and_an_empty_day_are_absent() {
    is_none::<DateTime>(&["null", r#""""#]);
    is_none::<Date>(&["null", r#""""#]);
    refuses::<DateTime>(&["true", "7", "7.5", "[]", "{}"]);
    refuses::<Date>(&["true", "20180814", "[]", "{}"]);
}

#[cfg(feature = "jiff")]
#[test]
fn an_invalid_moment_is_refused() {
    refuses::<DateTime>(&[r#""yesterday""#, r#""2018-08-14""#, r#""2018-08-14T19:37:39""#]);
    refuses::<Date>(&[r#""yesterday""#, r#""2018-02-30""#]);
}

#[cfg(not(feature = "jiff"))]
#[test]
fn without_jiff_a_moment_is_the_text_as_it_came() {
    assert_eq!(read::<DateTime>(r#""yesterday""#).unwrap().to_string(), "yesterday");
    assert_eq!(read::<Date>(r#""yesterday""#).unwrap().to_string(), "yesterday");
}

#[test]
fn any_json_is_kept_as_it_is() {
    for json in ["7", "-7", "18446744073709551615", "0.5", r#""""#, "true", r#"[1,{"a":null}]"#] {
        takes(json, serde_json::from_str::<Json>(json).unwrap());
    }
    assert_eq!(read::<Json>("null"), Ok(Json::Null));
    assert_eq!(read::<Option<Json>>("null"), Ok(None));
}

#[test]
fn lists_and_maps_are_lenient_within() {
    assert_eq!(read(r#"[1, "2", 3.0]"#), Ok(vec![1_i64, 2, 3]));
    assert_eq!(read(r#"[null, "", 1]"#), Ok(vec![None, None, Some(1_i64)]));
    assert_eq!(read(r#"{"a": 1}"#), Ok(BTreeMap::from([("a".to_owned(), "1".to_owned())])));
    is_none::<Vec<i64>>(&["null", r#""""#]);
    is_none::<BTreeMap<String, i64>>(&["null", r#""""#]);
    refuses::<Vec<i64>>(&["{}", "1", "[[]]"]);
    refuses::<BTreeMap<String, i64>>(&["[]", "1"]);
}
