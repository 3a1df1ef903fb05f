//! Detects the flag that says whether more follows: a boolean, or a text or number that means yes
//! or no.

use super::known_names::{DONE, MORE};
use super::{Finding, Key, Shape, ValueKind, fold};
use pagesmith_codegen::ast::{Flag, Or, Word};

/// Values that mean yes, each with the one that means no.
const YES_AND_NO: [(&str, &str); 4] = [("y", "n"), ("yes", "no"), ("true", "false"), ("1", "0")];

/// Adds the flag, unless the rule did.
pub(super) fn add(shape: &Shape, finding: &mut Finding) {
    if finding.knobs.more.is_none() {
        finding.knobs.more = flag(shape, &MORE, &mut finding.reasons);
    }
    finding.knobs.done = match &finding.knobs.more {
        Some(_) => None,
        None => flag(shape, &DONE, &mut finding.reasons),
    };
}

fn flag(shape: &Shape, words: &[&str], reasons: &mut Vec<String>) -> Option<Or<Flag>> {
    if let Some(key) = shape.key_named(words, |key| key.kind == ValueKind::Boolean) {
        return Some(Or::Text(key.pointer.clone()));
    }
    let key = shape.key_named(words, |key| may_be_flag(key) && yes(key).is_some())?;
    let (yes, was_seen) = yes(key)?;
    if !was_seen {
        reasons.push(format!("that `{}` is `{yes}` otherwise is a guess", key.pointer));
    }
    let at = Some(key.pointer.clone());
    Some(Or::Map(Flag { at, is: Some(vec![Word(yes)]), ..Flag::default() }))
}

/// Whether it may mean yes or no by its kind. A number such as `last_page: 1` is a count.
fn may_be_flag(key: &Key) -> bool {
    let word = fold(key.last());
    key.kind != ValueKind::Number || word.starts_with("is") || word.starts_with("has")
}

/// The value that means yes, if all values mean yes or no; and whether it is one of them.
fn yes(key: &Key) -> Option<(String, bool)> {
    let first = key.values.first()?;
    let means = |value: &String, word: &str| value.eq_ignore_ascii_case(word);
    let (yes, no) = YES_AND_NO.iter().find(|(yes, no)| means(first, yes) || means(first, no))?;
    if !key.values.iter().all(|value| means(value, yes) || means(value, no)) {
        return None;
    }
    let seen = key.values.iter().find(|value| means(value, yes));
    let in_case_of_no = || {
        let is_upper = |text: &str| !text.contains(|c: char| c.is_lowercase());
        if is_upper(first) {
            yes.to_ascii_uppercase()
        } else if first.starts_with(|c: char| c.is_uppercase()) {
            yes[..1].to_ascii_uppercase() + &yes[1..]
        } else {
            (*yes).to_owned()
        }
    };
    Some((seen.cloned().unwrap_or_else(in_case_of_no), seen.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_that_means_yes_is_known_or_follows_from_no() {
        let of = |values: &[&str]| {
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            yes(&Key { values, ..Key::default() })
        };
        let is = |values: &[&str], yes: &str, was_seen| {
            assert_eq!(of(values), Some((yes.to_owned(), was_seen)), "{values:?}");
        };
        is(&["N", "Y"], "Y", true);
        is(&["n"], "y", false);
        is(&["No"], "Yes", false);
        is(&["NO"], "YES", false);
        is(&["0"], "1", false);
        is(&["false", "true"], "true", true);
        for values in [&["N", "maybe"][..], &["2"], &["Y", "0"], &[]] {
            assert_eq!(of(values), None, "{values:?}");
        }
    }
}
