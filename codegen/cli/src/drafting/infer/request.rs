//! The request that the samples answer: from `--url`, or from the links in the
//! replies.

use super::evidence::Evidence;
use super::formats;
use crate::drafting::detect::{Param, fold, singular};
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
}

impl Request {
    /// Reads `--url`.
    pub(super) fn of_url(url: &str) -> Result<Self, String> {
        let shown = || without_query(url).to_owned();
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
    /// of the rows with this value, or one after the part before it.
    pub(super) fn name_values(&mut self, rows: &Evidence) {
        let mut taken = ValueNames::default();
        let mut before = String::new();
        let mut segments = Vec::new();
        for segment in self.path.split('/') {
            let is_value = formats::is_id(segment) && !segment.contains('{');
            let is_version = segment.len() == 4 && segment.starts_with("20");
            if !is_value || is_version {
                segment.clone_into(&mut before);
                segments.push(segment.to_owned());
                continue;
            }
            let holds = |field: &&(String, Evidence)| {
                field.1.distinct.iter().any(|value| value == segment) && field.1.distinct.len() == 1
            };
            let named = rows.fields.iter().find(holds).map(|(name, _)| name.clone());
            let candidate = named.unwrap_or_else(|| {
                format!("{}_id", singular(&ident(&before, NameKind::Value).unwrap_or_default()))
            });
            let name = taken.take_free(&candidate);
            segments.push(format!("{{{name}}}"));
        }
        if !taken.names().is_empty() {
            let text = format!("a guess: {} stood for one of many", list_of(taken.names()));
            self.reasons = Some(
                self.reasons.take().map_or(text.clone(), |reasons| format!("{reasons}; {text}")),
            );
        }
        self.path = segments.join("/");
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

fn list_of(names: &BTreeSet<String>) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// A key that authenticates is never written to a spec, and is not a filter.
pub(super) fn is_credential(name: &str) -> bool {
    const WORDS: [&str; 9] = [
        "key",
        "apikey",
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

fn decoded(text: &str) -> String {
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
