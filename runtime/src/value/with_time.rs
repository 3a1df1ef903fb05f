//! Days and moments as the types of the crate `time`. jiff reads them, so that they mean the same
//! as without it.

use super::{Date, DateTime, ParseError};
use time::{Month, OffsetDateTime};

const MOMENT: &str = "time between the years -9999 and 9999";
const DAY: &str = "date between the years -9999 and 9999";

impl DateTime {
    /// The moment as the type of the crate `time`, in UTC.
    #[must_use]
    pub fn time(self) -> OffsetDateTime {
        let nanoseconds = self.timestamp().as_nanosecond();
        // The crate has each moment that jiff has.
        OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

impl Date {
    /// The day as the type of the crate `time`.
    #[must_use]
    pub fn time(self) -> time::Date {
        let day = self.civil();
        let month = Month::try_from(day.month().unsigned_abs()).unwrap_or(Month::January);
        // The crate has each day that jiff has.
        time::Date::from_calendar_date(day.year().into(), month, day.day().unsigned_abs())
            .unwrap_or(time::Date::MIN)
    }
}

impl From<DateTime> for OffsetDateTime {
    fn from(moment: DateTime) -> Self {
        moment.time()
    }
}

impl From<Date> for time::Date {
    fn from(day: Date) -> Self {
        day.time()
    }
}

/// jiff ends a day before the crate does.
impl TryFrom<OffsetDateTime> for DateTime {
    type Error = ParseError;

    fn try_from(moment: OffsetDateTime) -> Result<Self, ParseError> {
        let found = jiff::Timestamp::from_nanosecond(moment.unix_timestamp_nanos());
        found.map(Self::from).map_err(|_| ParseError::new(MOMENT, &moment.to_string()))
    }
}

/// With a feature of its own, the crate's years go further.
impl TryFrom<time::Date> for Date {
    type Error = ParseError;

    fn try_from(day: time::Date) -> Result<Self, ParseError> {
        let parts = || {
            let (year, month) = (i16::try_from(day.year()), i8::try_from(u8::from(day.month())));
            let of_month = i8::try_from(day.day()).ok()?;
            jiff::civil::Date::new(year.ok()?, month.ok()?, of_month).ok()
        };
        parts().map(Self::from).ok_or_else(|| ParseError::new(DAY, &day.to_string()))
    }
}
