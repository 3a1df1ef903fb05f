//! Recognizes the format of a text: date, time, link, number, identifier.

/// A day: `2024-01-31`.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let within = |part: &str, most: u8| {
        part.len() == 2
            && is_digits(part)
            && part.parse::<u8>().is_ok_and(|n| (1..=most).contains(&n))
    };
    year.len() == 4 && is_digits(year) && within(month, 12) && within(day, 31)
}

/// A moment with its offset, in RFC 3339 or RFC 2822.
pub(super) fn is_time(text: &str) -> bool {
    rfc_3339(text) || rfc_2822(text)
}

/// A moment without an offset, otherwise in RFC 3339, possibly with a space.
pub(super) fn is_local_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    is_date(date) && is_digits(fraction) && (is_clock(clock, 3) || is_clock(time, 2))
}

fn rfc_3339(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    let offset = time.find(['Z', 'z', '+', '-']).map(|at| time.split_at(at));
    let Some((time, offset)) = offset else { return false };
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let zulu = offset.eq_ignore_ascii_case("z");
    is_date(date)
        && is_clock(clock, 3)
        && is_digits(fraction)
        && (zulu || is_clock(&offset[1..], 2))
}

/// `Tue, 14 Aug 2018 19:37:39 +0000`; the day of the week is optional.
fn rfc_2822(text: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let rest = text.split_once(", ").map_or(text, |(_, rest)| rest);
    let words: Vec<&str> = rest.split(' ').collect();
    let [day, month, year, clock, offset] = words.as_slice() else { return false };
    let sign = offset
        .strip_prefix(['+', '-'])
        .is_some_and(|offset| offset.len() == 4 && is_digits(offset));
    let zone = sign || matches!(*offset, "GMT" | "UT" | "Z");
    day.len() <= 2
        && is_digits(day)
        && MONTHS.contains(month)
        && year.len() == 4
        && is_digits(year)
        && is_clock(clock, 3)
        && zone
}

fn is_clock(text: &str, parts: usize) -> bool {
    let all: Vec<&str> = text.split(':').collect();
    all.len() == parts && all.iter().all(|part| part.len() == 2 && is_digits(part))
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A link: a URL, or a path that begins at the root.
pub(super) fn is_link(text: &str) -> bool {
    let url = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    let path = text.starts_with('/') && text.len() > 1 && !text.contains(char::is_whitespace);
    url || path || (text.starts_with('?') && text.contains('='))
}

/// A number in quotes.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    is_digits(whole) && is_digits(fraction)
}

/// A word that could be a value of an enum: in one case, without spaces.
pub(super) fn is_word(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let one_case = text == text.to_ascii_lowercase() || text == text.to_ascii_uppercase();
    text.len() <= 30
        && one_case
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(fits)
        && text.bytes().filter(u8::is_ascii_digit).count() < 3
}

/// A path segment that looks like an ID: digits, a UUID, or a long code.
pub(super) fn is_id(segment: &str) -> bool {
    let code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let digits = segment.bytes().filter(u8::is_ascii_digit).count();
    is_digits(segment) || (segment.len() >= 16 && digits >= 4 && segment.chars().all(code))
}

/// An ID of a known form, which is not a secret: digits, a UUID, or a SID (two capitals with
/// the digits of a UUID).
pub(super) fn is_unique_id(text: &str) -> bool {
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts: Vec<&str> = text.split('-').collect();
    let is_uuid = parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| is_hex(part));
    let is_sid = text.len() == 34
        && text.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && text.get(2..).is_some_and(is_hex);
    is_digits(text) || is_uuid || is_sid
}

/// Words and numbers with `-` or `_` between them; a word may end with one or
/// two digits.
pub(super) fn is_slug(text: &str) -> bool {
    let is_word = |part: &str| {
        let word = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = part.len() - word.len();
        word.is_empty()
            || digits == 0
            || (digits <= 2 && !word.contains(|c: char| c.is_ascii_digit()))
    };
    let is_plain = |part: &str| part.len() < 16 || !part.contains(|c: char| c.is_ascii_digit());
    let parts: Vec<&str> = text.split(['-', '_']).collect();
    parts.len() > 1 && parts.iter().all(|part| is_word(part) && is_plain(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_distinguished() {
        for time in [
            "2024-01-31T10:00:00Z",
            "2024-01-31T10:00:00.123+02:00",
            "Tue, 14 Aug 2018 19:37:39 +0000",
            "14 Aug 2018 19:37:39 GMT",
        ] {
            assert!(is_time(time), "{time}");
        }
        for other in [
            "2024-01-31",
            "2024-01-31T10:00:00",
            "2024-13-31T10:00:00Z",
            "10:00:00",
            "Tue, 14 Aug",
            "",
            "T",
            "é+",
        ] {
            assert!(!is_time(other), "{other}");
        }
        for local in ["2024-01-31T10:00:00", "2024-01-31 10:00:00.5", "2024-01-31 10:00"] {
            assert!(is_local_time(local) && !is_time(local), "{local}");
        }
        for other in ["2024-01-31T10:00:00Z", "2024-01-31", "2024-01-31 10", "10:00", "x 10:00:00"]
        {
            assert!(!is_local_time(other), "{other}");
        }
        assert!(is_date("2024-01-31") && !is_date("2024-1-31") && !is_date("2024-02-41"));
        assert!(is_link("https://a") && is_link("/a/b") && is_link("?a=b") && !is_link("a/b"));
        assert!(is_number("-0.02") && is_number("12") && !is_number("+1555") && !is_number("1."));
        assert!(is_word("in-progress") && is_word("USD") && !is_word("Ann") && !is_word("a b"));
        assert!(
            is_id("12")
                && is_id("446e9986-0848-4d46-a617-48793c5f5e07")
                && !is_id("2010-04-01")
                && !is_id("Messages")
        );
    }
}
