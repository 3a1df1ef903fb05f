//! Days and moments as chrono's types. jiff reads them, so that they mean the same as without
//! chrono.

use super::{Date, DateTime, ParseError};
use chrono::{Datelike as _, NaiveDate, TimeZone, Utc};

const MOMENT: &str = "time between the years -9999 and 9999";
const DAY: &str = "date between the years -9999 and 9999";

impl DateTime {
    /// The moment as chrono's type, in UTC.
    #[must_use]
    pub fn chrono(self) -> chrono::DateTime<Utc> {
        let nanoseconds = self.timestamp().as_nanosecond();
        let seconds = i64::try_from(nanoseconds.div_euclid(BILLION)).unwrap_or_default();
        let rest = u32::try_from(nanoseconds.rem_euclid(BILLION)).unwrap_or_default();
        // chrono has each moment that jiff has.
        chrono::DateTime::from_timestamp(seconds, rest).unwrap_or_default()
    }
}

/// Nanoseconds of a second.
const BILLION: i128 = 1_000_000_000;

impl Date {
    /// The day as chrono's type.
    #[must_use]
    pub fn chrono(self) -> NaiveDate {
        let day = self.civil();
        let (month, of_month) = (day.month().unsigned_abs(), day.day().unsigned_abs());
        // chrono has each day that jiff has.
        NaiveDate::from_ymd_opt(day.year().into(), month.into(), of_month.into())
            .unwrap_or_default()
    }
}

impl From<DateTime> for chrono::DateTime<Utc> {
    fn from(moment: DateTime) -> Self {
        moment.chrono()
    }
}

impl From<Date> for NaiveDate {
    fn from(day: Date) -> Self {
        day.chrono()
    }
}

/// chrono's years go further. A leap second is the second before it.
impl<Z: TimeZone> TryFrom<chrono::DateTime<Z>> for DateTime {
    type Error = ParseError;

    fn try_from(moment: chrono::DateTime<Z>) -> Result<Self, ParseError> {
        let rest = moment.timestamp_subsec_nanos().min(999_999_999);
        let nanoseconds = i128::from(moment.timestamp()) * BILLION + i128::from(rest);
        let found = jiff::Timestamp::from_nanosecond(nanoseconds);
        found.map(Self::from).map_err(|_| ParseError::new(MOMENT, &moment.to_utc().to_string()))
    }
}

/// chrono's years go further.
impl TryFrom<NaiveDate> for Date {
    type Error = ParseError;

    fn try_from(day: NaiveDate) -> Result<Self, ParseError> {
        let parts = || {
            let year = i16::try_from(day.year()).ok()?;
            let (month, of_month) = (i8::try_from(day.month()), i8::try_from(day.day()));
            jiff::civil::Date::new(year, month.ok()?, of_month.ok()?).ok()
        };
        parts().map(Self::from).ok_or_else(|| ParseError::new(DAY, &day.to_string()))
    }
}
