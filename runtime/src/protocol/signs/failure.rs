//! Whether a response without rows says that it failed.

use super::{DEEPEST, ENVELOPES, LONGEST, MOST_KEYS, escaped, flag, letters};
use crate::json::lexer::{EntryName, Lexer, Unreadable};
use crate::protocol::response::stated::Stated;

/// Fields that are present and not empty if the request failed.
const ERRORS: &[&str] = &[
    "err",
    "errcode",
    "errmsg",
    "error",
    "errorcode",
    "errordescription",
    "errormessage",
    "errormessages",
    "errormsg",
    "errors",
    "errortype",
    "exception",
    "fault",
    "retcode",
    "returncode",
];

/// Flags that are true if the request failed.
const FAILED: &[&str] = &["failed", "haserror", "haserrors", "iserror"];

/// Flags that are false, or 0, if the request failed.
const SUCCESS: &[&str] = &["issuccess", "ok", "success", "succeeded"];

/// Fields that name an outcome.
const OUTCOMES: &[&str] = &["outcome", "result", "state", "status", "statuscode"];

/// Fields that describe a failure, but occur in other responses too.
const WORDS: &[&str] = &["code", "detail", "message", "msg", "title"];

/// The search for a failure in a response without rows.
#[derive(Clone, Copy)]
struct Search<'a> {
    /// The pointer to the items, which are not another list.
    items: &'a str,
    /// Whether fields that occur in other responses too count: not if the response has
    /// the items, paging keys or counts.
    words: bool,
    /// Whether rows elsewhere count.
    elsewhere: bool,
}

/// The sign that a response without rows failed, or that it has rows elsewhere, as the
/// end of a sentence.
pub(in crate::protocol) fn failure(
    text: &str,
    items: &str,
    has_items: bool,
    is_page: bool,
) -> Option<String> {
    // A database of JSON says so of a place without rows, as Firebase does.
    if !has_items && items.is_empty() && text.trim() == "null" {
        return None;
    }
    if !has_items && !text.trim_start().starts_with('{') {
        return Some("the response is not an object".to_owned());
    }
    let other = !(is_page || has_items);
    Search { items, words: other, elsewhere: other }.find(text)
}

/// Whether a response without rows says that it failed. Ambiguous fields count only if
/// it has no rows elsewhere.
pub(in crate::protocol) fn states(text: &str, items: &str, is_page: bool) -> bool {
    let finds = |words, elsewhere| Search { items, words, elsewhere }.find(text).is_some();
    finds(false, false) || (!is_page && !finds(false, true) && finds(true, false))
}

impl Search<'_> {
    fn find(self, text: &str) -> Option<String> {
        let mut found = None;
        // Input that is not JSON was refused before.
        let _ = self.search(&mut Lexer::new(text), "", &mut found);
        found
    }

    fn search(
        self,
        lexer: &mut Lexer<'_>,
        path: &str,
        found: &mut Option<String>,
    ) -> Result<(), Unreadable> {
        let mut keys = 0;
        lexer.entries(|lexer, key| {
            keys += 1;
            if found.is_some() || keys > MOST_KEYS {
                return Err(Unreadable::new("the search ended", lexer.at()));
            }
            lexer.peek();
            let inner = *lexer;
            lexer.skip_value();
            let name = match key {
                EntryName::Name(name) if name.len() <= LONGEST => name,
                _ => return Ok(()),
            };
            let (json, letters) = (inner.until(lexer), letters(&name));
            let fails = says_failure(&letters, json, self.words);
            let has_rows = self.elsewhere && is_rows(json);
            let is_envelope = json.starts_with('{') && is_envelope(&letters);
            if !(fails || has_rows || is_envelope) {
                return Ok(());
            }
            let path = format!("{path}/{}", escaped(&name));
            if path == self.items {
                return Ok(());
            }
            if fails {
                *found = Some(format!("its `{path}` says that the request failed"));
            } else if has_rows {
                *found = Some(format!("its `{path}` is an array of objects"));
            } else if depth(&path) < 3 {
                let _ended = self.search(&mut { inner }, &path, found);
            }
            Ok(())
        })
    }
}

fn is_envelope(name: &str) -> bool {
    ENVELOPES.contains(&name) || name == "status"
}

fn depth(path: &str) -> usize {
    path.matches('/').count()
}

fn is_rows(json: &str) -> bool {
    json.strip_prefix('[').is_some_and(|rows| rows.trim_start().starts_with('{'))
}

fn says_failure(name: &str, json: &str, words: bool) -> bool {
    let slot = || Lexer::new(json).raw().ok().and_then(|raw| Stated::read(raw).ok());
    let slot = || slot().unwrap_or_default();
    if FAILED.contains(&name) {
        return flag(&slot()) == Some(true);
    }
    if SUCCESS.contains(&name) {
        let slot = slot();
        return flag(&slot) == Some(false) || slot.text() == Some("0");
    }
    if OUTCOMES.contains(&name) {
        return match slot() {
            Stated::Number(status) => status.parse().is_ok_and(|status: u32| status >= 400),
            Stated::Text(word) => {
                let word = letters(&word);
                ["error", "fail", "failed", "failure"].contains(&&*word)
            }
            _ => false,
        };
    }
    let is_word = words && WORDS.contains(&name);
    (ERRORS.contains(&name) || is_word) && states_failure(&slot())
}

/// Whether a value states a failure rather than the absence of one.
fn states_failure(slot: &Stated) -> bool {
    match slot {
        Stated::Absent
        | Stated::Null
        | Stated::Bool(false)
        | Stated::Unreadable
        | Stated::Ambiguous
        | Stated::Faulty(_) => false,
        Stated::Bool(true) | Stated::TooLong => true,
        Stated::Number(_) | Stated::Text(_) => slot.is_failure_word(),
        Stated::Array(json) | Stated::Object(json) => holds_failure(json, 1),
    }
}

/// Whether an array or an object states a failure rather than the absence of one.
/// Values below the greatest depth count as one.
fn holds_failure(json: &str, depth: usize) -> bool {
    let mut holds = false;
    // Input that is not JSON was refused before.
    let _ = Lexer::new(json).entries(|lexer, _| {
        let began = *lexer;
        let is_inner = matches!(lexer.peek(), Some(b'{' | b'['));
        if holds {
            lexer.skip_value();
        } else if is_inner {
            lexer.skip_value();
            holds = depth == DEEPEST || holds_failure(began.until(lexer), depth + 1);
        } else {
            holds = match Stated::read(lexer.raw()?).unwrap_or_default() {
                Stated::Bool(is_true) => is_true,
                slot => slot.is_failure_word(),
            };
        }
        Ok(())
    });
    holds
}
