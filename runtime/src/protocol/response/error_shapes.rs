//! What a body says of its failure where the list names no place for it: the
//! shapes of errors that public APIs use, in one table.
//!
//! Names are compared by their letters and digits alone, in any case. A body may
//! break off: the part before that is read.

use crate::error::ApiError;
use crate::json::lexer::{EntryName, Lexer};
use crate::protocol::signs::letters;
use http::StatusCode;
use serde_core::de::IgnoredAny;

/// Where the words of a failure are in an object: at the first name of the first row
/// that has any, and at those behind it. Each holds a text, an object with words, or
/// an array of either.
const WORDS: &[&[&str]] = &[
    // OAuth (RFC 6749, 5.2).
    &["errordescription"],
    // Jira.
    &["errormessages", "errors"],
    // Stack Exchange, CoinMarketCap.
    &["errormessage", "errordetail"],
    // Google, Stripe, Azure, GitHub, HubSpot, Salesforce, Laravel; Intuit within `Fault`.
    &["message", "detail", "errors"],
    // RFC 9457, JSON:API, ASP.NET.
    &["title", "detail", "errors"],
    // Django, FastAPI.
    &["detail", "errors"],
    // Zendesk, Telegram.
    &["description"],
    // WeChat, Apigee.
    &["errmsg"],
    &["errormsg"],
    &["msg"],
    &["faultstring"],
    // GraphQL, Cloudflare; and objects that hold one of the above.
    &["errors"],
    &["error"],
    &["fault"],
    &["exception"],
    &["status"],
    &["meta"],
    &["response"],
];

/// What a failure is called. These go before a code further inside,
const CODES: &[&str] = &["code", "errorcode", "errcode", "errno", "extensions"];

/// and these are used if all of those are missing.
const NAMES: &[&str] =
    &["errorname", "errortype", "type", "category", "status", "error", "errorid", "detail"];

/// Objects in which a failure is described; a text there is a word for the outcome.
const ENVELOPES: &[&str] = &["meta", "response", "status"];

/// What may have a code and no words.
const FAILURES: &[&str] = &["error", "errors", "fault", "meta", "status"];

/// Where an object that no shape fits is one of fields, each with what is wrong with
/// it.
const FIELDS: &[&str] = &["detail", "error", "errors"];

/// How many elements of an array are shown.
const SHOWN: usize = 3;

/// How far inside is looked.
const DEEPEST: usize = 6;

/// How much of a body says whether it is HTML.
const HEAD: usize = 1024;

/// The longest code.
const LONGEST_CODE: usize = 100;

/// What a body says of its failure.
pub(in crate::protocol) fn read(text: &str, status: StatusCode) -> ApiError {
    let text = text.trim_start();
    match text.as_bytes().first() {
        Some(b'{' | b'[' | b'"') => Reader { status }.value(text, Within::Body, 0),
        _ => ApiError { code: None, message: plain(text) },
    }
}

/// Whether a body is a page of HTML.
pub(in crate::protocol) fn is_html(body: &[u8]) -> bool {
    let begins = String::from_utf8_lossy(&body[..body.len().min(HEAD)]).to_ascii_lowercase();
    let begins = begins.trim_start_matches('\u{feff}').trim_start();
    begins.starts_with("<!doctype html") || begins.starts_with('<') && begins.contains("<html")
}

/// The first line of a plain text.
fn plain(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let is_text = !line.starts_with('<') && !line.contains(|c: char| c.is_control() && c != '\t');
    (is_text && serde_json::from_str::<IgnoredAny>(line).is_err()).then(|| line.to_owned())
}

/// What holds a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Body,
    /// One of [`FIELDS`].
    Fields,
    Other,
}

struct Reader {
    status: StatusCode,
}

/// A member of an object.
struct Member<'t> {
    /// The letters of its name.
    letters: String,
    name: String,
    json: &'t str,
    /// What its value says. It is read once, so that a body takes a time in
    /// proportion to its length.
    error: ApiError,
}

impl Reader {
    /// What the value that begins this text says.
    fn value(&self, json: &str, within: Within, depth: usize) -> ApiError {
        match json.as_bytes().first() {
            _ if depth > DEEPEST => ApiError::default(),
            Some(b'"') => ApiError { code: None, message: string(json) },
            Some(b'[') => self.array(json, within, depth),
            Some(b'{') => self.object(json, within, depth),
            _ => ApiError::default(),
        }
    }

    /// What the first elements say, and how many more there are.
    fn array(&self, json: &str, within: Within, depth: usize) -> ApiError {
        let (mut found, mut more) = (ApiError::default(), 0);
        let mut words = Vec::new();
        for (_, element) in entries(json) {
            if words.len() == SHOWN {
                more += 1;
                continue;
            }
            let ApiError { code, message } = self.value(element, within, depth + 1);
            found.code = found.code.or(code);
            words.extend(message);
        }
        found.message = joined(&words, "; ");
        if let Some(words) = &mut found.message
            && more > 0
        {
            words.push_str("; and ");
            words.push_str(&more.to_string());
            words.push_str(" more");
        }
        found
    }

    fn object(&self, json: &str, within: Within, depth: usize) -> ApiError {
        let members = self.members(json, depth);
        let shape = WORDS.iter().find_map(|names| shape(&members, names));
        let mut found = shape.unwrap_or_else(|| {
            let coded = |name: &&str| member(&members, name)?.code.clone();
            ApiError { message: fields(&members, within), code: FAILURES.iter().find_map(coded) }
        });
        let code = self.code(&members, CODES, depth).or(found.code.take());
        let code = code.or_else(|| self.code(&members, NAMES, depth));
        found.code = code.filter(|code| found.message.as_ref() != Some(code));
        found
    }

    fn members<'t>(&self, json: &'t str, depth: usize) -> Vec<Member<'t>> {
        let members = entries(json).into_iter().map(|(name, json)| {
            let letters = letters(&name);
            let is_of_fields = FIELDS.contains(&letters.as_str());
            let within = if is_of_fields { Within::Fields } else { Within::Other };
            let error = self.value(json, within, depth + 1);
            Member { letters, name, json, error }
        });
        members.collect()
    }

    fn code(&self, members: &[Member<'_>], names: &[&str], depth: usize) -> Option<String> {
        names.iter().find_map(|name| {
            let Member { json, .. } = members.iter().find(|member| member.letters == **name)?;
            match json.as_bytes().first()? {
                b'{' if depth < DEEPEST => {
                    self.code(&self.members(json, DEEPEST), CODES, depth + 1)
                }
                b'"' => string(json).filter(|_| *name != "detail"),
                b'-' | b'0'..=b'9' => Some((*json).to_owned()),
                _ => None,
            }
            .filter(|code| self.is_code(code))
        })
    }

    /// Whether a text names a failure, and more than its status does.
    fn is_code(&self, text: &str) -> bool {
        let status = self.status;
        let is_status = text == status.as_str()
            || status.canonical_reason().is_some_and(|reason| letters(reason) == letters(text));
        let is_empty = ["error", "fail", "failed", "failure", "false", "0", "about:blank"];
        let is_empty = is_empty.contains(&text.to_ascii_lowercase().as_str());
        // A URL documents a code.
        !is_status && !is_empty && text.len() <= LONGEST_CODE && !text.contains("://")
    }
}

/// A text that says something.
fn string(json: &str) -> Option<String> {
    let raw = Lexer::new(json).raw().ok()?;
    let text: String = serde_json::from_str(raw.get()).ok()?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The words at the first of these names, where it has any, and those at the others
/// behind them.
fn shape(members: &[Member<'_>], names: &[&str]) -> Option<ApiError> {
    let (first, others) = names.split_first()?;
    let ApiError { mut code, message } = member(members, first)?.clone();
    let mut words = message?;
    for more in others.iter().filter_map(|name| member(members, name)) {
        code = code.or_else(|| more.code.clone());
        if let Some(more) = more.message.as_ref().filter(|more| !words.contains(*more)) {
            words.push_str(if words.ends_with(['.', '!', '?', ':']) { " " } else { ": " });
            words.push_str(more);
        }
    }
    Some(ApiError { code, message: Some(words) })
}

/// What the member of this name says.
fn member<'m>(members: &'m [Member<'_>], name: &str) -> Option<&'m ApiError> {
    let member = members.iter().find(|member| member.letters == name)?;
    let is_outcome = ENVELOPES.contains(&name) && !member.json.starts_with('{');
    (!is_outcome).then_some(&member.error)
}

/// What is wrong with each field: its name, and a text or an array of them. Of a
/// body, only where it has nothing else.
fn fields(members: &[Member<'_>], within: Within) -> Option<String> {
    let takes = match within {
        Within::Body => members.iter().all(|member| member.json.starts_with('[')),
        Within::Fields => true,
        Within::Other => false,
    };
    let is_code = |letters: &str| CODES.contains(&letters) || NAMES.contains(&letters);
    let fields = members.iter().filter(|member| takes && !is_code(&member.letters));
    let words = fields.filter_map(|member| {
        let words = member.error.message.as_ref()?;
        Some(format!("{}: {words}", member.name))
    });
    joined(&words.take(SHOWN).collect::<Vec<_>>(), "; ")
}

/// The members of an object, or the elements of an array without names, each with the
/// text of its value, up to where it breaks off.
fn entries(json: &str) -> Vec<(String, &str)> {
    let mut entries = Vec::new();
    let _broken_off = Lexer::new(json).entries(|lexer, key| {
        let name = match key {
            EntryName::Name(name) => name.into_owned(),
            EntryName::Index(_) => String::new(),
        };
        lexer.peek();
        let rest = lexer.rest();
        let read = lexer.raw();
        entries.push((name, read.as_ref().map_or(rest, |raw| raw.get())));
        read.map(drop)
    });
    entries
}

fn joined(words: &[String], between: &str) -> Option<String> {
    (!words.is_empty()).then(|| words.join(between))
}
