//! Finds the list of a path, and the values of its parameters.

use super::params;
use super::plan::{List, One, Plan};
use super::request::Request;
use axum::http::Method;
use pagesmith_codegen::model::{Then, Verb};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::iter;

/// A list, and the values of its path.
#[derive(Debug)]
pub(super) struct Route<'a> {
    pub list: &'a List,
    /// Whether it is the list as later pages are requested, if otherwise than the first.
    pub is_later: bool,
    pub values: Vec<(String, String)>,
    /// The position, if the list sends it in the path.
    pub position: Option<String>,
    /// How the record is requested, if it is a request for a single one.
    pub one: Option<&'a One>,
}

impl<'a> Route<'a> {
    /// The ways to request a page of a list, and one of its records.
    fn all(list: &'a List) -> impl Iterator<Item = Self> {
        let later = list.paging.then.iter().map(|_| (true, None));
        let one = list.one.iter().map(|one| (false, Some(one)));
        let route = move |(is_later, one)| {
            let (values, position) = (Vec::new(), None);
            Self { list, is_later, values, position, one }
        };
        [(false, None)].into_iter().chain(later).chain(one).map(route)
    }

    /// How later pages are requested, if it is a request for one.
    fn then(&self) -> Option<&'a Then<String>> {
        self.list.paging.then.as_ref().filter(|_| self.is_later)
    }

    /// Its path, with parameters.
    fn template(&self) -> &'a str {
        if let Some(one) = self.one {
            return &one.path;
        }
        self.then().and_then(|then| then.path.as_deref()).unwrap_or(&self.list.path)
    }

    /// Its paths: with a segment for the position, and without it.
    fn templates(&self) -> impl Iterator<Item = String> + use<> {
        let path = self.template().to_owned();
        let param = self.list.paging.path_param().filter(|_| self.one.is_none());
        let without = param.map(|name| path.replace(&format!("/{{{name}}}"), ""));
        iter::once(path).chain(without)
    }

    /// The method of its requests.
    pub(super) fn method(&self) -> Method {
        if self.one.is_some() {
            return Method::GET;
        }
        let verb = match self.then() {
            Some(then) if then.post => Verb::Post,
            Some(_) => Verb::Get,
            None => self.list.verb,
        };
        Method::from_bytes(verb.word().as_bytes()).unwrap_or(Method::POST)
    }

    /// The constant part of their body.
    pub(super) fn body(&self) -> Value {
        if self.one.is_some() {
            return Value::Null;
        }
        let Some(then) = self.then() else { return self.list.body.clone() };
        let body = then.body.as_deref();
        body.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    }

    /// Whether first and later requests differ in their path or their method.
    pub(super) fn differs(&self) -> bool {
        let then = self.list.paging.then.as_ref();
        then.is_some_and(|then| then.path.is_some() || then.post != (self.list.verb == Verb::Post))
    }
}

/// The list that a request asks for. If several match its path, it is the one with the
/// most fixed characters; of several with that path, the one with its method and body.
pub(super) fn find<'a>(plan: &'a Plan, request: &Request) -> Option<Route<'a>> {
    let (_, path) = plan.split(&request.path)?;
    let fits = plan.lists.iter().flat_map(Route::all).filter_map(|route| {
        let mut values = route.templates().find_map(|template| {
            // Official clients of some APIs name the format.
            let of = |path| values(&template, path);
            of(path).or_else(|| of(path.strip_suffix(".json")?))
        })?;
        let of_position = route.list.paging.path_param();
        let at = values.iter().position(|(name, _)| Some(name.as_str()) == of_position);
        let position = at.map(|at| values.remove(at).1);
        let same_method = route.method() == request.method;
        let same_body = same_method && params::is_body_of(plan, &route, request);
        let score = (fixed(route.template()), same_method, same_body);
        Some((score, Route { values, position, ..route }))
    });
    // Among equals, the first one wins.
    fits.reduce(|best, other| if other.0 > best.0 { other } else { best }).map(|(_, route)| route)
}

/// A path as it is shown, with the values of secrets replaced by their names.
pub(super) fn shown(plan: &Plan, request: &Request) -> String {
    let path = request.path.as_str();
    let Some(route) = find(plan, request) else { return shown_of_none(plan, path) };
    let list = route.list;
    let (base, below) = plan.split(path).unwrap_or(("", path));
    let fits = |below| {
        let fits = |template: &String| raw_values(template, below).is_some();
        Some((route.templates().find(fits)?, below))
    };
    let whole = fits(below).map(|found| (found, ""));
    let found = whole.or_else(|| Some((fits(below.strip_suffix(".json")?)?, ".json")));
    let ((template, below), suffix) = found.unwrap_or_default();
    let raw = raw_values(&template, below).unwrap_or_default();
    let filled = raw.iter().filter(|(name, _)| !list.secrets.iter().any(|secret| secret == name));
    let path = filled
        .fold(template.clone(), |path, (name, value)| path.replace(&format!("{{{name}}}"), value));
    format!("{base}{path}{suffix}")
}

/// A path of no list: a segment may be a secret if it is where a list has one.
fn shown_of_none(plan: &Plan, path: &str) -> String {
    let (base, below) = plan.split(path).unwrap_or(("", path));
    let shown = below.split('/').enumerate().map(|(index, segment)| {
        let templates = plan.lists.iter().filter_map(|list| {
            let template = list.path.split('/').nth(index)?;
            let has_secret = |secret: &String| template.contains(&format!("{{{secret}}}"));
            list.secrets.iter().any(has_secret).then_some(template)
        });
        let mut fitting =
            templates.filter(|template| within(template, segment, &mut Vec::new()).is_some());
        fitting.next().unwrap_or(segment)
    });
    format!("{base}{}", shown.collect::<Vec<_>>().join("/"))
}

fn fixed(template: &str) -> usize {
    template.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest).len()).sum()
}

/// The values of a template at a path, decoded.
fn values(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let decoded = |value| percent_decode_str(value).decode_utf8_lossy().into_owned();
    let raw = raw_values(template, path)?;
    Some(raw.into_iter().map(|(name, value)| (name.to_owned(), decoded(value))).collect())
}

/// The raw values of a template at a path, segment by segment.
fn raw_values<'a>(template: &'a str, path: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let (templates, segments) = (template.split('/'), path.split('/'));
    if templates.clone().count() != segments.clone().count() {
        return None;
    }
    let mut values = Vec::new();
    for (template, segment) in templates.zip(segments) {
        within(template, segment, &mut values)?;
    }
    Some(values)
}

fn within<'a>(
    template: &'a str,
    segment: &'a str,
    values: &mut Vec<(&'a str, &'a str)>,
) -> Option<()> {
    let Some((before, rest)) = template.split_once('{') else {
        return (template == segment).then_some(());
    };
    let segment = segment.strip_prefix(before)?;
    let (name, rest) = rest.split_once('}')?;
    let next = rest.split('{').next().unwrap_or_default();
    let end = match next {
        "" => segment.len(),
        next if next.len() == rest.len() => segment.len().checked_sub(next.len())?,
        next => segment.find(next)?,
    };
    let value = segment.get(..end).filter(|value| !value.is_empty())?;
    values.push((name, value));
    within(rest, &segment[end..], values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(template: &str, path: &str) -> Option<Vec<String>> {
        values(template, path).map(|values| values.into_iter().map(|(_, value)| value).collect())
    }

    #[test]
    fn values_fill_segments_or_parts_of_them() {
        assert_eq!(all("/a/{id}/b", "/a/x%2Fy/b").unwrap(), ["x/y"]);
        assert_eq!(all("/a/{id}.json", "/a/1.2.json").unwrap(), ["1.2"]);
        assert_eq!(all("/a/{x}-{y}", "/a/1-2").unwrap(), ["1", "2"]);
        for path in ["/a//b", "/a/1/c", "/a/1", "/a/1/b/"] {
            assert_eq!(all("/a/{id}/b", path), None, "{path}");
        }
    }
}
