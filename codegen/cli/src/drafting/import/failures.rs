//! Where replies say that they are no failure, which a spec states for all lists at once.

use super::operation::ListOperation;
use super::report::Report;
use crate::drafting::detect::{Shape, ValueKind};
use pagesmith_codegen::ast::{Errors, Or, Success, Word};

/// Flags that are false in a reply with a failure.
const FLAGS: [&str; 3] = ["/ok", "/success", "/succeeded"];
/// Keys with a text that says so.
const STATES: [&str; 3] = ["/status", "/result", "/state"];
/// Such texts, in lower case.
const SUCCESS: [&str; 4] = ["ok", "success", "succeeded", "successful"];
const FAILURE: [&str; 5] = ["error", "fail", "failed", "failure", "nok"];

/// The errors of the spec: what at least half of the lists have. A reply without it did not fail.
pub(super) fn errors(lists: &[ListOperation<'_>], report: &mut Report) -> Option<Errors> {
    let mut found: Vec<(Success, usize)> = Vec::new();
    for success in lists.iter().filter_map(|list| success(&list.shape)) {
        match found.iter_mut().find(|(known, _)| *known == success) {
            Some((_, count)) => *count += 1,
            None => found.push((success, 1)),
        }
    }
    let most = found.iter().map(|(_, count)| *count).max()?;
    let (success, count) = found.into_iter().find(|(_, count)| *count == most)?;
    let at = success.at.clone().unwrap_or_default();
    if count * 2 < lists.len() {
        report.note("", format!("`{at}` of {count} of {} lists says whether a request succeeded; a spec has one place for all lists: `errors: {{success: …}}`", lists.len()));
        return None;
    }
    report.note(
        "",
        format!("`{at}` says whether a request succeeded, as in {count} of {} lists", lists.len()),
    );
    let success = if success.is.is_empty() { Or::Text(at) } else { Or::Map(success) };
    Some(Errors { success: Some(success), ..Errors::default() })
}

/// Where replies of a list say so: a flag, or a text with values that mean success and failure.
fn success(shape: &Shape) -> Option<Success> {
    let is_flag = |pointer: &&&str| {
        shape.keys.iter().any(|key| key.pointer == **pointer && key.kind == ValueKind::Boolean)
    };
    if let Some(flag) = FLAGS.iter().find(is_flag) {
        return Some(Success { at: Some((*flag).to_owned()), is: Vec::new() });
    }
    let state = shape.keys.iter().filter(|key| STATES.contains(&key.pointer.as_str()));
    state.into_iter().find_map(|key| {
        let means = |word: &String, words: &[&str]| words.contains(&word.to_lowercase().as_str());
        let has_failure = key.values.iter().any(|word| means(word, &FAILURE));
        let all = key.values.iter().all(|word| means(word, &FAILURE) || means(word, &SUCCESS));
        let good = key.values.iter().filter(|word| means(word, &SUCCESS));
        let is: Vec<Word> = good.map(|word| Word(word.clone())).collect();
        let at = Some(key.pointer.clone());
        (has_failure && all && !is.is_empty()).then_some(Success { at, is })
    })
}
