//! The request that the samples answer: from `--url`, or from the links in the
//! replies.

use super::evidence::Evidence;
use super::{formats, secrets};
use crate::drafting::detect::{Param, fold, singular};
use crate::drafting::import::is_secret;
use crate::drafting::import::names::{self, ValueNames};
use pagesmith_codegen::ast::{Filter, Map, Type};
use pagesmith_codegen::lower::names::{NameKind, ident};
use std::collections::BTreeSet;

/// What is known of the request.
#[derive(Debug, Default)]
pub(super) struct Request {
    pub server: Option<String>,
    pub path: String,
    /// Why the path is this one, if that is a guess.
    pub reasons: Option<String>,
    /// The query parameters of `--url`.
    pub query: Vec<(String, String)>,
    /// The parameters of the path that stand for what could be credentials.
    pub secrets: Vec<String>,
}

impl Request {
    /// Reads `--url`.
    pub(super) fn of_url(url: &str) -> Result<Self, String> {
        let shown = || secrets::shown(without_query(url));
        let whole = url.split_once("://").filter(|(scheme, _)| matches!(*scheme, "https" | "http"));
        let Some((scheme, rest)) = whole else {
            return Err(format!(
                "`{}` is not an absolute URL: write it whole, like `https://api.example.com/messages`",
                shown()
            ));
        };
        let (host, behind) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        if host.contains('@') {
            return Err("the URL holds credentials: leave them out".to_owned());
        }
        let behind = behind.split('#').next().unwrap_or_default();
        let (path, query) = behind.split_once('?').unwrap_or((behind, ""));
        let path = if path.is_empty() { "/" } else { path };
        Ok(Self {
            server: Some(format!("{scheme}://{host}")),
            path: path.to_owned(),
            reasons: None,
            query: pairs(query),
            secrets: Vec::new(),
        })
    }

    /// The request that a link of a reply implies.
    pub(super) fn of_link(link: &str, from: &str) -> Option<Self> {
        let reasons = Some(format!("from `{from}` of the reply"));
        if let Some((_, rest)) = link.split_once("://") {
            let mut whole = Self::of_url(link).ok()?;
            whole.reasons = reasons;
            return rest.contains('/').then_some(whole);
        }
        let path = without_query(link);
        path.starts_with('/').then(|| Self { path: path.to_owned(), reasons, ..Self::default() })
    }

    /// Gives names to the parts of the path that are values: that of a field
    /// of the rows with this value, or one after the part before it. What could be
    /// a credential is a parameter as well.
    pub(super) fn name_values(&mut self, rows: &Evidence) {
        let mut names = Names::default();
        let mut before = Before::default();
        let mut segments = Vec::new();
        for segment in self.path.split('/') {
            let (text, is_value) = names.segment(segment, before, rows);
            segments.push(text);
            let word = if is_value { before.word } else { segment };
            before = Before { segment, word };
        }
        if !names.ids.is_empty() {
            let text = format!("a guess: {} stood for one of many", list_of(&names.ids));
            self.reasons = Some(
                self.reasons.take().map_or(text.clone(), |reasons| format!("{reasons}; {text}")),
            );
        }
        self.path = segments.join("/");
        self.secrets = names.secrets;
    }

    /// The other query parameters than those of paging, as filters.
    pub(super) fn filters(&self, pages: &[String]) -> Map<Filter> {
        let mut filters: Map<Filter> = Map::default();
        let mut taken = ValueNames::default();
        for (wire, value) in &self.query {
            if pages.contains(wire) || is_credential(wire) {
                continue;
            }
            let key = names::filter(wire, &mut taken);
            taken.take(&key);
            let ty = match value.as_str() {
                "true" | "false" => "boolean",
                value if value.parse::<i64>().is_ok() && !value.starts_with('+') => "integer",
                value if formats::is_date(value) => "date",
                _ => "string",
            };
            let param = (*wire != key).then(|| wire.clone());
            filters
                .0
                .push((key, Filter { param, ty: Type::Text(ty.to_owned()), ..Filter::default() }));
        }
        filters
    }
}

/// What comes before a segment: the one before it, and the last one that is no
/// value.
#[derive(Clone, Copy, Default)]
struct Before<'p> {
    segment: &'p str,
    word: &'p str,
}

/// The names of what a path's values are.
#[derive(Default)]
struct Names {
    taken: ValueNames,
    ids: BTreeSet<String>,
    secrets: Vec<String>,
}

impl Names {
    /// The segment with parameters for its values, and whether it is one as a
    /// whole.
    fn segment(&mut self, segment: &str, before: Before<'_>, rows: &Evidence) -> (String, bool) {
        let holds = |(_, field): &&(String, Evidence)| {
            field.distinct.len() == 1 && field.distinct.iter().any(|value| value == segment)
        };
        let of_rows = rows.fields.iter().find(holds).map(|(name, _)| name.clone());
        let is_public = |name: &String| !is_credential(name) && !is_secret(name);
        let is_value = formats::is_id(segment) && !segment.contains('{');
        // What each row says of itself is no secret.
        let is_known = is_value && of_rows.as_ref().is_some_and(is_public);
        let hidden = if is_known { Vec::new() } else { secrets::spans(segment, before.segment) };
        if !hidden.is_empty() {
            let named = secrets::replaced(segment, &hidden, || {
                let name = self.taken.take_free("token");
                self.secrets.push(name.clone());
                format!("{{{name}}}")
            });
            let is_whole = hidden.first().is_some_and(|span| span.len() == segment.len());
            return (named, is_whole);
        }
        let is_version = segment.len() == 4 && segment.starts_with("20");
        if !is_value || is_version {
            return (segment.to_owned(), false);
        }
        let of_before =
            || format!("{}_id", singular(&ident(before.word, NameKind::Value).unwrap_or_default()));
        let name = self.taken.take_free(&of_rows.unwrap_or_else(of_before));
        self.ids.insert(name.clone());
        (format!("{{{name}}}"), true)
    }
}

fn list_of(names: &BTreeSet<String>) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// A key that authenticates is never written to a spec, and is not a filter. It
/// may be in the query without a name of its own.
pub(super) fn is_credential(name: &str) -> bool {
    is_word_for_credentials(name) || secrets::is_key(name)
}

pub(super) fn is_word_for_credentials(name: &str) -> bool {
    const WORDS: [&str; 10] = [
        "key",
        "apikey",
        "apitoken",
        "token",
        "accesstoken",
        "authtoken",
        "signature",
        "sig",
        "secret",
        "password",
    ];
    WORDS.contains(&fold(name).as_str())
}

fn without_query(link: &str) -> &str {
    link.split(['?', '#']).next().unwrap_or_default()
}

/// The pairs of a query, decoded.
pub(super) fn pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

pub(super) fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        rest = behind;
        let digit =
            |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (first, behind) {
            (b'%', [high, low, behind @ ..]) if digit(*high).is_some() && digit(*low).is_some() => {
                bytes.push(digit(*high).unwrap_or(0) * 16 + digit(*low).unwrap_or(0));
                rest = behind;
            }
            (b'+', _) => bytes.push(b' '),
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A parameter that was seen in a URL.
pub(super) fn param(name: &str, value: &str) -> Param {
    Param { name: name.to_owned(), numeric: value.parse::<u64>().is_ok(), ..Param::default() }
}
