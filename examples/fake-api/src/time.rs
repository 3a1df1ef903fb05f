//! Dates as the two APIs write them, for years from 1970 on and in UTC.

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// Seconds in a day.
pub(crate) const DAY: i64 = 86_400;

/// Writes seconds since 1970 as in `Tue, 14 Aug 2018 19:37:39 +0000` (RFC 2822).
pub(crate) fn rfc2822(epoch: i64) -> String {
    let (year, month, day) = date(epoch.div_euclid(DAY));
    let weekday = WEEKDAYS[index(epoch.div_euclid(DAY).rem_euclid(7))];
    let month = MONTHS[index(month - 1)];
    format!("{weekday}, {day:02} {month} {year} {} +0000", clock(epoch))
}

/// Writes seconds since 1970 as in `2018-08-14T19:37:39` followed by `zone` (RFC 3339).
pub(crate) fn rfc3339(epoch: i64, zone: &str) -> String {
    let (year, month, day) = date(epoch.div_euclid(DAY));
    format!("{year}-{month:02}-{day:02}T{}{zone}", clock(epoch))
}

/// Reads either form, or a bare `2018-08-14`, as seconds since 1970.
pub(crate) fn read(text: &str) -> Option<i64> {
    if let Some((_weekday, rest)) = text.split_once(", ") {
        let mut words = rest.split(' ');
        let day = words.next()?.parse().ok()?;
        let name = words.next()?;
        let month = (1..).zip(MONTHS).find(|(_, known)| *known == name)?.0;
        let year = words.next()?.parse().ok()?;
        let clock = seconds(words.next()?)?;
        let zone = words.next()?;
        return matches!(zone, "+0000" | "GMT").then_some(days(year, month, day)? * DAY + clock);
    }
    let (date, clock) = match text.split_once('T') {
        Some((date, clock)) => {
            let clock = clock.strip_suffix('Z').or_else(|| clock.strip_suffix("+00:00"))?;
            (date, seconds(clock)?)
        }
        None => (text, 0),
    };
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    Some(days(parts.next()??, parts.next()??, parts.next()??)? * DAY + clock)
}

fn clock(epoch: i64) -> String {
    let second = epoch.rem_euclid(DAY);
    format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

fn seconds(clock: &str) -> Option<i64> {
    let mut parts = clock.splitn(3, ':').map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let valid = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second);
    valid.then_some(hour * 3600 + minute * 60 + second)
}

/// Year, month and day of a count of days since 1970.
fn date(mut days: i64) -> (i64, i64, i64) {
    let mut year = 1970;
    while days >= year_length(year) {
        days -= year_length(year);
        year += 1;
    }
    let mut month = 1;
    while days >= month_length(year, month) {
        days -= month_length(year, month);
        month += 1;
    }
    (year, month, days + 1)
}

/// Count of days since 1970, for a day that exists.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let exists = (1970..10_000).contains(&year)
        && (1..=12).contains(&month)
        && (1..=month_length(year, month)).contains(&day);
    let years: i64 = (1970..year).map(year_length).sum();
    let months: i64 = (1..month).map(|month| month_length(year, month)).sum();
    exists.then_some(years + months + day - 1)
}

fn leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn year_length(year: i64) -> i64 {
    if leap(year) { 366 } else { 365 }
}

fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn index(small: i64) -> usize {
    usize::try_from(small).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_read_back() {
        let epoch = 1_534_275_459;
        assert_eq!(rfc2822(epoch), "Tue, 14 Aug 2018 19:37:39 +0000");
        assert_eq!(rfc3339(epoch, "Z"), "2018-08-14T19:37:39Z");
        assert_eq!(read(&rfc2822(epoch)), Some(epoch));
        assert_eq!(read(&rfc3339(epoch, "+00:00")), Some(epoch));
        assert_eq!(read("2000-02-29").map(|leap| leap / DAY), Some(11_016));
        assert_eq!(read("2001-02-29"), None);
        assert_eq!(read("yesterday"), None);
    }
}
