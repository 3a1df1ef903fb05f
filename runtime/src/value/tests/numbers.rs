//! Numbers, by every digit with which servers write them.

use super::records::{Empty, Status};
use super::{decimal, is_none, read, refuses, takes};
use crate::secret::Secret;
use crate::value::{Decimal, Value};
use crate::{Json, value};
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use serde_core::de::IntoDeserializer;
use std::collections::BTreeMap;

/// Not a whole number of 64 bits.
const NO: Option<i64> = None;

/// Numbers as servers write them, and the whole number that each of them says.
const NUMBERS: &[(&str, Option<i64>)] = &[
    ("0", Some(0)),
    ("-0", Some(0)),
    ("0.0", Some(0)),
    ("-0.0", Some(0)),
    ("0e400", Some(0)),
    ("0.000e-99999999999999999999", Some(0)),
    ("7", Some(7)),
    ("-7", Some(-7)),
    ("1.0", Some(1)),
    ("3.000", Some(3)),
    ("1.10", NO),
    ("1.5", NO),
    ("-0.5", NO),
    ("0.10", NO),
    ("1e0", Some(1)),
    ("1e2", Some(100)),
    ("1E+2", Some(100)),
    ("-1.5e1", Some(-15)),
    ("150e-1", Some(15)),
    ("0.0012e4", Some(12)),
    ("0.0012e3", NO),
    ("1e-2", NO),
    ("1e-400", NO),
    ("1e-99999999999999999999", NO),
    // It would be 1 as a float, and a half more.
    ("1.0000000000000000000000000001", NO),
    ("4503599627370497.5", NO),
    ("0.12345678901234567890", NO),
    // 18 digits, and 19.
    ("999999999999999999", Some(999_999_999_999_999_999)),
    ("-999999999999999999", Some(-999_999_999_999_999_999)),
    ("1000000000000000001", Some(1_000_000_000_000_000_001)),
    // Whole numbers that no float holds; `serde_json` alone takes not even the nearest one.
    ("9007199254740993", Some(9_007_199_254_740_993)),
    ("9007199254740993.0", Some(9_007_199_254_740_993)),
    ("-9007199254740993.00", Some(-9_007_199_254_740_993)),
    ("9.007199254740993e15", Some(9_007_199_254_740_993)),
    // The ends of 64 bits.
    ("9223372036854775807", Some(i64::MAX)),
    ("9223372036854775807.0", Some(i64::MAX)),
    ("9.223372036854775807e18", Some(i64::MAX)),
    ("92233720368547758070e-1", Some(i64::MAX)),
    ("9223372036854775808", NO),
    ("9223372036854775808.0", NO),
    ("9.223372036854775808e18", NO),
    ("-9223372036854775808", Some(i64::MIN)),
    ("-9223372036854775808.0", Some(i64::MIN)),
    ("-9.223372036854775808E+18", Some(i64::MIN)),
    ("-9223372036854775809", NO),
    ("18446744073709551615", NO),
    ("18446744073709551616", NO),
    ("1e18", Some(1_000_000_000_000_000_000)),
    ("1e19", NO),
    ("12345678901234567890123", NO),
    ("1e300", NO),
    ("1e400", NO),
    ("-1e400", NO),
    ("1e99999999999999999999", NO),
];

#[test]
fn a_string_a_secret_and_an_enum_keep_a_number_as_it_is_written() {
    for (number, _) in NUMBERS {
        takes(number, (*number).to_owned());
        takes(number, Secret::from(*number));
        takes(number, Status::Other((*number).to_owned()));
        takes(&format!("[{number}, {number} ]"), vec![(*number).to_owned(); 2]);
        let map = BTreeMap::from([("a".to_owned(), (*number).to_owned())]);
        takes(&format!(r#"{{"a":{number}}}"#), map);
    }
}

#[test]
fn a_whole_number_is_what_its_digits_say_and_is_never_rounded() {
    for (number, whole) in NUMBERS {
        match whole {
            Some(whole) => takes(number, *whole),
            None => refuses::<i64>(&[number]),
        }
    }
}

#[test]
fn a_whole_number_as_a_text_is_one_without_a_fraction() {
    for (text, whole) in [
        ("0", 0),
        ("-0", 0),
        ("+7", 7),
        ("007", 7),
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
    ] {
        takes(&format!("{text:?}"), whole);
    }
    for text in ["9223372036854775808", "-9223372036854775809", "3.0", "1e2", " 1", "1_0", "0x1"] {
        refuses::<i64>(&[&format!("{text:?}")]);
    }
}

#[test]
fn a_refused_whole_number_is_reported_by_its_type_and_not_by_its_digits() {
    for (number, says) in [
        ("4503599627370497.5", "another number, expected a whole number"),
        ("1e-400", "another number, expected a whole number"),
        ("9223372036854775808", "another number, expected a whole number of at most 64 bits"),
        ("1e400", "another number, expected a whole number of at most 64 bits"),
    ] {
        let error = read::<i64>(number).unwrap_err();
        assert!(error.contains(says) && !error.contains(number), "{error}");
    }
}

#[test]
fn a_number_is_the_nearest_float() {
    for (number, _) in NUMBERS {
        let float: f64 = number.parse().unwrap();
        if float.is_finite() {
            takes(number, float);
            takes(&format!("{number:?}"), float);
        } else {
            refuses::<f64>(&[number, &format!("{number:?}")]);
        }
    }
}

#[test]
fn a_boolean_is_no_other_number() {
    for number in ["-0", "0.0", "1.0", "1e0", "2", "-1", "1e400", "18446744073709551616"] {
        refuses::<bool>(&[number]);
        let error = read::<bool>(number).unwrap_err();
        assert!(error.contains("another number, expected true or false, 1 or 0"), "{error}");
    }
}

#[test]
fn a_decimal_has_the_digits_of_the_number_or_is_refused() {
    for (number, _) in NUMBERS {
        match number.parse::<Decimal>() {
            Ok(exact) => {
                takes(&format!("{number:?}"), decimal(number));
                takes(number, exact);
            }
            Err(_) => refuses::<Decimal>(&[number, &format!("{number:?}")]),
        }
    }
    for number in ["1.10", "0.10", "9007199254740993", "18446744073709551616", "0.0"] {
        assert_eq!(read::<Decimal>(number).unwrap().to_string(), number);
    }
}

#[test]
fn json_keeps_numbers_of_64_bits_and_the_nearest_float_of_the_others() {
    for (number, _) in NUMBERS {
        let is_whole = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let float: f64 = number.parse().unwrap();
        let json = format!(r#"{{"a":[{number}]}}"#);
        if let Some(whole) = number.parse::<u64>().ok().filter(|_| is_whole) {
            takes(&json, serde_json::json!({ "a": [whole] }));
        } else if let Some(whole) = number.parse::<i64>().ok().filter(|whole| *whole != 0) {
            takes(&json, serde_json::json!({ "a": [whole] }));
        } else if is_whole && float != 0.0 || float.is_infinite() {
            refuses::<Json>(&[number, &json]);
            let error = read::<Json>(&json).unwrap_err();
            assert!(error.contains("expected a number of at most 64 bits"), "{error}");
        } else {
            takes(&json, serde_json::json!({ "a": [float] }));
        }
    }
}

/// Reads a number out of a format that holds it as a float.
fn of_float<T: Value>(float: f64) -> Result<T, serde_core::de::value::Error> {
    value::read(float.into_deserializer())
}

#[test]
fn a_float_is_taken_as_far_as_its_digits_are_sure() {
    assert_eq!(of_float::<String>(1.5).as_deref(), Ok("1.5"));
    assert_eq!(of_float::<String>(3.0).as_deref(), Ok("3.0"));
    assert_eq!(of_float::<i64>(-3.0), Ok(-3));
    assert_eq!(of_float::<Decimal>(-0.0075), Ok(decimal("-0.0075")));
    assert_eq!(of_float::<f64>(0.1 + 0.2), Ok(0.1 + 0.2));
    assert_eq!(of_float::<Json>(0.1 + 0.2), Ok(Json::from(0.1 + 0.2)));
    // From here on, what was read into it may have been another number.
    assert!(of_float::<String>(0.123_456_789_012_345_67).is_err());
    assert!(of_float::<Decimal>(0.123_456_789_012_345_67).is_err());
    assert!(of_float::<Secret>(4_503_599_627_370_498.0).is_err());
    assert!(of_float::<i64>(4_503_599_627_370_498.0).is_err());
    assert!(of_float::<i64>(1e15).is_err() && of_float::<i64>(999_999_999_999_999.0).is_ok());
    for float in [f64::NAN, f64::INFINITY] {
        assert!(of_float::<String>(float).is_err() && of_float::<i64>(float).is_err());
        assert!(of_float::<Json>(float).is_err(), "and not null");
    }
}

#[test]
fn a_value_in_between_never_turns_a_number_into_another_one() {
    // What is lost before a float has it, nobody can tell.
    let is_lost = |number: &str| number.starts_with("1e-") || number.starts_with("1.000000000");
    for (number, whole) in NUMBERS.iter().filter(|(number, _)| !is_lost(number)) {
        let Ok(value) = serde_json::from_str::<serde_json::Value>(number) else { continue };
        if let Ok(read) = value::read::<i64, _>(&value) {
            assert_eq!(Some(read), *whole, "{number}");
        }
        if let Ok(read) = value::read::<Decimal, _>(&value) {
            assert_eq!(digits(&read.to_string()), digits(number), "{number}");
        }
        if let Ok(read) = value::read::<String, _>(value) {
            assert_eq!(digits(&read), digits(number), "{number}");
        }
    }
}

/// The digits that count, wherever the point is.
fn digits(number: &str) -> String {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    mantissa.replace(['.', '-'], "").trim_matches('0').to_owned()
}

#[test]
fn numbers_of_arbitrary_precision_are_numbers() {
    fn number<T: Value>(digits: &'static str) -> Result<T, serde_core::de::value::Error> {
        let pairs = [("$serde_json::private::Number", digits)].into_iter();
        value::read(serde_core::de::value::MapDeserializer::new(pairs))
    }
    assert_eq!(number::<i64>("30004"), Ok(30004));
    assert_eq!(number::<Option<i64>>("-5"), Ok(Some(-5)));
    assert_eq!(number::<f64>("1.5"), Ok(1.5));
    assert_eq!(
        number::<String>("12345678901234567890123"),
        Ok("12345678901234567890123".to_owned())
    );
    assert_eq!(number::<i64>("9007199254740993.0"), Ok(9_007_199_254_740_993));
    assert_eq!(number::<Decimal>("1.10"), Ok(decimal("1.10")));
    assert_eq!(number::<Json>("-1.5"), Ok(Json::from(-1.5)));
    assert!(number::<i64>("1e400").is_err() && number::<bool>("2").is_err());
    assert!(number::<Json>("[1]").is_err() && number::<String>("\"a\"").is_err());
    assert!(number::<BTreeMap<String, String>>("5").is_err(), "a number is no object");
    assert!(number::<Empty>("5").is_err(), "and no record");
}

/// A whole number that is written with a point and an exponent anywhere.
fn written(value: i64, zeros: usize, point: usize) -> String {
    let digits = format!("{}{}", value.unsigned_abs(), "0".repeat(zeros));
    let point = point % digits.len();
    let (whole, fraction) = digits.split_at(point);
    let exponent = i64::try_from(fraction.len()).unwrap() - i64::try_from(zeros).unwrap();
    let (sign, whole) = (if value < 0 { "-" } else { "" }, if point == 0 { "0" } else { whole });
    format!("{sign}{whole}.{fraction}e{exponent}")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_whole_number_is_the_same_wherever_its_point_is(
        value in any::<i64>(), zeros in 0..40_usize, point in 0..60_usize,
    ) {
        prop_assert_eq!(read::<i64>(&written(value, zeros, point)), Ok(value));
        let half = written(value, zeros, point).replace('e', &format!("{}5e", "0".repeat(zeros)));
        prop_assert!(read::<i64>(&half).is_err(), "{}", half);
    }

    #[test]
    fn any_number_is_kept_and_any_other_text_is_refused(number in "-?[0-9]{0,3}[.]?[0-9]{0,3}([eE][-+]?[0-9]{0,3})?") {
        let is_number = serde_json::from_str::<&serde_json::value::RawValue>(&number).is_ok();
        prop_assert_eq!(read::<String>(&number).ok(), is_number.then_some(number));
    }
}

#[test]
fn an_unsigned_number_goes_to_64_bits() {
    for (json, value) in [
        ("0", 0),
        ("14.0", 14),
        ("1.4e1", 14),
        ("\"14\"", 14),
        ("9223372036854775808", 1 << 63),
        ("18446744073709551615", u64::MAX),
        ("\"18446744073709551615\"", u64::MAX),
        ("1.8446744073709551615e19", u64::MAX),
    ] {
        takes(json, value);
    }
    is_none::<u64>(&["null", "\"\""]);
    refuses::<u64>(&[
        "-1",
        "1.5",
        "18446744073709551616",
        "\"-1\"",
        "1e400",
        "true",
        "[]",
        "\"x\"",
    ]);
}

#[test]
fn the_error_of_a_number_beyond_its_type_names_the_types_that_fit() {
    for json in ["9223372036854775808", "\"9223372036854775808\"", "-9223372036854775809"] {
        let error = read::<i64>(json).unwrap_err();
        assert!(error.contains("`unsigned`") && error.contains("`string`"), "{json}: {error}");
    }
    for json in ["18446744073709551616", "-1", "\"-1\""] {
        let error = read::<u64>(json).unwrap_err();
        assert!(error.contains("`integer`") && error.contains("`string`"), "{json}: {error}");
    }
}
