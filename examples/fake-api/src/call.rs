//! A request, as handlers see it.

use std::borrow::Cow;

use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;

/// A request, with its raw query and the pairs of it.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: String,
    /// The raw path, including escapes.
    pub(crate) path: String,
    /// The raw query, without the `?`; empty without a query.
    pub(crate) query: String,
    pub(crate) pairs: Vec<Pair>,
    pub(crate) authorization: Option<String>,
}

/// One `name=value` of a query.
#[derive(Debug)]
pub(crate) struct Pair {
    /// The raw pair.
    pub(crate) raw: String,
    /// The raw value.
    pub(crate) raw_value: String,
    pub(crate) name: String,
    pub(crate) value: String,
}

impl Call {
    pub(crate) fn read(parts: &Parts) -> Self {
        let query = parts.uri.query().unwrap_or_default();
        let authorization = parts.headers.get(AUTHORIZATION);
        Self {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: query.to_owned(),
            pairs: query.split('&').filter(|raw| !raw.is_empty()).map(Pair::read).collect(),
            authorization: authorization
                .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
        }
    }

    /// The last pair of that name, which the frameworks of both APIs choose.
    pub(crate) fn pair(&self, name: &str) -> Option<&Pair> {
        self.pairs.iter().rev().find(|pair| pair.name == name)
    }

    /// The decoded value of the last pair of that name.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.pair(name).map(|pair| pair.value.as_str())
    }

    /// The pairs whose names are not among `names`.
    pub(crate) fn pairs_without<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a Pair> {
        self.pairs.iter().filter(move |pair| !names.contains(&pair.name.as_str()))
    }

    /// The decoded pairs whose names are not among `names`, sorted: a token is bound to these.
    pub(crate) fn filters(&self, names: &[&str]) -> Vec<(String, String)> {
        let mut filters: Vec<_> =
            self.pairs_without(names).map(|pair| (pair.name.clone(), pair.value.clone())).collect();
        filters.sort();
        filters
    }

    /// The part of the path that follows the part `name`.
    pub(crate) fn path_part_after(&self, name: &str) -> Option<&str> {
        let mut parts = self.path.split('/');
        parts.find(|part| *part == name)?;
        parts.next()
    }
}

impl Pair {
    fn read(raw: &str) -> Self {
        let (name, value) = raw.split_once('=').unwrap_or((raw, ""));
        Self {
            raw: raw.to_owned(),
            raw_value: value.to_owned(),
            name: decode(name),
            value: decode(value),
        }
    }
}

/// Decodes as a form does: a plus sign is a space.
fn decode(raw: &str) -> String {
    let spaced: Cow<'_, str> =
        if raw.contains('+') { raw.replace('+', " ").into() } else { raw.into() };
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}
