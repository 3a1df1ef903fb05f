//! Words for messages: the known name that was meant, and lists of names.

use std::rc::Rc;

use crate::work;

/// Longer words are not typos, and comparing them takes too long.
const LONGEST: usize = 40;

/// Most names that a list of all known ones holds: nobody reads more.
const MOST_LISTED: usize = 50;

/// Names that are known in one place, shared by all problems that speak of
/// them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known(Rc<[String]>);

impl Known {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.iter().map(String::as_str)
    }
}

impl<'a> FromIterator<&'a str> for Known {
    fn from_iter<I: IntoIterator<Item = &'a str>>(names: I) -> Self {
        Self(names.into_iter().map(str::to_owned).collect())
    }
}

/// The known name that is closest to what was written, if one is close.
#[must_use]
pub fn did_you_mean<'a>(
    written: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let written: Vec<char> = fold(written).take(LONGEST + 1).collect();
    let allowed = if written.len() > LONGEST { 0 } else { (written.len() / 3).max(1) };
    let mut nearest: Option<(usize, &str)> = None;
    for known in known {
        work::step();
        // The first of the closest is meant: a later one has to be closer.
        let most = match nearest {
            Some((0, _)) => break,
            Some((distance, _)) => distance - 1,
            None => allowed,
        };
        let letters: Vec<char> = fold(known).take(LONGEST).collect();
        if let Some(distance) = distance(&written, &letters, most)
            && distance < known.len()
        {
            nearest = Some((distance, known));
        }
    }
    nearest.map(|(_, known)| known)
}

/// Other case, and a dash for an underscore, count as typos too.
fn fold(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(|c| if c == '-' { '_' } else { c.to_ascii_lowercase() })
}

/// Insertions, deletions, replacements and swaps of neighbours; `None` where
/// they are more than `most`.
fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        // A swap goes back two rows: neither may lead on.
        if row.iter().chain(&above).all(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut above, row);
    }
    Some(above[b.len()]).filter(|distance| *distance <= most)
}

/// Names in a sentence: "`a`, `b` or `c`"; of very many, the first ones and
/// how many more there are.
pub(crate) fn either<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut all = names.into_iter().inspect(|_| work::step());
    let names: Vec<String> =
        all.by_ref().take(MOST_LISTED).map(|name| format!("`{name}`")).collect();
    let more = all.count();
    if more > 0 {
        return format!("{} or {more} more", names.join(", "));
    }
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

/// What was written, cut where it is long.
pub(crate) fn excerpt(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_name_is_meant() {
        let known = ["string", "integer", "boolean", "laml", "sendsage-pages"];
        assert_eq!(did_you_mean("strng", known), Some("string"));
        assert_eq!(did_you_mean("String", known), Some("string"));
        assert_eq!(did_you_mean("lmal", known), Some("laml"));
        assert_eq!(did_you_mean("sendsage_pages", known), Some("sendsage-pages"));
        assert_eq!(did_you_mean("cursor", known), None);
        assert_eq!(did_you_mean("", known), None);
        assert_eq!(did_you_mean(&"x".repeat(100_000), known), None);
    }

    #[test]
    fn the_first_of_the_closest_is_meant() {
        assert_eq!(did_you_mean("things", ["thingx", "thinga", "things_2"]), Some("thingx"));
        assert_eq!(did_you_mean("things", ["tings_", "thinga", "Things"]), Some("Things"));
        assert_eq!(did_you_mean("ab", ["ba", "a"]), Some("ba"));
    }

    #[test]
    fn names_make_a_sentence() {
        assert_eq!(either(["a"]), "`a`");
        assert_eq!(either(["a", "b", "c"]), "`a`, `b` or `c`");
        let many: Vec<String> = (0..60).map(|number| format!("n{number}")).collect();
        let sentence = either(many.iter().map(String::as_str));
        assert!(sentence.ends_with("`n49` or 10 more"), "{sentence}");
    }
}
