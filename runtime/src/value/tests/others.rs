//! The types of other crates: the same values in each.

use super::{is_none, refuses, takes};
#[cfg(any(feature = "chrono", feature = "time"))]
use crate::{Date, DateTime};
use crate::{IntoFilter, Uuid};

const UUID: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

/// The text of a filter.
fn sent<T>(value: impl IntoFilter<T>) -> String {
    value.into_filter().unwrap()
}

#[test]
fn a_uuid_is_a_text_of_its_form() {
    takes(&format!("\"{UUID}\""), UUID.parse::<Uuid>().unwrap());
    is_none::<Uuid>(&["null", r#""""#]);
    refuses::<Uuid>(&["1", "true", "[]", "{}"]);
    assert_eq!(sent::<Uuid>(UUID), UUID);
    assert_eq!(
        serde_json::to_string(&UUID.parse::<Uuid>().unwrap()).unwrap(),
        format!("\"{UUID}\"")
    );
}

#[cfg(not(feature = "uuid"))]
#[test]
fn without_the_feature_a_uuid_is_the_text_as_it_came() {
    assert_eq!("{ABC}".parse::<Uuid>().unwrap().to_string(), "{ABC}");
}

#[cfg(feature = "uuid")]
#[test]
fn each_notation_of_a_uuid_is_the_same_one() {
    let uuid: Uuid = UUID.parse().unwrap();
    for text in [
        UUID.to_uppercase(),
        UUID.replace('-', ""),
        format!("{{{UUID}}}"),
        format!("urn:uuid:{UUID}"),
    ] {
        assert_eq!(text.parse::<Uuid>(), Ok(uuid), "{text}");
        assert_eq!(text.parse::<Uuid>().unwrap().to_string(), UUID);
    }
    refuses::<Uuid>(&[r#""67e55044-10b1-426f-9247-bb680e5fe0c""#, r#""zz""#]);
    assert_eq!(Uuid::from(uuid.uuid()), uuid);
    assert_eq!(sent::<Uuid>(uuid.uuid()), UUID);
    assert_eq!(uuid::Uuid::from(uuid).to_string(), UUID);
}

/// Moments with the nanoseconds since 1970, and days.
#[cfg(any(feature = "chrono", feature = "time"))]
const MOMENTS: [&str; 6] = [
    "1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59.999999999Z",
    "2024-02-29T10:30:00.5+02:00",
    "-009999-01-02T01:59:59Z",
    "9999-12-30T22:00:00.999999999Z",
    "Wed, 14 Jan 2026 09:30:11 +0000",
];
#[cfg(any(feature = "chrono", feature = "time"))]
const DAYS: [&str; 5] = ["1970-01-01", "1969-12-31", "2024-02-29", "-009999-01-01", "9999-12-31"];

#[cfg(feature = "chrono")]
#[test]
fn chrono_has_the_same_moments_and_days() {
    use chrono::{NaiveDate, TimeDelta, Utc};
    for text in MOMENTS {
        let moment: DateTime = text.parse().unwrap();
        let theirs = moment.chrono();
        let nanoseconds = i128::from(theirs.timestamp()) * 1_000_000_000
            + i128::from(theirs.timestamp_subsec_nanos());
        assert_eq!(nanoseconds, moment.timestamp().as_nanosecond(), "{text}");
        assert_eq!(DateTime::try_from(theirs), Ok(moment), "{text}");
        let elsewhere = theirs.with_timezone(&chrono::FixedOffset::east_opt(3600).unwrap());
        assert_eq!(sent::<DateTime>(elsewhere), moment.to_string(), "{text}");
        assert_eq!(chrono::DateTime::<Utc>::from(moment), theirs);
    }
    for text in DAYS {
        let day: Date = text.parse().unwrap();
        let theirs = day.chrono();
        assert_eq!(Date::try_from(theirs), Ok(day), "{text}");
        assert_eq!(sent::<Date>(theirs), day.to_string(), "{text}");
        assert_eq!(NaiveDate::from(day), theirs);
    }
    let (moment, day) = (chrono::DateTime::<Utc>::MAX_UTC, NaiveDate::MAX);
    assert!(DateTime::try_from(moment).is_err() && Date::try_from(day).is_err());
    let error = IntoFilter::<Date>::into_filter(day).unwrap_err();
    assert!(error.to_string().contains("between the years"), "{error}");
    // A leap second is the second before it, as in a text.
    let before = "2016-12-31T23:59:59Z".parse::<DateTime>().unwrap().chrono();
    let leap = NaiveDate::from_ymd_opt(2016, 12, 31).unwrap();
    let leap = leap.and_hms_nano_opt(23, 59, 59, 1_500_000_000).unwrap().and_utc();
    let read = DateTime::try_from(leap).unwrap().chrono();
    assert!(read - before < TimeDelta::seconds(1), "{read}");
}

#[cfg(feature = "time")]
#[test]
fn time_has_the_same_moments_and_days() {
    use time::{OffsetDateTime, UtcOffset};
    for text in MOMENTS {
        let moment: DateTime = text.parse().unwrap();
        let theirs = moment.time();
        assert_eq!(theirs.unix_timestamp_nanos(), moment.timestamp().as_nanosecond(), "{text}");
        assert_eq!(DateTime::try_from(theirs), Ok(moment), "{text}");
        assert_eq!(OffsetDateTime::from(moment), theirs);
    }
    let noon: DateTime = "2024-02-29T12:00:00Z".parse().unwrap();
    let elsewhere = noon.time().to_offset(UtcOffset::from_hms(-5, 0, 0).unwrap());
    assert_eq!(sent::<DateTime>(elsewhere), "2024-02-29T12:00:00Z");
    for text in DAYS {
        let day: Date = text.parse().unwrap();
        let theirs = day.time();
        assert_eq!(Date::try_from(theirs), Ok(day), "{text}");
        assert_eq!(sent::<Date>(theirs), day.to_string(), "{text}");
        assert_eq!(time::Date::from(day), theirs);
    }
    // jiff ends a day earlier.
    let last = OffsetDateTime::from_unix_timestamp(253_402_300_799).unwrap();
    assert!(DateTime::try_from(last).is_err(), "{last}");
}
