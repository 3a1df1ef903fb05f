//! Times of RFC 2822 in the form that nearly all servers write, read in a third of the time that
//! the whole grammar takes.

use jiff::Timestamp;
use jiff::civil::{DateTime, Weekday};
use jiff::tz::Offset;

const MONTHS: [&[u8]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];

/// The moment of a text such as `Wed, 14 Jan 2026 09:30:11 +0000`. `None` if the text has any other
/// form, or is wrong: then jiff decides.
pub(super) fn usual_rfc2822(text: &str) -> Option<Timestamp> {
    let text: &[u8; 31] = text.as_bytes().try_into().ok()?;
    let separators = [(3, b','), (4, b' '), (7, b' '), (11, b' '), (16, b' ')];
    let more = [(19, b':'), (22, b':'), (25, b' ')];
    if separators.iter().chain(&more).any(|(at, byte)| text[*at] != *byte) {
        return None;
    }
    let month = MONTHS.iter().position(|month| *month == &text[8..11])?;
    let two = |at: usize| number(&text[at..at + 2]).map(i32::from);
    let (year, month) = (number(&text[12..16])?, i8::try_from(month + 1).ok()?);
    let small = |at: usize| i8::try_from(two(at)?).ok();
    let (hour, minute, second) = (small(17)?, small(20)?, small(23)?);
    // RFC 2822 reads years of fewer digits in its own way.
    let is_usual = year >= 1000 && second < 60;
    let time = DateTime::new(year, month, small(5)?, hour, minute, second, 0).ok()?;
    let sign = match text[26] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = (two(27)?, two(29)?);
    let offset = Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?;
    let is_usual = is_usual && hours < 24 && minutes < 60 && weekday(&text[..3])? == time.weekday();
    if is_usual { offset.to_timestamp(time).ok() } else { None }
}

fn weekday(name: &[u8]) -> Option<Weekday> {
    Some(match name {
        b"Mon" => Weekday::Monday,
        b"Tue" => Weekday::Tuesday,
        b"Wed" => Weekday::Wednesday,
        b"Thu" => Weekday::Thursday,
        b"Fri" => Weekday::Friday,
        b"Sat" => Weekday::Saturday,
        b"Sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// The value of at most four digits.
fn number(digits: &[u8]) -> Option<i16> {
    digits.iter().try_fold(0, |value, digit| {
        digit.is_ascii_digit().then(|| value * 10 + i16::from(digit - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::fmt::rfc2822::DateTimeParser;

    /// What jiff reads, where the text has the usual form.
    fn check(text: &str) -> bool {
        let jiff = DateTimeParser::new().parse_timestamp(text).ok();
        let ours = usual_rfc2822(text);
        assert!(ours.is_none() || ours == jiff, "{text}: {ours:?}, {jiff:?}");
        ours.is_some()
    }

    #[test]
    fn the_usual_form_means_what_jiff_says() {
        for text in [
            "Wed, 14 Jan 2026 09:30:11 +0000",
            "Thu, 29 Feb 2024 23:59:59 -0830",
            "Sat, 01 Jan 1000 00:00:00 +2359",
            "Thu, 30 Dec 9999 00:00:00 +0100",
        ] {
            let text = with_weekday(text);
            assert!(check(&text), "{text}");
        }
    }

    #[test]
    fn other_texts_are_left_to_jiff() {
        for text in [
            "Tue, 14 Jan 2026 09:30:11 +0000",
            "Wed, 14 Jan 2026 09:30:60 +0000",
            "Wed, 14 Jan 0026 09:30:11 +0000",
            "Wed, 14 Jan 2026 09:30:11 +2400",
            "Wed, 14 Jan 2026 09:30:11 +0060",
            "Wed, 31 Feb 2026 09:30:11 +0000",
            "Wed, 14 Jan 2026 24:30:11 +0000",
            "Fri, 31 Dec 9999 23:59:59 -2359",
        ] {
            assert!(!check(text), "{text}");
        }
        // Each byte in turn is another one.
        let usual = "Wed, 14 Jan 2026 09:30:11 +0000";
        for at in 0..usual.len() {
            for byte in (b' '..=b'~').filter(|byte| usual.as_bytes()[at] != *byte) {
                let mut text = usual.as_bytes().to_vec();
                text[at] = byte;
                check(std::str::from_utf8(&text).unwrap());
            }
        }
    }

    /// The text with the weekday that its date has.
    fn with_weekday(text: &str) -> String {
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let texts = names.map(|name| format!("{name}{}", &text[3..]));
        let valid = |text: &&String| DateTimeParser::new().parse_timestamp(text.as_str()).is_ok();
        texts.iter().find(valid).unwrap().clone()
    }
}
