//! Turns a spec into the tree that is written, in the order of the format. Each struct is
//! destructured completely, so that a new key of the format can't be forgotten here.

mod paging;

use pagesmith_codegen::ast::{
    Auth, BodyKeys, Errors, Filter, Generate, Items, Json, Map, Matches, One, Or, Pointers,
    RateLimit, Record, Resource, Spec, Success, Type, Word,
};
use paging::{knobs, size};

/// A value to write.
pub(super) enum Tree {
    /// A text, in quotes if it needs them.
    Text(String),
    /// A number or a boolean.
    Plain(String),
    /// A list, on one line.
    List(Vec<Tree>),
    /// A map.
    Map(Vec<Entry>),
}

/// An entry of a map.
pub(super) struct Entry {
    pub key: String,
    pub value: Tree,
    /// Whether a map is never written on one line.
    pub block: bool,
}

/// The entries of a map, without missing ones.
#[derive(Default)]
struct Entries(Vec<Entry>);

impl Entries {
    fn put(mut self, key: &str, value: Option<Tree>) -> Self {
        self.0.extend(value.map(|value| Entry { key: key.to_owned(), value, block: false }));
        self
    }

    /// A map that is written as a block, whatever its length.
    fn block(mut self, key: &str, value: Option<Tree>) -> Self {
        self.0.extend(value.map(|value| Entry { key: key.to_owned(), value, block: true }));
        self
    }

    fn map(self) -> Tree {
        Tree::Map(self.0)
    }
}

fn text(text: impl AsRef<str>) -> Tree {
    Tree::Text(text.as_ref().to_owned())
}

fn texts(written: Option<&String>) -> Option<Tree> {
    written.map(text)
}

fn plain(written: Option<impl ToString>) -> Option<Tree> {
    written.map(|value| Tree::Plain(value.to_string()))
}

/// A map of entries of one type; `None` if it is empty.
fn each<T>(written: &Map<T>, value: impl Fn(&T) -> Tree) -> Option<Tree> {
    let entry = |(key, written): (&str, &T)| {
        let value = value(written);
        Entry { key: key.to_owned(), value, block: false }
    };
    let entries: Vec<Entry> = written.iter().map(entry).collect();
    (!entries.is_empty()).then_some(Tree::Map(entries))
}

fn or<T>(written: &Or<T>, map: impl Fn(&T) -> Tree) -> Tree {
    match written {
        Or::Text(word) => text(word),
        Or::Map(long) => map(long),
    }
}

pub(super) fn spec(spec: &Spec) -> Vec<Entry> {
    let Spec {
        pagesmith,
        name,
        docs,
        server,
        auth,
        params,
        headers,
        query,
        errors,
        rate_limit,
        generate,
        paging,
        styles,
        resources,
        records,
    } = spec;
    Entries::default()
        .put("pagesmith", plain(Some(pagesmith)))
        .put("name", Some(text(name)))
        .put("docs", texts(docs.as_ref()))
        .put("server", texts(server.as_ref()))
        .put("auth", auth.as_ref().map(|auth| or(auth, self::auth)))
        .put("params", each(params, |ty| text(ty)))
        .put("headers", each(headers, |value| text(value)))
        .put("query", each(query, |value| text(value)))
        .put("errors", errors.as_ref().map(self::errors))
        .put("rate_limit", rate_limit.as_ref().map(self::rate_limit))
        .put("generate", generate.as_ref().map(self::generate))
        .put("paging", paging.as_ref().map(|paging| or(paging, knobs)))
        .block("styles", each(styles, knobs))
        .block("resources", each(resources, resource))
        .block("records", each(records, |written| or(written, record)))
        .0
}

fn auth(Auth { header, query, body }: &Auth) -> Tree {
    let keys = |BodyKeys { id, key }: &BodyKeys| {
        Entries::default().put("id", Some(text(id))).put("key", Some(text(key))).map()
    };
    Entries::default()
        .put("header", texts(header.as_ref()))
        .put("query", texts(query.as_ref()))
        .put("body", body.as_ref().map(|body| or(body, keys)))
        .map()
}

fn errors(Errors { success, failed, code, message }: &Errors) -> Tree {
    Entries::default()
        .put("success", success.as_ref().map(|success| or(success, self::success)))
        .put("failed", texts(failed.as_ref()))
        .put("code", texts(code.as_ref()))
        .put("message", texts(message.as_ref()))
        .map()
}

fn success(Success { at, is }: &Success) -> Tree {
    Entries::default().put("at", texts(at.as_ref())).put("is", Some(words(is))).map()
}

fn rate_limit(RateLimit { status, remaining, reset, code, wait }: &RateLimit) -> Tree {
    Entries::default()
        .put("status", (!status.is_empty()).then(|| numbers(status)))
        .put("remaining", texts(remaining.as_ref()))
        .put("reset", texts(reset.as_ref()))
        .put("code", (!code.is_empty()).then(|| words(code)))
        .put("wait", wait.as_ref().map(text))
        .map()
}

fn words(written: &[Word]) -> Tree {
    Tree::List(written.iter().map(text).collect())
}

fn numbers(written: &[u16]) -> Tree {
    Tree::List(written.iter().map(|number| Tree::Plain(number.to_string())).collect())
}

fn generate(Generate { derive, dates }: &Generate) -> Tree {
    let derive = (!derive.is_empty()).then(|| Tree::List(derive.iter().map(text).collect()));
    Entries::default().put("derive", derive).put("dates", texts(dates.as_ref())).map()
}

fn resource(resource: &Resource) -> Tree {
    let Resource { docs, get, post, method, body, query, params, paging, items, .. } = resource;
    let Resource { record, envelope, key, filters, size, one, for_each, .. } = resource;
    Entries::default()
        .put("docs", texts(docs.as_ref()))
        // A list has either `get` or `post`.
        .put("get", post.is_none().then(|| text(get)))
        .put("post", texts(post.as_ref()))
        .put("method", texts(method.as_ref()))
        .put("body", body.as_ref().map(json))
        .put("query", each(query, |value| text(value)))
        .put("params", each(params, |ty| text(ty)))
        .put("paging", paging.as_ref().map(|paging| or(paging, knobs)))
        .put("items", items.as_ref().map(|items| or(items, self::items)))
        .put("record", Some(text(record)))
        .put("envelope", texts(envelope.as_ref()))
        .put("key", texts(key.as_ref()))
        .put("size", size.as_ref().map(self::size))
        .put("one", one.as_ref().map(|one| or(one, self::one)))
        .put("for_each", for_each.as_ref().and_then(|values| each(values, |value| text(value))))
        .block("filters", each(filters, filter))
        .map()
}

fn json(value: &Json) -> Tree {
    match value {
        Json::Literal(literal) => Tree::Plain(literal.clone()),
        Json::Text(value) => text(value),
        Json::List(values) => Tree::List(values.iter().map(json).collect()),
        Json::Map(entries) => each(entries, json).unwrap_or(Tree::Map(Vec::new())),
    }
}

fn items(Items { at, shape, name, missing }: &Items) -> Tree {
    let at = match at {
        Pointers::One(pointer) => text(pointer),
        Pointers::Several(pointers) => Tree::List(pointers.iter().map(text).collect()),
    };
    Entries::default()
        .put("at", Some(at))
        .put("shape", texts(shape.as_ref()))
        .put("name", texts(name.as_ref()))
        .put("missing", texts(missing.as_ref()))
        .map()
}

fn one(One { get, at, query, record, name, docs }: &One) -> Tree {
    Entries::default()
        .put("docs", texts(docs.as_ref()))
        .put("get", Some(text(get)))
        .put("at", texts(at.as_ref()))
        .put("query", each(query, |value| text(value)))
        .put("record", texts(record.as_ref()))
        .put("name", texts(name.as_ref()))
        .map()
}

fn filter(Filter { param, ty, list, zone, matches, docs }: &Filter) -> Tree {
    Entries::default()
        .put("param", texts(param.as_ref()))
        .put("type", Some(self::ty(ty)))
        .put("list", texts(list.as_ref()))
        .put("zone", texts(zone.as_ref()))
        .put("matches", matches.as_ref().map(self::matches))
        .put("docs", texts(docs.as_ref()))
        .map()
}

fn matches(Matches { field, op }: &Matches) -> Tree {
    Entries::default().put("field", Some(text(field))).put("op", texts(op.as_ref())).map()
}

fn record(Record { docs, key, attributes, fields }: &Record) -> Tree {
    let fields = each(fields, ty);
    Entries::default()
        .put("docs", texts(docs.as_ref()))
        .put("key", texts(key.as_ref()))
        .put("attributes", texts(attributes.as_ref()))
        .block("fields", Some(fields.unwrap_or(Tree::Map(Vec::new()))))
        .map()
}

fn ty(written: &Type) -> Tree {
    match written {
        Type::Text(word) => text(word),
        Type::List(element) => Tree::List(vec![ty(element)]),
        Type::Map(fields) => each(fields, ty).unwrap_or(Tree::Map(Vec::new())),
    }
}
