//! Finds texts of a URL that could be credentials. A spec is shared, so it must not contain
//! any: a false alarm costs a parameter, but a missed credential leaks.

use std::ops::Range;

use super::formats::{is_digits, is_slug, is_unique_id};
use super::request::{decoded, is_word_for_credentials};
use crate::drafting::detect::singular;

/// The reason why a part of the path is replaced.
pub(super) const REASON: &str =
    "a guess: the URL has a possible credential here, which a spec must not contain";

/// The shortest key: in general, and if letters and digits alternate several times.
const LONG: usize = 16;
const LONG_IF_MIXED: usize = 12;
/// The longest word in lower case.
const LONGEST_WORD: usize = 28;

/// The parts of a segment that could be credentials, which the segment before it may reveal.
pub(super) fn spans(segment: &str, before: &str) -> Vec<Range<usize>> {
    // In a path, a `+` is not a space.
    let plain = decoded(&segment.replace('+', "%2B"));
    if plain != segment && !plain_spans(&plain, before).is_empty() {
        return std::iter::once(0..segment.len()).collect();
    }
    plain_spans(segment, before)
}

/// A URL without its query for messages, with `…` in place of possible credentials.
pub(super) fn shown(url: &str) -> String {
    let (user, path) = url.rsplit_once('@').map_or((false, url), |(_, path)| (true, path));
    let mut before = "";
    let mut segments = Vec::new();
    for segment in path.split('/') {
        segments.push(replaced(segment, &spans(segment, before), || "…".to_owned()));
        before = segment;
    }
    let user = if user { "…@" } else { "" };
    user.to_owned() + &segments.join("/")
}

/// The segment with these spans replaced.
pub(super) fn replaced(
    segment: &str,
    spans: &[Range<usize>],
    mut text: impl FnMut() -> String,
) -> String {
    let mut new = String::new();
    let mut end = 0;
    for span in spans {
        new.push_str(&segment[end..span.start]);
        new.push_str(&text());
        end = span.end;
    }
    new + &segment[end..]
}

fn plain_spans(segment: &str, before: &str) -> Vec<Range<usize>> {
    let mut params = segment.split(';');
    let name = params.next().unwrap_or_default();
    let mut spans: Vec<Range<usize>> = of_name(name, before).into_iter().collect();
    let mut start = name.len() + 1;
    // Matrix parameters may hold a session under any name.
    for param in params {
        let end = start + param.len();
        let value = start + param.find('=').map_or(0, |equals| equals + 1);
        if value < end {
            spans.push(value..end);
        }
        start = end + 1;
    }
    spans
}

/// The part of a segment without matrix parameters.
fn of_name(name: &str, before: &str) -> Option<Range<usize>> {
    if name.is_empty() || name.contains('{') || is_unique_id(name) {
        return None;
    }
    if follows_credential_word(name, before) {
        return Some(0..name.len());
    }
    of_bot(name).or_else(|| of_pair(name)).or_else(|| of_parts(name))
}

/// The value of `key=…` or `key:…`; one behind a colon that is not a word, as in
/// `user:password1`, whatever is before it.
fn of_pair(name: &str) -> Option<Range<usize>> {
    let (word, value) = name.split_once(['=', ':'])?;
    let is_verb = name[word.len()..].starts_with(':') && is_verb(value);
    let has = |fits: fn(&u8) -> bool| value.as_bytes().iter().any(fits);
    let is_mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    let is_password = name[word.len()..].starts_with(':') && is_mixed && !word.is_empty();
    let is_value = is_word_for_credentials(word) && !value.is_empty() && !is_verb;
    (is_value || is_password).then(|| word.len() + 1..name.len())
}

/// The method behind a path, as in `projects:batchList`.
fn is_verb(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_alphabetic())
}

/// Words before a credential, or before the next word of a path.
const WORDS_OF_LOGINS: [&str; 9] =
    ["auth", "login", "session", "sid", "pass", "passwd", "pwd", "jwt", "bearer"];

/// `v1`, as in `/auth/v1/users`.
fn is_version(name: &str) -> bool {
    name.strip_prefix('v').is_some_and(is_digits)
}

/// Whether a value follows a word for credentials. After a plural, as in `/tokens/active`,
/// and after `auth`, a plain word is not a value.
fn follows_credential_word(name: &str, before: &str) -> bool {
    let before = before.to_ascii_lowercase();
    let is_word = |c: char| c.is_ascii_lowercase() || matches!(c, '-' | '_');
    let may_be_behind =
        is_word_for_credentials(&singular(&before)) || WORDS_OF_LOGINS.contains(&before.as_str());
    is_word_for_credentials(&before)
        || (may_be_behind && !name.chars().all(is_word) && !is_version(name))
}

/// Digits, a colon and a key: `bot123:AAH…`, but not `17:batchList`.
fn of_bot(name: &str) -> Option<Range<usize>> {
    let (id, key) = name.split_once(':')?;
    let digits = id.bytes().rev().take_while(u8::is_ascii_digit).count();
    let is_key = digits > 0 && !key.is_empty() && !is_verb(key) && !is_digits(key);
    is_key.then(|| id.len() - digits..name.len())
}

/// The span from the first to the last part that could be a key, with parts between dots and
/// other signs; the whole name if it is a token of three parts.
fn of_parts(name: &str) -> Option<Range<usize>> {
    let dotted: Vec<&str> = name.split('.').collect();
    let is_jwt = name.starts_with("eyJ") && dotted.len() >= 3;
    let three = dotted.len() == 3
        && dotted.iter().all(|part| part.len() >= 8)
        && dotted.iter().any(|part| changes(part) >= 2);
    if is_jwt || three {
        return Some(0..name.len());
    }
    let ends = name.match_indices(|c: char| !is_of_key(c));
    let mut bounds = vec![0];
    bounds.extend(ends.flat_map(|(at, sign)| [at, at + sign.len()]));
    bounds.push(name.len());
    let parts = bounds.chunks_exact(2).map(|bounds| bounds[0]..bounds[1]);
    let keys: Vec<Range<usize>> = parts.filter(|part| is_key(&name[part.clone()])).collect();
    Some(keys.first()?.start..keys.last()?.end)
}

fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '=' | '~' | '%')
}

/// Whether a text looks like a generated secret.
pub(super) fn is_key(text: &str) -> bool {
    if text.len() < LONG_IF_MIXED || is_unique_id(text) {
        return false;
    }
    let changes = changes(text);
    if text.len() < LONG {
        return changes >= 4;
    }
    (changes > 0 && !is_slug(text)) || text.split(['-', '_']).any(is_random_word)
}

/// Whether a word of letters is too random for any language.
fn is_random_word(word: &str) -> bool {
    let upper = word.bytes().filter(u8::is_ascii_uppercase).count();
    let humps = word.as_bytes().windows(2);
    let humps = humps.filter(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase());
    let (len, humps) = (word.len(), humps.count());
    (len >= LONGEST_WORD && upper == 0) || (len > LONG && (upper == len || humps * 6 >= len))
}

/// How often letters and digits alternate within a word.
fn changes(text: &str) -> usize {
    let turns = text.as_bytes().windows(2).filter(|two| {
        two.iter().all(u8::is_ascii_alphanumeric)
            && two[0].is_ascii_digit() != two[1].is_ascii_digit()
    });
    turns.count()
}
