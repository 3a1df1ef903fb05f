//! The request that the samples answer: from `--url`, or from the links in the
//! replies.

use super::evidence::Evidence;
use super::{formats, secrets};
use crate::drafting::detect::{Param, fold, singular};
use crate::drafting::import::is_secret;
use crate::drafting::import::names::{self, ValueNames};
use pagesmith_codegen::ast::{Filter, Map, Type};
use pagesmith_codegen::lower::names::{NameKind, ident};
use std::collections::{BTreeMap, BTreeSet};

/// The known parts of the request.
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
    /// Whether it is that of `--url`.
    pub of_user: bool,
}

impl Request {
    /// Reads `--url`.
    pub(super) fn of_url(url: &str) -> Result<Self, String> {
        let shown = || secrets::shown(without_query(url));
        let whole = url.split_once("://").and_then(|(scheme, rest)| {
            let scheme = scheme.to_ascii_lowercase();
            matches!(scheme.as_str(), "https" | "http").then_some((scheme, rest))
        });
        let Some((scheme, rest)) = whole else {
            return Err(format!(
                "`{}` is not an absolute URL; write one such as `https://api.example.com/messages`",
                shown()
            ));
        };
        let (host, after) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        if host.contains('@') {
            return Err("the URL contains credentials; leave them out".to_owned());
        }
        let after = after.split('#').next().unwrap_or_default();
        let (path, query) = after.split_once('?').unwrap_or((after, ""));
        let path = if path.is_empty() { "/" } else { path };
        Ok(Self {
            server: Some(format!("{scheme}://{host}")),
            path: encoded(path),
            reasons: None,
            query: pairs(query),
            secrets: Vec::new(),
            of_user: true,
        })
    }

    /// The request that a link of a reply implies.
    pub(super) fn of_link(link: &str, from: &str) -> Option<Self> {
        let reasons = Some(format!("from `{from}` of the reply"));
        if let Some((_, rest)) = link.split_once("://") {
            let mut whole = Self::of_url(link).ok()?;
            whole.reasons = reasons;
            whole.of_user = false;
            return rest.contains('/').then_some(whole);
        }
        let path = without_query(link);
        path.starts_with('/').then(|| Self { path: encoded(path), reasons, ..Self::default() })
    }

    /// Replaces values in the path by parameters, named after a field of the rows with this
    /// value, or after the segment before. A possible credential becomes a parameter too.
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
            let text = format!("a guess: {} replaces an ID of the URL", list_of(&names.ids));
            self.reasons = Some(
                self.reasons.take().map_or(text.clone(), |reasons| format!("{reasons}; {text}")),
            );
        }
        self.path = segments.join("/");
        self.server = self.server.take().map(|server| names.server(&server));
        self.secrets = names.secrets;
    }

    /// Moves the start of the path to the server, if all links begin with `/`, and with the rest of
    /// the path; returns what was moved.
    pub(super) fn part_base(&mut self, links: &[(String, String)]) -> String {
        let Some(server) = self.server.clone() else { return String::new() };
        let is_next = |pointer: &str| pointer.rsplit('/').any(|step| fold(step).contains("next"));
        let next = links.iter().filter(|(pointer, _)| is_next(pointer));
        let mut paths = next.map(|(_, link)| without_query(link));
        let Some(first) = paths.next().filter(|path| path.starts_with('/')) else {
            return String::new();
        };
        let rest = self.path.strip_suffix(first).filter(|base| base.len() > 1);
        let Some(base) = rest.filter(|_| paths.all(|path| path == first)) else {
            return String::new();
        };
        let base = base.to_owned();
        first.clone_into(&mut self.path);
        self.server = Some(server + &base);
        base
    }

    /// The parameters that are the same in every request: the version of an API.
    pub(super) fn constants(&self) -> Map<String> {
        let is_version = |(name, _): &&(String, String)| fold(name) == "apiversion";
        Map(self.query.iter().filter(is_version).take(1).cloned().collect())
    }

    /// The query parameters that are not for paging, as filters.
    pub(super) fn filters(&self, is_paging: impl Fn(&str) -> bool) -> Map<Filter> {
        let mut filters: Map<Filter> = Map::default();
        let mut taken = ValueNames::default();
        let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (wire, value) in &self.query {
            values.entry(wire).or_default().push(value);
        }
        for (wire, _) in &self.query {
            if is_paging(wire) || is_credential(wire) || self.constants().get(wire).is_some() {
                continue;
            }
            // Each name once, where it comes first.
            let Some(values) = values.remove(wire.as_str()) else { continue };
            let key = names::filter(wire, &mut taken);
            taken.take(&key);
            let types: BTreeSet<&str> = values.iter().map(|value| type_of(value)).collect();
            let ty = types.first().filter(|_| types.len() == 1).copied().unwrap_or("string");
            let one = Type::Text(ty.to_owned());
            let brackets = wire.strip_suffix("[]");
            let is_list = values.len() > 1 || brackets.is_some();
            let ty = if is_list { Type::List(Box::new(one)) } else { one };
            let list = brackets.map(|_| "brackets".to_owned());
            let name = brackets.unwrap_or(wire);
            let param = (name != key).then(|| name.to_owned());
            filters.0.push((key, Filter { param, ty, list, ..Filter::default() }));
        }
        filters
    }
}

/// The type of a value of the query.
fn type_of(value: &str) -> &'static str {
    match value {
        "true" | "false" => "boolean",
        value if value.parse::<i64>().is_ok() && !value.starts_with('+') => "integer",
        value if formats::is_date(value) => "date",
        _ => "string",
    }
}

/// A path as it is sent: what no URL has is percent-encoded.
pub(super) fn encoded(path: &str) -> String {
    let is_sent = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`|".contains(&byte);
    let byte = |byte: u8| {
        if is_sent(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    path.bytes().map(byte).collect()
}

/// The context of a segment: the one before it, and the last one that is not a value.
#[derive(Clone, Copy, Default)]
struct Before<'p> {
    segment: &'p str,
    word: &'p str,
}

/// The parameters of a path.
#[derive(Default)]
struct Names {
    taken: ValueNames,
    ids: BTreeSet<String>,
    secrets: Vec<String>,
}

impl Names {
    /// The server with variables for the parts of its host that could be
    /// credentials.
    fn server(&mut self, server: &str) -> String {
        let (scheme, host) = server.split_once("://").unwrap_or(("https", server));
        let label = |label: &str| {
            if secrets::is_key(label) {
                format!("{{{}}}", self.taken.take_free("host"))
            } else {
                label.to_owned()
            }
        };
        format!("{scheme}://{}", host.split('.').map(label).collect::<Vec<_>>().join("."))
    }

    /// The segment with parameters for its values, and whether the whole segment is one.
    fn segment(&mut self, segment: &str, before: Before<'_>, rows: &Evidence) -> (String, bool) {
        let holds = |(_, field): &&(String, Evidence)| {
            field.distinct.len() == 1 && field.distinct.iter().any(|value| value == segment)
        };
        let of_rows = rows.fields.iter().find(holds).map(|(name, _)| name.clone());
        let is_public = |name: &String| !is_credential(name) && !is_secret(name);
        let is_value = formats::is_id(segment) && !segment.contains('{');
        // A value that every row shows is not a secret.
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

/// Whether a query parameter is a credential, which is never written to a spec and is not a
/// filter. The query may have a key without a name.
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

pub(super) fn without_query(link: &str) -> &str {
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
    while let [first, after @ ..] = rest {
        rest = after;
        let digit =
            |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (first, after) {
            (b'%', [high, low, after @ ..]) if digit(*high).is_some() && digit(*low).is_some() => {
                bytes.push(digit(*high).unwrap_or(0) * 16 + digit(*low).unwrap_or(0));
                rest = after;
            }
            (b'+', _) => bytes.push(b' '),
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A parameter that was seen in a URL.
pub(super) fn param(name: &str, value: &str) -> Param {
    let smallest_value = value.parse::<u64>().ok();
    Param {
        name: name.to_owned(),
        opens: matches!(value, "*" | "-1").then(|| value.to_owned()),
        numeric: smallest_value.is_some(),
        smallest_value,
        ..Param::default()
    }
}
