//! Turns a spec into the tree that is written, in the order of the format. Each struct is
//! destructured completely, so that a new key of the format can't be forgotten here.

use pagesmith_codegen::ast::{
    Auth, Beside, Carry, Ends, Errors, Filter, Flag, Generate, Items, Json, Knobs, Map, Matches,
    Next, Number, Offset, Or, Origin, Page, Partial, Pointers, RateLimit, Record, Resource, Safety,
    SendTo, Size, Spec, Success, Then, Type, Word,
};

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

fn auth(Auth { header, query }: &Auth) -> Tree {
    Entries::default()
        .put("header", texts(header.as_ref()))
        .put("query", texts(query.as_ref()))
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

fn knobs(knobs: &Knobs) -> Tree {
    let Knobs { preset, next, send, carry, then, number, offset, size, .. } = knobs;
    let Knobs { more, done, page, counts, ends, partial, safety, .. } = knobs;
    Entries::default()
        .put("preset", texts(preset.as_ref()))
        .put("next", next.as_ref().map(self::next))
        .put("send", send.as_ref().map(|send| or(send, send_to)))
        .put(
            "carry",
            carry.as_ref().map(|values| Tree::List(values.iter().map(self::carry).collect())),
        )
        .put("then", then.as_ref().map(self::then))
        .put("number", number.as_ref().map(self::number))
        .put("offset", offset.as_ref().map(self::offset))
        .put("size", size.as_ref().map(self::size))
        .put("more", more.as_ref().map(|more| or(more, flag)))
        .put("done", done.as_ref().map(|done| or(done, flag)))
        .put("page", page.as_ref().map(self::page))
        .put("counts", texts(counts.as_ref()))
        .put("ends", ends.as_ref().map(self::ends))
        .put("partial", partial.as_ref().map(self::partial))
        .put("safety", safety.as_ref().map(self::safety))
        .map()
}

fn next(next: &Next) -> Tree {
    let Next { body, header, link, last, r#where, at, spread, start, add, overlap } = next;
    Entries::default()
        .put("body", texts(body.as_ref()))
        .put("header", texts(header.as_ref()))
        .put("link", texts(link.as_ref()))
        .put("last", texts(last.as_ref()))
        .put("where", r#where.as_ref().and_then(|fields| each(fields, |value| text(value))))
        .put("at", texts(at.as_ref()))
        .put("spread", plain(*spread))
        .put("start", start.as_ref().map(text))
        .put("add", plain(*add))
        .put("overlap", texts(overlap.as_ref()))
        .map()
}

fn send_to(to: &SendTo) -> Tree {
    let SendTo { query, body, header, path, url, json_type, alone, template } = to;
    Entries::default()
        .put("query", texts(query.as_ref()))
        .put("body", texts(body.as_ref()))
        .put("header", texts(header.as_ref()))
        .put("path", texts(path.as_ref()))
        .put("url", texts(url.as_ref()))
        .put("as", texts(json_type.as_ref()))
        .put("alone", plain(*alone))
        .put("template", texts(template.as_ref()))
        .map()
}

fn carry(Carry { from, query, header, body }: &Carry) -> Tree {
    Entries::default()
        .put("from", place(from.as_ref()))
        .put("query", texts(query.as_ref()))
        .put("header", texts(header.as_ref()))
        .put("body", texts(body.as_ref()))
        .map()
}

fn then(Then { get, post, items, body }: &Then) -> Tree {
    Entries::default()
        .put("get", texts(get.as_ref()))
        .put("post", texts(post.as_ref()))
        .put("items", texts(items.as_ref()))
        .put("body", body.as_ref().map(json))
        .map()
}

fn number(Number { query, body, start }: &Number) -> Tree {
    Entries::default()
        .put("query", texts(query.as_ref()))
        .put("body", texts(body.as_ref()))
        .put("start", plain(*start))
        .map()
}

fn offset(Offset { query, body, start, step, overlap }: &Offset) -> Tree {
    Entries::default()
        .put("query", texts(query.as_ref()))
        .put("body", texts(body.as_ref()))
        .put("start", plain(*start))
        .put("step", texts(step.as_ref()))
        .put("overlap", texts(overlap.as_ref()))
        .map()
}

fn size(Size { query, body, default, max, send }: &Size) -> Tree {
    Entries::default()
        .put("query", texts(query.as_ref()))
        .put("body", texts(body.as_ref()))
        .put("default", plain(*default))
        .put("max", plain(*max))
        .put("send", texts(send.as_ref()))
        .map()
}

fn page(Page { number, size, pages, total, previous, first }: &Page) -> Tree {
    Entries::default()
        .put("number", place(number.as_ref()))
        .put("size", place(size.as_ref()))
        .put("pages", place(pages.as_ref()))
        .put("total", place(total.as_ref()))
        .put("previous", place(previous.as_ref()))
        .put("first", place(first.as_ref()))
        .map()
}

fn place(written: Option<&Or<Beside>>) -> Option<Tree> {
    written.map(|written| or(written, beside))
}

fn beside(Beside { header, link, attribute }: &Beside) -> Tree {
    Entries::default()
        .put("header", texts(header.as_ref()))
        .put("link", texts(link.as_ref()))
        .put("attribute", texts(attribute.as_ref()))
        .map()
}

fn flag(Flag { at, header, link, attribute, is, remaining }: &Flag) -> Tree {
    Entries::default()
        .put("at", texts(at.as_ref()))
        .put("header", texts(header.as_ref()))
        .put("link", texts(link.as_ref()))
        .put("attribute", texts(attribute.as_ref()))
        .put("is", is.as_deref().map(words))
        .put("remaining", texts(remaining.as_ref()))
        .map()
}

fn partial(Partial { at, is, does }: &Partial) -> Tree {
    Entries::default()
        .put("at", place(at.as_ref()))
        .put("is", is.as_deref().map(words))
        .put("does", texts(does.as_ref()))
        .map()
}

fn ends(ends: &Ends) -> Tree {
    let Ends { absent, empty_string, empty_page, status, values, same, hints } = ends;
    Entries::default()
        .put("absent", texts(absent.as_ref()))
        .put("empty_string", plain(*empty_string))
        .put("empty_page", plain(*empty_page))
        .put("status", status.as_deref().map(numbers))
        .put("values", values.as_deref().map(words))
        .put("same", plain(*same))
        .put("hints", plain(*hints))
        .map()
}

fn safety(Safety { repeat, max_pages, max_empty_pages, origin, keep }: &Safety) -> Tree {
    let origin = origin.as_ref().map(|origin| match origin {
        Origin::Word(word) => text(word),
        Origin::Hosts(hosts) => Tree::List(hosts.iter().map(text).collect()),
    });
    let keep = keep.as_ref().map(|keep| Tree::List(keep.iter().map(text).collect()));
    Entries::default()
        .put("repeat", texts(repeat.as_ref()))
        .put("max_pages", plain(*max_pages))
        .put("max_empty_pages", plain(*max_empty_pages))
        .put("origin", origin)
        .put("keep", keep)
        .map()
}

fn resource(resource: &Resource) -> Tree {
    let Resource { docs, get, post, body, query, params, paging, items, .. } = resource;
    let Resource { record, envelope, key, filters, size, for_each, .. } = resource;
    Entries::default()
        .put("docs", texts(docs.as_ref()))
        // A list has either `get` or `post`.
        .put("get", post.is_none().then(|| text(get)))
        .put("post", texts(post.as_ref()))
        .put("body", body.as_ref().map(json))
        .put("query", each(query, |value| text(value)))
        .put("params", each(params, |ty| text(ty)))
        .put("paging", paging.as_ref().map(|paging| or(paging, knobs)))
        .put("items", items.as_ref().map(|items| or(items, self::items)))
        .put("record", Some(text(record)))
        .put("envelope", texts(envelope.as_ref()))
        .put("key", texts(key.as_ref()))
        .put("size", size.as_ref().map(self::size))
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

fn record(Record { docs, key, fields }: &Record) -> Tree {
    let fields = each(fields, ty);
    Entries::default()
        .put("docs", texts(docs.as_ref()))
        .put("key", texts(key.as_ref()))
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
